"""Who may do what (design §2), and when. Each check raises a `Refusal` with the reason; the boolean derives from it.

Whoever may not is told that before being told that it is not the time. What a person may not see at all is a matter
of `tasks/querysets/`.
"""

from django.utils.timezone import localdate

from tasks.enums import (
    WITH_THE_CHECKER,
    Action,
    CoordinationAction,
    PlanStatus,
    ProgressAction,
    ProgressStatus,
)
from tasks.models import Task
from tasks.rules import workflow
from tasks.rules.coordination_life import COORDINATION
from tasks.rules.dates import in_words
from tasks.rules.office_names import may_mean
from tasks.rules.progress_life import PROGRESS
from tasks.rules.times import FINISH
from units.roles import UNIT_ROLES, Role
from zgc_tasks.common.prepared import Prepared
from zgc_tasks.common.refusal import Kind, Refusal


def refusal_of(check, *args, **kwargs) -> Refusal | None:
    """What one of the rules below refuses with, None where it passes."""
    try:
        check(*args, **kwargs)
    except Refusal as refusal:
        return refusal
    return None


def allowed(check, *args, **kwargs) -> bool:
    return refusal_of(check, *args, **kwargs) is None


def _require(condition: bool, words: str) -> None:
    """Of the person: who else it may be, they may not."""
    if not condition:
        raise Refusal(words, Kind.NOT_ALLOWED)


def _require_now(condition: bool, words: str) -> None:
    """Of the state things are in: at another time they may."""
    if not condition:
        raise Refusal(words, Kind.NOT_NOW)


def _leads(by, task) -> bool:
    return by.unit_id is not None and by.unit_id == task.lead_id


def _receives(by, programme) -> bool:
    return by.role == Role.CHECKER and by.office_id == programme.receiving_office_id


def _stands_in(by, programme) -> bool:
    office = programme.stand_in_office_id
    return by.role == Role.CHECKER and office is not None and by.office_id == office


def _carried_out_by(plan) -> set[int]:
    """The office the plan is assigned to; until it is returned also the one under which it was filed; and the one that
    what was filed names as 责任处室 (decision 0039).
    """
    with_filing, named = plan.filing and plan.status != PlanStatus.RETURNED, plan.filing or plan.in_force
    filed_under = plan.filing.office_id if with_filing else None
    return {plan.office_id, filed_under, named and named.named_office_id} - {None}


def _checks(by, plan) -> bool:
    """Plans the receiving office itself carries out are checked by the office that stands in too (decision 0022)."""
    programme = plan.task.programme
    if programme.receiving_office_id in _carried_out_by(plan) and _stands_in(by, programme):
        return True
    return _receives(by, programme)


def _leadership_of(by, programme) -> bool:
    return by.role == Role.LEADERSHIP and by.unit_id == programme.leadership_unit_id


# --- plans of one's own unit ---------------------------------------------------------------------------------


def may_write(by, task, plan=None) -> None:
    """Write the working copy: the liaison all of the unit's, an officer those of their office or of none."""
    _require(_leads(by, task) and by.role in (Role.LIAISON, Role.OFFICER), "只有牵头单位可以填写实施方案")
    if plan is None:
        return
    if by.role == Role.OFFICER and plan.office_id and plan.office_id != by.office_id:
        raise Refusal(f"本项已分办给{plan.office.name}，请联系单位联络员", Kind.NOT_ALLOWED)
    _require_open(plan)


def is_open_for_writing(plan) -> bool:
    """Drafts and returned plans; also one entered on behalf, which the lead may correct until checking starts."""
    if plan.status == PlanStatus.FILED:
        return plan.filing.on_behalf
    return plan.status in (PlanStatus.DRAFT, PlanStatus.RETURNED)


_CLOSED = {
    PlanStatus.FILED: "实施方案已报送，修改前请先撤回",
    PlanStatus.CHECKING: "已开始核对，暂不能修改；如需修改请与接收处室联系退回",
    PlanStatus.ACCEPTED: "实施方案已核收；需要修改的，请由单位联络员在方案页面发起修订",
}


def _require_open(plan) -> None:
    if not is_open_for_writing(plan):
        raise Refusal(_CLOSED[plan.status], Kind.NOT_NOW)


def is_in_force(plan, key: int) -> None:
    """Only a step in force is cancelled, split or merged; every other is just deleted."""
    known = plan.revising and key in plan.in_force.keys
    _require_now(known, "只有修订已核收的方案时，才需要取消、拆分或并入其中的步骤；新加的步骤可以直接删除")


