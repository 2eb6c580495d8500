"""取消, 拆分 and 并入 of a step in force, while a revision is written; and taking that back."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from tasks import policies
from tasks.actions.drafts import note_author, save_rows, touch
from tasks.actions.locking import locked
from tasks.actions.times import text_in_force
from tasks.models import Plan
from tasks.rules import typed
from units import audit
from units.models import Membership


def _plan_being_revised(plan_id: int, based_on: int, key: int, by: Membership) -> Plan:
    locked(pk=plan_id, based_on=based_on)
    plan = Plan.objects.with_sheet().get(pk=plan_id)
    policies.may_write(by, plan.task, plan)
    policies.is_in_force(plan, key)
    return plan


@transaction.atomic
def end_step(
    *,
    plan_id: int,
    based_on: int,
    key: int,
    ending: str,
    into: list[int],
    reason: str,
    by: Membership,
    at: datetime,
) -> Plan:
    """The step with this `key` is no longer among those written; said once more, it is said anew."""
    plan = _plan_being_revised(plan_id, based_on, key, by)
    sheet = plan.typed()
    others = tuple(step for step in sheet.steps if step.key != key)
    typed.step_end(ending, into, reason, others=[step.key for step in others])
    save_rows(plan, replace(sheet, steps=others))
    plan.step_ends.update_or_create(key=key, defaults={"ending": ending, "into": into, "reason": reason})
    _written(plan, by, at)
    audit.record(action="step.end", by=by, subject=plan.task.programme.in_log(plan))
    return plan


@transaction.atomic
def restore_step(*, plan_id: int, based_on: int, key: int, by: Membership, at: datetime) -> Plan:
    """The step as it is in force, at its place there or at the end."""
    plan = _plan_being_revised(plan_id, based_on, key, by)
    plan.step_ends.filter(key=key).delete()
    sheet = plan.typed()
    if key not in [step.key for step in sheet.steps]:
        steps, in_force = list(sheet.steps), text_in_force(plan).steps
        place = next(n for n, step in enumerate(in_force) if step.key == key)
        steps.insert(place, in_force[place])
        save_rows(plan, replace(sheet, steps=tuple(steps)))
    _written(plan, by, at)
    audit.record(action="step.restore", by=by, subject=plan.task.programme.in_log(plan))
    return plan


def _written(plan: Plan, by: Membership, at: datetime) -> None:
    touch(plan, by=by, at=at)
    plan.save()
    note_author(plan, by=by, at=at)
