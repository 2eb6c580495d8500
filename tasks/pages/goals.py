"""具体目标: all of them as of a day, and one with every reading of it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tasks.ledger.goals import goals_then
from tasks.models import Goal, GoalReading, Programme
from tasks.rules.goals import Told


@dataclass(frozen=True)
class GoalList:
    goals: list[tuple[Told, str]]
    as_of: date


def goal_list(programme: Programme, as_of: date) -> GoalList:
    told = goals_then(programme, as_of)
    return GoalList([(each, reverse("goal", args=[programme.slug, each.number])) for each in told], as_of)


@dataclass(frozen=True)
class ReadingLine:
    """A reading, with what is said of its correction; `correct` is the address where it is put right, '' where it was."""

    reading: GoalReading
    said: str
    correct: str


@dataclass(frozen=True)
class GoalPage:
    goal: Goal
    told: Told
    lines: list[ReadingLine]


def goal_page(goal: Goal, *, today: date) -> GoalPage:
    readings = goal.readings.select_related("recorded_by__user", "recorded_by__unit", "corrected_by")
    told = next(told for told in goals_then(goal.programme, today) if told.number == goal.number)
    return GoalPage(goal, told, [_line(goal, each) for each in readings.order_by("-pk")])


def _line(goal: Goal, reading: GoalReading) -> ReadingLine:
    superseded = hasattr(reading, "corrected_by")
    address = f"{goal.get_absolute_url()}readings/{reading.pk}/"
    said = [f"更正此前登记：{reading.reason}"] if reading.reason else []
    return ReadingLine(
        reading, "；".join([*said, "已更正"] if superseded else said), "" if superseded else address
    )
