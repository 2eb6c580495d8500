"""Tasks of a programme with where they stand on a day, as the pages of checkers and leadership list and count them."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from tasks.counted import counted_on
from tasks.enums import WITH_THE_CHECKER, PlanStatus, TaskState, Timeliness, state_note
from tasks.forms.ledger import Asked
from tasks.ledger import Filters, NamedUnit, Totals
from tasks.models import FormerTask, Plan, Programme, Task
from tasks.querysets.standing import end_of, standing_of
from tasks.rules import dates, deadlines
from units.models import Unit
from zgc_tasks.common.drawn import drawn
from zgc_tasks.common.paging import PAGE_SIZE, First
from zgc_tasks.common.prepared import Prepared

LISTED = 50  # a line of numbers is not longer; what is more is counted, with the way to the whole list


class Status(NamedTuple):
    """What the badge of a plan says: the status of what is in force, and beside it how far its revision is."""

    state: PlanStatus
    note: str

    @property
    def label(self) -> str:
        return self.state.label


def status_in_words(plan: Plan) -> Status:
    return Status(PlanStatus(plan.status_in_force), state_note(checking=False, revision=plan.revision))


@lru_cache(maxsize=64)
def _standing(day: date, past: bool):
    # Annotating is half of what a small programme's page costs, and the same for all programmes and pages.
    return Task.objects.with_standing(day, past=past)


def tasks_on(programme: Programme, day: date, *, today: date):
    """Tasks of the programme, annotated by `with_standing`; the order is the caller's."""
    return _standing(day, day < today).filter(programme=programme)


def situations_on(programme: Programme, day: date, *by: str, today: date) -> list:
    """How many tasks share what `by` names, of `with_standing`, where they are `at_desk` or the day they were `filed_on`."""

    def found() -> list:
        tasks = tasks_on(programme, day, today=today)
        if "at_desk" in by:
            tasks = tasks.at_desk()
        if "filed_on" in by:
            tasks = tasks.with_filed_on()
        return list(tasks.situations(*by))

    return counted_on(programme.pk, day, ("standing", by), found, today=today)


def situations_found(
    programme: Programme, found: QuerySet, asked: Asked, whose: Hashable, *by: str, today: date
) -> list:
    """The same of the tasks a page finds: `whose` says of which, besides what is `asked`. Without filters that is kept."""

    def count() -> list:
        return list(found.situations(*by))

    if asked.filters != Filters():
        return count()
    return counted_on(programme.pk, asked.as_of, whose, count, today=today)


