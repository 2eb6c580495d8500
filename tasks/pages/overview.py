"""总体情况: the figures, the areas as bars of states, and the units with what is still missing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from tasks.charts import bars, plans
from tasks.charts.filed_by_day import FiledByDay
from tasks.enums import Figure
from tasks.ledger import NamedUnit, Totals, areas_then, programme_then
from tasks.models import Programme
from tasks.pages import filed_by_day, standing
from tasks.pages.tabs import Tab, of_overview
from tasks.querysets.standing import end_of
from tasks.rules import dates
from zgc_tasks.common.paging import PAGE_SIZE, Paged, paged


@dataclass(frozen=True)
class AreaLine:
    number: int
    name: str
    tasks: int
    figures: tuple[tuple[Figure, int], ...]
    bar: SafeString
    url: str


@dataclass(frozen=True)
class UnitLine:
    """`missing` are the numbers of the tasks not filed, where they are few enough to stand in a line; a task is at
    the address of the `register` and its number.
    """

    unit: NamedUnit
    figures: tuple[tuple[Figure, int], ...]
    missing: tuple[int, ...]
    register: str
    url: str
    unfiled: int
    unfiled_url: str


@dataclass(frozen=True)
class Overview:
    as_of: date
    title: str
    said: str
    overdue: str
    filed_by_day: FiledByDay | None
    totals: Totals
    figures: list[dict]
    areas: Paged
    units: list[UnitLine]
    legend: SafeString
    query: str
    tabs: tuple[Tab, ...]
    figure_labels = tuple(Figure)


def build(programme: Programme, day: date, *, today: date, asked: QueryDict) -> Overview:
    tasks, addresses = standing.tasks_on(programme, day, today=today), _Addresses(programme, day)
    areas = _areas_of(programme, day, today)
    # One query for both tables, unless the areas are many: then only those of a page are counted one by one.
    by_area = ("area",) if len(areas) <= PAGE_SIZE else ()
    situations = standing.situations_on(programme, day, *by_area, "lead_unit", *_COUNTED, today=today)
    totals = Totals.of(situations)
    most = max((area.tasks for area in areas), default=1)

    def lines(shown: list) -> list[AreaLine]:
        counted = situations if by_area else _situations_in(tasks, shown)
        return _area_lines(shown, counted, addresses, bars.WIDTH / most)

    then = programme_then(programme, end_of(day))
    return Overview(
        as_of=day,
        said=dates.as_of(day, today),
        overdue=standing.overdue_in_words(situations, day),
        filed_by_day=filed_by_day.build(programme, day, then.plan_deadline, totals, today=today),
        title=then.title,
        totals=totals,
        figures=[_figure(figure, totals, addresses) for figure in Figure],
        areas=paged(areas, asked, rows=lines),
        units=_units(tasks, situations, addresses),
        legend=bars.legend(series for series in plans.STATES if totals.states[series.value]),
        query=urlencode({"as_of": day.isoformat()}),
        tabs=of_overview(programme, "overview", day),
    )


_COUNTED = ("state", "filed", "deadline", "refile_overdue")


class _Area(NamedTuple):
    pk: int
    number: int
    name: str
    tasks: int


def _areas_of(programme: Programme, day: date, today: date) -> list[_Area]:
    """The areas that have tasks, with how many, in order of number and by their names of then."""
    situations = standing.situations_on(programme, day, "area", today=today)
    counted = {found.area: found.tasks for found in situations}
    named = areas_then(programme, end_of(day)).items()
    found = (_Area(pk, number, name, counted[pk]) for pk, (number, name) in named if pk in counted)
    return sorted(found, key=lambda area: area.number)


def _situations_in(tasks, areas: list) -> list:
    return list(tasks.filter(area__in=[area.pk for area in areas]).situations("area", *_COUNTED))


@dataclass
class _Addresses:
    """Of the register, and of the rows of 时限检查 on the day of the page."""

    programme: Programme
    day: date

    @cached_property
    def register(self) -> str:
        return reverse("task-list", args=[self.programme.slug])

    @cached_property
    def _rows(self) -> str:
        return reverse("deadlines", args=[self.programme.slug])

    def rows(self, **filters) -> str:
        query = urlencode({"as_of": self.day.isoformat(), **filters})
        return f"{self._rows}?{query}"


def _figure(figure: Figure, totals: Totals, addresses: _Addresses) -> dict:
    value = totals.figures[figure]
    tone = "overdue" if figure is Figure.LATE and value else ""
    return {"label": figure.label, "value": value, "url": addresses.rows(figure=figure.value), "tone": tone}


def _area_lines(areas: list, situations: list, addresses: _Addresses, unit_width: float) -> list[AreaLine]:
    counted = defaultdict(list)
    for situation in situations:
        counted[situation.area].append(situation)
    return [_area_line(area, counted[area.pk], addresses, unit_width) for area in areas]


def _area_line(area: _Area, situations: list, addresses: _Addresses, unit_width: float) -> AreaLine:
    """`unit_width` is that of one task: the longest of all bars fills the width."""
    totals, number = Totals.of(situations), area.number
    return AreaLine(
        number=number,
        name=area.name,
        tasks=totals.rows,
        figures=tuple(totals.figures.items()),
        bar=bars.bar(((series, totals.states[series.value]) for series in plans.STATES), unit_width),
        url=addresses.rows(group=number),
    )


def _units(tasks, situations, addresses: _Addresses) -> list[UnitLine]:
    lines = standing.totals_by_lead(situations)
    missing = standing.numbers_by_lead(
        tasks.of_figure(Figure.UNFILED), {unit.pk: totals.figures[Figure.UNFILED] for unit, totals in lines}
    )
    return [
        UnitLine(
            unit=unit,
            figures=tuple(item for item in totals.figures.items() if item[0] is not Figure.NO_LEAD),
            missing=tuple(missing.get(unit.pk, ())),
            register=addresses.register,
            url=addresses.rows(unit=unit.slug, part="lead"),
            unfiled=totals.figures[Figure.UNFILED],
            unfiled_url=addresses.rows(unit=unit.slug, part="lead", figure=Figure.UNFILED.value),
        )
        for unit, totals in lines
    ]
