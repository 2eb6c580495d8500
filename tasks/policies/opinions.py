"""参与单位意见 on what was accepted."""

from tasks.policies.asking import require, require_now
from tasks.policies.people import leads, of_task
from units.roles import UNIT_ROLES


def may_note_opinion(by, plan) -> None:
    """On what was accepted, at any time: everybody of a unit that takes part in the task."""
    takes_part = by.unit_id != plan.task.lead_id and of_task(by, plan.task)
    require(takes_part, "只有本项的参与单位可以对已核收的方案提出意见")
    require_now(plan.holds, "实施方案尚未核收，核收后可以提出意见")


def may_answer_opinion(by, opinion) -> None:
    task = opinion.filing.plan.task
    require(leads(by, task) and by.role in UNIT_ROLES, "只有牵头单位可以答复参与单位的意见")
    require_now(opinion.answered_at is None, "该意见已答复，请刷新页面查看")