def overdue_in_words(situations: Iterable, day: date) -> str:
    """What is wrong, of situations counted by `state`, `deadline` and `refile_overdue`; "" where nothing is."""
    missing, not_refiled = Counter(), 0
    for found in situations:
        if found.state == TaskState.MISSING:
            missing[found.deadline] += found.tasks
        not_refiled += found.tasks * found.refile_overdue
    return deadlines.overdue_in_words(missing, not_refiled, day)


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A task as lists show it: where it stands, and why, in words."""

    address: str
    number: int
    content: str
    lead: NamedUnit | None
    deadline: date
    status: str | None
    checking: bool
    revision: str | None
    first_filed_on: date | None
    refile_by: date | None
    refile_overdue: bool
    standing: deadlines.Standing

    @property
    def state(self) -> TaskState:
        return self.standing.state

    @property
    def explanation(self) -> str:
        return self.standing.explanation

    @property
    def due(self) -> str:
        return dates.in_figures(self.deadline)

    @property
    def filed(self) -> str:
        """The day of the first filing, or ''."""
        return dates.in_figures(self.first_filed_on) if self.first_filed_on else ""

    @property
    def with_checker(self) -> PlanStatus | None:
        """待核对 or 核对中, of a plan or of its revision; None where the checkers have nothing to decide."""
        status = self.revision or self.status
        return PlanStatus(status) if status in WITH_THE_CHECKER else None

    @property
    def drawn(self) -> SafeString:
        """As 时限检查 shows it, the same for everybody."""
        return drawn("tasks/_deadline_row.html", row=self)

    @property
    def state_note(self) -> str:
        """What a badge says beside the state."""
        return state_note(self.checking, self.revision)

    @property
    def is_wrong(self) -> bool:
        """Not filed in time, or not filed again in time after it was returned."""
        late = self.standing.filed == Timeliness.LATE
        return self.state == TaskState.MISSING or late or self.refile_overdue


_COLUMNS = (
    *("number", "said", "lead_unit", "deadline", "status", "checking", "revision", "has_draft"),
    *("first_filed_at", "refile_by", "refile_overdue"),
)


def columns(found):
    """What `rows` reads of the tasks found; columns cost a tenth of instances."""
    return found.values_list(*_COLUMNS, named=True)


def rows(programme: Programme, found: Iterable, day: date) -> list[StandingRow]:
    """The rows of `columns`, in the order found; one query beside theirs."""
    found, register = list(found), reverse("task-list", args=[programme.slug])
    units = units_named({task.lead_unit for task in found})
    return [
        StandingRow(
            address=f"{register}{task.number}/",
            number=task.number,
            content=task.said,
            lead=units.get(task.lead_unit),
            deadline=task.deadline,
            status=task.status,
            checking=task.checking,
            revision=task.revision,
            first_filed_on=task.first_filed_at and timezone.localdate(task.first_filed_at),
            refile_by=task.refile_by,
            refile_overdue=task.refile_overdue,
            standing=standing_of(task, day),
        )
        for task in found
    ]


def units_named(keys: Iterable[int | None]) -> dict[int, NamedUnit]:
    """Units by their keys, in document order."""
    named = _NAMED(keys=list({key for key in keys if key}))
    return {pk: NamedUnit((order, pk), slug, short, full) for pk, slug, short, full, order in named}


_NAMED = Prepared(
    lambda keys: (
        Unit.objects.filter(pk__in=keys)
        .in_document_order()
        .values_list("pk", "slug", "short_name", "full_name", "document_order")
    )
)


def contents_then(tasks: Iterable[int], day: date) -> dict[int, str]:
    """What the register said of tasks on a day, by their keys."""
    return dict(_CONTENTS(tasks=list(tasks), before=end_of(day)))


def _contents(tasks, before) -> QuerySet:
    former = FormerTask.objects.since(before).filter(task=OuterRef("pk")).values("content")[:1]
    then = Coalesce(Subquery(former), F("content"))
    return Task.objects.filter(pk__in=tasks).order_by().values_list("pk", then)


_CONTENTS = Prepared(_contents)


def by_lead(situations: Iterable) -> dict[int | None, list]:
    """Situations counted by `lead_unit`, of each lead; None has those of tasks nobody leads."""
    found = defaultdict(list)
    for situation in situations:
        found[situation.lead_unit].append(situation)
    return found


def totals_by_lead(situations: Iterable) -> list[tuple[NamedUnit, Totals]]:
    """Lead units in document order."""
    leads = by_lead(situations)
    return [(unit, Totals.of(leads[pk])) for pk, unit in units_named(leads).items()]


def numbers_by_lead(found, counts: dict[int, int]) -> dict[int, list[int]]:
    """The numbers of the tasks found, of the leads that have few enough to be listed; `counts` says how many."""
    listed = [lead for lead, count in counts.items() if 0 < count <= LISTED]
    if not listed:
        return {}
    numbers = defaultdict(list)
    rows = found.filter(lead_unit__in=listed).order_by("number").values_list("lead_unit", "number")
    for lead, number in rows:
        numbers[lead].append(number)
    return numbers


def first_without_lead(programme: Programme, total: int) -> First:
    """Number and content of the first tasks nobody leads, as many as a page holds of the `total` there are."""
    return First(tuple(_WITHOUT_LEAD(programme=programme.pk)) if total else (), total)


_WITHOUT_LEAD = Prepared(
    lambda programme: (
        Task.objects.filter(programme=programme, lead=None)
        .order_by("number")
        .values_list("number", "content", named=True)[:PAGE_SIZE]
    )
)
