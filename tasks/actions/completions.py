"""已完成 and 转入常态化: confirmed by the leading group's office with basis; and reopened with a reason."""

from datetime import date, datetime

from django.db import transaction

from tasks import policies
from tasks.actions.locking import locked_task
from tasks.enums import CompletionKind
from tasks.models import Completion, Entry, Task
from tasks.rules import typed
from units import audit
from units.models import Membership
from zgc_tasks.common.refusal import Kind, Refusal

_NOTHING_REPORTED = "牵头单位尚未报送过本项进展，确认办结只能凭文件，请填写文号"


@transaction.atomic
def complete(
    *,
    task: Task,
    kind: str,
    basis: str,
    basis_number: str,
    dated_on: date,
    by: Membership,
    at: datetime,
) -> Completion:
    """From now on the task owes no progress; what it reported last is what the confirmation rests on. Of one of which nothing
    was reported it rests on the paper alone, which has to be named.
    """
    task = locked_task(task.pk)
    policies.may_complete(by, task.programme)
    if Completion.objects.standing().filter(task=task).exists():
        raise Refusal("本项已确认办结，请刷新页面查看最新状态", Kind.NOT_NOW)
    years = task.programme.known_years(at.date())
    typed.happened(dated_on, years, at.date(), label="依据日期", field="dated_on")
    last = Entry.objects.standing().filter(progress__task=task).order_by("-pk").first()
    if last is None and not basis_number.strip():
        raise Refusal(_NOTHING_REPORTED, Kind.WRONG_INPUT, "basis_number")
    made = Completion.objects.create(
        task=task,
        kind=CompletionKind(kind),
        entry=last,
        basis=basis,
        basis_number=basis_number,
        dated_on=dated_on,
        recorded_at=at,
        recorded_by=by,
    )
    audit.record(action="task.complete", by=by, subject=task.programme.in_log(made))
    return made


@transaction.atomic
def reopen(*, task: Task, reason: str, by: Membership, at: datetime) -> Completion:
    """From the next round on it owes again."""
    task = locked_task(task.pk)
    policies.may_complete(by, task.programme)
    typed.reason(reason)
    made = Completion.objects.standing().filter(task=task).first()
    if made is None:
        raise Refusal("本项没有办结记录，请刷新页面查看最新状态", Kind.NOT_NOW)
    made.reopened_at, made.reopened_by, made.reopen_reason = at, by, reason
    made.save(update_fields=["reopened_at", "reopened_by", "reopen_reason"])
    audit.record(action="task.reopen", by=by, subject=task.programme.in_log(made))
    return made
