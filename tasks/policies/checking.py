"""Plans with their checkers: seeing them, 责任处室, what was entered from a letter."""

from django.utils.timezone import localdate

from tasks.enums import PlanStatus
from tasks.models import OfficeAnswer
from tasks.policies.asking import require, require_now
from tasks.policies.offices import NOT_RECEIVING, may_receive
from tasks.policies.people import is_checker_of
from tasks.rules.office_names import may_mean
from units.models import Membership
from zgc_tasks.common.prepared import Prepared

WITHDRAWN_FROM_LETTER = "本项已从该来文中注销"


def may_check(by, plan) -> None:
    """See a filed plan as its checkers do; what they may do with it: `check`, `may_comment`, `may_verify`."""
    require(is_checker_of(by, plan), NOT_RECEIVING)


def written_office(plan) -> str:
    """责任处室 as what was filed has it."""
    return plan.filing.sheet().responsible_office


def office_asked_about(by, plan):
    """The office of the person's own in the lead unit that 责任处室 may mean, and nobody has said yet; else None."""
    written = written_office(plan)
    if not written or plan.filing.named_office_id:
        return None
    own = _OWN_NOT_ANSWERED(user=by.user_id, unit=plan.task.lead_id, plan=plan.pk, written=written)
    offices = (membership.office for membership in own)
    return next((office for office in offices if may_mean(written, (office.name, *office.aliases))), None)


def _own_not_answered(user, unit, plan, written):
    """Memberships in offices of a unit, of which it was not said yet whether 责任处室 of a plan means them."""
    answered = OfficeAnswer.objects.filter(plan=plan, written=written).order_by().values("office")
    own = Membership.objects.filter(user=user, is_active=True, office__unit=unit)
    return own.exclude(office__in=answered).select_related("office__unit").order_by("pk")


_OWN_NOT_ANSWERED = Prepared(_own_not_answered)


def may_answer_office(by, plan, office) -> None:
    """Say whether 责任处室 means an office of one's own in the lead unit, while the plan is being checked.

    Not of what is certain: a name or alias of an office.
    """
    may_check(by, plan)
    require_now(plan.status == PlanStatus.CHECKING, "请先点击“开始核对”，再答复")
    require(
        office.unit_id == plan.task.lead_id
        and by.user.memberships.filter(is_active=True, office=office).exists(),
        "只能就自己所在的处室答复",
    )
    by_answer = plan.office_answers.filter(written=written_office(plan)).exists()
    require_now(
        bool(written_office(plan)) and (by_answer or plan.filing.named_office_id is None),
        "方案所填责任处室已经明确，不需答复",
    )


def may_enter_from(arrival, plan) -> None:
    """Beyond status and role: once from a letter; and what came before a return is not what was asked for with it.

    `arrival` comes `with_entering`.
    """
    require_now(not arrival.entered, "本项已据该来文代录，不能再次代录；内容有出入的，请在核对时退回修改")
    require_now(
        plan.status != PlanStatus.RETURNED
        or localdate(arrival.letter.received_at) >= localdate(arrival.returned_at),
        "该来文在退回修改之前收到，不是重新报送的方案，不能代录；登记后，收到时间已计入是否按时",
    )


def may_withdraw_arrival(by, arrival) -> None:
    """注销 of what a letter was registered with by mistake, as long as nothing was entered from it (`with_entering`)."""
    may_receive(by, arrival.task.programme)
    require_now(arrival.withdrawn_at is None, WITHDRAWN_FROM_LETTER)
    require_now(not arrival.entered, "本项已据该来文代录，不能注销；内容有出入的，请在核对时退回修改")


def still_holds(filing, plan) -> bool:
    """Whether it is what the plan was filed as last, or what is in force; another one has taken its place else."""
    return filing.pk in (plan.filing_id, plan.in_force_id)


def may_receive_stamped(by, filing) -> None:
    """盖章件收到: noted once for a filing."""
    may_receive(by, filing.plan.task.programme)
    require_now(filing.stamped_received_on is None, "盖章件已登记收到")


def may_verify(by, filing) -> None:
    """复核一致: another person compares what was entered on behalf with the paper."""
    may_check(by, filing.plan)
    require_now(filing.on_behalf, "只有代录的方案需要复核")
    require_now(filing.verified_at is None, "已复核")
    require_now(still_holds(filing, filing.plan), "该项已有新的报送，本次代录不需复核")
    require(filing.by.user_id != by.user_id, "代录人不能复核自己录入的内容，请由其他核对人复核")
