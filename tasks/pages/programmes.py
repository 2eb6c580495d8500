"""专项工作 in which a person has work, and on 首页 what waits in the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.http import QueryDict
from django.urls import reverse

from tasks.enums import WITH_THE_CHECKER, CoordinationStatus, PlanStatus
from tasks.models import (
    Consultation,
    Coordination,
    CoordinationEvent,
    Plan,
    PlanAuthor,
    Programme,
    Progress,
    Task,
    TimeChange,
)
from tasks.pages.round_home import left_in_all
from tasks.pages.unit_tasks import written_by
from units.models import Membership
from units.prepared import PreparedFor
from units.roles import UNIT_ROLES, Role
from zgc_tasks.common.paging import Paged, paged

SHOWN = 10

# What may wait, in the order in which it is said.
_WORDS = {
    "plans": "实施方案待办 {} 项",
    "questions": "征求意见待反馈 {} 件",
    "rounds": "进展待报 {} 期",
    "to_answer": "提请协调待反馈 {} 件",
    "to_check": "待核对 {} 项",
    "to_verify": "方案待复核 {} 项",
    "entries": "进展待复核 {} 项",
    "coordination": "提请协调待办 {} 件",
    "times": "时限调整决定待登记 {} 项",
}


class Line(NamedTuple):
    """`waiting` is "" where nothing waits."""

    name: str
    address: str
    waiting: str


class ListedProgramme(NamedTuple):
    line: Line
    document_number: str
    plan_deadline: date


@dataclass(frozen=True)
class Others:
    """The first in which something waits, by their order; `more` is how many there are besides."""

    lines: list[Line]
    more: int


def others(programme: Programme, by: Membership, today: date) -> Others | None:
    """One query, however many there are; none where the person has work in this one alone."""
    if not programme.has_others:
        return None
    found = _waiting(by, today)
    found.pop(programme.pk, None)
    shown = [_line(*waits) for _, waits in sorted(found.items())[:SHOWN]]
    return Others(shown, more=len(found) - len(shown)) if found else None


def all_of(by: Membership, asked: QueryDict, today: date) -> Paged:
    """Every one in which the person has work, a page of them."""
    waiting = _waiting(by, today)

    def listed(rows: Iterable[Programme]) -> list[ListedProgramme]:
        return [
            ListedProgramme(
                _line(row.code, row.short_name, waiting[row.pk].counts if row.pk in waiting else {}),
                row.document_number,
                row.plan_deadline,
            )
            for row in rows
        ]

    return paged(Programme.objects.visible_to(by).worked_in_by(by), asked, rows=listed)


class _Waits(NamedTuple):
    code: str
    name: str
    counts: dict[str, int]


def _waiting(by: Membership, today: date) -> dict[int, _Waits]:
    """By the keys of programmes what waits in each."""
    found = {}
    for pk, code, name, kind, count in _WAITING(by, today=today, user=by.user_id):
        found.setdefault(pk, _Waits(code, name, {})).counts[kind] = count
    return found


def _line(code: str, name: str, counts: dict[str, int]) -> Line:
    waiting = "，".join(words.format(counts[kind]) for kind, words in _WORDS.items() if kind in counts)
    return Line(name, reverse("home", args=[code.lower()]), waiting)


def _asked(by: Membership, today: date, user: int) -> QuerySet:
    first, *rest = _counts(by, today, user)
    return first.union(*rest, all=True)


_WAITING = PreparedFor(_asked)


def _counts(by: Membership, today: date, user: int) -> list[QuerySet]:
    """Of each kind of thing the programmes in which there is some, with how many; not what the person may not do
    because they entered or wrote it themselves.
    """
    if by.role in UNIT_ROLES:
        passed_on = CoordinationEvent.objects.owed_by(by.unit_id).values("coordination")
        questions = (
            Consultation.objects.unanswered().newest_each().on_text_being_written().filter(unit=by.unit_id)
        )
        return [
            _counted(_to_write(by), "plans"),
            _counted(questions.exclude(plan__status=PlanStatus.ACCEPTED), "questions", "plan__task__"),
            _counted(left_in_all(by, today), "rounds"),
            _counted(Coordination.objects.filter(pk__in=passed_on), "to_answer", "task__"),
        ]
    open_ones = Coordination.objects.visible_to(by).exclude(
        status__in=(CoordinationStatus.ANSWERED, CoordinationStatus.SETTLED)
    )
    if by.role == Role.LEADERSHIP:
        own = Q(plan__task__programme__leadership_unit=by.unit_id)
        return [
            _counted(open_ones, "coordination", "task__"),
            _counted(_to_decide(own, user), "times", "plan__task__"),
        ]
    plans, own = Plan.objects.visible_to(by), Q(plan__task__programme__receiving_office=by.office_id)
    return [
        _counted(plans.to_check_by(user), "to_check", "task__"),
        _counted(plans.to_verify_by(user), "to_verify", "task__"),
        _counted(Progress.objects.visible_to(by).to_verify_by(user), "entries", "task__"),
        _counted(_to_decide(own, user), "times", "plan__task__"),
    ]


def _to_decide(own: Q, user: int) -> QuerySet[TimeChange]:
    """Later 完成时间 whose decision is to be recorded, in the programmes that are one's `own`."""
    wrote = PlanAuthor.objects.filter(plan=OuterRef("plan"), user=user)
    waiting = TimeChange.objects.waiting().order_by().values("pk")
    return TimeChange.objects.filter(own, ~Exists(wrote), pk__in=waiting)


def _to_write(by: Membership) -> QuerySet[Task]:
    """Plans that their lead has not filed, and those that were returned."""
    led = Task.objects.led_by(by.unit_id).filter(written_by(by))
    return led.exclude(plan__status__in=(*WITH_THE_CHECKER, PlanStatus.ACCEPTED))


def _counted(rows: QuerySet, kind: str, path: str = "") -> QuerySet:
    """Key, code and name of each programme of the rows, what is counted, and how many there are."""
    of = f"{path}programme"
    counted = (
        rows.order_by()
        .values(of, f"{of}__code", f"{of}__short_name")
        .annotate(kind=Value(kind), found=Count("pk"))
    )
    return counted.values_list(of, f"{of}__code", f"{of}__short_name", "kind", "found")
