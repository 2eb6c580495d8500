"""How far tasks are on a day, for the pages that count and list them.

Today and days to come are asked of what is kept (`Course`), past days of the ledger; a test holds both equal.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from tasks.charts.progress import UNSAID
from tasks.counted import counted
from tasks.enums import CompletionKind, CoordinationStatus, Figure, Pressing
from tasks.ledger import NamedUnit, Outline, outline
from tasks.models import Coordination, Programme, Round, Task, TimeChange
from tasks.pages import marks, standing
from tasks.pages.marks import Mark
from tasks.pages.round_desk import tasks_on
from tasks.querysets.standing import end_of
from tasks.rules import dates
from zgc_tasks.common.paging import Paged, paged
from zgc_tasks.common.prepared import Prepared


class Found(NamedTuple):
    """How many tasks have all of this in common."""

    area: int
    light: str
    outlook: str
    ended: str
    overdue: bool
    missing: bool
    tasks: int


class LightLine(NamedTuple):
    """A task as lists show it: its light, what its lead says, and what presses."""

    number: int
    address: str
    content: str
    lead: str
    light: Mark
    outlook: Mark | None
    words: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """Conditions that all hold at once; the empty one keeps every task. `figure` is one of `round`."""

    group: int | None = None
    light: str = ""
    outlook: str = ""
    pressing: str = ""
    figure: str = ""
    round: Round | None = None

    @property
    def said(self) -> str:
        return "" if self.outlook == UNSAID else self.outlook


def on(programme: Programme, day: date, *, today: date) -> "Now | Then":
    return Then(programme, day) if day < today else Now(programme, day)


@dataclass
class _OnADay:
    programme: Programme
    day: date

    @property
    def _past(self) -> bool:
        return isinstance(self, Then)

    @cached_property
    def situations(self) -> list[Found]:
        return counted(self.programme.pk, ("courses", self._past, self.day), self._counted)

    def pressing(self) -> dict[Pressing, int]:
        """How many tasks each presses on."""
        found = self.situations
        coordinated, awaiting = counted(
            self.programme.pk,
            ("pressing", self._past, self.day),
            lambda: (len(self._coordinated()), len(self._awaiting())),
        )
        return {
            Pressing.OVERDUE: sum(each.tasks for each in found if each.overdue),
            Pressing.MISSING: sum(each.tasks for each in found if each.missing),
            Pressing.COORDINATION: coordinated,
            Pressing.TIMES: awaiting,
        }

    def _coordinated(self) -> set[int]:
        """The keys of tasks with a problem that is not settled."""
        rows = Coordination.objects.filter(task__programme=self.programme)
        return set(_unsettled(rows.stood_before(end_of(self.day)) if self._past else rows.standing()))

    def _awaiting(self) -> set[int]:
        """The keys of tasks of which a later 完成时间 waits for its decision."""
        rows = TimeChange.objects.filter(plan__task__programme=self.programme)
        return set(_waiting(rows.waited_before(end_of(self.day)) if self._past else rows.waiting()))

    def _of_figure(self, round: Round, figure: str) -> set[int]:
        """The keys of tasks that a figure of a round counts."""
        today = self.day if not self._past else date.max
        found = tasks_on(round_then(round, self.day, past=self._past), self.day, today=today)
        rows = found.values_list("pk", "state", "filed", named=True)
        return {row.pk for row in rows if Figure(figure).counts(row)}

    def _line(self, task, coordinated: set[int], awaiting: set[int]) -> LightLine:
        register = reverse("task-list", args=[self.programme.slug])
        return LightLine(
            number=task.number,
            address=f"{register}{task.number}/",
            content=task.content,
            lead=task.lead_name or "",
            light=marks.of_light(task.light),
            outlook=marks.of_outlook(task.outlook),
            words=tuple(self._words(task, task.pk in coordinated, task.pk in awaiting)),
        )

    def _words(self, task, coordinated: bool, awaiting: bool) -> Iterable[str]:
        if task.ended:
            yield f"已办结：{CompletionKind(task.ended).label}"
        if task.overdue:
            yield f"{dates.beside(task.step_overdue_from, self.day)}起有步骤逾期"
        if task.missing:
            yield f"{dates.beside(task.round_missing_from, self.day)}起进展逾期未报"
        if coordinated:
            yield Pressing.COORDINATION.label
        if awaiting:
            yield Pressing.TIMES.label


def _unsettled(rows: QuerySet[Coordination]) -> QuerySet:
    """The keys of their tasks; `rows` know how they stood."""
    return rows.exclude(stood=CoordinationStatus.SETTLED).order_by().values_list("task", flat=True)


def _waiting(rows: QuerySet[TimeChange]) -> QuerySet:
    """The keys of their tasks."""
    return rows.order_by().values_list("plan__task", flat=True)


_COORDINATED_AMONG = Prepared(
    lambda tasks: _unsettled(Coordination.objects.filter(task__pk__in=tasks).standing())
)
_AWAITING_AMONG = Prepared(
    lambda tasks: _waiting(TimeChange.objects.filter(plan__task__pk__in=tasks).waiting())
)


@lru_cache(maxsize=64)
def _course(day: date):
    # Annotating costs as much as asking, and is the same for all programmes and pages.
    return Task.objects.with_course(day)


_COUNTED = ("light", "outlook", "ended", "overdue", "missing")


class Now(_OnADay):
    """Of today, or a day to come."""

    def _counted(self) -> list[Found]:
        found = _course(self.day).filter(programme=self.programme).situations("group__number", *_COUNTED)
        return [Found(*row) for row in found]

    def lines(self, chosen: Chosen, asked: QueryDict) -> Paged:
        tasks = _course(self.day).filter(programme=self.programme).filter(self._condition(chosen))
        columns = tasks.order_by("number").values_list(
            "pk", "number", "content", "lead__short_name", "course__step_overdue_from",
            "course__round_missing_from", *_COUNTED,
        )  # fmt: skip
        return paged(columns, asked, rows=self._lines)

    def _lines(self, rows: Iterable) -> list[LightLine]:
        tasks = [_Task(*row) for row in rows]
        among = [task.pk for task in tasks]
        coordinated, awaiting = set(_COORDINATED_AMONG(tasks=among)), set(_AWAITING_AMONG(tasks=among))
        return [self._line(task, coordinated, awaiting) for task in tasks]

    def _condition(self, chosen: Chosen) -> Q:
        found = Q()
        if chosen.group is not None:
            found &= Q(group__number=chosen.group)
        if chosen.light:
            found &= Q(light=chosen.light)
        if chosen.outlook:
            found &= Q(outlook=chosen.said)
        if chosen.pressing in (Pressing.OVERDUE, Pressing.MISSING):
            found &= Q(**{chosen.pressing: True})
        elif chosen.pressing:
            keys = self._coordinated() if chosen.pressing == Pressing.COORDINATION else self._awaiting()
            found &= Q(pk__in=keys)
        if chosen.figure and chosen.round:
            found &= Q(pk__in=self._of_figure(chosen.round, chosen.figure))
        return found


class _Task(NamedTuple):
    pk: int
    number: int
    content: str
    lead_name: str | None
    step_overdue_from: date | None
    round_missing_from: date | None
    light: str
    outlook: str
    ended: str
    overdue: bool
    missing: bool


class Then(_OnADay):
    """Of a day gone by, as it was known at its end."""

    def _counted(self) -> list[Found]:
        alike = Counter(
            (task.area, task.light, task.outlook, task.ended, task.overdue, task.missing)
            for task in outline(self.programme, self.day)
        )
        return [Found(*found, tasks) for found, tasks in alike.items()]

    def lines(self, chosen: Chosen, asked: QueryDict) -> Paged:
        coordinated, awaiting = self._coordinated(), self._awaiting()
        keys = self._of_figure(chosen.round, chosen.figure) if chosen.figure and chosen.round else None
        pressing = {
            "": lambda task: True,
            Pressing.OVERDUE: lambda task: task.overdue,
            Pressing.MISSING: lambda task: task.missing,
            Pressing.COORDINATION: lambda task: task.pk in coordinated,
            Pressing.TIMES: lambda task: task.pk in awaiting,
        }[chosen.pressing]
        found = [
            task
            for task in outline(self.programme, self.day)
            if (chosen.group is None or task.area == chosen.group)
            and (not chosen.light or task.light == chosen.light)
            and (not chosen.outlook or task.outlook == chosen.said)
            and (keys is None or task.pk in keys)
            and pressing(task)
        ]

        def lines(page: list[Outline]) -> list[LightLine]:
            said = standing.contents_then((each.pk for each in page), self.day)
            leads = standing.units_named(each.lead for each in page)
            tasks = (_task(each, said[each.pk], leads.get(each.lead)) for each in page)
            return [self._line(task, coordinated, awaiting) for task in tasks]

        return paged(found, asked, rows=lines)


def _task(each: Outline, content: str, lead: NamedUnit | None) -> _Task:
    return _Task(
        pk=each.pk,
        number=each.number,
        content=content,
        lead_name=lead and lead.short,
        step_overdue_from=each.step_overdue_from,
        round_missing_from=each.round_missing_from,
        light=each.light,
        outlook=each.outlook,
        ended=each.ended,
        overdue=each.overdue,
        missing=each.missing,
    )


def round_then(round: Round, day: date, *, past: bool) -> Round:
    """A round by its terms of a day."""
    then = round.terms_at(end_of(day)) if past else round
    then.programme = round.programme
    return then