def is_time_in_force(plan, key: int) -> None:
    """Only of a time that is in force, of 完成时间 or of a step, it is said why it moves later."""
    known = plan.revising and (key == FINISH or key in plan.in_force.keys)
    _require_now(known, "只有修订已核收的方案时，才需要说明其中的时限为何推迟；新加的步骤不需说明")


def may_assign(by, task) -> None:
    """分办, at any time; who may accept what was filed is not changed by it (`_carried_out_by`)."""
    _require(_leads(by, task) and by.role == Role.LIAISON, "只有牵头单位的联络员可以分办")


def may_change_contacts(by, plan) -> None:
    """联系信息变更 of a plan of which a filing is in force; before, the plan itself is written."""
    _require(_leads(by, plan.task) and by.role == Role.LIAISON, "只有牵头单位的联络员可以变更联系信息")
    _require_now(plan.in_force_id is not None, "实施方案尚未报送，请直接在方案中修改联系信息")


def may_consult(by, task, plan) -> None:
    """Send the draft to participating units, or note that they were asked on paper."""
    _require(_leads(by, task) and by.role == Role.LIAISON, "只有牵头单位的联络员可以征求意见")
    _require_open(plan)


def may_answer_for_unit(by, consultation) -> None:
    """Everybody of the unit that was asked, whether or not the question still waits."""
    _require(
        by.role in (Role.LIAISON, Role.OFFICER) and by.unit_id == consultation.unit_id,
        "只有被征求意见的单位可以反馈",
    )


def may_answer_consultation(by, consultation) -> None:
    """`consultation` comes `with_settling`: what was settled later, on paper say, is not answered once more."""
    may_answer_for_unit(by, consultation)
    _require_now(not consultation.answer, "本次征求意见已反馈，不能重复反馈")
    _require_now(
        consultation.settled_on is None,
        "牵头单位之后已另行征求本单位意见（含线下征求），本次不需再反馈；登记有出入的，请与牵头单位联系",
    )


def may_answer_comment(by, comment) -> None:
    plan = comment.filing.plan
    _require(
        _leads(by, plan.task) and by.role in (Role.LIAISON, Role.OFFICER), "只有牵头单位可以答复核对意见"
    )
    _require_now(comment.sent_at is not None, "该意见尚未退回")
    _require_now(plan.status == PlanStatus.RETURNED, "方案不在退回修改状态，不能再答复")
    may_write(by, plan.task, plan)


# --- transitions ---------------------------------------------------------------------------------------------


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
    checks = _receives(by, plan.task.programme) if action == Action.ENTER else _checks(by, plan)
    _may_take(by, workflow.PLAN.row(plan.status, action), plan.task, checks=checks)
    workflow.PLAN.after(plan.status, action)
    _CONDITIONS.get(action, _no_condition)(by, plan, today)


def _may_take(by, row, task, *, checks: bool) -> None:
    """Whether by their role; `checks`: as the checker that they are."""
    if Role.CHECKER in row.roles:
        _require(checks, f"只有接收处室的核对人可以{row.action.label}")
    else:
        _require(_leads(by, task) and by.role in row.roles, f"只有牵头单位的联络员可以{row.action.label}")


def _no_condition(by, plan, today) -> None:
    """Most transitions ask for nothing beyond status and role."""


def _may_withdraw(by, plan, today) -> None:
    _require_now(not plan.filing.on_behalf, "本次报送由接收处室据来文代录，不能撤回；如有出入请更正报送")
    _require_now(
        plan.filings_of_text().count() == 1,
        "此前的报送仍然有效，撤回会使其一并作废，不能撤回；请与接收处室联系退回修改",
    )
    _in_time(by, plan, today)


def _in_time(by, plan, today) -> None:
    in_time = plan.revising or today <= plan.task.filing_deadline
    _require_now(in_time, "已过报送截止日期，不能撤回；请与接收处室联系退回修改")


def _may_correct(by, plan, today) -> None:
    _require_now(plan.filing.on_behalf, "本次报送不是代录，修改前请先撤回")


def _may_take_back(by, plan, today) -> None:
    """Until a 送审稿 has used what was accepted; from then on it is revised."""
    accepted = plan.events.filter(action=Action.ACCEPT, filing=plan.filing_id).last()
    used = plan.task.programme.reports.filter(drafts__taken_at__gte=accepted.at).exists()
    _require_now(not used, "该方案核收后已编入送审稿，不能撤回核收；需要修改的，请牵头单位发起修订")


