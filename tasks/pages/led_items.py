"""The tasks a unit leads whose plans are to be written, filed or mended, as lines of 需要办理."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils import timezone

from tasks import policies
from tasks.enums import ConsultationAnswer, PlanStatus, TaskState, revision_in_words
from tasks.models import Consultation, Plan, Programme, Task
from tasks.pages.addresses import TaskAddresses
from tasks.pages.todo import Badge, Button, Item, Time, until_refiled
from tasks.pages.unit_tasks import plan_of
from tasks.rules import dates, deadlines
from units.models import Membership
from zgc_tasks.common.prepared import Prepared


def items(tasks: list[Task], programme: Programme, by: Membership, today: date) -> list[Item]:
    addresses = TaskAddresses(programme)
    counts = _counts([plan for task in tasks if (plan := plan_of(task))])
    return [_item(task, addresses, by, today, counts) for task in tasks]


@dataclass(frozen=True)
class _Counts:
    """Per plan the comments of the filing that was returned, and of drafts the units asked, and by the answer those
    that have not answered or have 有意见; of a unit that has and was asked again both are so.
    """

    comments: dict[int, int]
    asked: dict[int, int]
    unsettled: dict[tuple[int, str], int]


def _counts(plans: list[Plan]) -> _Counts:
    returned = [plan.pk for plan in plans if plan.status == PlanStatus.RETURNED]
    drafts = [plan.pk for plan in plans if plan.status == PlanStatus.DRAFT and plan.begun_at]
    asked = dict(_ASKED(plans=drafts))
    return _Counts(
        comments=dict(_SENT(plans=returned)),
        asked=asked,
        unsettled={(plan, answer): units for plan, answer, units in _UNSETTLED(plans=list(asked))},
    )


_SENT = Prepared(
    lambda plans: (
        Plan.objects.filter(filing__comments__sent_at__isnull=False, pk__in=plans)
        .order_by()
        .values_list("pk")
        .annotate(Count("filing__comments"))
    )
)


def _asked(plans) -> QuerySet:
    return Consultation.objects.filter(plan__pk__in=plans).on_text_being_written()


def _units_by(consultations, *fields: str) -> QuerySet:
    return consultations.order_by().values_list(*fields).annotate(Count("unit", distinct=True))


_ASKED = Prepared(lambda plans: _units_by(_asked(plans), "plan"))
_UNSETTLED = Prepared(lambda plans: _units_by(_asked(plans).unsettled(), "plan", "answer"))


def _item(task: Task, addresses: TaskAddresses, by: Membership, today: date, counts: _Counts) -> Item:
    plan, number = plan_of(task), task.number
    is_returned = plan is not None and plan.status == PlanStatus.RETURNED
    item = Item(
        number=number,
        about=task.content,
        address=addresses.task(number),
        office=plan.office.name if plan and plan.office else "",
        **(_to_mend if is_returned else _to_write)(task, plan, addresses, today, counts),
    )
    if policies.allowed(policies.may_write, by, task, plan):
        return item
    reading = Button("查看", f"第{number}项", addresses.plan(number), kind="quiet")
    return item._replace(button=reading if plan else None)


def _to_mend(task: Task, plan: Plan, addresses: TaskAddresses, today: date, counts: _Counts) -> dict:
    comments = counts.comments.get(plan.pk)
    label = revision_in_words(plan.status) if plan.revising else PlanStatus.RETURNED.label
    return {
        "badge": Badge(PlanStatus.RETURNED, label, f"{comments}条意见" if comments else ""),
        "times": until_refiled(plan.refile_by, today),
        "button": Button("查看并修改", f"：第{task.number}项", addresses.plan(task.number)),
    }


def _to_write(task: Task, plan: Plan | None, addresses: TaskAddresses, today: date, counts: _Counts) -> dict:
    begun = plan is not None and plan.begun_at is not None
    revised = plan is not None and plan.revising
    saved = (Time(f"{dates.lately(timezone.localtime(plan.updated_at), today)}保存"),) if begun else ()
    label = "继续修订" if revised else "继续填写" if begun else "填写实施方案"
    return {
        "badge": Badge(TaskState.DRAFT, revision_in_words(plan.status)) if revised else _badge(task, begun),
        "times": saved if revised else (*saved, *_until_filed(task, today)),
        "button": Button(label, f"：第{task.number}项", addresses.plan_form(task.number)),
        "beside": "有草稿" if begun and task.state == TaskState.MISSING else "",
        "below": _asked_in_words(plan.pk, counts) if begun else "",
    }


def _badge(task: Task, begun: bool) -> Badge:
    if task.state == TaskState.MISSING:
        return Badge(TaskState.MISSING, TaskState.MISSING.label)
    return Badge(TaskState.DRAFT, "草稿") if begun else Badge(TaskState.NOT_STARTED, "尚未填写")


def _until_filed(task: Task, today: date) -> Iterator[Time]:
    if task.own_deadline:
        yield Time(f"本项{dates.without_year(task.own_deadline)}截止")
    if task.state == TaskState.MISSING:
        yield Time(f"逾期 {deadlines.late_by(task.deadline, today)}", overdue=True)


def _asked_in_words(plan: int, counts: _Counts) -> str:
    asked, waiting = counts.asked.get(plan), counts.unsettled.get((plan, ""))
    if not asked:
        return ""
    objecting = counts.unsettled.get((plan, ConsultationAnswer.OPINION))
    of_them = f"（其中 {objecting} 家有意见）" if objecting else ""
    if waiting:
        return f"征求意见 {asked} 家{of_them}，已反馈 {asked - waiting} 家"
    return f"征求意见均已反馈{of_them}"
