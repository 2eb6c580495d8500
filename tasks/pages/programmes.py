"""专项工作 in which a person has work, and on 首页 what waits in the others."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.http import QueryDict
from django.urls import reverse

from tasks.counted import counted_in
from tasks.enums import WITH_THE_CHECKER, CoordinationStatus, PlanStatus
from tasks.models import (
    Consultation,
    Coordination,
    Plan,
    PlanAuthor,
    Programme,
    Progress,
    Task,
    TimeChange,
)
from tasks.pages.round_home import entering, to_compare, to_tell_in_all
from tasks.pages.unit_tasks import written_by
from units.models import Membership
from units.prepared import PreparedFor
from units.roles import UNIT_ROLES, Role
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import Paged, paged

SHOWN = 10
_LISTED = 20  # programmes on a page; of each it is counted what waits there

# What may wait, in the order in which it is said.
_WORDS = {
    "plans": "实施方案待办 {} 项",
    "questions": "征求意见待反馈 {} 件",
    "rounds": "进展待报 {} 期",
    "to_compare": "代录进展待复核 {} 项",
    "to_answer": "提请协调待反馈 {} 件",
    "to_check": "待核对 {} 项",
    "to_verify": "方案待复核 {} 项",
    "entries": "进展待复核 {} 项",
    "coordination": "提请协调待办 {} 件",
    "times": "时限调整决定待登记 {} 项",
}


class ProgrammeLine(NamedTuple):
    """`waiting` is "" where nothing waits."""

    name: str
    address: str
    waiting: str


class ListedProgramme(NamedTuple):
    line: ProgrammeLine
    document_number: str
    plan_deadline: date


@dataclass(frozen=True)
class Others:
    """The first in which something waits, by their order, and whether there are more."""

    lines: list[ProgrammeLine]
    more: bool


def others(programme: Programme, by: Membership, today: date) -> Others | None:
    """None where nothing waits in another one."""
    if not programme.has_others:
        return None
    found = list(islice(_elsewhere(programme, by, today), SHOWN + 1))
    return Others(found[:SHOWN], more=len(found) > SHOWN) if found else None


def _elsewhere(programme: Programme, by: Membership, today: date) -> Iterator[ProgrammeLine]:
    """Where something waits; the first programmes are asked about before all others, as it mostly waits in many."""
    first = _FIRST(by, programme=programme.pk)
    yield from _lines(by, first, today)
    if len(first) > SHOWN:
        yield from _lines(by, list(_others(by, programme.pk).filter(pk__gt=first[-1])), today)


def _lines(by: Membership, programmes: list[int], today: date) -> Iterator[ProgrammeLine]:
    waiting = _waiting(by, programmes, today)
    return (_line(*waiting[pk]) for pk in programmes if pk in waiting)


def _others(by, programme) -> QuerySet:
    """The keys of the others in which the person has work."""
    worked_in = Programme.objects.visible_to(by).worked_in_by(by)
    return worked_in.exclude(pk=programme).values_list("pk", flat=True)


_FIRST = PreparedFor(lambda by, programme: _others(by, programme)[: SHOWN + 1])


def all_of(by: Membership, asked: QueryDict, today: date) -> Paged:
    """Every one in which the person has work, a page of them."""

    def listed(found: Iterable[Programme]) -> list[ListedProgramme]:
        rows = list(found)
        waiting = _waiting(by, [row.pk for row in rows], today)
        return [
            ListedProgramme(
                _line(row.code, row.short_name, waiting[row.pk].counts if row.pk in waiting else {}),
                row.document_number,
                row.plan_deadline,
            )
            for row in rows
        ]

    return paged(_WORKED_IN(by), asked, rows=listed)


_WORKED_IN = Listed(lambda by: Programme.objects.visible_to(by).worked_in_by(by), PreparedFor, size=_LISTED)


class _Waits(NamedTuple):
    code: str
    name: str
    counts: dict[str, int]


def _waiting(by: Membership, programmes: list[int], today: date) -> dict[int, _Waits]:
    """By the keys of programmes, which stand in order, what waits in each of them; where there are many, in what lies between
    them too.
    """
    found = {}
    if not programmes:
        return found
    who_and_when = {"today": today, "user": by.user_id}
    if len(programmes) <= _LISTED:
        whose = entering(by) if by.role in UNIT_ROLES else by.user_id
        asked = ("waits", by.role, by.unit_id, by.office_id, whose, today)
        counted = counted_in(programmes, asked, lambda: _OF_A_FEW(by, programmes=programmes, **who_and_when))
    else:
        counted = _OF_ALL(by, first=programmes[0], last=programmes[-1], **who_and_when)
    for pk, code, name, kind, count in counted:
        if count:
            found.setdefault(pk, _Waits(code, name, {})).counts[kind] = count
    return found


def _line(code: str, name: str, counts: dict[str, int]) -> ProgrammeLine:
    waiting = "，".join(words.format(counts[kind]) for kind, words in _WORDS.items() if kind in counts)
    return ProgrammeLine(name, reverse("home", args=[code.lower()]), waiting)


def _prepared(counted: Callable[..., QuerySet]) -> PreparedFor:
    """Key, code and name of each programme that is `among` those asked about, what is `counted`, and how many there are."""

    def asked(by: Membership, today: date, user: int, **among: int | list[int]) -> QuerySet:
        kind, *kinds = (counted(*kind, **among) for kind in _kinds(by, today, user))
        return kind.union(*kinds, all=True)

    return PreparedFor(asked)


def _kinds(by: Membership, today: date, user: int) -> list[tuple]:
    """Rows that wait, their kind, and the path to the programme; not what the person may not do because they entered or
    wrote it themselves.
    """
    if by.role in UNIT_ROLES:
        questions = Consultation.objects.waiting_for(by.unit_id)
        return [
            (_to_write(by), "plans", "programme"),
            (questions, "questions", "plan__task__programme"),
            (to_tell_in_all(by, today), "rounds", "programme"),
            (to_compare(by, user), "to_compare", "task__programme"),
            (Coordination.objects.owed_by(by.unit_id), "to_answer", "task__programme"),
        ]
    open_ones = Coordination.objects.visible_to(by).exclude(
        status__in=(CoordinationStatus.ANSWERED, CoordinationStatus.SETTLED)
    )
    if by.role == Role.LEADERSHIP:
        own = Q(plan__task__programme__leadership_unit=by.unit_id)
        return [
            (open_ones, "coordination", "task__programme"),
            (_to_decide(own, user), "times", "plan__task__programme"),
        ]
    plans, own = Plan.objects.visible_to(by), Q(plan__task__programme__receiving_office=by.office_id)
    return [
        (plans.to_check_by(user), "to_check", "task__programme"),
        (plans.to_verify_by(user), "to_verify", "task__programme"),
        (Progress.objects.visible_to(by).to_verify_by(user), "entries", "entry__letter__programme"),
        (_to_decide(own, user), "times", "plan__task__programme"),
    ]


def _to_decide(own: Q, user: int) -> QuerySet[TimeChange]:
    """Later 完成时间 whose decision is to be recorded, in the programmes that are one's `own`."""
    wrote = PlanAuthor.objects.filter(plan=OuterRef("plan"), user=user)
    waiting = TimeChange.objects.waiting().order_by().filter(pk=OuterRef("pk"))
    return TimeChange.objects.filter(own, ~Exists(wrote), Exists(waiting))


