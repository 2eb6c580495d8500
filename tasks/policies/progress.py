"""Progress by round and steps at any time: writing, filing, withdrawing, entering, contributions."""

from django.utils.timezone import localdate

from tasks.enums import ProgressAction, ProgressStatus
from tasks.policies.asking import require, require_now
from tasks.policies.checking import WITHDRAWN_FROM_LETTER
from tasks.policies.offices import may_receive
from tasks.policies.people import leads, oversees, receives
from tasks.policies.transitions import may_take
from tasks.rules.dates import in_words
from tasks.rules.progress_life import PROGRESS
from units.roles import UNIT_ROLES, Role
from zgc_tasks.common.refusal import Kind, Refusal


def may_report(by, task, round, progress=None, *, today) -> None:
    """Write what is reported of a task in a round: the liaison all of the unit's, an officer those of their office or of
    none. `progress` is None where nobody has begun.
    """
    of_its_writers(by, task, "只有牵头单位可以填写进展", "进展由该处室或单位联络员填写")
    require_now(round.is_open_on(today), f"“{round}”自{in_words(round.opens_on)}起报送，届时再填写")
    if progress is not None and progress.status == ProgressStatus.FILED:
        _may_correct(progress.entry, round)


def of_its_writers(by, task, words: str, whose: str) -> None:
    """Of the lead its liaison, or an officer where the task is of their office or of none; else `whose` it is."""
    require(leads(by, task) and by.role in UNIT_ROLES, words)
    plan = getattr(task, "plan", None)
    if by.role == Role.OFFICER and plan and plan.office_id and plan.office_id != by.office_id:
        raise Refusal(f"本项已分办给{plan.office.name}，{whose}", Kind.NOT_ALLOWED)


def _may_correct(entry, round) -> None:
    """更正 of what was entered on behalf, until a 送审稿 has taken it in; what the lead filed itself is withdrawn."""
    require_now(
        entry.on_behalf, "本项进展已报送，修改前请先撤回；已过报送截止日期的，请与接收处室联系退回修改"
    )
    require_now(
        not round.programme.drafted_since(entry.recorded_at),
        "本期进展已编入送审稿，不能更正；有出入的，请在下期进展中补报，或与接收处室联系退回修改",
    )


def may_see_outlook(by, task, entry) -> None:
    """推进状态 of a unit is for its own people, its checkers and the leading group's office, and never for its peers."""
    own = by.role in UNIT_ROLES and by.unit_id in (task.lead_id, entry.lead_id)
    require(
        own or oversees(by, task.programme),
        "推进状态只对牵头单位、接收处室和领导小组办公室显示",
    )


def progress_filing_action(progress) -> ProgressAction:
    """What filing it as it stands is: 报送, or 更正 of what was entered on behalf."""
    filed = progress.status == ProgressStatus.FILED
    return ProgressAction.CORRECT if filed else ProgressAction.FILE


def may_write_progress(by) -> None:
    """Of the people of a unit; whether the task is theirs is asked with each."""
    require(by.role in UNIT_ROLES, "只有各单位的经办人和联络员可以查看本单位报送情况")


def may_file_progress(by) -> None:
    """Of the people of a unit; whether the task is theirs is asked with each."""
    roles = PROGRESS.row(ProgressStatus.DRAFT, ProgressAction.FILE).roles
    require(by.role in roles, "进展由本单位联络员报送；已填写的内容，联络员在本页可以看到")


def check_progress(by, action: ProgressAction, progress, *, today) -> None:
    """Whether `by` may take `action` on what is reported of a task. Raises a Refusal."""
    row, checks = PROGRESS.row(progress.status, action), receives(by, progress.task.programme)
    may_take(by, row, progress.task, checks=checks)
    PROGRESS.after(progress.status, action)
    if action == ProgressAction.WITHDRAW:
        _may_withdraw_progress(progress, today)


def _may_withdraw_progress(progress, today) -> None:
    entry, round = progress.entry, progress.round
    require_now(not entry.on_behalf, "本次进展由接收处室据来文代录，不能撤回；如有出入请更正报送")
    require_now(progress.stand == 1, "此前报送的进展仍然有效，不能撤回；请与接收处室联系退回修改")
    # One of no round, or of a later one, tells too what was said last.
    require_now(
        not round.programme.drafted_since(entry.recorded_at),
        "本期进展已编入送审稿，不能撤回；请与接收处室联系退回修改",
    )
    in_time = today <= round.due_of(progress.task.lead) and round.closed_at is None
    require_now(in_time, "已过报送截止日期或已截稿，不能撤回；请与接收处室联系退回修改")


