"""首页 of a unit: what its people have to do today, what it has filed, and what it takes part in.

Of long lists the first rows with the total; the number of queries does not grow with the tasks.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, NamedTuple

from django.db.models import Count, Exists, F, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from tasks import policies
from tasks.counted import counted
from tasks.enums import WITH_THE_CHECKER, PlanStatus, TaskState, revision_in_words
from tasks.models import Consultation, Plan, Programme, Task
from tasks.pages.addresses import TaskAddresses
from tasks.pages.successions import Succession, lately
from tasks.pages.unit_tasks import (
    joined_by,
    joined_total,
    led_by,
    of_office,
    paged_joined,
    plan_of,
    with_plan,
)
from tasks.prepared import Days
from tasks.rules import dates, deadlines
from units.models import Membership, Office
from units.prepared import PreparedFor
from units.roles import Role
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import PAGE_SIZE, Paged
from zgc_tasks.common.prepared import Prepared

# So many tasks that the unit takes part in are named by their numbers; of more the number stands there.
_NAMED = 3
# So many offices of the unit are named with the tasks they carry out.
_OFFICES_NAMED = 10


class Scope(StrEnum):
    """Whose plans are shown: those of one's own office and of none, or all of the unit's."""

    OFFICE = "office"
    UNIT = "unit"


class Badge(NamedTuple):
    state: str
    label: str
    note: str = ""


class Time(NamedTuple):
    words: str
    overdue: bool = False


class Button(NamedTuple):
    """`about` is what only screen readers are told after the label."""

    label: str
    about: str
    address: str
    kind: str = "outline"


class Item(NamedTuple):
    """A line of 需要办理. `beside` and `below` stand at the badge, `below` on a line of its own."""

    number: int
    about: str
    address: str
    badge: Badge
    times: tuple[Time, ...]
    button: Button | None
    office: str = ""
    beside: str = ""
    below: str = ""


class FiledTask(NamedTuple):
    number: int
    address: str
    words: str


@dataclass(frozen=True)
class UnitHome:
    """`led` counts all tasks the unit leads, whatever `scope` shows of them; `todo` and `filed` are the first of
    `todo_total` and `filed_total`; `joined_numbers` is "" where there are too many to name, `assigned` where the reader
    assigns nothing.
    """

    scope: Scope | None
    led: int
    overdue: str
    todo: list[Item]
    todo_total: int
    filed: list[FiledTask]
    filed_total: int
    joined_total: int
    joined_numbers: str
    assigned: str
    successions: list[Succession]
    template: ClassVar = "tasks/home_lead.html"


@dataclass(frozen=True)
class ParticipantHome:
    todo: list[Item]
    todo_total: int
    joined: Paged
    successions: list[Succession]
    template: ClassVar = "tasks/home_participant.html"


def build(
    programme: Programme, by: Membership, asked: QueryDict, *, today: date
) -> UnitHome | ParticipantHome:
    """The home of the acting membership: of a unit that leads tasks, or of one that only takes part."""
    scope = _scope(by, asked.get("scope", ""))
    ((led_total,),) = _LED_TOTAL(by, programme=programme.pk) or ((0,),)
    waiting = _WAITING(unit=by.unit_id, programme=programme.pk)
    questions = [_question(one, programme, today) for one in waiting.first]
    told = lately(by, programme, today)
    if not led_total:
        joined = paged_joined(by, programme, asked, today=today)
        return ParticipantHome(questions, len(waiting), joined, told)
    led, asked_of = _LED[scope == Scope.OFFICE], {"programme": programme.pk, **Days.of(today)._asdict()}
    if led_total < PAGE_SIZE:
        own = _all_of(led.first(by, **asked_of))
    else:
        whose = ("led", by.unit_id, scope == Scope.OFFICE and by.office_id, today)
        totals = counted(programme.pk, whose, lambda: _totals(led.whole(by, **asked_of)))
        own = _Own(led.open(by, **asked_of), _as_filed(led.filed(by, **asked_of)), totals)
    items = [*_items(own.open, programme, by, today), *questions]
    numbers = _JOINED(by, programme=programme.pk)
    joined = joined_total(by, programme, numbers)
    return UnitHome(
        scope=scope,
        led=led_total,
        overdue=deadlines.overdue_in_words(own.totals.missing, 0, today),
        todo=sorted(items, key=lambda item: item.number)[:PAGE_SIZE],
        todo_total=own.totals.open + len(waiting),
        filed=_filed(own.filed, programme),
        filed_total=own.totals.filed,
        joined_total=joined,
        joined_numbers="、".join(map(str, numbers.first)) if joined <= _NAMED else "",
        assigned=_assigned_in_words(by, programme),
        successions=told,
    )


_WITH_THE_CHECKER = (*WITH_THE_CHECKER, PlanStatus.ACCEPTED)


def _scope(by: Membership, asked: str) -> Scope | None:
    """None where there is nothing to choose: the person belongs to no office."""
    if by.office_id is None:
        return None
    usual = Scope.OFFICE if by.role == Role.OFFICER else Scope.UNIT
    return Scope(asked) if asked in tuple(Scope) else usual


class _Led:
    """What a unit leads, or an office of it carries out: `whole` as a queryset, and the first by prepared queries, of all, of
    those still to be written, filed or mended, and of those filed.
    """

    def __init__(self, *, of_an_office: bool):
        self._of_an_office = of_an_office
        self.first = PreparedFor(lambda by, **asked: with_plan(self.whole(by, **asked))[:PAGE_SIZE])
        self.open = PreparedFor(
            lambda by, **asked: with_plan(self.whole(by, **asked).filter(_STILL_OPEN))[:PAGE_SIZE]
        )
        self.filed = PreparedFor(
            lambda by, **asked: self.whole(by, **asked).filter(_FILED).values_list(*_OF_FILED)[:PAGE_SIZE]
        )

    def whole(self, by, programme, day, soon) -> QuerySet:
        led = led_by(by, programme)
        return (led.filter(of_office(by)) if self._of_an_office else led).with_standing(Days(day, soon))


_LED = {of_an_office: _Led(of_an_office=of_an_office) for of_an_office in (False, True)}
_LED_TOTAL = PreparedFor(
    lambda by, programme: (
        led_by(by, programme).order_by().values("programme").annotate(led=Count("pk")).values_list("led")
    )
)
_JOINED = Listed(lambda by, programme: joined_by(by, programme).values_list("number", flat=True), PreparedFor)


# --- 分办 ------------------------------------------------------------------------------------------------------


def _by_office(by, programme) -> QuerySet:
    """By the name of each office how many tasks it carries out, None for those of none; and whether the unit has offices."""
    offices = Exists(Office.objects.filter(unit=by.unit_id))
    led = led_by(by, programme).order_by("plan__office_id")
    counted = led.values("plan__office_id", name=F("plan__office__name")).annotate(carried=Count("pk"))
    return counted.annotate(has_offices=offices).values_list("name", "carried", "has_offices")


_BY_OFFICE = PreparedFor(_by_office)


def _assigned_in_words(by: Membership, programme: Programme) -> str:
    """How many tasks each office carries out, for whoever assigns them; "" where the unit has no offices."""
    if by.role != Role.LIAISON:
        return ""
    rows = _BY_OFFICE(by, programme=programme.pk)
    said = [f"{name} {carried} 项" for name, carried, _ in rows if name]
    more = f"等 {len(said)} 个处室" if len(said) > _OFFICES_NAMED else ""
    none = [f"未分办 {carried} 项" for name, carried, has_offices in rows if has_offices and not name]
    return "，".join([*filter(None, ["、".join(said[:_OFFICES_NAMED]) + more]), *none])


# --- the unit's own plans --------------------------------------------------------------------------------------


class _Filed(NamedTuple):
    number: int
    status: str
    revised: bool
    on_behalf: bool

    @property
    def words(self) -> str:
        status = revision_in_words(self.status) if self.revised else PlanStatus(self.status).label
        return f"{status}，据来文代录" if self.on_behalf else status


class _Totals(NamedTuple):
    """How many plans are still to be written, filed or mended, how many are filed, and by deadline how many are late."""

    open: int
    filed: int
    missing: Mapping[date, int]


class _Own(NamedTuple):
    """The first tasks whose plans are still to be written, filed or mended, and the first that are filed."""

    open: list[Task]
    filed: list[_Filed]
    totals: _Totals


def _all_of(led: list[Task]) -> _Own:
    still_open, filed = [], []
    for task in led:
        plan = plan_of(task)
        if plan and plan.status in _WITH_THE_CHECKER:
            filed.append(_Filed(task.number, plan.status, plan.revising, plan.filing.on_behalf))
        else:
            still_open.append(task)
    missing = Counter(task.deadline for task in still_open if task.state == TaskState.MISSING)
    return _Own(still_open, filed, _Totals(len(still_open), len(filed), missing))


_FILED = Q(plan__status__in=_WITH_THE_CHECKER)
_STILL_OPEN = Q(plan=None) | ~_FILED
_OF_FILED = ("number", "plan__status", "revision", "plan__filing__letter")


def _totals(led: QuerySet) -> _Totals:
    found = led.aggregate(open=Count("pk", filter=_STILL_OPEN), filed=Count("pk", filter=_FILED))
    late = led.filter(_STILL_OPEN, state=TaskState.MISSING).situations("deadline")
    return _Totals(**found, missing={found.deadline: found.tasks for found in late})


def _as_filed(rows: Iterable[tuple]) -> list[_Filed]:
    return [
        _Filed(number, status, revision is not None, letter is not None)
        for number, status, revision, letter in rows
    ]


def _items(tasks: list[Task], programme: Programme, by: Membership, today: date) -> list[Item]:
    addresses, counted = (
        TaskAddresses(programme),
        _counts([plan for task in tasks if (plan := plan_of(task))]),
    )
    return [_item(task, addresses, by, today, counted) for task in tasks]


@dataclass(frozen=True)
class _Counts:
    """Per plan the comments of the filing that was returned, and of drafts the units asked, and those that have
    not answered.
    """

    comments: dict[int, int]
    asked: dict[int, int]
    waiting: dict[int, int]


def _counts(plans: list[Plan]) -> _Counts:
    returned = [plan.pk for plan in plans if plan.status == PlanStatus.RETURNED]
    drafts = [plan.pk for plan in plans if plan.status == PlanStatus.DRAFT and plan.begun_at]
    asked = dict(_ASKED(plans=drafts))
    return _Counts(
        comments=dict(_SENT(plans=returned)),
        asked=asked,
        waiting=dict(_UNANSWERED(plans=list(asked))),
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


def _units_by_plan(consultations) -> QuerySet:
    return consultations.order_by().values_list("plan").annotate(Count("unit", distinct=True))


_ASKED = Prepared(lambda plans: _units_by_plan(_asked(plans)))
_UNANSWERED = Prepared(lambda plans: _units_by_plan(_asked(plans).unanswered()))


def _item(task: Task, addresses: TaskAddresses, by: Membership, today: date, counted: _Counts) -> Item:
    plan, number = plan_of(task), task.number
    may_write = policies.allowed(policies.may_write, by, task, plan)
    what = {"number": number, "about": task.content, "address": addresses.task(number)}
    if plan and plan.office:
        what["office"] = plan.office.name
    if plan and plan.status == PlanStatus.RETURNED:
        comments = counted.comments.get(plan.pk)
        note = f"{comments}条意见" if comments else ""
        button = Button("查看并修改", f"：第{number}项", addresses.plan(number))
        return Item(
            **what,
            badge=Badge(PlanStatus.RETURNED, _returned(plan), note),
            times=_until_refiled(plan.refile_by, today),
            button=button if may_write else _reading(addresses, number),
        )
    begun = plan is not None and plan.begun_at is not None
    saved = (Time(f"{dates.lately(timezone.localtime(plan.updated_at), today)}保存"),) if begun else ()
    revised = plan is not None and plan.revising
    has_due = task.own_deadline and not revised
    due = (Time(f"本项{dates.without_year(task.own_deadline)}截止"),) if has_due else ()
    late = ()
    if task.state == TaskState.MISSING and not revised:
        late = (Time(f"逾期 {deadlines.late_by(task.deadline, today)}", overdue=True),)
    label = "继续修订" if revised else "继续填写" if begun else "填写实施方案"
    writing = Button(label, f"：第{number}项", addresses.plan_form(number))
    reading = _reading(addresses, number) if plan else None
    return Item(
        **what,
        badge=Badge(TaskState.DRAFT, revision_in_words(plan.status)) if revised else _badge(task, begun),
        times=(*saved, *due, *late),
        button=writing if may_write else reading,
        beside="有草稿" if begun and task.state == TaskState.MISSING else "",
        below=_asked_in_words(plan.pk, counted) if begun else "",
    )


def _badge(task: Task, begun: bool) -> Badge:
    if task.state == TaskState.MISSING:
        return Badge(TaskState.MISSING, TaskState.MISSING.label)
    return Badge(TaskState.DRAFT, "草稿") if begun else Badge(TaskState.NOT_STARTED, "尚未填写")


def _reading(addresses: TaskAddresses, number: int) -> Button:
    return Button("查看", f"第{number}项", addresses.plan(number), kind="quiet")


def _returned(plan: Plan) -> str:
    return revision_in_words(plan.status) if plan.revising else PlanStatus.RETURNED.label


def _until_refiled(refile_by: date, today: date) -> tuple[Time, ...]:
    """Of a revision too, which the standing of the plan in force does not tell."""
    overdue = deadlines.refile_overdue(refile_by=refile_by, as_of=today)
    until = Time(f"{dates.without_year(refile_by)}前重新报送", overdue)
    passed = f"已过重新报送时限 {deadlines.late_by(refile_by, today)}"
    return (until, Time(passed, overdue=True)) if overdue else (until,)


def _asked_in_words(plan: int, counted: _Counts) -> str:
    asked, waiting = counted.asked.get(plan), counted.waiting.get(plan, 0)
    if not asked:
        return ""
    return f"征求意见 {asked} 家，已反馈 {asked - waiting} 家" if waiting else "征求意见均已反馈"


# --- plans of other units that wait for an answer of this one --------------------------------------------------


def _waiting(unit, programme) -> QuerySet:
    waiting = Consultation.objects.waiting_for(unit).filter(plan__task__programme=programme)
    return waiting.order_by("plan__task__number").values_list(
        "pk", "asked_at", "plan__task__number", "plan__task__lead__short_name", named=True
    )


_WAITING = Listed(_waiting)


def _question(question, programme: Programme, today: date) -> Item:
    number = question.plan__task__number
    address = reverse("consultation-detail", args=[programme.slug, question.pk])
    return Item(
        number=number,
        about=f"{question.plan__task__lead__short_name}就第{number}项方案征求意见",
        address=address,
        badge=Badge("waiting", "待反馈"),
        times=(Time(f"{dates.lately(timezone.localtime(question.asked_at), today)}发来"),),
        button=Button("查看并反馈", f"：第{number}项", address),
    )


# --- filed -----------------------------------------------------------------------------------------------------


def _filed(tasks: list[_Filed], programme: Programme) -> list[FiledTask]:
    addresses = TaskAddresses(programme)
    return [FiledTask(task.number, addresses.plan(task.number), task.words) for task in tasks]