def _may_give_up(by, plan, today) -> None:
    _require_now(plan.revising, "本项没有正在进行的修订，请刷新页面查看最新状态")


def _may_accept(by, plan, today) -> None:
    _require(
        not plan.authors.filter(user=by.user_id).exists(),
        "您填写或报送过本方案，不能由您核收，请由其他核对人办理",
    )
    # Whichever membership they act under: with a second one, the office of that is theirs too.
    offices = _carried_out_by(plan)
    _require(
        not offices or not by.user.memberships.filter(is_active=True, office__in=offices).exists(),
        f"本项由您所在处室承办，不能由本处室核收{_who_else(plan)}",
    )
    asked = office_asked_about(by, plan)
    _require_now(
        asked is None, f"方案所填责任处室“{written_office(plan)}”是否就是{asked}，请先在核对页面答复，再核收"
    )
    _require_now(
        not plan.filing.on_behalf or plan.filing.verified_at is not None,
        "本次报送由来文代录，尚未复核；请由代录人以外的核对人对照来文，按“复核一致”后再核收",
    )


def written_office(plan) -> str:
    """责任处室 as what was filed has it."""
    return plan.filing.sheet().responsible_office


def office_asked_about(by, plan):
    """The office of the person's own in the lead unit that 责任处室 may mean, and nobody has said yet; else None."""
    written = written_office(plan)
    if not written or plan.filing.named_office_id:
        return None
    answered = plan.office_answers.filter(written=written).values("office")
    own = by.user.memberships.filter(is_active=True, office__unit=plan.task.lead_id).exclude(
        office__in=answered
    )
    offices = (membership.office for membership in own.select_related("office__unit").order_by("pk"))
    return next((office for office in offices if may_mean(written, (office.name, *office.aliases))), None)


def _who_else(plan) -> str:
    """Whom to turn to where every checker of the receiving office is of the office that carries the plan out."""
    programme = plan.task.programme
    offices = _carried_out_by(plan)
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
}


# --- the receiving office and the leading group's office -----------------------------------------------------


def may_receive(by, programme) -> None:
    """Register letters and stamped originals, enter on behalf, note contacts, see all that is to be checked."""
    _require(_receives(by, programme), _NOT_RECEIVING)


def may_enter_from(arrival, plan) -> None:
    """Beyond status and role: once from a letter; and what came before a return is not what was asked for with it.

    `arrival` comes `with_entering`.
    """
    _require_now(not arrival.entered, "本项已据该来文代录，不能再次代录；内容有出入的，请在核对时退回修改")
    _require_now(
        plan.status != PlanStatus.RETURNED
        or localdate(arrival.letter.received_at) >= localdate(arrival.returned_at),
        "该来文在退回修改之前收到，不是重新报送的方案，不能代录；登记后，收到时间已计入是否按时",
    )


def may_withdraw_arrival(by, arrival) -> None:
    """注销 of what a letter was registered with by mistake, as long as nothing was entered from it (`with_entering`)."""
    may_receive(by, arrival.task.programme)
    _require_now(arrival.withdrawn_at is None, _WITHDRAWN_FROM_LETTER)
    _require_now(not arrival.entered, "本项已据该来文代录，不能注销；内容有出入的，请在核对时退回修改")


def may_check(by, plan) -> None:
    """See a filed plan as its checkers do; what they may do with it: `check`, `may_comment`, `may_verify`."""
    _require(_checks(by, plan), _NOT_RECEIVING)


def may_stand_in(by, programme) -> None:
    """See the list of plans to be checked in place of the receiving office, which carries them out itself."""
    _require(_stands_in(by, programme), _NOT_RECEIVING)


_WITHDRAWN_FROM_LETTER = "本项已从该来文中注销"
_NOT_RECEIVING = "只有接收处室的核对人可以办理"


def may_comment(by, plan) -> None:
    may_check(by, plan)
    _require_now(plan.status == PlanStatus.CHECKING, "请先点击“开始核对”，再填写意见")


def may_answer_office(by, plan, office) -> None:
    """Say whether 责任处室 means an office of one's own in the lead unit, while the plan is being checked.

    Not of what is certain: a name or alias of an office.
    """
    may_check(by, plan)
    _require_now(plan.status == PlanStatus.CHECKING, "请先点击“开始核对”，再答复")
    _require(
        office.unit_id == plan.task.lead_id
        and by.user.memberships.filter(is_active=True, office=office).exists(),
        "只能就自己所在的处室答复",
    )
    by_answer = plan.office_answers.filter(written=written_office(plan)).exists()
    _require_now(
        bool(written_office(plan)) and (by_answer or plan.filing.named_office_id is None),
        "方案所填责任处室已经明确，不需答复",
    )


