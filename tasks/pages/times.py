"""Times that moved, wherever a plan is read: what holds, what was asked and decided; and the page of a decision."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from tasks import policies
from tasks.enums import StepEnding, TimeChangeKind
from tasks.forms.times import TimeDecisionForm
from tasks.models import Filing, Plan, Programme, StepInForce, TimeChange, TimeDecision
from tasks.pages.history import Event
from tasks.rules import dates, times
from tasks.rules.sheet import LABELS
from tasks.rules.step_ends import numbers_of
from units.models import Membership
from zgc_tasks.common.paging import PAGE_SIZE
from zgc_tasks.common.prepared import Prepared

_BLANK = "未填写"
_GOES_WITH = "随完成时间报批"
_TOO_LATE = "提出时原时限已过"


class TimeChangeLine(NamedTuple):
    """A change as a list shows it. `decide` is where its decision is recorded, "" where there is nothing to record or
    the reader may not; `events` are what the history says of it.
    """

    what: str
    original: str
    held: str
    asked: str
    how: str
    reason: str
    asked_on: date
    too_late: str
    decision: str
    decide: str
    events: tuple[Event, ...]


def changes_of(plan: Plan, by: Membership, filings: Sequence[Filing]) -> list[TimeChangeLine]:
    """Of these filings of the plan, which `by` may read; no query of a plan that was filed once."""
    if len(filings) < 2:
        return []
    known = {filing.pk for filing in filings}
    asked = {change for change, filing in _IN_FILINGS(plan=plan.pk) if filing in known}
    changes = [change for change in _CHANGES(plan=plan.pk) if change.pk in asked] if asked else []
    if not changes:
        return []
    numbers, waiting = _numbers(plan), set()
    if any(change.value().waits for change in changes):
        waiting = set(TimeChange.objects.waiting().filter(plan=plan).values_list("pk", flat=True))
    may = bool(waiting) and policies.allowed(policies.may_decide_time, by, plan)
    return [_line(change, plan, numbers, waits=change.pk in waiting, may_decide=may) for change in changes]


_WITH_A_CHANGE = (
    "decision__recorded_by__user", "decision__recorded_by__unit", "decision__recorded_by__office__unit",
    "asked_by__user", "asked_by__unit", "asked_by__office__unit", "revision__in_force",
)  # fmt: skip
_CHANGES = Prepared(
    lambda plan: TimeChange.objects.filter(plan=plan).select_related(*_WITH_A_CHANGE).order_by("pk")
)
_IN_FILINGS = Prepared(
    lambda plan: TimeChange.filings.through.objects.filter(timechange__plan=plan).values_list(
        "timechange", "filing"
    )
)


def _numbers(plan: Plan) -> dict[int, int]:
    """The numbers of steps by their keys, as they stand in what is in force."""
    return numbers_of(plan.in_force.keyed_sheet()) if plan.in_force else {}


def _line(
    change: TimeChange,
    plan: Plan,
    numbers: dict[int, int],
    *,
    waits: bool = False,
    may_decide: bool = False,
) -> TimeChangeLine:
    what, asked, task = _what(change, numbers), _asked(change), plan.task
    goes_with = change.kind == TimeChangeKind.DECIDED and not change.of_finish
    return TimeChangeLine(
        what=what,
        original=change.original_text or _BLANK,
        held=change.held_text or _BLANK,
        asked=asked,
        how=_GOES_WITH if goes_with else change.get_kind_display(),
        reason=change.reason,
        asked_on=localdate(change.asked_at),
        too_late=_TOO_LATE if change.too_late else "",
        decision=_decided(change.decided) if change.decided else "待决定" if waits else "",
        decide=reverse("time-decide", args=[task.programme.slug, task.number, change.pk])
        if waits and may_decide
        else "",
        events=tuple(_events(change, what, asked)),
    )


def _what(change: TimeChange, numbers: dict[int, int]) -> str:
    """完成时间, or the step by its number; one that ended has the number it had."""
    if change.of_finish:
        return LABELS["finish"]
    if change.key in numbers:
        return f"第{numbers[change.key]}步"
    then = numbers_of(change.revision.in_force.keyed_sheet())
    return f"原第{then[change.key]}步"


def _asked(change: TimeChange) -> str:
    if change.ending == StepEnding.CANCELLED:
        return change.get_ending_display()
    ending = f"{change.get_ending_display()}，" if change.ending else ""
    return f"{ending}{change.asked_text or _BLANK}"


def _decided(decision: TimeDecision) -> str:
    """部分同意，至2018年6月30日（领导小组会议纪要第3期，2015年3月30日）"""
    basis = f"{decision.get_decided_by_display()}{decision.get_basis_display()}{decision.basis_number}"
    return f"{decision}（{basis}，{dates.in_words(decision.dated_on)}）"


def _events(change: TimeChange, what: str, asked: str) -> Iterator[Event]:
    late = f"；{_TOO_LATE}" if change.too_late else ""
    held = change.held_text or _BLANK
    note = f"{what}由{held}调整为{asked}：{change.reason}{late}"
    if not change.ending:  # of a step that ended the filing says it
        yield Event(change.asked_at, _who(change.asked_by), "提出时限调整", note=note)
    if change.decided:
        by, at = change.decided.recorded_by, change.decided.recorded_at
        yield Event(at, _who(by), "登记时限调整决定", note=f"{what}：{_decided(change.decided)}")


def _who(by: Membership) -> str:
    return f"{by.office or by.unit} {by.user}"


def notes_in_force(plan: Plan) -> dict[str, str]:
    """What stands beside the times of what is in force, by their places: what they were at first, and which one holds
    where the text has another.
    """
    held = StepInForce.objects.held_of(plan)
    return times.notes(plan.in_force.keyed_sheet(), held) if held else {}


def history_of(lines: Iterable[TimeChangeLine]) -> list[Event]:
    """What was asked at one moment stands in one line."""
    found: dict[tuple, list[str]] = {}
    for event in (event for line in lines for event in line.events):
        found.setdefault((event.at, event.by, event.action), []).append(event.note)
    return [Event(at, by, action, note="\n".join(said)) for (at, by, action), said in found.items()]


class Waits(NamedTuple):
    """A later 完成时间 that waits for its decision, as a home lists it, and where it is recorded."""

    number: int
    content: str
    lead: str
    held: str
    asked: str
    asked_on: date
    address: str


def waiting(programme: Programme) -> list[Waits]:
    """The first of them, those asked first."""
    return [
        Waits(
            number,
            content,
            lead,
            held,
            asked or _BLANK,
            localdate(asked_at),
            reverse("time-decide", args=[programme.slug, number, pk]),
        )
        for pk, number, content, lead, held, asked, asked_at in _WAITING(programme=programme.pk)
    ]


def _waiting(programme) -> QuerySet:
    task = {
        "number": F("plan__task__number"),
        "content": F("plan__task__content"),
        "lead": F("plan__task__lead__short_name"),
    }
    rows = TimeChange.objects.waiting().filter(plan__task__programme=programme).annotate(**task)
    return rows.values_list("pk", *task, "held_text", "asked_text", "asked_at")[:PAGE_SIZE]


_WAITING = Prepared(_waiting)


def decidable(plan: Plan, pk: int) -> TimeChange | None:
    """Of which a decision can be recorded, or has been: of that the page tells."""
    decided_on = (each for each in _CHANGES(plan=plan.pk) if each.kind == TimeChangeKind.DECIDED)
    return next((each for each in decided_on if each.pk == pk and each.of_finish), None)


def decision_page(plan: Plan, change: TimeChange, form: TimeDecisionForm) -> dict:
    numbers = _numbers(plan)
    return {
        "programme": plan.task.programme,
        "task": plan.task,
        "plan": plan,
        "line": _line(change, plan, numbers),
        "decided": change.decided is not None,
        "steps": [_line(each, plan, numbers) for each in _going_with(change, plan)],
        "form": form,
    }


def _going_with(change: TimeChange, plan: Plan) -> Iterator[TimeChange]:
    """The steps that move later for it: filed with it."""
    pairs = _IN_FILINGS(plan=plan.pk)
    filings = {filing for pk, filing in pairs if pk == change.pk}
    together = {pk for pk, filing in pairs if filing in filings}
    decided_on = (each for each in _CHANGES(plan=plan.pk) if each.kind == TimeChangeKind.DECIDED)
    return (each for each in decided_on if each.pk in together and not each.of_finish)
