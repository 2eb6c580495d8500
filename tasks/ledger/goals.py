"""具体目标 as they were known at the end of a day."""

from datetime import date

from tasks.models import Goal, GoalReading, Programme
from tasks.querysets.standing import end_of
from tasks.rules.goals import Told
from zgc_tasks.common.prepared import Prepared


def goals_then(programme: Programme, as_of: date) -> list[Told]:
    """Those that had come by then, in their order, each with what was counted of it last: at most two queries."""
    before = end_of(as_of)
    goals = _GOALS(programme=programme.pk, before=before)
    if not goals:
        return []
    readings = _READINGS(programme=programme.pk, before=before, day=as_of)
    newest = {reading.goal_id: reading for reading in readings}
    return [_told(goal, newest.get(goal.pk)) for goal in goals]


_GOALS = Prepared(lambda programme, before: Goal.objects.filter(programme=programme).known_at(before))
_READINGS = Prepared(
    lambda programme, before, day: GoalReading.objects.filter(goal__programme=programme).counted_by(
        day, known_before=before
    )
)


def _told(goal, reading: GoalReading | None) -> Told:
    about = (goal.number, goal.name, goal.target, goal.measure)
    return Told(*about, reading.value, reading.counted_on, reading.source) if reading else Told(*about)