def still_holds(filing, plan) -> bool:
    """Whether it is what the plan was filed as last, or what is in force; another one has taken its place else."""
    return filing.pk in (plan.filing_id, plan.in_force_id)


def may_verify(by, filing) -> None:
    """复核一致: another person compares what was entered on behalf with the paper."""
    may_check(by, filing.plan)
    _require_now(filing.on_behalf, "只有代录的方案需要复核")
    _require_now(filing.verified_at is None, "已复核")
    _require_now(still_holds(filing, filing.plan), "该项已有新的报送，本次代录不需复核")
    _require(filing.by.user_id != by.user_id, "代录人不能复核自己录入的内容，请由其他核对人复核")


def may_record_decision(by, programme) -> None:
    """Record a designation of a lead or a resolution of wording."""
    _require(
        _receives(by, programme) or _leadership_of(by, programme),
        "只有接收处室的核对人或领导小组办公室可以登记",
    )


def may_decide_time(by, plan) -> None:
    """Record what was decided of a later 完成时间: nobody does who wrote of the plan."""
    may_record_decision(by, plan.task.programme)
    _require(
        not plan.authors.filter(user=by.user_id).exists(),
        "您填写或报送过本方案，时限调整决定请由其他人员登记",
    )


def sits_in_the_office(unit, programme) -> bool:
    """Whether people of the unit are also those of the leading group's office, which then does not decide for it."""
    if unit is None:
        return False
    office = programme.leadership_unit
    own = office.memberships.filter(is_active=True, role=Role.LEADERSHIP)
    return (
        unit == office or own.filter(user__memberships__unit=unit, user__memberships__is_active=True).exists()
    )


def may_oversee(by, programme) -> None:
    """总体情况 and exports over all units."""
    _require(
        _receives(by, programme) or _leadership_of(by, programme),
        "只有接收处室的核对人或领导小组办公室可以查看和导出总体情况",
    )


def may_see_contacts_of(by, unit, programme) -> None:
    """Phone numbers are for checkers, the leading group's office and the unit itself (decision 0061)."""
    own = by.role in UNIT_ROLES and by.unit_id == unit.pk
    _require(
        own or _receives(by, programme) or _leadership_of(by, programme),
        "联系电话只对接收处室、领导小组办公室和本单位显示",
    )


def may_see_phone_in(by, plan, filing=None) -> None:
    """The telephone in a plan: also for whoever checks it; in a filing also for who led then."""
    filed_it = filing is not None and by.role in UNIT_ROLES and by.unit_id == filing.lead_id
    if not filed_it and not _checks(by, plan):
        may_see_contacts_of(by, plan.task.lead, plan.task.programme)


# --- progress by round ----------------------------------------------------------------------------------------


def may_open_round(by, programme) -> None:
    """Rounds are ordered by the leading group's office; either opens, changes and closes them, and puts off filing."""
    _require(
        _receives(by, programme) or _leadership_of(by, programme),
        "只有接收处室的核对人或领导小组办公室可以办理报送期",
    )


def may_report(by, task, round, progress=None, *, today) -> None:
    """Write what is reported of a task in a round: the liaison all of the unit's, an officer those of their office or of
    none. `progress` is None where nobody has begun.
    """
    _require(_leads(by, task) and by.role in UNIT_ROLES, "只有牵头单位可以填写进展")
    plan = getattr(task, "plan", None)
    if by.role == Role.OFFICER and plan and plan.office_id and plan.office_id != by.office_id:
        raise Refusal(f"本项已分办给{plan.office.name}，进展由该处室或单位联络员填写", Kind.NOT_ALLOWED)
    _require_now(round.is_open_on(today), f"“{round}”自{in_words(round.opens_on)}起报送，届时再填写")
    written = progress is None or progress.status != ProgressStatus.FILED or progress.entry.on_behalf
    _require_now(written, "本项进展已报送，修改前请先撤回；已过报送截止日期的，请与接收处室联系退回修改")


def may_read_draft(by, task) -> None:
    """What is being written of a task is for its lead's people."""
    _require(_leads(by, task) and by.role in UNIT_ROLES, "尚未报送的进展只对牵头单位显示")


