"""What the receiving office does with a filed plan: start, return with comments, accept, take that back."""

from datetime import date, datetime

from django.db import transaction

from tasks import policies
from tasks.actions import times
from tasks.actions.filing import record_event
from tasks.actions.locking import locked, locked_programme
from tasks.enums import Action
from tasks.models import Comment, Filing, OfficeAnswer, Plan
from tasks.rules import typed, workflow
from units import audit
from units.models import Membership, Office
from zgc_tasks.common.refusal import Kind, Refusal


def _moved(plan_id: int, based_on: int, action: Action, by: Membership, at: datetime) -> Plan:
    """The locked plan, checked and put into the status after `action`; the caller saves it.

    Whoever saved the content last stays named beside it: checking writes none of it.
    """
    plan = locked(pk=plan_id, based_on=based_on)
    if action in (Action.TAKE_BACK, Action.UNDO_ACCEPT):
        locked_programme(plan.task.programme_id)
    policies.check(by, action, plan, today=at.date())
    plan.status = workflow.PLAN.after(plan.status, action)
    plan.version += 1
    return plan


@transaction.atomic
def start_check(*, plan_id: int, based_on: int, by: Membership, at: datetime) -> Plan:
    """开始核对: from now on the lead can no longer withdraw or correct."""
    plan = _moved(plan_id, based_on, Action.START_CHECK, by, at)
    plan.check_started_at = at
    plan.save()
    record_event(plan, Action.START_CHECK, by=by, at=at, filing=plan.filing)
    return plan


@transaction.atomic
def return_plan(
    *, plan_id: int, based_on: int, refile_by: date, by: Membership, at: datetime, note: str = ""
) -> Plan:
    """退回修改 with the comments of this filing and a 重新报送时限, which lies after the day of return."""
    plan = _moved(plan_id, based_on, Action.RETURN, by, at)
    waiting = Comment.objects.filter(filing=plan.filing, sent_at=None)
    if not waiting.exists():
        raise Refusal("尚未填写核对意见，请先在有关栏目上添加意见，再退回修改", Kind.WRONG_INPUT)
    years = plan.task.programme.known_years(at.date())
    typed.in_known_years(refile_by, years, label="重新报送时限", field="refile_by")
    typed.refile_by(refile_by, at.date())
    waiting.update(sent_at=at)
    plan.refile_by, plan.check_started_at = refile_by, None
    plan.save()
    record_event(plan, Action.RETURN, by=by, at=at, filing=plan.filing, refile_by=refile_by, note=note)
    return plan


@transaction.atomic
def answer_office(
    *, plan_id: int, office: Office, is_meant: bool, by: Membership, at: datetime
) -> OfficeAnswer:
    """Whether the office that the plan names is this one of the checker's own; the latest answer counts."""
    plan = locked(pk=plan_id)
    policies.may_answer_office(by, plan, office)
    filing, written = plan.filing, plan.filing.sheet().responsible_office
    filing.named_office = office if is_meant else None
    filing.save(update_fields=["named_office"])
    answer = OfficeAnswer.objects.create(
        plan=plan, written=written, office=office, is_meant=is_meant, at=at, by=by
    )
    audit.record(action="filing.office", by=by, subject=filing.number, detail={"answer": str(answer)})
    return answer


@transaction.atomic
def accept(*, plan_id: int, based_on: int, by: Membership, at: datetime) -> Plan:
    """核对无误: what was filed is in force. Refused for whoever wrote or filed the plan, and for the office that carries
    it out.
    """
    plan = _moved(plan_id, based_on, Action.ACCEPT, by, at)
    if Comment.objects.filter(filing=plan.filing, sent_at=None).exists():
        raise Refusal("本次核对还有未退回的意见，请先删除意见，或改为退回修改", Kind.NOT_NOW)
    times.accepted(plan, at=at)
    plan.in_force = plan.filing
    plan.save()
    record_event(plan, Action.ACCEPT, by=by, at=at, filing=plan.filing)
    return plan


@transaction.atomic
def take_back(*, plan_id: int, based_on: int, reason: str, by: Membership, at: datetime) -> Plan:
    """撤回核收: it was accepted by mistake and is to be checked again. Until then what its revision replaced is in
    force once more; where it was the first text, it is again a plan that is filed and not accepted.
    """
    plan = _moved(plan_id, based_on, Action.TAKE_BACK, by, at)
    typed.reason(reason)
    plan.in_force = _replaced(plan) or plan.filing
    plan.check_started_at = None
    plan.save()
    record_event(plan, Action.TAKE_BACK, by=by, at=at, filing=plan.filing, note=reason)
    return plan


@transaction.atomic
def undo_accept(*, plan_id: int, based_on: int, by: Membership, at: datetime) -> Plan:
    """撤销 of a 核对无误 pressed a moment ago: it is being checked as before; days that have ended keep what they had."""
    policies.may_undo_accept(by, locked(pk=plan_id, based_on=based_on), at)
    plan = _moved(plan_id, based_on, Action.UNDO_ACCEPT, by, at)
    plan.in_force = _replaced(plan) or plan.filing
    plan.save()
    record_event(plan, Action.UNDO_ACCEPT, by=by, at=at, filing=plan.filing)
    return plan


def _replaced(plan: Plan) -> Filing | None:
    """The filing that was in force beside what was accepted, while that was checked."""
    accepted = plan.events.filter(action=Action.START_CHECK, filing=plan.filing)
    return accepted.select_related("in_force").last().in_force
