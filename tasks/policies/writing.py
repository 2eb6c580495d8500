"""Plans of one's own unit: writing them, 分办, contacts, asking participating units, answering."""

from tasks.enums import PlanStatus
from tasks.policies.asking import require, require_now
from tasks.policies.people import leads
from tasks.rules.times import FINISH
from units.roles import Role
from zgc_tasks.common.refusal import Kind, Refusal


def may_write(by, task, plan=None) -> None:
    """Write the working copy: the liaison all of the unit's, an officer those of their office or of none."""
    require(leads(by, task) and by.role in (Role.LIAISON, Role.OFFICER), "只有牵头单位可以填写实施方案")
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
    require_now(known, "只有修订已核收的方案时，才需要取消、拆分或并入其中的步骤；新加的步骤可以直接删除")


def is_time_in_force(plan, key: int) -> None:
    """Only of a time that is in force, of 完成时间 or of a step, it is said why it moves later."""
    known = plan.revising and (key == FINISH or key in plan.in_force.keys)
    require_now(known, "只有修订已核收的方案时，才需要说明其中的时限为何推迟；新加的步骤不需说明")


def may_sign(by, filing) -> None:
    """签字稿, for the people of the unit that filed it and as long as it stands."""
    filed = by.role in (Role.LIAISON, Role.OFFICER) and by.unit_id == filing.lead_id
    require(filed, "签字稿由报送单位打印")
    require_now(not filing.on_behalf, "本次报送据来文代录，来文已经签字盖章，不需另行签字")
    require_now(filing.withdrawn_at is None, "本次报送已撤回，不需签字")


_ONLY_THE_LIAISON_ASSIGNS = "只有牵头单位的联络员可以分办"


def may_assign_plans(by) -> None:
    """分办 at all, of whatever the unit leads."""
    require(by.role == Role.LIAISON, _ONLY_THE_LIAISON_ASSIGNS)


def may_assign(by, task) -> None:
    """分办, at any time; who may accept what was filed is not changed by it (`carried_out_by`)."""
    require(leads(by, task) and by.role == Role.LIAISON, _ONLY_THE_LIAISON_ASSIGNS)


def may_change_contacts(by, plan) -> None:
    """联系信息变更 of a plan of which a filing is in force; before, the plan itself is written."""
    require(leads(by, plan.task) and by.role == Role.LIAISON, "只有牵头单位的联络员可以变更联系信息")
    require_now(plan.in_force_id is not None, "实施方案尚未报送，请直接在方案中修改联系信息")


def may_consult(by, task, plan) -> None:
    """Send the draft to participating units, or note that they were asked on paper."""
    require(leads(by, task) and by.role == Role.LIAISON, "只有牵头单位的联络员可以征求意见")
    _require_open(plan)


def may_answer_for_unit(by, consultation) -> None:
    """Everybody of the unit that was asked, whether or not the question still waits."""
    require(
        by.role in (Role.LIAISON, Role.OFFICER) and by.unit_id == consultation.unit_id,
        "只有被征求意见的单位可以反馈",
    )


def may_answer_consultation(by, consultation) -> None:
    """`consultation` comes `with_settling`: what was settled later, on paper say, is not answered once more."""
    may_answer_for_unit(by, consultation)
    require_now(not consultation.answer, "本次征求意见已反馈，不能重复反馈")
    require_now(
        consultation.settled_on is None,
        "牵头单位之后已另行征求本单位意见（含线下征求），本次不需再反馈；登记有出入的，请与牵头单位联系",
    )