def may_see_outlook(by, task, entry) -> None:
    """推进状态 of a unit is for its own people, its checkers and the leading group's office, and never for its peers."""
    own = by.role in UNIT_ROLES and by.unit_id in (task.lead_id, entry.lead_id)
    _require(
        own or _receives(by, task.programme) or _leadership_of(by, task.programme),
        "推进状态只对牵头单位、接收处室和领导小组办公室显示",
    )


def progress_filing_action(progress) -> ProgressAction:
    """What filing it as it stands is: 报送, or 更正 of what was entered on behalf."""
    filed = progress.status == ProgressStatus.FILED
    return ProgressAction.CORRECT if filed else ProgressAction.FILE


def may_write_progress(by) -> None:
    """Of the people of a unit; whether the task is theirs is asked with each."""
    _require(by.role in UNIT_ROLES, "只有各单位的经办人和联络员可以查看本单位报送情况")


def may_file_progress(by) -> None:
    """Of the people of a unit; whether the task is theirs is asked with each."""
    roles = PROGRESS.row(ProgressStatus.DRAFT, ProgressAction.FILE).roles
    _require(by.role in roles, "进展由本单位联络员报送；已填写的内容，联络员在本页可以看到")


def check_progress(by, action: ProgressAction, progress, *, today) -> None:
    """Whether `by` may take `action` on what is reported of a task. Raises a Refusal."""
    row, checks = PROGRESS.row(progress.status, action), _receives(by, progress.task.programme)
    _may_take(by, row, progress.task, checks=checks)
    PROGRESS.after(progress.status, action)
    if action == ProgressAction.WITHDRAW:
        _may_withdraw_progress(progress, today)


def _may_withdraw_progress(progress, today) -> None:
    entry, round = progress.entry, progress.round
    _require_now(not entry.on_behalf, "本次进展由接收处室据来文代录，不能撤回；如有出入请更正报送")
    alone = sum(each.withdrawn_at is None for each in progress.entries.all()) == 1
    _require_now(alone, "此前报送的进展仍然有效，不能撤回；请与接收处室联系退回修改")
    # One of no round, or of a later one, tells too what was said last.
    taken_in = round.programme.reports.filter(drafts__taken_at__gte=entry.recorded_at).exists()
    _require_now(not taken_in, "本期进展已编入送审稿，不能撤回；请与接收处室联系退回修改")
    in_time = today <= round.due_on and round.closed_at is None
    _require_now(in_time, "已过报送截止日期或已截稿，不能撤回；请与接收处室联系退回修改")


def may_enter_progress_from(by, arrival) -> None:
    """代录 what a letter says of a task in a round (`with_entering`)."""
    may_receive(by, arrival.task.programme)
    _require_now(arrival.withdrawn_at is None, "本项已从该来文中注销，不能据此代录")
    _require_now(arrival.entered_as is None, "本项进展已据该来文代录，不能再次代录；内容有出入的，请退回修改")


def may_withdraw_progress_arrival(by, arrival) -> None:
    """注销 of what a letter was registered with by mistake, as long as nothing was entered from it (`with_entering`)."""
    may_receive(by, arrival.task.programme)
    _require_now(arrival.withdrawn_at is None, _WITHDRAWN_FROM_LETTER)
    _require_now(arrival.entered_as is None, "本项进展已据该来文代录，不能注销；内容有出入的，请退回修改")


def may_refile_from(letter, progress) -> None:
    """As of plans: what came before a return is not what was asked for with it."""
    returned = progress.events.filter(action=ProgressAction.RETURN).last()
    _require_now(
        progress.status != ProgressStatus.RETURNED or localdate(letter.received_at) >= localdate(returned.at),
        "该来文在退回修改之前收到，不是重新报送的进展，不能代录",
    )


def may_verify_entry(by, entry) -> None:
    """复核一致: another person compares what was entered on behalf with the paper."""
    _require(_receives(by, entry.progress.task.programme), _NOT_RECEIVING)
    _require_now(entry.on_behalf, "只有代录的进展需要复核")
    _require_now(entry.verified_at is None, "该次代录已复核")
    _require_now(entry.pk == entry.progress.entry_id, "该项已有新的进展报送，本次代录不需复核")
    _require(entry.by.user_id != by.user_id, "代录人不能复核自己录入的进展，请由其他核对人复核")


