"""总体情况, 任务推进: of a round and a day the ten areas by light and by what leads say, and what presses, each with its rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from tasks.charts import bars
from tasks.charts.bars import Series
from tasks.charts.progress import LIGHTS, OUTLOOKS, UNSAID
from tasks.counted import counted
from tasks.enums import Figure, Pressing
from tasks.forms.ledger import AsOfForm, day_asked, errors_of
from tasks.forms.overview import CourseForm, RoundForm
from tasks.ledger import Totals, areas_then, totals_in
from tasks.models import Programme, Round
from tasks.pages import courses, round_asked
from tasks.pages.courses import Chosen, Found
from tasks.pages.round_desk import FIGURES, tasks_on
from tasks.pages.tabs import Tab, of_overview
from tasks.querysets.standing import end_of
from tasks.rules import dates, deadlines
from zgc_tasks.common.paging import Paged, paged

AREAS_ON_A_PAGE = 25  # of each of two tables, with a bar each


class CountCell(NamedTuple):
    """A number of a table and the address of its rows."""

    label: str
    value: int
    url: str


class AreaSeries(NamedTuple):
    number: int
    name: str
    tasks: CountCell
    cells: tuple[CountCell, ...]
    bar: SafeString


@dataclass(frozen=True)
class AreaTable:
    """Areas by one kind of series, with a bar each and the sum of all."""

    title: str
    series: tuple[Series, ...]
    legend: SafeString
    more: tuple[str, ...]
    areas: Paged
    total: AreaSeries


@dataclass(frozen=True)
class RoundPart:
    """The round that is chosen: how much of it came by the day."""

    name: str
    said: str
    figures: list[dict]
    address: str


@dataclass(frozen=True)
class ProgressOverview:
    """`exported` is the address of what is exported: the day and the round."""

    as_of: date
    said: str
    form: AsOfForm
    round_form: RoundForm
    errors: list[str]
    figures: list[dict]
    tables: list[AreaTable]
    round: RoundPart | None
    tabs: tuple[Tab, ...]
    exported: str


def build(programme: Programme, asked: QueryDict, *, today: date) -> ProgressOverview:
    day, form = day_asked(asked, today, programme.known_years(today))
    begun = round_asked.begun(programme, day, today)
    round_form = RoundForm(asked, rounds=round_asked.choices(begun))
    round = round_asked.named(round_form, begun) or next(iter(begun), None)
    found, addresses = courses.on(programme, day, today=today), Addresses(programme, day, round)
    names = dict(areas_then(programme, end_of(day)).values())
    return ProgressOverview(
        as_of=day,
        said=dates.as_of(day, today),
        form=form,
        round_form=round_form,
        errors=[*errors_of(form), *errors_of(round_form)],
        figures=figures_of(found, addresses),
        tables=[
            _by_light(found.situations, names, addresses, asked),
            _by_outlook(found.situations, names, addresses, asked),
        ],
        round=round and _of_round(programme, round, day, today, addresses),
        tabs=of_overview(programme, "overview-progress", day),
        exported=urlencode({"as_of": day.isoformat()} | ({"round": round.number} if round else {})),
    )


@dataclass
class Addresses:
    """Of the rows behind a figure, on the day of the page."""

    programme: Programme
    day: date
    round: Round | None = None

    @cached_property
    def _all(self) -> str:
        """Of every row: some two hundred addresses of a page begin with it."""
        return f"{reverse('overview-tasks', args=[self.programme.slug])}?as_of={self.day.isoformat()}"

    def rows(self, **chosen: str | int | None) -> str:
        """`chosen` are numbers and words of our own, which need no quoting."""
        return self._all + "".join(f"&{key}={value}" for key, value in chosen.items() if value)


def figures_of(found: courses.Now | courses.Then, addresses: Addresses) -> list[dict]:
    """Lights first, then what presses."""
    lights = [
        CountCell(each.label, _count(found.situations, light=each.value), addresses.rows(light=each.value))
        for each in LIGHTS
    ]
    pressing = [
        CountCell(each.label, value, addresses.rows(pressing=each.value))
        for each, value in found.pressing().items()
    ]
    red = {LIGHTS[2].label, Pressing.OVERDUE.label, Pressing.MISSING.label}
    return [cell._asdict() | {"tone": "overdue" if cell.value and cell.label in red else ""}
            for cell in (*lights, *pressing)]  # fmt: skip


def _count(found: Iterable[Found], **alike) -> int:
    return sum(
        each.tasks for each in found if all(getattr(each, key) == value for key, value in alike.items())
    )


def _by_light(found: list[Found], names: dict, addresses: Addresses, asked: QueryDict) -> AreaTable:
    def more(of_area: list[Found], area: int | None) -> tuple[CountCell, ...]:
        return (
            CountCell(
                Pressing.OVERDUE.label,
                _count(of_area, overdue=True),
                addresses.rows(group=area, pressing="overdue"),
            ),
            CountCell(
                Pressing.MISSING.label,
                _count(of_area, missing=True),
                addresses.rows(group=area, pressing="missing"),
            ),
        )

    return _table("红黄灯", "light", LIGHTS, found, names, addresses, asked, more)


def _by_outlook(found: list[Found], names: dict, addresses: Addresses, asked: QueryDict) -> AreaTable:
    said = [each._replace(outlook=each.outlook or UNSAID) for each in found]
    return _table(
        "推进状态（牵头单位自报）", "outlook", OUTLOOKS, said, names, addresses, asked, lambda *_: ()
    )


def _table(
    title: str,
    by: str,
    series: tuple[Series, ...],
    found: list[Found],
    names: dict[int, str],
    addresses: Addresses,
    asked: QueryDict,
    more: Callable[[list[Found], int | None], tuple[CountCell, ...]],
) -> AreaTable:
    """`by` names what the series are of; `more` are columns behind them."""
    areas = defaultdict(list)
    for each in found:
        areas[each.area].append(each)
    most = max((_count(each) for each in areas.values()), default=1)

    def line(number: int | None, of_area: list[Found], unit: float) -> AreaSeries:
        counts = [(each, _count(of_area, **{by: each.value})) for each in series]
        cells = [
            CountCell(each.label, count, addresses.rows(group=number, **{by: each.value}))
            for each, count in counts
        ]
        return AreaSeries(
            number=number or 0,
            name=names.get(number, ""),
            tasks=CountCell("任务数", _count(of_area), addresses.rows(group=number)),
            cells=(*cells, *more(of_area, number)),
            bar=bars.bar(counts, unit),
        )

    total = line(None, found, bars.WIDTH / max(_count(found), 1))
    return AreaTable(
        title=title,
        series=series,
        legend=bars.legend(series),
        more=tuple(cell.label for cell in total.cells[len(series) :]),
        areas=paged(
            sorted(areas),
            asked,
            key=f"{by}s",
            size=AREAS_ON_A_PAGE,
            rows=lambda page: [line(number, areas[number], bars.WIDTH / most) for number in page],
        ),
        total=total,
    )


def _of_round(programme: Programme, round: Round, day: date, today: date, addresses: Addresses) -> RoundPart:
    round.programme = programme
    past = day < today
    then = courses.round_then(round, day, past=past)
    totals = _totals_then(then, day, today) if past else totals_in(round, day)
    return RoundPart(
        name=then.name,
        said=deadlines.days_left_sentence(then.due_on, day),
        figures=[
            {
                "label": figure.label,
                "value": totals.figures[figure],
                "url": addresses.rows(round=round.number, figure=figure.value),
                "tone": "overdue" if figure is Figure.LATE and totals.figures[figure] else "",
            }
            for figure in FIGURES
        ],
        address=reverse("round-desk", args=[programme.slug, round.number]),
    )


def _totals_then(round: Round, day: date, today: date) -> Totals:
    def found() -> Totals:
        return Totals.of(tasks_on(round, day, today=today).situations("state", "filed"))

    return counted(round.programme_id, ("owed then", round.pk, day), found)


# --- the rows behind a figure ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TasksPage:
    as_of: date
    said: str
    form: CourseForm
    day_form: AsOfForm
    errors: list[str]
    rows: Paged
    filtered: bool
    query: str


def tasks_page(programme: Programme, asked: QueryDict, *, today: date) -> TasksPage:
    day, day_form = day_asked(asked, today, programme.known_years(today))
    begun = round_asked.begun(programme, day, today)
    areas = sorted(areas_then(programme, end_of(day)).values())
    form = CourseForm(asked, areas=areas, rounds=round_asked.choices(begun))
    wanted = form.asked()
    round = round_asked.named(form, begun) or next(iter(begun), None)
    if round:
        round.programme = programme
    conditions = {key: value for key, value in wanted.items() if value and key != "round"}
    chosen = Chosen(**conditions, round=round)
    return TasksPage(
        as_of=day,
        said=dates.as_of(day, today),
        form=form,
        day_form=day_form,
        errors=[*errors_of(day_form), *errors_of(form)],
        rows=courses.on(programme, day, today=today).lines(chosen, asked),
        filtered=bool(conditions),
        query=urlencode({"as_of": day.isoformat()}),
    )
