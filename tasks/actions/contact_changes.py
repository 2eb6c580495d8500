"""联系信息变更: new people and numbers of a plan that was filed, at once and without a new filing."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tasks import policies
from tasks.actions import assigning
from tasks.actions.drafts import note_author, touch
from tasks.actions.locking import locked
from tasks.models import ContactChange, Filing, Plan
from tasks.rules import contact_changes
from units import audit
from units.models import Membership, Office
from zgc_tasks.common.refusal import Kind, Refusal


@transaction.atomic
def change_contacts(
    *,
    plan_id: int,
    based_on: int,
    people: dict[str, str],
    since: date,
    basis: str,
    moves: bool | None,
    office: Office | None,
    by: Membership,
    at: datetime,
) -> ContactChange:
    """`people` are all of them as they are from `since` on. The working copy follows, so that nobody types it twice.

    Where 责任处室 changes, `moves` says whether the plan is assigned to `office` (None: to none) in the same act.
    """
    plan = locked(pk=plan_id, based_on=based_on)
    policies.may_change_contacts(by, plan)
    in_force = Filing.objects.get(pk=plan.in_force_id)
    before = list(ContactChange.objects.on(in_force))
    said = contact_changes.changed(contact_changes.holding(in_force.sheet(), before), people)
    contact_changes.plausible_since(
        since,
        today=at.date(),
        filed_on=timezone.localdate(in_force.counts_from),
        last=before[-1].since if before else None,
    )
    contact_changes.basis_noted(said, basis)
    _assign_too(plan, said, moves, office, by=by, at=at)
    made = ContactChange.objects.create(
        filing=plan.filings.latest("nth"), said=said, since=since, basis=basis, recorded_at=at, recorded_by=by
    )
    _write_into_working_copy(plan, said, by=by, at=at)
    detail = {"changed": contact_changes.labels(said), "since": since.isoformat(), "basis": basis}
    audit.record(action="plan.contacts", by=by, subject=plan.task.programme.in_log(plan), detail=detail)
    return made


def _assign_too(plan: Plan, said: dict, moves: bool | None, office: Office | None, **who_and_when) -> None:
    """分办 in the same act, which has to be decided where another office is responsible now."""
    if "responsible_office" not in said or not plan.task.lead.offices.exists():
        return
    if moves is None:
        raise Refusal("责任处室有变化，请选择分办是否随之改变", Kind.WRONG_INPUT, "assigning")
    if moves:
        assigning.assign(task=plan.task, office=office, based_on_office=plan.office_id, **who_and_when)
        plan.office = office


def _write_into_working_copy(plan: Plan, said: dict[str, str], *, by: Membership, at: datetime) -> None:
    for name, text in said.items():
        setattr(plan, name, text)
    touch(plan, by=by, at=at)
    plan.save()
    note_author(plan, by=by, at=at)
