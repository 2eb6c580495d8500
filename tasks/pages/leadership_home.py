"""首页 of the leading group's office: lights and what presses once a round has begun, the figures, tasks nobody leads yet,
and the units that have not filed.
"""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tasks.enums import Figure, TaskState
from tasks.ledger import Totals, UnitName
from tasks.models import Programme
from tasks.pages import courses, round_now, standing
from tasks.pages.overview_progress import Addresses, figures_of
from tasks.pages.round_now import RoundNow
from tasks.pages.times import Waits, waiting


@dataclass(frozen=True)
class LeadershipHome:
    """`no_lead` are the first of those tasks, `no_lead_total` says how many there are; `times` are those that wait for
    their decision.
    """

    figures: list[dict]
    no_lead: list
    no_lead_total: int
    no_lead_url: str
    owing: list[tuple[UnitName, int]]
    times: list[Waits]
    round: RoundNow | None
    lights: list[dict]
    no_lead_state = TaskState.NO_LEAD


def build(programme: Programme, today: date) -> LeadershipHome:
    situations = standing.situations_on(programme, today, "lead_unit", "state", "filed", today=today)
    totals = Totals.of(situations)
    unfiled = [
        (unit, of_unit.figures[Figure.UNFILED]) for unit, of_unit in standing.totals_by_lead(situations)
    ]
    round = round_now.build(programme, today)
    figures = [_figure(programme, figure, totals.figures[figure]) for figure in Figure]
    return LeadershipHome(
        figures=figures,
        no_lead=standing.first_without_lead(programme, totals.figures[Figure.NO_LEAD]),
        no_lead_total=totals.figures[Figure.NO_LEAD],
        no_lead_url=figures[-1]["url"],
        owing=[(unit, count) for unit, count in unfiled if count],
        times=waiting(programme),
        round=round,
        lights=figures_of(courses.on(programme, today, today=today), Addresses(programme, today))
        if round
        else [],
    )


def _figure(programme: Programme, figure: Figure, value: int) -> dict:
    rows = reverse("deadlines", args=[programme.slug])
    return {"label": figure.label, "value": value, "url": f"{rows}?figure={figure.value}"}
