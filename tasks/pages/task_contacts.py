"""联系信息 on the page of a task: whom to turn to about the plan in force, from which day on, and the liaisons of its units."""

from collections.abc import Iterable
from typing import NamedTuple

from tasks import policies
from tasks.models import Plan, Programme
from tasks.pages.contact_changes import ContactsChanged, holding_for
from tasks.pages.owed import Liaison, liaisons_of
from tasks.rules import contact_changes, dates
from tasks.rules.sheet import PEOPLE
from units.models import Membership, Unit


class ContactSaid(NamedTuple):
    """`since` says from which day on it is so, "" where it is as filed."""

    label: str
    text: str
    since: str


class Liaisons(NamedTuple):
    unit: str
    people: tuple[Liaison, ...]


class Contacts(NamedTuple):
    """`said` is of the lead's plan; `liaisons` are of the units whose numbers the reader may see; `phones` are all shown."""

    said: tuple[ContactSaid, ...]
    liaisons: tuple[Liaisons, ...]
    phones: tuple[str, ...]


def of_task(
    programme: Programme,
    plan: Plan | None,
    units: Iterable[Unit],
    by: Membership,
    changes: list[ContactsChanged],
) -> Contacts:
    """`plan` comes with what is in force of it; one query, for the people."""
    seen = [unit for unit in units if policies.allowed(policies.may_see_contacts_of, by, unit, programme)]
    liaisons = liaisons_of(unit.pk for unit in seen) if seen else {}
    said, phone = _said(plan, by, changes) if plan and plan.in_force_id else ((), "")
    return Contacts(
        said=said,
        liaisons=tuple(Liaisons(str(unit), tuple(liaisons[unit.pk])) for unit in seen),
        phones=(phone, *(one.phone for unit in seen for one in liaisons[unit.pk])),
    )


def _said(plan: Plan, by: Membership, changes: list[ContactsChanged]) -> tuple[tuple[ContactSaid, ...], str]:
    held = holding_for(plan.in_force, changes)
    now, since = contact_changes.holding(plan.in_force.sheet(), held), contact_changes.since_when(held)
    with_phone = policies.allowed(policies.may_see_phone_in, by, plan, plan.in_force)
    shown = now if with_phone else now.without_phone()
    return tuple(
        ContactSaid(
            field.label, text, f"自{dates.in_words(since[field.name])}起" if field.name in since else ""
        )
        for field in PEOPLE
        if (text := getattr(shown, field.name))
    ), now.contact_phone if with_phone else ""
