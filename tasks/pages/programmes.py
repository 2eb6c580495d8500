"""专项工作 in which a person has work, and on 首页 what waits in the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, QuerySet, Value
from django.http import QueryDict
from django.urls import reverse

from tasks.enums import WITH_THE_CHECKER, CoordinationStatus, PlanStatus
from tasks.models import Consultation, Coordination, Plan, Programme, Task
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
    "to_check": "待核对 {} 项",
    "coordination": "提请协调待办 {} 件",
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
    for pk, code, name, kind, count in _WAITING(by, today=today):
        found.setdefault(pk, _Waits(code, name, {})).counts[kind] = count
    return found


def _line(code: str, name: str, counts: dict[str, int]) -> Line:
    waiting = "，".join(words.format(counts[kind]) for kind, words in _WORDS.items() if kind in counts)
    return Line(name, reverse("home", args=[code.lower()]), waiting)


def _asked(by: Membership, today: date) -> QuerySet:
    first, *rest = _counts(by, today)
    return first.union(*rest, all=True) if rest else first


_WAITING = PreparedFor(_asked)


def _counts(by: Membership, today: date) -> list[QuerySet]:
    """Of each kind of thing the programmes in which there is some, with how many."""
    if by.role in UNIT_ROLES:
        questions = (
            Consultation.objects.unanswered().newest_each().on_text_being_written().filter(unit=by.unit_id)
        )
        return [
            _counted(_to_write(by), "plans"),
            _counted(questions.exclude(plan__status=PlanStatus.ACCEPTED), "questions", "plan__task__"),
            _counted(left_in_all(by, today), "rounds"),
        ]
    open_ones = Coordination.objects.visible_to(by).exclude(
        status__in=(CoordinationStatus.ANSWERED, CoordinationStatus.SETTLED)
    )
    if by.role == Role.LEADERSHIP:
        return [_counted(open_ones, "coordination", "task__")]
    checked = Plan.objects.visible_to(by).filter(status__in=WITH_THE_CHECKER)
    return [_counted(checked, "to_check", "task__")]


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
