"""前后对比: what became of every task between an earlier day and another, by area, each with its rows.

Both days are read from the ledger (decision 0046).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from tasks.charts import bars
from tasks.charts.progress import LIGHTS, TURNS
from tasks.enums import Turn
from tasks.forms.ledger import errors_of
from tasks.forms.overview import CompareForm
from tasks.ledger import Turned, areas_then, between
from tasks.ledger.progress import begun_by
from tasks.models import Programme
from tasks.pages import standing
from tasks.pages.overview_progress import Addresses, CountCell
from tasks.pages.tabs import Tab, of_overview
from tasks.querysets.standing import end_of
from tasks.rules import dates
from zgc_tasks.common.paging import Paged, paged

ROUNDS_OFFERED = 4


class AreaTurns(NamedTuple):
    number: int
    name: str
    tasks: int
    cells: tuple[CountCell, ...]
    bar: SafeString


class TurnedLine(NamedTuple):
    """A task with what became of it, by turn."""

    number: int
    address: str
    content: str
    lead: str
    said: tuple[tuple[str, str], ...]


class LightsOn(NamedTuple):
    """Lights of all tasks on one of both days."""

    day: str
    bar: SafeString
    cells: tuple[CountCell, ...]


class Offer(NamedTuple):
    label: str
    url: str


@dataclass(frozen=True)
class Compared:
    """`areas` have what is counted, `rows` the tasks of the turn and area that are chosen."""

    days: str
    lights: list[LightsOn]
    light_legend: SafeString
    figures: list[dict]
    legend: SafeString
    areas: Paged
    chosen: str
    rows: Paged


@dataclass(frozen=True)
class ComparePage:
    form: CompareForm
    errors: list[str]
    as_of: date
    before: date | None
    offers: list[Offer]
    compared: Compared | None
    tabs: tuple[Tab, ...]


def build(programme: Programme, asked: QueryDict, *, today: date) -> ComparePage:
    form = CompareForm(asked, years=programme.known_years(today), today=today)
    understood, found = form.is_valid(), form.cleaned_data
    day, before = found.get("as_of") or today, found.get("before")
    return ComparePage(
        form=form,
        errors=errors_of(form),
        as_of=day,
        before=before,
        offers=_offers(programme, day),
        compared=_compared(programme, before, day, today, asked, found) if understood and before else None,
        tabs=of_overview(programme, "overview-compare", day),
    )


def _offers(programme: Programme, day: date) -> list[Offer]:
    """The due days of the newest rounds before, which are what one mostly compares with."""
    known = [each for each in begun_by(programme, day) if each.due_on < day]
    known.sort(key=lambda each: (each.due_on, each.number), reverse=True)
    return [
        Offer(
            f"{each.name}截止日（{dates.beside(each.due_on, day)}）",
            f"?{urlencode({'before': each.due_on.isoformat(), 'as_of': day.isoformat()})}",
        )
        for each in known[:ROUNDS_OFFERED]
    ]


def _compared(
    programme: Programme, before: date, day: date, today: date, asked: QueryDict, found: dict
) -> Compared:
    told, address = between(programme, before, day), _Address(programme, before, day)
    turn, group = found.get("turn") or "", found.get("group")
    shown = [
        task
        for task in told.tasks
        if (turn in task.turns if turn else Turn.SAME not in task.turns)
        and (group is None or task.area == group)
    ]
    return Compared(
        days=f"{dates.in_words(before)}至{dates.in_words(day)}{'（预计）' if day > today else ''}",
        lights=[
            _lights(programme, each_day, lights)
            for each_day, lights in ((before, told.lights_before), (day, told.lights))
        ],
        light_legend=bars.legend(LIGHTS),
        figures=[
            cell._asdict() | {"tone": "overdue" if cell.value and cell.label == Turn.WORSE.label else ""}
            for cell in _cells(_of_all(told.turns), address, None)
        ],
        legend=bars.legend(TURNS),
        areas=_areas(programme, told.turns, address, asked),
        chosen="，".join(
            filter(
                None, (Turn(turn).label if turn else "有变化的任务", f"第{group}项工作任务" if group else "")
            )
        ),
        rows=paged(shown, asked, rows=partial(_lines, address)),
    )


@dataclass
class _Address:
    programme: Programme
    before: date
    day: date

    @cached_property
    def _all(self) -> str:
        """Of every row: each figure of the page has one that begins with it."""
        page = reverse("overview-compare", args=[self.programme.slug])
        return f"{page}?before={self.before.isoformat()}&as_of={self.day.isoformat()}"

    def rows(self, turn: str, group: int | None) -> str:
        return f"{self._all}&turn={turn}{f'&group={group}' if group else ''}#rows"


# How many tasks have the same turns.
Turns = Counter[frozenset[Turn]]


def _of_all(counted: Mapping[tuple[int, frozenset[Turn]], int]) -> Turns:
    found = Counter()
    for (_area, turns), tasks in counted.items():
        found[turns] += tasks
    return found


def _by_area(counted: Mapping[tuple[int, frozenset[Turn]], int]) -> dict[int, Turns]:
    found = defaultdict(Counter)
    for (area, turns), tasks in counted.items():
        found[area][turns] += tasks
    return found


def _cells(found: Turns, address: _Address, group: int | None) -> list[CountCell]:
    return [
        CountCell(
            turn.label,
            sum(tasks for turns, tasks in found.items() if turn in turns),
            address.rows(turn.value, group),
        )
        for turn in Turn
    ]


def _areas(programme: Programme, counted: Mapping, address: _Address, asked: QueryDict) -> Paged:
    names = dict(areas_then(programme, end_of(address.day)).values())
    by_area = _by_area(counted)
    most = max((found.total() for found in by_area.values()), default=1)

    def line(number: int) -> AreaTurns:
        found, weighed = by_area[number], Counter()
        for turns, tasks in found.items():
            # In a bar each task stands once, under what weighs most of what became of it.
            weighed[next(each.value for each in TURNS if each.value in turns)] += tasks
        return AreaTurns(
            number=number,
            name=names[number],
            tasks=found.total(),
            cells=tuple(_cells(found, address, number)),
            bar=bars.bar([(each, weighed[each.value]) for each in TURNS], bars.WIDTH / most),
        )

    return paged(sorted(by_area), asked, key="areas", rows=lambda page: [line(number) for number in page])


def _lights(programme: Programme, day: date, counted: Counter[str]) -> LightsOn:
    addresses = Addresses(programme, day)
    unit = bars.WIDTH / max(counted.total(), 1)
    return LightsOn(
        dates.in_words(day),
        bars.bar([(each, counted[each.value]) for each in LIGHTS], unit),
        tuple(
            CountCell(each.label, counted[each.value], addresses.rows(light=each.value)) for each in LIGHTS
        ),
    )


def _lines(address: _Address, page: list[Turned]) -> list[TurnedLine]:
    register = reverse("task-list", args=[address.programme.slug])
    contents = standing.contents_then((task.pk for task in page), address.day)
    leads = standing.units_named(task.lead for task in page)
    return [
        TurnedLine(
            number=task.number,
            address=f"{register}{task.number}/",
            content=contents[task.pk],
            lead=leads[task.lead].short if task.lead else "",
            said=task.said,
        )
        for task in page
    ]
