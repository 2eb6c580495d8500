"""What participating units do with an accepted plan: open it, and note what they think of it; and the lead's answers."""

from datetime import datetime

from django.db import transaction

from tasks import policies
from tasks.actions.locking import locked
from tasks.models import Opinion, Plan, PlanReading
from units import audit
from units.models import Membership
from zgc_tasks.common.refusal import Kind, Refusal

_ANOTHER_TEXT = "方案刚刚有新核收的内容，意见尚未提出。请查看最新内容，核对后再提"


def note_read(*, plan: Plan, by: Membership, at: datetime) -> None:
    """That the unit has opened what is in force; once."""
    PlanReading.objects.get_or_create(
        filing_id=plan.in_force_id, unit_id=by.unit_id, defaults={"at": at, "by": by}
    )


@transaction.atomic
def note(*, plan_id: int, nth: int, step_key: int | None, text: str, by: Membership, at: datetime) -> Opinion:
    """On the filing that the unit read, its `nth`: the plan as a whole, or the step with a key."""
    plan = locked(pk=plan_id)
    policies.may_note_opinion(by, plan)
    filing = plan.in_force
    if filing.nth != nth or step_key not in (None, *filing.keys):
        raise Refusal(_ANOTHER_TEXT, Kind.OUT_OF_DATE)
    step = None if step_key is None else filing.keys.index(step_key) + 1
    made = Opinion.objects.create(
        filing=filing, step_key=step_key, step=step, unit=by.unit, text=text, at=at, by=by
    )
    audit.record(action="opinion.note", by=by, subject=plan.task.programme.in_log(plan))
    return made


@transaction.atomic
def answer(*, opinion_id: int, text: str, by: Membership, at: datetime) -> Opinion:
    """By the lead of now, once."""
    plan = locked(pk=Opinion.objects.values_list("filing__plan", flat=True).get(pk=opinion_id))
    opinion = Opinion.objects.select_related("filing").get(pk=opinion_id)
    opinion.filing.plan = plan
    policies.may_answer_opinion(by, opinion)
    opinion.answer, opinion.answered_at, opinion.answered_by = text, at, by
    opinion.save(update_fields=["answer", "answered_at", "answered_by"])
    audit.record(action="opinion.answer", by=by, subject=plan.task.programme.in_log(plan))
    return opinion
