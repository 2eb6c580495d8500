"""联系信息变更 of a plan: what holds now beside what was filed, and the form for the next change."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from tasks.forms.contact_changes import ContactChangeForm
from tasks.models import ContactChange, Filing, Plan
from tasks.pages.history import Event
from tasks.rules import contact_changes, crosschecks, dates
from tasks.rules.sheet import PEOPLE, Sheet
from zgc_tasks.common.prepared import Prepared


class ContactsChanged(NamedTuple):
    """A change with the filing it was made after, and who entered it when."""

    nth: int
    said: dict[str, str]
    since: date
    event: Event


_OF_PLAN = Prepared(
    lambda plan: (
        ContactChange.objects.filter(filing__plan=plan)
        .select_related("filing", "recorded_by__user", "recorded_by__unit")
        .defer("filing__content")
        .order_by("pk")
    )
)


def changes_of(plan: Plan) -> list[ContactsChanged]:
    """One query, and none for a plan of which nothing is in force."""
    if plan.in_force_id is None:
        return []
    return [
        ContactsChanged(change.filing.nth, change.said, change.since, _event(change))
        for change in _OF_PLAN(plan=plan.pk)
    ]


def _event(change: ContactChange) -> Event:
    since = f"自{dates.in_words(change.since)}起"
    basis = f"；依据：{change.basis}" if change.basis else ""
    return Event(
        at=change.recorded_at,
        by=f"{change.recorded_by.unit.short_name} {change.recorded_by.user.full_name}",
        action="变更联系信息",
        note=f"{since}，{contact_changes.told(change.said)}{basis}",
    )


def holding_for(filing: Filing, changes: Iterable[ContactsChanged]) -> list[ContactsChanged]:
    return [change for change in changes if change.nth >= filing.nth]


def notes_on(filing: Filing, changes: Iterable[ContactsChanged], shown) -> dict[str, str]:
    """Of each field that is no longer as it was filed, since when it is what; `shown` hides what one may not see."""
    held = holding_for(filing, changes)
    if not held:
        return {}
    filed = filing.sheet()
    now = contact_changes.holding(filed, held)
    return contact_changes.in_words(shown(filed), shown(now), contact_changes.since_when(held))


def form_of(plan: Plan, today: date, posted=None) -> ContactChangeForm:
    """Filled in with what holds now."""
    return ContactChangeForm(
        posted,
        offices=list(plan.task.lead.offices.all()),
        assigned_to=plan.office,
        today=today,
        initial={"based_on": plan.version, "since": today} | _people(_now(plan)),
    )


def asked_about(change: ContactChange) -> list[str]:
    """What the form of the plan asks beside a number that cannot be one; the change stands."""
    hints = crosschecks.hints(Sheet(**change.said))
    return [hint for of_field in hints.values() for hint in of_field]


def page(plan: Plan, form: ContactChangeForm) -> dict:
    filed = plan.in_force
    return {
        "programme": plan.task.programme,
        "task": plan.task,
        "plan": plan,
        "form": form,
        "filed": f"{filed}（{dates.in_words(timezone.localdate(filed.counts_from))}）",
    }


def _now(plan: Plan) -> Sheet:
    held = holding_for(plan.in_force, changes_of(plan))
    return contact_changes.holding(plan.in_force.sheet(), held)


def _people(sheet: Sheet) -> dict[str, str]:
    return {field.name: getattr(sheet, field.name) for field in PEOPLE}
