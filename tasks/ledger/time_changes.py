"""时限变动: later times that revisions ask, as they were known at the end of a day (decision 0104)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.utils.timezone import localdate

from tasks.enums import Outcome, PlanStatus, StepEnding, TimeChangeKind, TimeChangeState
from tasks.ledger.among import Among
from tasks.models import TimeChange
from tasks.rules.sheet import LABELS
from tasks.rules.times import FINISH
from units.models import Membership


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of a later 完成时间: up to which day where it was in part, by whom on which basis, when and where it
    was recorded.
    """

    words: str
    outcome: Outcome
    granted_last: date | None
    basis: str
    dated_on: date
    recorded_on: date
    recorded_by: str


@dataclass(frozen=True, slots=True)
class TimeOnRecord:
    """A later time that was asked, or a step in force that was ended. `step` is its number, with its `text`, in what is in
    force, or in what the revision began with where it is `gone`; None of 完成时间. `since` is from when the time holds,
    `filings` are the numbers of those that ask it.
    """

    key: int
    step: int | None
    text: str
    gone: bool
    ending: str
    kind: TimeChangeKind
    original: str
    before: str
    asked: str
    reason: str
    asked_on: date
    asked_by: str
    too_late: bool
    decided: Decided | None
    state: TimeChangeState
    since: date | None
    filings: frozenset[str]

    @property
    def what(self) -> str:
        """完成时间, 第2步; 原第2步 of one that is gone."""
        if self.step is None:
            return LABELS["finish"]
        return f"{'原' if self.gone else ''}第{self.step}步"

    @property
    def asked_in_words(self) -> str:
        """2018年12月; 取消; 拆分，2018年12月"""
        ending = StepEnding(self.ending).label if self.ending else ""
        return "，".join(part for part in (ending, self.asked) if part) or "未填写"

    @property
    def how(self) -> str:
        goes_with = self.kind is TimeChangeKind.DECIDED and self.key != FINISH
        return "随完成时间报批" if goes_with else self.kind.label

    @property
    def is_open(self) -> bool:
        """Whether it may still come into force."""
        return self.state in (TimeChangeState.FILED, TimeChangeState.WAITING)


@dataclass(slots=True)
class AskedChange:
    """A change with the numbers of the filings that ask it, by their keys; what was taken back by then asks nothing."""

    change: TimeChange
    filings: dict[int, str]


_READ = (
    "timechange__revision", "timechange__asked_by__unit", "timechange__asked_by__office__unit",
    "timechange__decision__recorded_by__unit", "timechange__decision__recorded_by__office__unit",
)  # fmt: skip


def gather_asked(of: Among, before: datetime) -> dict[int, list[AskedChange]]:
    """By task, in the order in which they were asked; one query."""
    stood = Q(filing__withdrawn_at=None) | Q(filing__withdrawn_at__gte=before)
    rows = of.rows(TimeChange.filings.through, "timechange__plan__task")
    rows = rows.filter(stood, filing__recorded_at__lt=before).select_related(*_READ)
    rows = rows.annotate(task=F("timechange__plan__task"), number=F("filing__number"))
    found: dict[int, dict[int, AskedChange]] = defaultdict(dict)
    for row in rows.order_by("timechange", "filing"):
        asked = found[row.task].setdefault(row.timechange_id, AskedChange(row.timechange, {}))
        asked.filings[row.filing_id] = row.number
    return {task: list(asked.values()) for task, asked in found.items()}


def on_record(
    asked: Sequence[AskedChange],
    life,
    filings: Mapping[int, dict],
    held: Mapping[int, list[tuple[int, date]]],
    before: datetime,
) -> tuple[TimeOnRecord, ...]:
    """Of one plan. `filings` are all its rows by their keys, `held` by change for which filing it was written down as in
    force, and when.
    """
    waiting = {
        filing
        for each in asked
        if each.change.of_finish and _decision(each.change, before) is None
        for filing in each.filings
        if filing in (life.filed, life.in_force)
    }
    return tuple(
        _on_record(each, life, filings, held.get(each.change.pk, ()), waiting, before) for each in asked
    )


def _on_record(each: AskedChange, life, filings, held, waiting: set[int], before: datetime) -> TimeOnRecord:
    change = each.change
    decided = _decision(change, before)
    since = _since(each, life, filings, held)
    step, text, gone = _place(change, life, filings)
    return TimeOnRecord(
        key=change.key,
        step=step,
        text=text,
        gone=gone,
        ending=change.ending,
        kind=TimeChangeKind(change.kind),
        original=change.original_text,
        before=change.held_text,
        asked=change.asked_text,
        reason=change.reason,
        asked_on=localdate(change.asked_at),
        asked_by=_where(change.asked_by),
        too_late=change.too_late,
        decided=decided,
        state=_state(each, life, waiting, decided, since),
        since=since,
        filings=frozenset(each.filings.values()),
    )


def _decision(change: TimeChange, before: datetime) -> Decided | None:
    made = change.decided
    if made is None or made.recorded_at >= before:
        return None
    return Decided(
        words=str(made),
        outcome=Outcome(made.outcome),
        granted_last=made.granted_last,
        basis=f"{made.get_decided_by_display()}{made.get_basis_display()}{made.basis_number}",
        dated_on=made.dated_on,
        recorded_on=localdate(made.recorded_at),
        recorded_by=_where(made.recorded_by),
    )


def _where(by: Membership) -> str:
    """The office or unit, which keep their names; those of people are mended (decision 0042)."""
    return str(by.office or by.unit)


def _since(each: AskedChange, life, filings, held) -> date | None:
    """From when it holds, where what is in force is a filing that made it hold, or a later one."""
    if life.status != PlanStatus.ACCEPTED:
        return None
    last = filings[life.in_force]["nth"]
    days = (day for filing, day in held if filing in each.filings and filings[filing]["nth"] <= last)
    return min(days, default=None)


def _place(change: TimeChange, life, filings) -> tuple[int | None, str, bool]:
    if change.of_finish:
        return None, "", False
    gone = life.in_force is None or change.key not in filings[life.in_force]["keys"]
    row = filings[change.revision.in_force_id if gone else life.in_force]
    position = row["keys"].index(change.key)
    return position + 1, row["content"]["steps"][position]["text"], gone


def _state(
    each: AskedChange, life, waiting: set[int], decided: Decided | None, since: date | None
) -> TimeChangeState:
    if since:
        return TimeChangeState.IN_FORCE
    if each.change.kind == TimeChangeKind.DECIDED and waiting & each.filings.keys():
        return TimeChangeState.WAITING
    refused = decided is not None and decided.outcome is Outcome.REFUSED
    is_filed = life.filed in each.filings and life.filed != life.in_force
    return TimeChangeState.FILED if is_filed and not refused else TimeChangeState.DROPPED
