"""What only the receiving office, the one that stands in for it or the leading group's office does."""

from tasks.policies.asking import require, require_now
from tasks.policies.people import is_checker_of, leadership_of, oversees, receives, stands_in, wrote
from units.roles import UNIT_ROLES

NOT_RECEIVING = "只有接收处室的核对人可以办理"
WHOSE_PHONES = "联系电话只对接收处室、领导小组办公室和本单位显示"


def may_receive(by, programme) -> None:
    """Register letters and stamped originals, enter on behalf, note contacts, see all that is to be checked."""
    require(receives(by, programme), NOT_RECEIVING)


def may_stand_in(by, programme) -> None:
    """See the list of plans to be checked in place of the receiving office, which carries them out itself."""
    require(stands_in(by, programme), NOT_RECEIVING)


def may_record_decision(by, programme) -> None:
    """Record a designation of a lead or a resolution of wording."""
    require(
        oversees(by, programme),
        "只有接收处室的核对人或领导小组办公室可以登记",
    )


def may_decide_time(by, plan) -> None:
    """Record what was decided of a later 完成时间: nobody does who wrote of the plan."""
    may_record_decision(by, plan.task.programme)
    require(
        not wrote(by, plan),
        "您填写或报送过本方案，时限调整决定请由其他人员登记",
    )


def may_oversee(by, programme) -> None:
    """总体情况 and exports over all units."""
    require(
        oversees(by, programme),
        "只有接收处室的核对人或领导小组办公室可以查看和导出总体情况",
    )


def may_open_round(by, programme) -> None:
    """Rounds are ordered by the leading group's office; either opens, changes and closes them, and puts off filing."""
    require(
        oversees(by, programme),
        "只有接收处室的核对人或领导小组办公室可以办理报送期",
    )


def may_complete(by, programme) -> None:
    """Confirm that a task is done or goes over into standing work, and reopen it."""
    require(leadership_of(by, programme), "只有领导小组办公室可以确认办结和重新开启")


def may_record_reading(by, programme) -> None:
    """What was counted of 具体目标 is recorded by whoever oversees the programme."""
    require(
        oversees(by, programme),
        "只有接收处室的核对人或领导小组办公室可以登记具体目标的数据",
    )


def may_write_report(by, programme) -> None:
    """落实情况报告: the leading group's office and, for it, the receiving office."""
    require(
        oversees(by, programme),
        "只有接收处室的核对人或领导小组办公室可以查看和编写报告",
    )


def may_use_report(report) -> None:
    """Export it, or keep an edited file beside it."""
    require_now(not report.is_cancelled, "报告已撤销，不能再导出和存入修改稿；需要的，请另行编写")


def may_see_contacts_of(by, unit, programme) -> None:
    """Phone numbers are for checkers, the leading group's office and the unit itself (decision 0061); `unit` is None where
    nobody leads.
    """
    own = unit is not None and by.role in UNIT_ROLES and by.unit_id == unit.pk
    require(
        own or oversees(by, programme),
        WHOSE_PHONES,
    )


def may_see_phone_in(by, plan, filing=None) -> None:
    """The telephone in a plan: also for whoever checks it; in a filing also for who led then."""
    filed_it = filing is not None and by.role in UNIT_ROLES and by.unit_id == filing.lead_id
    if not filed_it and not is_checker_of(by, plan):
        may_see_contacts_of(by, plan.task.lead, plan.task.programme)
