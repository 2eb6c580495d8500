"""具体目标 as they were known at the end of a day."""

from datetime import date

from tasks.models import GoalReading, Programme
from tasks.querysets.standing import end_of
from tasks.rules.goals import Told


def goals_then(programme: Programme, as_of: date) -> list[Told]:
    """Those that had come by then, in their order, each with what was counted of it last: at most two queries."""
    goals = list(programme.goals.known_at(end_of(as_of)))
    if not goals:
        return []
    newest = GoalReading.objects.filter(goal__programme=programme).newest(before=end_of(as_of), until=as_of)
    return [_told(goal, newest.get(goal.pk)) for goal in goals]


def _told(goal, reading: GoalReading | None) -> Told:
    about = (goal.number, goal.name, goal.target, goal.measure)
    return Told(*about, reading.value, reading.counted_on, reading.source) if reading else Told(*about)
