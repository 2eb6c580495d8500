"""Times as offices write them (2015年第二季度, 4月底前, 长期) and the first and last day each denotes.

The wording always stays as written, and so does every definite day in it. What is not understood has no days; nothing
here ever raises. What is understood of which wording is the table docs/wordings.md.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from tasks.rules import period_reading
from tasks.rules.period_notes import Note
from tasks.rules.period_reading import Reading
from tasks.rules.period_understanding import understand
from tasks.rules.period_words import LONGEST, all_known

NOT_UNDERSTOOD = "未识别，按原文保留"
# Stands in for a year and a month that nobody wrote, to tell what lacks only these from what is no time. A leap year:
# 2月29日 lacks its year.
_SOME_YEAR, _SOME_MONTH = 2016, 1
NO_END = date.max.year
# Of these every wording that recurs has one; of all others nothing has to be understood.
_IN_WHAT_RECURS = frozenset("每逐按")


@dataclass(frozen=True)
class Period:
    """A time as an office wrote it, and the first and last day it denotes (None where it denotes none).

    `notes` are of the reading and kept nowhere.
    """

    text: str = ""
    first: date | None = None
    last: date | None = None
    notes: tuple[Note, ...] = field(default=(), compare=False)

    @property
    def is_standing(self) -> bool:
        """Whether the wording names a standing or recurring time (长期, 每年12月底前, 已启动)."""
        wording = understand(self.text)
        return bool(wording.goes_on or wording.begun)

    @property
    def recurs_until(self) -> int | None:
        """The last year in which a recurring time (每年12月底前) is asked for: `NO_END` where it names none or goes on behind
        its days, None of a time that does not recur.
        """
        if _IN_WHAT_RECURS.isdisjoint(self.text):
            return None
        wording = understand(self.text)
        if not wording.recurs:
            return None
        return NO_END if self.last is None or wording.afterwards else self.last.year

    @property
    def understood(self) -> bool:
        return self.last is not None or self.first is not None or self.is_standing

    @property
    def kind(self) -> str:
        """In the words of docs/wordings.md."""
        wording = understand(self.text)
        days = ("起" if self.first else "") + ("止" if self.last else "") if wording.is_due else ""
        return "，".join(filter(None, ("已启动" if wording.begun else "", days, wording.goes_on))) or "未识别"

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    def to_json(self) -> dict:
        return {
            "text": self.text,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
        }

    @classmethod
    def from_json(cls, data: dict) -> "Period":
        first, last = data["first"], data["last"]
        return cls(
            data["text"],
            date.fromisoformat(first) if first else None,
            date.fromisoformat(last) if last else None,
        )


NO_TIME = Period()
# Of each person the plan that is being written: it is read again whenever it is looked at.
PLANS = 300


def read(
    text: str, *, year: int | None = None, month: int | None = None, issued: int | None = None
) -> Period:
    """The period `text` denotes; `year` and `month` stand in for those that were not written (中旬), and 今年 is
    `issued`, the year of the programme.

    Without a year in either place, and for impossible dates, the text stays and has no days.
    """
    return _period(text, period_reading.read(understand(text), year=year, month=month, issued=issued))


def day(text: str, *, year: int | None) -> Period:
    """A single day as people type it, 4月1日 or 2015.4.1; no days where the words say something else, or more than that."""
    period = read(text, year=year)
    return (
        period if period.first == period.last and not period.notes else replace(period, first=None, last=None)
    )


def read_plan(
    start: str, finish: str, dues: list[str], *, issued: int | None = None
) -> tuple[Period, Period, list[Period]]:
    """Start, finish and steps of one plan; a missing year or month is that of the step before, or of the start.

    What would then lie before the start is of the year after, and so is a step that is nearer to the one before it
    there. A start in the past (已启动（2014年）) says nothing about the year of what follows.
    """
    is_kept = max(map(len, (start, finish, *dues))) <= LONGEST  # anything longer is refused
    begins, ends, steps = (_read_plan_once if is_kept else _read_plan)(start, finish, tuple(dues), issued)
    return begins, ends, list(steps)


def _read_plan(
    start: str, finish: str, dues: tuple[str, ...], issued: int | None
) -> tuple[Period, Period, tuple[Period, ...]]:
    wording = understand(start)
    begun = period_reading.read(wording, issued=issued)
    known = Reading() if wording.begun else begun
    steps, before, month = [], known, known.month
    for due in dues:
        step = period_reading.read_after(understand(due), before, month=month, start=known, issued=issued)
        steps.append(_period(due, step))
        before, month = step if step.has_days else before, step.month
    finished = period_reading.read_after(understand(finish), known, month=None, start=known, issued=issued)
    return _period(start, begun), _period(finish, finished), tuple(steps)


_read_plan_once = lru_cache(maxsize=PLANS)(_read_plan)


def _period(text: str, reading: Reading) -> Period:
    return Period(text, reading.first, reading.last, reading.notes)


def is_time(text: str) -> bool:
    """Whether the whole of `text` is a time, with or without its year (to find times in pasted lines)."""
    if not all_known(text):
        return False
    wording = understand(text)
    if wording.rest or wording.acts or not wording.says_something:
        return False
    reading = period_reading.read(wording, year=_SOME_YEAR, month=_SOME_MONTH, issued=_SOME_YEAR)
    return not reading.impossible


def lacks(period: Period) -> Note | None:
    """What a time that was not understood lacks, and how to write it; None where that is not known."""
    if period.understood:
        return None
    notes = period.notes or read(period.text).notes
    return notes[0] if notes else None


def explain(period: Period) -> str:
    """What was understood, as shown beside a finish or due time: 2015-06-30 止, 2015-04-01 起, 长期."""
    wording = understand(period.text)
    days = f"{period.last} 止" if period.last else f"{period.first} 起" if period.first else ""
    return _in_words(period, days if wording.is_due else "")


def explain_start(period: Period) -> str:
    """What was understood, as shown beside a start: 2015-04-01 起, 2015-04-30 前, 已启动."""
    if understand(period.text).begun:
        return "已启动"
    days = f"{period.first} 起" if period.first else f"{period.last} 前" if period.last else ""
    return _in_words(period, days)


def _in_words(period: Period, days: str) -> str:
    """已启动，2015-06-30 止，此后长期."""
    if not period.text.strip():
        return ""
    wording = understand(period.text)
    goes_on = f"此后{wording.goes_on}" if wording.goes_on and wording.afterwards else wording.goes_on
    said = ["已启动" if wording.begun else "", days, goes_on]
    return "，".join(filter(None, said)) or str(lacks(period) or NOT_UNDERSTOOD)