def _to_write(by: Membership) -> QuerySet[Task]:
    """Plans that their lead has not filed, and those that were returned."""
    led = Task.objects.led_by(by.unit_id).filter(written_by(by))
    return led.exclude(plan__status__in=(*WITH_THE_CHECKER, PlanStatus.ACCEPTED))


def _of_each(rows: QuerySet, kind: str, of: str, programmes: list[int]) -> QuerySet:
    """Programme by programme: of a few that costs less than to look through all rows of a unit that has some in a thousand."""
    mine = rows.filter(**{of: OuterRef("pk")}).order_by().values(of)
    found = Subquery(mine.annotate(found=Count("pk")).values("found"))
    of_them = Programme.objects.filter(pk__in=programmes).order_by().annotate(kind=Value(kind), found=found)
    return of_them.values_list("pk", "code", "short_name", "kind", "found")


def _of_all(rows: QuerySet, kind: str, of: str, first: int, last: int) -> QuerySet:
    """By the rows: where there are few, programmes without any cost nothing."""
    counted = (
        rows.filter(**{f"{of}__gte": first, f"{of}__lte": last})
        .order_by()
        .values(of, f"{of}__code", f"{of}__short_name")
        .annotate(kind=Value(kind), found=Count("pk"))
    )
    return counted.values_list(of, f"{of}__code", f"{of}__short_name", "kind", "found")


_OF_A_FEW, _OF_ALL = _prepared(_of_each), _prepared(_of_all)