def may_enter_progress_from(by, arrival) -> None:
    """代录 what a letter says of a task in a round (`with_entering`)."""
    may_receive(by, arrival.task.programme)
    require_now(arrival.withdrawn_at is None, "本项已从该来文中注销，不能据此代录")
    require_now(arrival.entered_as is None, "本项进展已据该来文代录，不能再次代录；内容有出入的，请退回修改")


def may_withdraw_progress_arrival(by, arrival) -> None:
    """注销 of what a letter was registered with by mistake, as long as nothing was entered from it (`with_entering`)."""
    may_receive(by, arrival.task.programme)
    require_now(arrival.withdrawn_at is None, WITHDRAWN_FROM_LETTER)
    require_now(arrival.entered_as is None, "本项进展已据该来文代录，不能注销；内容有出入的，请退回修改")


def may_refile_from(letter, progress) -> None:
    """As of plans: what came before a return is not what was asked for with it."""
    if progress.status != ProgressStatus.RETURNED:
        return
    returned = progress.events.last()  # it is returned, so nothing has happened since
    require_now(
        localdate(letter.received_at) >= localdate(returned.at),
        "该来文在退回修改之前收到，不是重新报送的进展，不能代录",
    )


def may_verify_entry(by, entry) -> None:
    """复核一致: another person compares what was entered on behalf with the paper, or its lead with what it sent."""
    task = entry.progress.task
    if not receives(by, task.programme):
        may_compare(by, entry, "只有接收处室的核对人和牵头单位可以复核代录的进展")
        _is_not_being_mended(entry)
    _waits_to_be_verified(entry)
    require(entry.by.user_id != by.user_id, "代录人不能复核自己录入的进展，请由其他核对人复核")


def may_dispute_entry(by, entry) -> None:
    """不一致: its lead says where what was entered on behalf is not what it sent; once, correcting it is the next step."""
    may_compare(by, entry)
    _is_not_being_mended(entry)
    _waits_to_be_verified(entry)
    require_now(entry.disputed_at is None, "本单位已提出不一致")


def may_compare(by, entry, words: str = "只有牵头单位可以提出代录内容不一致") -> None:
    """What was entered on behalf is compared by the lead that sent the paper: another one that leads now did not write it."""
    of_its_writers(by, entry.progress.task, words, "代录内容由该处室或单位联络员核对")
    sent_it = entry.letter is None or entry.letter.unit_id == by.unit_id
    require(sent_it, "来文是原牵头单位报送的，由接收处室的核对人复核")


def _is_not_being_mended(entry) -> None:
    require_now(entry.progress.status == ProgressStatus.FILED, "该项已退回修改，请修改后重新报送")


def _waits_to_be_verified(entry) -> None:
    require_now(entry.on_behalf, "只有代录的进展需要复核")
    require_now(entry.verified_at is None, "该次代录已复核")
    require_now(entry.pk == entry.progress.entry_id, "该项已有新的进展报送，本次代录不需复核")


def may_report_step(by, task) -> None:
    """Say of a step of the plan in force that it is begun or done, at any time; who may is who writes its progress."""
    of_its_writers(by, task, "只有牵头单位可以填报步骤情况", "步骤情况由该处室或单位联络员填报")
    plan = getattr(task, "plan", None)
    require_now(plan is not None and plan.holds, "实施方案尚未核收，暂不能填报步骤情况")


def has_step(steps, key: int) -> None:
    """Whether the step with this key is still among those in force."""
    if key not in {each.key for each in steps}:
        raise Refusal("该步骤已不在实施方案中，请核对最新步骤后再填报", Kind.OUT_OF_DATE)


def may_contribute(by, task, round, *, takes_part: bool, today) -> None:
    """参与单位提供情况, as long as the lead may still use it."""
    require(by.role in UNIT_ROLES and takes_part, "只有本项参与单位可以提供情况")
    require_now(round.is_open_on(today), f"“{round}”自{in_words(round.opens_on)}起报送，届时再提供")


def may_give(by, task, round, *, takes_part: bool, today) -> None:
    """提供情况, or as the lead note what was given outside."""
    if leads(by, task):
        may_report(by, task, round, today=today)
    else:
        may_contribute(by, task, round, takes_part=takes_part, today=today)
