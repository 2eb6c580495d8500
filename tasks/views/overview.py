"""总体情况: the figures, the areas as bars of states, and the units with what is still missing."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from tasks import policies
from tasks.enums import TaskState
from tasks.forms.ledger import asked_ledger
from tasks.ledger import Figure, Ledger, Totals
from tasks.requests import programme_or_404
from zgc_tasks.common import clock

BAR_WIDTH = 320
# From done to not begun, so that the bars of all areas read the same way.
BAR_ORDER = (
    TaskState.ACCEPTED,
    TaskState.ON_TIME,
    TaskState.LATE,
    TaskState.RETURNED,
    TaskState.DRAFT,
    TaskState.NOT_STARTED,
    TaskState.DUE_SOON,
    TaskState.MISSING,
    TaskState.NO_LEAD,
)
DARK = frozenset({TaskState.ACCEPTED, TaskState.MISSING})


@dataclass(frozen=True)
class Segment:
    """A piece of a bar in the units of its drawing; `middle` is where its number stands."""

    state: TaskState
    count: int
    x: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def dark(self) -> bool:
        return self.state in DARK


@require_GET
def overview(request, programme: str):
    found = programme_or_404(request, programme)
    policies.may_oversee(request.membership, found)
    asked = asked_ledger(request.GET, found, today=clock.today())
    whole = asked.whole
    context = {
        "programme": found,
        "asked": asked,
        "ledger": whole,
        "figures": _figures(whole),
        "areas": _areas(whole),
        "units": _units(whole),
        "states": [state for state in BAR_ORDER if whole.totals.states[state]],
        "figure_labels": list(Figure),
        "bar_width": BAR_WIDTH,
        "query": urlencode({"as_of": whole.as_of.isoformat()}),
    }
    return render(request, "tasks/overview.html", context)


def _figures(whole: Ledger) -> list[dict]:
    """The line of figures, each a link to its rows."""
    return [
        {
            "label": figure.label,
            "value": whole.totals.figures[figure],
            "url": _rows_url(whole, figure=figure),
            "tone": "overdue" if figure is Figure.LATE and whole.totals.figures[figure] else "",
        }
        for figure in Figure
    ]


def _rows_url(whole: Ledger, **filters) -> str:
    query = urlencode({"as_of": whole.as_of.isoformat(), **filters})
    return f"{reverse('deadlines', args=[whole.programme.slug])}?{query}"


def _areas(whole: Ledger) -> list[dict]:
    most = max((totals.rows for _, _, totals in whole.by_area), default=1)
    return [
        {
            "number": number,
            "name": name,
            "totals": totals,
            "segments": _segments(totals, BAR_WIDTH / most),
            "url": _rows_url(whole, group=number),
        }
        for number, name, totals in whole.by_area
    ]


def _segments(totals: Totals, unit_width: float) -> list[Segment]:
    segments, x = [], 0.0
    for state in BAR_ORDER:
        if count := totals.states[state]:
            width = round(count * unit_width, 2)
            segments.append(Segment(state, count, round(x, 2), width))
            x += width
    return segments


def _units(whole: Ledger) -> list[dict]:
    """Lead units in document order with the numbers of the tasks they have not filed."""
    missing: dict[str, list[int]] = {}
    for row in whole.rows:
        if Figure.UNFILED.counts(row):
            missing.setdefault(row.lead.slug, []).append(row.number)
    return [
        {
            "unit": unit,
            "figures": [
                (figure, value) for figure, value in totals.figures.items() if figure is not Figure.NO_LEAD
            ],
            "missing": missing.get(unit.slug, []),
            "url": _rows_url(whole, unit=unit.slug, part="lead"),
        }
        for unit, totals in whole.by_unit
    ]
