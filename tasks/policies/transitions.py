"""Transitions of a plan: who may take which action on it now (`tasks/rules/workflow.py` has the table)."""

from datetime import timedelta

from tasks.enums import WITH_THE_CHECKER, Action
from tasks.policies.asking import require, require_now
from tasks.policies.checking import office_asked_about, written_office
from tasks.policies.people import carried_out_by, is_checker_of, leads, receives, works_in, wrote
from tasks.rules import workflow
from units.roles import Role


def filing_action(plan) -> Action:
    """What filing the plan as it stands is: 报送, or 更正 while what was filed is with its checkers."""
    return Action.CORRECT if plan.status in WITH_THE_CHECKER else Action.FILE


def withdrawing_action(plan) -> Action:
    """What withdrawing is: of all that was filed, or only of the correction of what was entered on behalf."""
    filing = plan.filing
    corrects = filing and filing.nth > 1 and filing.events.filter(action=Action.CORRECT).exists()
    return Action.UNDO_CORRECTION if corrects else Action.WITHDRAW


def check(by, action: Action, plan, *, today) -> None:
    """Whether `by` may take `action` on `plan` now. Raises a Refusal."""
    checks = receives(by, plan.task.programme) if action == Action.ENTER else is_checker_of(by, plan)
    may_take(by, workflow.PLAN.row(plan.status, action), plan.task, checks=checks)
    workflow.PLAN.after(plan.status, action)
    _CONDITIONS.get(action, _no_condition)(by, plan, today)


def may_take(by, row, task, *, checks: bool) -> None:
    """Whether by their role; `checks`: as the checker that they are."""
    if Role.CHECKER in row.roles:
        require(checks, f"只有接收处室的核对人可以{row.action.label}")
    else:
        require(leads(by, task) and by.role in row.roles, f"只有牵头单位的联络员可以{row.action.label}")


def _no_condition(by, plan, today) -> None:
    """Most transitions ask for nothing beyond status and role."""


def _may_withdraw(by, plan, today) -> None:
    require_now(not plan.filing.on_behalf, "本次报送由接收处室据来文代录，不能撤回；如有出入请更正报送")
    require_now(
        plan.filings_of_text().count() == 1,
        "此前的报送仍然有效，撤回会使其一并作废，不能撤回；请与接收处室联系退回修改",
    )
    _in_time(by, plan, today)


def _in_time(by, plan, today) -> None:
    in_time = plan.revising or today <= plan.task.filing_deadline
    require_now(in_time, "已过报送截止日期，不能撤回；请与接收处室联系退回修改")


def _may_correct(by, plan, today) -> None:
    require_now(plan.filing.on_behalf, "本次报送不是代录，修改前请先撤回")


def _may_take_back(by, plan, today) -> None:
    """Until a 送审稿 has used what was accepted; from then on it is revised."""
    accepted = plan.events.filter(action=Action.ACCEPT, filing=plan.filing_id).last()
    used = plan.task.programme.reports.used_since(accepted.at).exists()
    require_now(not used, "该方案核收后已编入送审稿，不能撤回或撤销核收；需要修改的，请牵头单位发起修订")


UNDO_MINUTES = 10


def may_undo_accept(by, plan, at) -> None:
    """A slip of the hand, by whoever made it, while nobody has been told and nothing was built on it."""
    check(by, Action.UNDO_ACCEPT, plan, today=at.date())
    accepted = plan.events.filter(action=Action.ACCEPT, filing=plan.filing_id).select_related("by").last()
    require(
        accepted.by.user_id == by.user_id, "只有核收本方案的核对人本人可以撤销核收；核收有误的，请“撤回核收”"
    )
    late = at - accepted.at > timedelta(minutes=UNDO_MINUTES)
    require_now(not late, f"核收已超过{UNDO_MINUTES}分钟，不能撤销；核收有误的，请写明原因“撤回核收”")
    filing = plan.filing
    require_now(
        not filing.readings.filter(at__gte=accepted.at).exists(),
        "核收后参与单位已查看本方案，不能撤销；核收有误的，请写明原因“撤回核收”",
    )
    require_now(
        not plan.task.step_reports.filter(recorded_at__gte=accepted.at).exists(),
        "核收后已填报步骤情况，不能撤销；核收有误的，请写明原因“撤回核收”",
    )


def _may_give_up(by, plan, today) -> None:
    require_now(plan.revising, "本项没有正在进行的修订，请刷新页面查看最新状态")


def _may_accept(by, plan, today) -> None:
    require(
        not wrote(by, plan),
        "您填写或报送过本方案，不能由您核收，请由其他核对人办理",
    )
    require(
        not works_in(by, carried_out_by(plan)),
        f"本项由您所在处室承办，不能由本处室核收{_who_else(plan)}",
    )
    asked = office_asked_about(by, plan)
    require_now(
        asked is None, f"方案所填责任处室“{written_office(plan)}”是否就是{asked}，请先在核对页面答复，再核收"
    )
    require_now(
        not plan.filing.on_behalf or plan.filing.verified_at is not None,
        "本次报送由来文代录，尚未复核；请由代录人以外的核对人对照来文，按“复核一致”后再核收",
    )


def _who_else(plan) -> str:
    """Whom to turn to where every checker of the receiving office is of the office that carries the plan out."""
    programme = plan.task.programme
    offices = carried_out_by(plan)
    if programme.receiving_office_id not in offices:
        return ""
    if programme.stand_in_office_id in offices:
        return "，代核对处室也承办过本项，请退回修改，待重新报送后核收"
    if programme.stand_in_office is None:
        return "；请联系系统管理员在“专项工作”中指定代核对处室"
    return f"，请由代核对处室（{programme.stand_in_office}）核收"


_CONDITIONS = {
    Action.WITHDRAW: _may_withdraw,
    Action.UNDO_CORRECTION: _in_time,
    Action.CORRECT: _may_correct,
    Action.ACCEPT: _may_accept,
    Action.GIVE_UP: _may_give_up,
    Action.TAKE_BACK: _may_take_back,
    Action.UNDO_ACCEPT: _may_take_back,
}