def may_report_step(by, task) -> None:
    """Say of a step of the plan in force that it is begun or done, at any time; who may is who writes its progress."""
    _require(_leads(by, task) and by.role in UNIT_ROLES, "只有牵头单位可以填报步骤情况")
    plan = getattr(task, "plan", None)
    _require_now(
        plan is not None and plan.in_force_id is not None and plan.status_in_force == PlanStatus.ACCEPTED,
        "实施方案尚未核收，暂不能填报步骤情况",
    )
    if by.role == Role.OFFICER and plan.office_id and plan.office_id != by.office_id:
        raise Refusal(f"本项已分办给{plan.office.name}，步骤情况由该处室或单位联络员填报", Kind.NOT_ALLOWED)


def may_contribute(by, task, round, *, takes_part: bool, today) -> None:
    """参与单位提供情况, as long as the lead may still use it."""
    _require(by.role in UNIT_ROLES and takes_part, "只有本项参与单位可以提供情况")
    _require_now(round.is_open_on(today), f"“{round}”自{in_words(round.opens_on)}起报送，届时再提供")


def may_give(by, task, round, *, takes_part: bool, today) -> None:
    """提供情况, or as the lead note what was given outside."""
    if _leads(by, task):
        may_report(by, task, round, today=today)
    else:
        may_contribute(by, task, round, takes_part=takes_part, today=today)


def may_complete(by, programme) -> None:
    """Confirm that a task is done or goes over into standing work, and reopen it."""
    _require(_leadership_of(by, programme), "只有领导小组办公室可以确认办结和重新开启")


# --- 提请协调 ------------------------------------------------------------------------------------------------


def may_raise(by, task) -> None:
    """Put a problem of a task to the leading group's office: everybody of the units that lead it or take part in it."""
    _require(_of_task(by, task), "只有本项的牵头单位和参与单位可以提请协调")


_OF_UNIT = Prepared(lambda unit, task: Task.objects.of_unit(unit).filter(pk=task).values_list("pk"))


def _of_task(by, task) -> bool:
    """Of a unit that leads it or takes part in it now."""
    return by.role in UNIT_ROLES and bool(_OF_UNIT(unit=by.unit_id, task=task.pk))


def may_handle(by, coordination) -> None:
    """Note what the leading group's office does about it."""
    _require(_leadership_of(by, coordination.task.programme), "只有领导小组办公室可以登记协调办理情况")


def _raised_it(by, coordination) -> None:
    """The unit that raised it, or who leads in place of the unit that did so as the lead."""
    raised = by.unit_id == coordination.unit_id or (coordination.led and _leads(by, coordination.task))
    _require(by.role in UNIT_ROLES and raised, "只有提请单位可以确认解决或继续提请")


def _passed_on_to(by, coordination) -> None:
    passed_on = by.role in UNIT_ROLES and coordination.events.filter(units=by.unit_id).exists()
    _require(passed_on, "只有转办单位可以反馈")


_ABOUT_COORDINATION = {
    CoordinationAction.REPLY: _passed_on_to,
    CoordinationAction.RENEW: _raised_it,
    CoordinationAction.SETTLE: _raised_it,
}


def may_act_on(by, action: CoordinationAction, coordination) -> None:
    """Whose act it is, at whatever time."""
    _ABOUT_COORDINATION.get(action, may_handle)(by, coordination)


def check_coordination(by, action: CoordinationAction, coordination) -> None:
    """Whether `by` may take `action` on it now. Raises a Refusal."""
    may_act_on(by, action, coordination)
    COORDINATION.after(coordination.status, action)


# --- 参与单位意见 --------------------------------------------------------------------------------------------


def may_note_opinion(by, plan) -> None:
    """On what was accepted, at any time: everybody of a unit that takes part in the task."""
    takes_part = by.unit_id != plan.task.lead_id and _of_task(by, plan.task)
    _require(takes_part, "只有本项的参与单位可以对已核收的方案提出意见")
    _require_now(plan.holds, "实施方案尚未核收，核收后可以提出意见")


def may_answer_opinion(by, opinion) -> None:
    task = opinion.filing.plan.task
    _require(_leads(by, task) and by.role in UNIT_ROLES, "只有牵头单位可以答复参与单位的意见")
    _require_now(opinion.answered_at is None, "该意见已答复，请刷新页面查看")


# --- 落实情况报告 --------------------------------------------------------------------------------------------


def may_write_report(by, programme) -> None:
    """落实情况报告: the leading group's office and, for it, the receiving office."""
    _require(
        _receives(by, programme) or _leadership_of(by, programme),
        "只有接收处室的核对人或领导小组办公室可以查看和编写报告",
    )
