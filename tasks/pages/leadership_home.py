"""首页 of the leading group's office: lights and what presses once a round has begun, the figures, tasks nobody leads yet,
and the units that have not filed.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from tasks.charts.filed_by_day import FiledByDay
from tasks.enums import Figure, TaskState
from tasks.ledger import NamedUnit, Totals
from tasks.models import Programme
from tasks.pages import courses, filed_by_day, round_now, standing
from tasks.pages.overview_progress import Addresses, figures_of
from tasks.pages.owed import Liaison, liaisons_of
from tasks.pages.round_now import RoundNow
from tasks.pages.times import Waits, waiting
from zgc_tasks.common.paging import PAGE_SIZE, First


class OwingUnit(NamedTuple):
    """A unit with how much it has not filed, and whom to call."""

    unit: NamedUnit
    unfiled: int
    liaisons: list[Liaison]


@dataclass(frozen=True)
class LeadershipHome:
    """`times` are those that wait for their decision."""

    overdue: str
    figures: list[dict]
    filed_by_day: FiledByDay | None
    no_lead: First
    no_lead_url: str
    owing: First
    times: list[Waits]
    round: RoundNow | None
    lights: list[dict]
    no_lead_state = TaskState.NO_LEAD


def build(programme: Programme, today: date) -> LeadershipHome:
    situations = standing.situations_on(programme, today, "lead_unit", *_COUNTED, today=today)
    totals = Totals.of(situations)
    unfiled = (
        (unit, of_unit.figures[Figure.UNFILED]) for unit, of_unit in standing.totals_by_lead(situations)
    )
    owing = [(unit, count) for unit, count in unfiled if count]
    round = round_now.build(programme, today)
    figures = [_figure(programme, figure, totals.figures[figure]) for figure in Figure]
    return LeadershipHome(
        overdue=standing.overdue_in_words(situations, today),
        figures=figures,
        filed_by_day=filed_by_day.build(programme, today, programme.plan_deadline, totals, today=today),
        no_lead=standing.first_without_lead(programme, totals.figures[Figure.NO_LEAD]),
        no_lead_url=figures[-1]["url"],
        owing=First(_with_liaisons(owing[:PAGE_SIZE]), len(owing)),
        times=waiting(programme),
        round=round,
        lights=figures_of(courses.on(programme, today, today=today), Addresses(programme, today))
        if round
        else [],
    )


def _with_liaisons(owing: list[tuple[NamedUnit, int]]) -> tuple[OwingUnit, ...]:
    """Their numbers are for this office (decision 0061)."""
    liaisons = liaisons_of(unit.pk for unit, _ in owing) if owing else {}
    return tuple(OwingUnit(unit, count, liaisons[unit.pk]) for unit, count in owing)


_COUNTED = ("state", "filed", "deadline", "refile_overdue")


def _figure(programme: Programme, figure: Figure, value: int) -> dict:
    rows = reverse("deadlines", args=[programme.slug])
    return {"label": figure.label, "value": value, "url": f"{rows}?figure={figure.value}"}
