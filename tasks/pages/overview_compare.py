"""前后对比: what became of every task between an earlier day and another, by area, each with its rows.

Both days are read from the ledger (decision 0067).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from tasks import ledger
from tasks.charts import bars
from tasks.charts.progress import LIGHTS, TURNS
from tasks.enums import StepState, Turn
from tasks.forms.ledger import errors_of
from tasks.forms.overview import CompareForm
from tasks.ledger import Row
from tasks.ledger.progress import begun_by
from tasks.models import Programme
from tasks.pages.overview_progress import Addresses, CountCell
from tasks.pages.tabs import Tab, of_overview
from tasks.rules import comparison, dates
from tasks.rules.comparison import Stood
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
    found = form.cleaned_data if form.is_valid() else {}
    day, before = found.get("as_of") or today, found.get("before")
    return ComparePage(
        form=form,
        errors=errors_of(form),
        as_of=day,
        before=before,
        offers=_offers(programme, day),
        compared=_compared(programme, before, day, today, asked, found) if before else None,
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


class _Task(NamedTuple):
    row: Row
    changes: tuple[comparison.TurnInWords, ...]
    turns: frozenset[Turn]


def _compared(
    programme: Programme, before: date, day: date, today: date, asked: QueryDict, found: dict
) -> Compared:
    earlier = {row.task_id: row for row in ledger.build(programme, as_of=before).rows}
    rows = ledger.build(programme, as_of=day).rows
    tasks = [_task(earlier.get(row.task_id), row, before, day) for row in rows]
    address = _Address(programme, before, day)
    turn, group = found.get("turn") or "", found.get("group")
    shown = [
        task
        for task in tasks
        if (turn in task.turns if turn else Turn.SAME not in task.turns)
        and (group is None or task.row.group == group)
    ]
    return Compared(
        days=f"{dates.in_words(before)}至{dates.in_words(day)}{'（预计）' if day > today else ''}",
        lights=[
            _lights(programme, each_day, each) for each_day, each in ((before, earlier.values()), (day, rows))
        ],
        light_legend=bars.legend(LIGHTS),
        figures=[
            cell._asdict() | {"tone": "overdue" if cell.value and cell.label == Turn.WORSE.label else ""}
            for cell in _cells(tasks, address, None)
        ],
        legend=bars.legend(TURNS),
        areas=_areas(tasks, address, asked),
        chosen="，".join(
            filter(
                None, (Turn(turn).label if turn else "有变化的任务", f"第{group}项工作任务" if group else "")
            )
        ),
        rows=paged(shown, asked, rows=lambda page: [_line(address, task) for task in page]),
    )


def _task(earlier: Row | None, now: Row, before: date, day: date) -> _Task:
    found = comparison.changes(_stood(earlier, before) if earlier else Stood(), _stood(now, day))
    return _Task(now, found, comparison.turns(found))


def _stood(row: Row, day: date) -> Stood:
    said = row.reported

    def keys(state: StepState) -> frozenset[int]:
        return frozenset(step.key for step in said.steps if step.standing.state == state)

    return Stood(
        day=day,
        light=said.light,
        outlook=said.outlook,
        ended=said.ended,
        lead=row.lead.short if row.lead else "",
        finish=row.finish.time if row.finish else None,
        steps={step.key: (step.number, step.step.due) for step in said.steps},
        done=keys(StepState.DONE),
        again=frozenset(step.key for step in said.steps if step.asked_again),
        overdue=frozenset() if said.ended else keys(StepState.OVERDUE),
        said={step.key: step.said.said_on for step in said.steps if step.said},
        missing=said.missing,
        coordinations=row.coordination_open,
    )


@dataclass(frozen=True)
class _Address:
    programme: Programme
    before: date
    day: date

    def rows(self, turn: str, group: int | None) -> str:
        asked = {"before": self.before.isoformat(), "as_of": self.day.isoformat(), "turn": turn}
        if group:
            asked["group"] = group
        return f"{reverse('overview-compare', args=[self.programme.slug])}?{urlencode(asked)}#rows"


def _cells(tasks: list[_Task], address: _Address, group: int | None) -> list[CountCell]:
    return [
        CountCell(turn.label, sum(turn in task.turns for task in tasks), address.rows(turn.value, group))
        for turn in Turn
    ]


def _areas(tasks: list[_Task], address: _Address, asked: QueryDict) -> Paged:
    named = {task.row.group: task.row.group_name for task in tasks}
    most = max(Counter(task.row.group for task in tasks).values(), default=1)

    def line(number: int) -> AreaTurns:
        of_area = [task for task in tasks if task.row.group == number]
        # In a bar each task stands once, under what weighs most of what became of it.
        weighed = Counter(next(each.value for each in TURNS if each.value in task.turns) for task in of_area)
        return AreaTurns(
            number=number,
            name=named[number],
            tasks=len(of_area),
            cells=tuple(_cells(of_area, address, number)),
            bar=bars.bar([(each, weighed[each.value]) for each in TURNS], bars.WIDTH / most),
        )

    return paged(sorted(named), asked, key="areas", rows=lambda page: [line(number) for number in page])


def _lights(programme: Programme, day: date, rows: Iterable[Row]) -> LightsOn:
    addresses = Addresses(programme, day)
    counted = Counter(row.reported.light for row in rows)
    unit = bars.WIDTH / max(counted.total(), 1)
    return LightsOn(
        dates.in_words(day),
        bars.bar([(each, counted[each.value]) for each in LIGHTS], unit),
        tuple(
            CountCell(each.label, counted[each.value], addresses.rows(light=each.value)) for each in LIGHTS
        ),
    )


def _line(address: _Address, task: _Task) -> TurnedLine:
    register = reverse("task-list", args=[address.programme.slug])
    said = [
        (turn.label, "；".join(change.words for change in task.changes if change.turn == turn))
        for turn in Turn
        if turn in task.turns and turn is not Turn.SAME
    ]
    return TurnedLine(
        number=task.row.number,
        address=f"{register}{task.row.number}/",
        content=task.row.content,
        lead=task.row.lead.short if task.row.lead else "",
        said=tuple(said),
    )
