"""The receiving office's desk: a line a lead unit, the queues and their tabs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from tasks.enums import WITH_THE_CHECKER, Figure, PlanStatus, TaskState, revision_in_words
from tasks.exports import reminder_text
from tasks.models import ContactNote, Plan, Programme
from tasks.pages import standing
from tasks.pages.owed import Liaison, Owing, by_unit, liaisons_of
from units.models import Membership, Unit
from zgc_tasks.common.drawn import drawn
from zgc_tasks.common.paging import Paged, paged

QUEUES = {"filed": "待核对", "returned": "退回修改", "accepted": "已核收", "missing": "未报"}
# 待核对 is all that waits for the checkers' decision, whether or not they have begun.
_STATUSES = {
    "filed": WITH_THE_CHECKER,
    "returned": (PlanStatus.RETURNED,),
    "accepted": (PlanStatus.ACCEPTED,),
    "missing": (None, PlanStatus.DRAFT),
}


@dataclass(frozen=True)
class Tab:
    """A queue with how many rows it has."""

    name: str
    label: str
    count: int


def tabs(programme: Programme) -> list[Tab]:
    """By where the desk has them; a task nobody leads yet is in no queue."""
    led = programme.tasks.exclude(lead=None).order_by().at_desk()
    return _tabs(Counter(dict(led.values_list("at_desk").annotate(count=Count("pk")))))


def _tabs(by_status: Counter) -> list[Tab]:
    return [
        Tab(name, label, sum(by_status[status] for status in _STATUSES[name]))
        for name, label in QUEUES.items()
    ]


@dataclass(frozen=True)
class DeskLine:
    """One lead unit: what it owes and has filed, its stamped originals, and the last time it was spoken to, and how
    that is noted at `contact`.
    """

    contact: str
    owing: Owing
    owed: SafeString
    stamped: int
    last_note: ContactNote | None
    liaisons: list[Liaison]
    sms: str

    @property
    def stamped_in_words(self) -> str:
        if not self.owing.filed:
            return "—"
        missing = self.owing.filed - self.stamped
        return f"已收 {self.stamped}，未收 {missing}" if missing else "已收齐"


@dataclass(frozen=True)
class Desk:
    """`no_lead` are the first of the tasks nobody leads yet, `no_lead_total` says how many there are.

    A task is at the address of the `register` and its number.
    """

    tabs: list[Tab]
    lines: list[DeskLine]
    no_lead: list
    no_lead_total: int
    register: str


def build(programme: Programme, by: Membership, today: date) -> Desk:
    tasks = standing.tasks_on(programme, today, today=today).at_desk()
    situations = list(tasks.situations("lead_unit", "status", "at_desk", "refile_overdue"))
    without_lead = sum(found.tasks for found in situations if not found.lead_unit)
    by_status = Counter()
    for found in situations:
        by_status[found.at_desk] += found.tasks if found.lead_unit else 0
    return Desk(
        tabs=_tabs(by_status),
        lines=_lines(programme, by, by_unit(tasks, situations, today, at_most=standing.LISTED), today),
        no_lead=standing.first_without_lead(programme, without_lead),
        no_lead_total=without_lead,
        register=_addresses(programme)["register"],
    )


def _addresses(programme: Programme) -> dict[str, str]:
    """A task is at the address of the register and its number, the rows of a lead at `rows_of` and its slug."""
    return {
        "register": reverse("task-list", args=[programme.slug]),
        "rows_of": f"{reverse('deadlines', args=[programme.slug])}?part=lead&unit=",
    }


def _lines(programme: Programme, by: Membership, owing: list[Owing], today: date) -> list[DeskLine]:
    leads = [one.unit.pk for one in owing]
    stamped, notes, liaisons = _stamped(programme), _last_notes(programme, by, leads), liaisons_of(leads)
    contacts, addresses = reverse("contact-directory", args=[programme.slug]), _addresses(programme)
    return [
        DeskLine(
            contact=f"{contacts}{one.unit.slug}/",
            owing=one,
            owed=drawn("tasks/_desk_owed.html", owing=one, usual=programme.plan_deadline, **addresses),
            stamped=stamped.get(one.unit.pk, 0),
            last_note=notes.get(one.unit.pk),
            liaisons=liaisons[one.unit.pk],
            sms=reminder_text.short_message(programme, one.unit, one.owed, today=today),
        )
        for one in owing
    ]


def _stamped(programme: Programme) -> dict[int, int]:
    """By lead unit, how many of the filings in force have their stamped original."""
    stamped = Plan.objects.filter(task__programme=programme, in_force__stamped_received_on__isnull=False)
    return dict(stamped.order_by().values_list("task__lead").annotate(count=Count("pk")))


def _last_notes(programme: Programme, by: Membership, units: list[int]) -> dict[int, ContactNote]:
    """The newest note of each unit."""
    notes = ContactNote.objects.visible_to(by).filter(programme=programme)
    newest = notes.filter(unit=OuterRef("pk")).order_by("-contacted_at", "-pk").values("pk")[:1]
    of_units = Unit.objects.filter(pk__in=units).values_list(Subquery(newest))
    return {note.unit_id: note for note in notes.filter(pk__in=of_units)}


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
    """`state` and `note` are what the badge says; `contact` is where a unit that owes is to be spoken to, else ''."""

    row: standing.Row
    state: PlanStatus | TaskState
    note: str
    filing: Filed | None
    contact: str


def queue(programme: Programme, name: str, found_tabs: list[Tab], today: date, asked: QueryDict) -> Paged:
    """A page of one queue of QUEUES, in order of number."""
    tasks = standing.tasks_on(programme, today, today=today)
    unfiled = name == "missing"
    found = (
        tasks.of_figure(Figure.UNFILED) if unfiled else tasks.at_desk().filter(at_desk__in=_STATUSES[name])
    )
    total = next(tab.count for tab in found_tabs if tab.name == name)
    return paged(
        standing.columns(found.order_by("number")),
        asked,
        total=total,
        rows=lambda page: _queue_lines(programme, page, today),
    )


def _queue_lines(programme: Programme, page, today: date) -> list[QueueLine]:
    rows = standing.rows(programme, page, today)
    filings = _filings(programme, [row.number for row in rows])
    contacts = reverse("contact-directory", args=[programme.slug])
    return [
        QueueLine(
            row=row,
            state=row.with_checker or row.state,
            note=_revised(row),
            filing=_filed(row, filings[row.number]) if row.number in filings else None,
            contact=f"{contacts}{row.lead.slug}/" if row.number not in filings or row.refile_overdue else "",
        )
        for row in rows
    ]


def _revised(row: standing.Row) -> str:
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


def _filed(row: standing.Row, filing: tuple[datetime, int, int | None]) -> Filed:
    counts_from, nth, letter = filing
    return Filed(
        day=f"{timezone.localdate(counts_from):%Y-%m-%d}",
        nth=nth,
        on_behalf=letter is not None,
        action="核对" if row.with_checker else "查看",
        address=f"{row.address}check/",
    )


def stood_in_for(programme: Programme, by: Membership, asked: QueryDict) -> Paged:
    """What the receiving office carries out itself and has filed, for the office that checks it in its place."""
    plans = Plan.objects.visible_to(by).filter(task__programme=programme)
    shown = plans.select_related("task__lead", "in_force").defer("in_force__content")
    return paged(shown.order_by("task__number"), asked, rows=_stood_in_for)


def _stood_in_for(found: Iterable[Plan]) -> list[tuple[Plan, standing.Status]]:
    return [(plan, standing.status_in_words(plan)) for plan in found]
