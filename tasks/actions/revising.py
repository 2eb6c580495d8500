"""修订 of an accepted plan: begun with a reason, and given up. Filing and checking it are those of any plan.

Until the new text is accepted, what was accepted before is in force (decision 0043).
"""

from datetime import datetime

from django.db import transaction

from tasks import policies
from tasks.actions.drafts import save_rows, touch
from tasks.actions.filing import record_event
from tasks.actions.locking import locked
from tasks.actions.times import text_in_force
from tasks.enums import Action
from tasks.models import ContactChange, Plan
from tasks.rules import contact_changes, typed, workflow
from units.models import Membership


@transaction.atomic
def revise(*, plan_id: int, based_on: int, reason: str, by: Membership, at: datetime) -> Plan:
    """修订: the working copy becomes a draft again, from what is in force."""
    plan = locked(pk=plan_id, based_on=based_on)
    policies.check(by, Action.REVISE, plan, today=at.date())
    typed.reason(reason)
    _write_what_is_in_force(plan)
    plan.status = workflow.PLAN.after(plan.status, Action.REVISE)
    plan.filing = plan.check_started_at = None
    touch(plan, by=by, at=at)
    plan.save()
    record_event(plan, Action.REVISE, by=by, at=at, note=reason)
    return plan


@transaction.atomic
def give_up(*, plan_id: int, based_on: int, by: Membership, at: datetime) -> Plan:
    """放弃修订: the working copy is again what is in force; what was filed of the revision counts as withdrawn."""
    plan = locked(pk=plan_id, based_on=based_on)
    policies.check(by, Action.GIVE_UP, plan, today=at.date())
    plan.filings_of_text().update(withdrawn_at=at)
    _write_what_is_in_force(plan)
    plan.status = workflow.PLAN.after(plan.status, Action.GIVE_UP)
    plan.filing, plan.refile_by = plan.in_force, None
    plan.check_started_at = _check_began(plan)
    touch(plan, by=by, at=at)
    plan.save()
    record_event(plan, Action.GIVE_UP, by=by, at=at, filing=plan.filing)
    return plan


def _write_what_is_in_force(plan: Plan) -> None:
    """With the people, numbers and times of now, no step ended yet, and no reason given."""
    plan.step_ends.all().delete()
    plan.time_reasons.all().delete()
    changes = ContactChange.objects.on(plan.in_force)
    held = contact_changes.holding(text_in_force(plan), changes)
    save_rows(plan, plan.task.typed(held))


def _check_began(plan: Plan) -> datetime:
    """When the checking that accepted what is in force began."""
    begun = plan.events.filter(action=Action.START_CHECK, filing=plan.in_force_id)
    return begun.values_list("at", flat=True).last()
