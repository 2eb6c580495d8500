"""The receiving office: what is filed is checked, returned or accepted; what was entered from paper is verified."""

from tasks import policies
from tasks.actions import checking, comments, letters
from tasks.enums import WITH_THE_CHECKER, Action, PlanStatus
from tasks.models import Comment, Plan
from tasks.play import chance
from tasks.play.day import Day
from tasks.play.days import waited
from tasks.rules import deadlines
from units.models import Membership
from zgc_tasks.common.prepared import Prepared

_COMMENTS = (
    "请写明本步骤的成果形式。",
    "请明确本步骤的具体责任人和成果报送对象。",
    "本步骤与参与单位有关，请写明如何配合。",
)
_NOT_BY_ITSELF = "本处室承办的方案不能由本处室核收，请明确由其他处室承办后重新报送。"

# Every day asks it.
_WITH_THE_CHECKER = Prepared(
    lambda programme: (
        Plan.objects.filter(task__programme=programme, status__in=WITH_THE_CHECKER)
        .select_related("task__programme", "task__lead", "filing__by", "office")
        .order_by("task__number")
    )
)


def play(day: Day) -> None:
    for plan in _WITH_THE_CHECKER(programme=day.programme.pk):
        plan.task.programme = day.programme
        if plan.filing.on_behalf and plan.filing.verified_at is None:
            _verify(day, plan)
        elif plan.status == PlanStatus.FILED:
            if waited(day.today, plan.filing.recorded_at, 1, 3, "开始核对", plan.filing.number):
                checker = _checker(day, plan)
                day.do(checking.start_check, plan_id=plan.pk, based_on=plan.version, by=checker)
        elif waited(day.today, plan.check_started_at, 1, 4, "核对", plan.filing.number):
            _decide(day, plan, _checker(day, plan))


def _checker(day: Day, plan: Plan) -> Membership | None:
    """One who may accept it where there is any; from plan to plan another one."""
    checkers = day.people.checkers
    turn = chance.number(0, 1, "核对人", plan.task.number)
    ordered = checkers[turn:] + checkers[:turn]
    able = (
        each
        for each in ordered
        if policies.allowed(policies.check, each, _wanted(plan), plan, today=day.today)
    )
    return next(able, next(iter(ordered), None))


def _wanted(plan: Plan) -> Action:
    return Action.START_CHECK if plan.status == PlanStatus.FILED else Action.ACCEPT


def _verify(day: Day, plan: Plan) -> None:
    if not waited(day.today, plan.filing.recorded_at, 1, 2, "复核", plan.filing.number):
        return
    other = next((each for each in day.people.checkers if each.user_id != plan.filing.by.user_id), None)
    day.do(letters.verify, filing_id=plan.filing_id, by=other)


def _decide(day: Day, plan: Plan, checker: Membership | None) -> None:
    """Every fourth text is returned once; and what somebody has already commented on."""
    if checker is None:
        return
    asked = policies.office_asked_about(checker, plan)
    if asked is not None:
        meant = asked.name in plan.filing.sheet().responsible_office
        day.do(checking.answer_office, plan_id=plan.pk, office=asked, is_meant=meant, by=checker)
        return
    refused = policies.refusal_of(policies.check, checker, Action.ACCEPT, plan, today=day.today)
    if refused is not None:
        _comment(day, plan, checker, "responsible_office", None, _NOT_BY_ITSELF)
    elif plan.filing.nth == 1 and chance.happens(25, "退回", plan.task.number):
        steps = len(plan.filing.sheet().steps)  # one entered from a letter may have none
        step = chance.number(1, steps, "退回哪一步", plan.task.number) if steps else None
        text = chance.one_of(_COMMENTS, "意见", plan.task.number)
        _comment(day, plan, checker, "steps", step, text)
    if Comment.objects.filter(filing=plan.filing_id, sent_at=None).exists():
        day.do(
            checking.return_plan,
            plan_id=plan.pk,
            based_on=plan.version,
            refile_by=deadlines.default_refile_by(day.today),
            by=checker,
        )
    else:
        day.do(checking.accept, plan_id=plan.pk, based_on=plan.version, by=checker)


def _comment(day: Day, plan: Plan, checker: Membership, field: str, step: int | None, text: str) -> None:
    day.do(comments.on_plan, plan_id=plan.pk, field=field, step=step, text=text, by=checker)
