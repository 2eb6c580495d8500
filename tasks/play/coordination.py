"""提请协调: raised now and then by a lead, handled by the leading group's office, settled by who raised it."""

from datetime import date

from tasks.actions import coordination as actions
from tasks.enums import CoordinationAction, CoordinationStatus
from tasks.models import Completion, Coordination, Task
from tasks.play import chance
from tasks.play.day import Day
from tasks.play.days import waited
from tasks.rules import deadlines
from units.models import Unit
from zgc_tasks.common.prepared import Prepared

_FIRST = date(2015, 6, 1)
_PROBLEMS = (
    ("所需资金渠道尚未明确，请协调列入下一年度预算。", "市财政局"),
    ("外籍人才工作许可和居留手续办理时间较长，请协调简化流程。", "市人力社保局"),
    ("项目用房用地涉及规划调整，请协调加快办理。", "海淀区"),
    ("境外合作协议需履行外事报批程序，请协调支持。", "市政府外办"),
)
_STATUS_ACTIONS = {
    CoordinationStatus.RAISED: CoordinationAction.STUDY,
    CoordinationStatus.STUDYING: CoordinationAction.PASS_ON,
    CoordinationStatus.PASSED_ON: CoordinationAction.ANSWER,
    CoordinationStatus.IN_MEETING: CoordinationAction.ANSWER,
}

# Every day asks these.
_OPEN = Prepared(
    lambda programme: (
        Coordination.objects.filter(task__programme=programme)
        .exclude(status=CoordinationStatus.SETTLED)
        .select_related("task__lead", "task__programme", "unit")
        .order_by("pk")
    )
)
_GOING_ON = Prepared(
    lambda programme: (
        Task.objects.filter(programme=programme)
        .exclude(lead=None)
        .exclude(pk__in=Completion.objects.standing().values("task"))
        .order_by("number")
    )
)


def play(day: Day) -> None:
    _raise_some(day)
    for each in _OPEN(programme=day.programme.pk):
        last = each.events.last()
        if waited(
            day.today,
            last.at if last else each.raised_at,
            3,
            9,
            each.status,
            each.task.number,
            each.raised_at,
        ):
            _go_on(day, each)


def _raise_some(day: Day) -> None:
    if day.today < _FIRST:
        return
    for task in _GOING_ON(programme=day.programme.pk):
        if chance.happens(0.06, "提请协调", task.number, day.today):
            what, asked_of = chance.one_of(_PROBLEMS, task.number, day.today)
            day.do(
                actions.raise_it,
                task=task,
                what=what,
                asked_of=asked_of,
                wanted_by=deadlines.working_days_from(day.today, 30),
                by=day.people.liaison(task.lead_id),
            )


def _go_on(day: Day, each: Coordination) -> None:
    owed = [unit for unit in _passed_on_to(each) if not _has_replied(each, unit)]
    if each.status == CoordinationStatus.ANSWERED:
        _say(day, each, actions.settle, "有关问题已解决，按答复意见落实。", each.unit_id)
    elif owed:
        for unit in owed:
            _say(day, each, actions.reply, "已研究，拟按职责支持，具体事项请牵头单位与本单位对接。", unit.pk)
    else:
        _handle(day, each, _STATUS_ACTIONS[each.status])


def _say(day: Day, each: Coordination, act, note: str, unit_id: int) -> None:
    by = day.people.liaison(unit_id)
    done = day.do(act, coordination_id=each.pk, based_on=each.version, note=note, by=by)
    each.version += done is not None


def _handle(day: Day, each: Coordination, action: CoordinationAction) -> None:
    passes = action == CoordinationAction.PASS_ON
    units = list(Unit.objects.filter(short_name=each.asked_of).exclude(pk=each.unit_id)) if passes else []
    if passes and not units:
        passes, action = False, CoordinationAction.SUBMIT
    day.do(
        actions.handle,
        coordination_id=each.pk,
        based_on=each.version,
        action=action,
        dated_on=day.today,
        basis=f"协调办理单（演示）〔{day.today.year}〕{chance.number(1, 60, each.task.number, each.raised_at)}号",
        note="经研究，由有关单位按职责支持，纳入年度工作安排。"
        if action == CoordinationAction.ANSWER
        else "",
        units=units,
        answer_by=deadlines.working_days_from(day.today, 10) if passes else None,
        by=day.people.leadership,
    )


def _passed_on_to(each: Coordination) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=each.events.values("units")).order_by("pk"))


def _has_replied(each: Coordination, unit: Unit) -> bool:
    return each.events.filter(action=CoordinationAction.REPLY, by__unit=unit).exists()
