"""联系记录 of a unit with what it owes, and the directory of contacts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.http import QueryDict

from tasks import policies
from tasks.counted import counted
from tasks.exports import reminder_text
from tasks.models import UNITS_NAMED, ContactChange, ContactNote, Filing, Plan, Programme, Round
from tasks.pages import checking_desk, letters_waiting, round_desk, standing
from tasks.pages.owed import Liaison, Owing, by_unit, liaisons_of
from tasks.querysets.standing import Days
from units.models import Membership, Unit
from units.prepared import PreparedFor
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import Paged, paged
from zgc_tasks.common.prepared import Prepared


@dataclass(frozen=True)
class UnitContacts:
    """`owing` is None where the unit leads nothing, and names no rows where they are too many for a line; `came` says what of
    it nobody is reminded of.
    """

    owing: Owing | None
    came: str
    notes: Paged
    sms: str
    email: str
    liaisons: str


def of_unit(
    programme: Programme,
    unit: Unit,
    by: Membership,
    today: date,
    asked: QueryDict,
    *,
    round: Round | None = None,
) -> UnitContacts:
    """About the plans of a unit, or about what it owes in a round."""
    days = Days.of(today)._asdict()
    if round is None:
        about, owed = reminder_text.PLAN, partial(checking_desk.OWED, programme=programme.pk, **days)
        situations = checking_desk.SITUATIONS_OF(programme=programme.pk, lead=unit.pk, **days)
    else:
        about, owed = round_desk.what_is_asked(round), partial(round_desk.OWED, round, **days)
        situations = round_desk.SITUATIONS_OF(round, lead=unit.pk, **days)
    found = by_unit(owed, situations, today)
    owing = found[0] if found else None
    owed = owing.owed if owing else []
    came = [row.number for row in owing.rows if row.came] if owing else []
    if len(owed) > standing.LISTED:
        owing = replace(owing, rows=())
    return UnitContacts(
        owing=owing,
        came=f"第{'、'.join(map(str, came))}项{letters_waiting.CAME}，不再催报" if came else "",
        notes=paged(_NOTES(by, programme=programme.pk, said_to=unit.pk), asked, rows=_noted),
        sms=reminder_text.short_message(programme, unit, owed, what=about, today=today),
        email=reminder_text.email(programme, unit, owed, what=about, today=today),
        liaisons=" · ".join(f"联络员 {one.full_name} {one.phone}" for one in liaisons_of([unit.pk])[unit.pk]),
    )


class Noted(NamedTuple):
    """What was said with a unit, about the task with this number where it was about one."""

    contacted_at: datetime
    spoke_with: str
    number: int | None
    said: str
    expected_by: date | None
    by: str


def _noted(notes: Iterable[ContactNote]) -> list[Noted]:
    return [
        Noted(
            contacted_at=note.contacted_at,
            spoke_with=note.spoke_with,
            number=note.task and note.task.number,
            said=note.said,
            expected_by=note.expected_by,
            by=str(note.recorded_by.user),
        )
        for note in notes
    ]


def _notes(by, programme, said_to) -> QuerySet:
    notes = ContactNote.objects.visible_to(by).filter(programme=programme, unit=said_to)
    return notes.select_related("task", "recorded_by__user")


_NOTES = Listed(_notes, PreparedFor)


@dataclass(frozen=True)
class Contact:
    """Of a plan that was filed, whom to ask about it."""

    number: int
    office: str
    name: str
    phone: str


@dataclass(frozen=True)
class DirectoryEntry:
    """A unit, its liaisons and the contacts of its plans; `shows_phones` says whether the reader may see phones."""

    slug: str
    name: str
    liaisons: tuple[Liaison, ...]
    contacts: tuple[Contact, ...]
    shows_phones: bool


def directory(programme: Programme, by: Membership, asked: QueryDict) -> Paged:
    """Units in document order, a line for each contact or, where there is none, for the unit: a page of these."""
    lines = _lines(programme, by)
    return paged(lines, asked, total=len(lines), rows=lambda cut: _entries(programme, by, cut))


def whole_directory(programme: Programme, by: Membership) -> list[DirectoryEntry]:
    lines = _lines(programme, by)
    return _entries(programme, by, lines[0 : len(lines)])


def _with_contacts(by, programme) -> QuerySet:
    return Plan.objects.visible_to(by).filter(task__programme=programme, in_force__isnull=False)


def _lines(programme: Programme, by: Membership) -> "_Lines":
    read = (programme.receiving_office_id, programme.stand_in_office_id, programme.leadership_unit_id)
    counts = counted(
        programme.pk,
        ("contacts", by.role, by.unit_id, by.office_id, *read),
        lambda: dict(
            _with_contacts(by, programme).order_by().values_list("task__lead").annotate(count=Count("pk"))
        ),
    )
    units = UNITS_NAMED(programme=programme.pk)
    return _Lines([(unit, max(counts.get(unit.pk, 0), 1)) for unit in units])


class _Lines:
    """The lines of the directory as a Paginator takes them: of a page, the units with the lines of each."""

    def __init__(self, units: list[tuple[Unit, int]]):
        self._units = units

    def __len__(self) -> int:
        return sum(lines for _, lines in self._units)

    def __getitem__(self, cut: slice) -> list[tuple[Unit, slice]]:
        shown, before = [], 0
        for unit, lines in self._units:
            first, last = max(cut.start - before, 0), min(cut.stop - before, lines)
            if first < last:
                shown.append((unit, slice(first, last)))
            before += lines
        return shown


def _entries(programme: Programme, by: Membership, shown: list[tuple[Unit, slice]]) -> list[DirectoryEntry]:
    liaisons = liaisons_of(unit.pk for unit, _ in shown)
    contacts = _contacts(programme, by, shown)
    return [
        DirectoryEntry(
            slug=unit.slug,
            name=str(unit),
            liaisons=tuple(liaisons[unit.pk]),
            contacts=tuple(contacts.get(unit.pk, ())),
            shows_phones=policies.allowed(policies.may_see_contacts_of, by, unit, programme),
        )
        for unit, _ in shown
    ]


def _contacts(
    programme: Programme, by: Membership, shown: list[tuple[Unit, slice]]
) -> dict[int, list[Contact]]:
    """Of each unit those lines that stand on the page, in order of number."""
    first, lines = shown[0][1].start if shown else 0, sum(cut.stop - cut.start for _, cut in shown)
    ordered = _IN_FORCE(by, programme=programme.pk, leads=[unit.pk for unit, _ in shown])
    # Only then their contents, which are long: the database would carry them along while it sorts.
    found = list(ordered[first : first + lines])
    contents = dict(_CONTENTS(filings=[filing for *_, filing in found]))
    for filing, said in _CHANGED(filings=list(contents)):
        contents[filing] |= said
    contacts = defaultdict(list)
    for lead, number, filing in found:
        said = contents[filing]
        contacts[lead].append(
            Contact(number, said["responsible_office"], said["contact_name"], said["contact_phone"])
        )
    return contacts


def _in_force(by, programme, leads) -> QuerySet:
    """Lead, number of the task and filing in force of each plan, in the order of the directory."""
    of_leads = _with_contacts(by, programme).filter(task__lead__pk__in=leads)
    ordered = of_leads.order_by("task__lead__document_order", "task__lead", "task__number")
    return ordered.values_list("task__lead", "task__number", "in_force")


_IN_FORCE = Listed(_in_force, PreparedFor)
_CONTENTS = Prepared(lambda filings: Filing.objects.filter(pk__in=filings).values_list("pk", "content"))
_CHANGED = Prepared(
    lambda filings: (
        ContactChange.objects.in_force()
        .filter(filing__plan__in_force__pk__in=filings)
        .values_list("filing__plan__in_force", "said")
    )
)
