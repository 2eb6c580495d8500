"""The receiving office's desk: a line a lead unit, the queues and their tabs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from django.db.models import Case, Count, F, QuerySet, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from tasks.enums import WITH_THE_CHECKER, Figure, PlanStatus, TaskState, revision_in_words
from tasks.exports import reminder_text
from tasks.models import Plan, Programme, Task
from tasks.pages import letters_waiting, standing
from tasks.pages.addresses import TaskAddresses
from tasks.pages.desk_lines import About, DeskLine, contact_of, lines
from tasks.pages.owed import by_unit, owed_by
from tasks.pages.tabs import Tab, of_queues
from tasks.querysets.standing import Days
from tasks.rules import dates
from units.models import Membership
from units.prepared import PreparedFor
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import First, Paged, paged
from zgc_tasks.common.prepared import Argument, Prepared

QUEUES = {"filed": "待核对", "returned": "退回修改", "accepted": "已核收", "missing": "未报"}
# 待核对 is all that waits for the checkers' decision, whether or not they have begun.
_STATUSES = {
    "filed": WITH_THE_CHECKER,
    "returned": (PlanStatus.RETURNED,),
    "accepted": (PlanStatus.ACCEPTED,),
    "missing": (None, PlanStatus.DRAFT),
}


_EMPTY = {
    "filed": "没有待核对的实施方案。牵头单位报送或来文代录后列在这里。",
    "returned": "没有退回修改的实施方案。",
    "accepted": "还没有核收的实施方案。核对无误后列在这里。",
    "missing": "各牵头单位均已报送。",
}


def tabs(programme: Programme, current: str) -> list[Tab]:
    """The desk, each of the QUEUES with how many rows it has, and the letters; a task nobody leads yet is in no queue.

    `current` is the name of a queue, else the route of a page.
    """
    return _tabs(programme, Counter(dict(_AT_DESK(programme=programme.pk))), current)


def _at_desk(programme: Argument) -> QuerySet:
    led = Task.objects.filter(programme=programme).exclude(lead=None).order_by().at_desk()
    return led.values_list("at_desk").annotate(count=Count("pk"))


_AT_DESK = Prepared(_at_desk)


def _tabs(programme: Programme, by_status: Counter, current: str) -> list[Tab]:
    slug = programme.slug
    counts = {name: sum(by_status[status] for status in _STATUSES[name]) for name in QUEUES}
    return [
        Tab("按牵头单位", reverse("checking", args=[slug]), current == "checking"),
        *of_queues(QUEUES, counts, current, "checking-queue", slug),
        Tab("来文登记", reverse("letter-list", args=[slug]), current == "letter-list"),
    ]


@dataclass(frozen=True)
class PlanLine(DeskLine):
    """One lead unit, with how many of its stamped originals came."""

    stamped: int

    @property
    def stamped_in_words(self) -> str:
        if not self.owing.filed:
            return "—"
        missing = self.owing.filed - self.stamped
        return f"已收 {self.stamped}，未收 {missing}" if missing else "已收齐"


@dataclass(frozen=True)
class Desk:
    """`no_lead` are the tasks nobody leads yet, `to_enter` how many wait to be entered from letters. A task is at the address
    of the `register` and its number.
    """

    tabs: list[Tab]
    lines: list[PlanLine]
    no_lead: First
    to_enter: int
    register: str


def build(programme: Programme, by: Membership, today: date) -> Desk:
    situations = _situations(programme, today)
    without_lead = sum(found.tasks for found in situations if not found.lead_unit)
    by_status = Counter()
    for found in situations:
        by_status[found.at_desk] += found.tasks if found.lead_unit else 0
    return Desk(
        tabs=_tabs(programme, by_status, "checking"),
        lines=_lines(programme, by, situations, today),
        no_lead=standing.first_without_lead(programme, without_lead),
        to_enter=letters_waiting.waiting(programme),
        register=reverse("task-list", args=[programme.slug]),
    )


def lines_today(programme: Programme, by: Membership, today: date) -> list[PlanLine]:
    """The lines of the desk alone, for what is about units and not about the queues."""
    return _lines(programme, by, _situations(programme, today), today)


def _situations(programme: Programme, today: date) -> list:
    return standing.situations_on(
        programme, today, "lead_unit", "status", "at_desk", "refile_overdue", today=today
    )


def _lines(programme: Programme, by: Membership, situations: list, today: date) -> list[PlanLine]:
    owed = partial(OWED, programme=programme.pk, **Days.of(today)._asdict())
    owing = by_unit(owed, situations, today, at_most=standing.LISTED)
    rows, stamped = reverse("deadlines", args=[programme.slug]), dict(_STAMPED(programme=programme.pk))
    about = About(
        what=reminder_text.PLAN,
        due=programme.plan_deadline,
        contact=partial(contact_of, programme),
        unfiled_of=f"{rows}?part=lead&figure=unfiled&unit=",
        returned_of=f"{rows}?part=lead&state=returned&unit=",
    )
    found = lines(programme, by, owing, about, today=today)
    return [PlanLine(**vars(line), stamped=stamped.get(line.owing.unit.pk, 0)) for line in found]


def _owed(programme, leads, day, soon) -> QuerySet:
    return owed_by(_standing(programme, day, soon), leads, came=letters_waiting.plan_came())


def _situations_of(programme, lead, day, soon) -> QuerySet:
    led = _standing(programme, day, soon).filter(lead_unit=lead)
    return led.situations("lead_unit", "status", "refile_overdue")


def _standing(programme, day, soon) -> QuerySet:
    return Task.objects.filter(programme=programme).with_standing(Days(day, soon))


def _stamped(programme) -> QuerySet:
    """By lead unit, how many of the filings in force have their stamped original."""
    stamped = Plan.objects.filter(task__programme=programme, in_force__stamped_received_on__isnull=False)
    return stamped.order_by().values_list("task__lead").annotate(count=Count("pk"))


# Today's: what `leads` owe of plans, and how many tasks of a `lead` are in which situation.
OWED, SITUATIONS_OF = Prepared(_owed), Prepared(_situations_of)
_STAMPED = Prepared(_stamped)


@dataclass(frozen=True)
class Filed:
    """What a line of a queue says of what was filed last; `action` is what the desk does with it, at `address`."""

    day: str
    nth: int
    on_behalf: bool
    action: str
    address: str


@dataclass(frozen=True)
class QueueLine:
    """`state` and `note` are what the badge says; `contact` is where a unit that owes is to be spoken to, else ''. What `came`
    with a letter waits to be entered there.
    """

    row: standing.StandingRow
    state: PlanStatus | TaskState
    note: str
    filing: Filed | None
    contact: str
    came: str
    letter: str


@dataclass(frozen=True)
class Queue:
    """`empty` is what is said where it has no rows."""

    label: str
    empty: str
    tabs: list[Tab]
    rows: Paged


def queue(programme: Programme, name: str, today: date, asked: QueryDict) -> Queue:
    """A page of one queue of QUEUES, in order of number."""
    found_tabs = tabs(programme, name)
    tasks = standing.tasks_on(programme, today, today=today)
    unfiled = name == "missing"
    found = (
        tasks.of_figure(Figure.UNFILED) if unfiled else tasks.at_desk().filter(at_desk__in=_STATUSES[name])
    )
    total = next(tab.count for tab in found_tabs if tab.is_current)
    rows = paged(
        standing.columns(found.order_by("number")),
        asked,
        total=total,
        rows=lambda page: _queue_lines(programme, page, today),
    )
    return Queue(QUEUES[name], _EMPTY[name], found_tabs, rows)


def _queue_lines(programme: Programme, page, today: date) -> list[QueueLine]:
    rows = standing.rows(programme, page, today)
    numbers = [row.number for row in rows]
    filings, letters = _filings(programme, numbers), letters_waiting.letters_of(programme, numbers)
    contacts, register = (
        reverse(route, args=[programme.slug]) for route in ("contact-directory", "letter-list")
    )
    return [
        QueueLine(
            row=row,
            state=row.with_checker or row.state,
            note=_revised(row),
            filing=_filed(row, filings[row.number]) if row.number in filings else None,
            contact=f"{contacts}{row.lead.slug}/"
            if row.number not in letters and (row.number not in filings or row.refile_overdue)
            else "",
            came=letters_waiting.CAME if row.number in letters else "",
            letter=f"{register}{letters[row.number]}/" if row.number in letters else "",
        )
        for row in rows
    ]


def _revised(row: standing.StandingRow) -> str:
    """Of a revision that is being checked the state is its own."""
    if row.revision in WITH_THE_CHECKER:
        return "修订"
    return revision_in_words(row.revision) if row.revision else ""


def _filings(programme: Programme, numbers: list[int]) -> dict[int, tuple[datetime, int, int | None]]:
    """When, the how manieth and from which letter, by the number of the task; what is in force where a revision is
    still a draft.
    """
    plans = Plan.objects.filter(task__programme=programme, task__number__in=numbers, in_force__isnull=False)
    last = (Coalesce(f"filing__{name}", f"in_force__{name}") for name in ("counts_from", "nth"))
    letter = Case(When(filing=None, then=F("in_force__letter")), default=F("filing__letter"))
    return {number: tuple(facts) for number, *facts in plans.values_list("task__number", *last, letter)}


def _filed(row: standing.StandingRow, filing: tuple[datetime, int, int | None]) -> Filed:
    counts_from, nth, letter = filing
    return Filed(
        day=dates.in_figures(timezone.localdate(counts_from)),
        nth=nth,
        on_behalf=letter is not None,
        action="核对" if row.with_checker else "查看",
        address=f"{row.address}check/",
    )


def stood_in_for(programme: Programme, by: Membership, asked: QueryDict) -> Paged:
    """What the receiving office carries out itself and has filed, for the office that checks it in its place."""
    found = _STOOD_IN_FOR(by, programme=programme.pk)
    return paged(found, asked, rows=partial(_stood_in_for, TaskAddresses(programme)))


def _plans_stood_in_for(by, programme) -> QuerySet:
    plans = Plan.objects.visible_to(by).filter(task__programme=programme)
    return plans.select_related("task__lead", "in_force").defer("in_force__content").order_by("task__number")


_STOOD_IN_FOR = Listed(_plans_stood_in_for, PreparedFor)


class StoodInFor(NamedTuple):
    """A plan that the receiving office carries out itself."""

    number: int
    content: str
    address: str
    lead: str
    status: standing.Status
    filed_at: datetime
    filing: str
    with_checker: bool


def _stood_in_for(addresses: TaskAddresses, found: Iterable[Plan]) -> list[StoodInFor]:
    return [
        StoodInFor(
            number=plan.task.number,
            content=plan.task.content,
            address=addresses.task(plan.task.number),
            lead=str(plan.task.lead or ""),
            status=standing.status_in_words(plan),
            filed_at=plan.in_force.counts_from,
            filing=str(plan.in_force),
            with_checker=plan.with_checker,
        )
        for plan in found
    ]
