"""A line of a desk, that of plans or of a round: what a lead unit owes, whom to ask there, what was said last, and the text
to remind it with.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.safestring import SafeString

from tasks.exports import reminder_text
from tasks.models import ContactNote, Programme
from tasks.pages.owed import Liaison, Owing, liaisons_of
from tasks.querysets.standing import end_of
from units.models import Membership
from units.prepared import PreparedFor
from zgc_tasks.common.drawn import drawn


class LastContact(NamedTuple):
    """What was said last with a unit."""

    contacted_at: datetime
    said: str
    expected_by: date | None


class DeskContact(NamedTuple):
    """Whom to ask in a unit, and what was said last. At `address` it is noted who was spoken to."""

    address: str
    last: LastContact | None
    liaisons: tuple[Liaison, ...]
    sms: str


@dataclass(frozen=True)
class DeskLine:
    owing: Owing
    owed: SafeString
    contact: DeskContact


@dataclass(frozen=True)
class About:
    """What a desk is about: what is reminded of (`what`) and by when it is due as a rule; the addresses of the contacts of
    a unit, and of the rows of a lead that are not filed, or not filed again, each without the slug at their end.
    """

    what: str
    due: date
    contact: Callable[[str], str]
    unfiled_of: str
    returned_of: str


def lines(
    programme: Programme, by: Membership, owing: Iterable[Owing], about: About, *, today: date
) -> list[DeskLine]:
    """As of `today`, which may be a day gone by."""
    owing = list(owing)
    leads = [one.unit.pk for one in owing]
    told = _LAST_CONTACTS(by, programme=programme.pk, before=end_of(today))
    last = {unit: LastContact(*said) for unit, *said in told}
    liaisons = liaisons_of(leads)
    draw = partial(
        drawn,
        "tasks/_desk_owed.html",
        register=reverse("task-list", args=[programme.slug]),
        unfiled_of=about.unfiled_of,
        returned_of=about.returned_of,
    )
    return [
        DeskLine(
            owing=one,
            owed=draw(owing=one, unfiled=_unfiled(one, about.due)),
            contact=DeskContact(
                address=about.contact(one.unit.slug),
                last=last.get(one.unit.pk),
                liaisons=tuple(liaisons[one.unit.pk]),
                sms=reminder_text.short_message(programme, one.unit, one.owed, what=about.what, today=today),
            ),
        )
        for one in owing
    ]


class Unfiled(NamedTuple):
    """A task as a line names it; `until` is its deadline where that is another than usual, `came` whether it waits to be
    entered from a letter.
    """

    number: int
    missing: bool
    until: date | None
    came: bool


def _unfiled(owing: Owing, usual: date) -> tuple[Unfiled, ...]:
    return tuple(
        Unfiled(row.number, row.missing, row.deadline if row.deadline != usual else None, row.came)
        for row in owing.unfiled
    )


def contact_of(programme: Programme, slug: str) -> str:
    return reverse("contact-unit", args=[programme.slug, slug])


def _last_contacts(by, programme, before) -> QuerySet:
    """The newest note of each unit that somebody spoke to, of those written down before a moment."""
    notes = ContactNote.objects.visible_to(by).filter(programme=programme, recorded_at__lt=before)
    newest = notes.filter(unit=OuterRef("unit")).order_by("-contacted_at", "-pk").values("pk")[:1]
    found = notes.filter(pk=Subquery(newest)).order_by()
    return found.values_list("unit", *LastContact._fields)


_LAST_CONTACTS = PreparedFor(_last_contacts)
