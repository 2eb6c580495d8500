"""Times as offices write them (2015年第二季度, 4月底前, 长期) and the first and last day each denotes.

The wording always stays as written. What is not understood has no days; nothing here ever raises.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from tasks.rules import period_spans
from zgc_tasks.common.text import arabic_numerals

# 长期、每年… and 已启动 are times an office may write although they end on no particular day.
STANDING_MARKS = ("长期", "常年", "持续", "每年", "每半年", "每季度", "每月", "每周", "已启动", "已经启动")

NOT_UNDERSTOOD = "未识别，按原文保留"
YEAR_MISSING = "缺少年份，请写明年份，如“2015年底前”"
MONTH_MISSING = "缺少月份，请写明年份和月份，如“2015年4月中旬”"
# Stands in for a year nobody wrote, to tell a time without year from one not understood; no leap year, so that
# 2月29日 is not said to lack only its year.
_SOME_YEAR = 2001
# The field's own length; anything longer is prose and not worth the search.
_LONGEST = 100

_REMARK = re.compile(r"\((?:(?:周|星期|礼拜)[一二三四五六日天]|含|含当日|含当天)\)")
_LABEL = re.compile(r"^(?:完成)?(?:时限|时间|期限):")
_YEAR_FIRST = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2})(?P<between>[-./])(?P<m>[0-9]{1,2})(?P=between)(?P<d>[0-9]{1,2})(?![0-9])[日号]?"
)
_YEAR_MONTH = re.compile(r"(?P<y>(?:19|20)[0-9]{2})[-./](?P<m>[0-9]{1,2})(?![0-9])月?")
_MONTH_DAY = re.compile(r"(?<![0-9.])(?P<m>[0-9]{1,2})[./](?P<d>[0-9]{1,2})(?![0-9.])[日号]?")
_TO = re.compile(r"[-‐‑‒–—―─−~〜至到]+")
_TRAILING_TO = re.compile(f"{_TO.pattern}$")

_STANDING = re.compile(
    r"(?:长期|常年|持续)(?:坚持|推进|开展|实施|进行|执行|落实)?"
    r"|每(?:半?年|季度|月|周)[0-9月季度上下半年初中底末旬日号、和及以之前]*"
    r"|已经?启动"
)
_PART_OF_A_MONTH = re.compile("[上中下]旬")
_UNTIL = re.compile(r"^(?:截至|截止到?|不晚于|不迟于|至|到)")
_FROM = re.compile(r"^(?:自|从|于|拟于?|计划于?|力争于?|争取)")
_DONE = re.compile(r"(?:完成|办结|启动|实施|开展)$")
_SUFFIX = re.compile(
    r"(?P<before>以前|之前|前|截止|为?止)$|(?P<open>开始|以来|起)$|(?:以内|之内|内|期间|间)$"
)


@dataclass(frozen=True)
class Period:
    """A time as an office wrote it, and the first and last day it denotes (None where it denotes none)."""

    text: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def is_standing(self) -> bool:
        """Whether the wording names a standing or recurring time (长期, 每年12月底前, 已启动)."""
        return any(mark in self.text for mark in STANDING_MARKS)

    @property
    def understood(self) -> bool:
        return self.last is not None or self.first is not None or self.is_standing

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


@dataclass(frozen=True)
class _Wording:
    """A time without what stands around its days: `before` leaves no first day, `open` no last."""

    core: str
    before: bool = False
    open: bool = False


def read(text: str, *, year: int | None = None, month: int | None = None) -> Period:
    """The period `text` denotes; `year` and `month` stand in for those that were not written (中旬).

    Without a year in either place, and for impossible dates, the text stays and has no days.
    """
    first, last = _days(_with_month(_plain(text), month), year)
    return Period(text, first, last)


def read_plan(start: str, finish: str, dues: list[str]) -> tuple[Period, Period, list[Period]]:
    """Start, finish and steps of one plan; a missing year or month is that of the step before, or of the start.

    A start in the past (已启动（2014年）) says nothing about the year of what follows.
    """
    begun = read(start)
    first_year = None if _is_begun(start) else _year_of(begun.first or begun.last)
    steps, year, month = [], first_year, None if _is_begun(start) else _month_of(begun)
    for due in dues:
        step = read(due, year=year, month=month)
        steps.append(step)
        year = _year_of(step.last or step.first) or year
        month = _month_of(step)
    return begun, read(finish, year=first_year), steps


def is_time(text: str) -> bool:
    """Whether the whole of `text` is a time, with or without its year (to find times in pasted lines)."""
    plain = _plain(text)
    return _STANDING.fullmatch(plain) is not None or _days(_with_month(plain, 1), 2000) != (None, None)


def lacks(period: Period) -> str:
    """What a time that was not understood lacks, and how to write it; '' where that is not known."""
    plain = "" if period.understood else _plain(period.text)
    if _days(plain, _SOME_YEAR) != (None, None):
        return YEAR_MISSING
    return MONTH_MISSING if _days(_with_month(plain, 1), _SOME_YEAR) != (None, None) else ""


def explain(period: Period) -> str:
    """What was understood, as shown beside a finish or due time: 2015-06-30 止, 2015-04-01 起, 长期."""
    if period.last and not _is_begun(period.text):
        return f"{period.last} 止"
    return explain_start(period)


def explain_start(period: Period) -> str:
    """What was understood, as shown beside a start: 2015-04-01 起, 2015-04-30 前, 已启动."""
    if not period.text.strip():
        return ""
    if _is_begun(period.text):
        return "已启动"
    if period.first:
        return f"{period.first} 起"
    if period.last:
        return f"{period.last} 前"
    if period.is_standing:
        return _standing_word(period.text)
    return lacks(period) or NOT_UNDERSTOOD


def _standing_word(text: str) -> str:
    return next((word for word in ("每年", "每半年", "每季度", "每月", "每周") if word in text), "长期")


def _year_of(day: date | None) -> int | None:
    return day.year if day else None


def _month_of(period: Period) -> int | None:
    """The month a period lies in; None where it spans several."""
    first, last = period.first or period.last, period.last or period.first
    return last.month if last and (first.year, first.month) == (last.year, last.month) else None


def _with_month(plain: str, month: int | None) -> str:
    return f"{month}月{plain}" if month and _PART_OF_A_MONTH.match(plain) else plain


def _is_begun(text: str) -> bool:
    return "已启动" in text or "已经启动" in text


def _plain(text: str) -> str:
    """`text` in one width, without white space or remarks, its numbers and dates in one way of writing."""
    if len(text) > _LONGEST:
        return ""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).rstrip("。;,")
    plain = _LABEL.sub("", _REMARK.sub("", plain))
    plain = arabic_numerals(plain.replace("年内", "全年"))
    plain = _YEAR_FIRST.sub(r"\g<y>年\g<m>月\g<d>日", plain)
    plain = _YEAR_MONTH.sub(r"\g<y>年\g<m>月", plain)
    return _MONTH_DAY.sub(r"\g<m>月\g<d>日", plain)


def _days(plain: str, year: int | None) -> tuple[date | None, date | None]:
    if _STANDING.search(plain):
        return _standing_days(plain, year)
    wording = _wording(plain)
    span = period_spans.read(_TO.sub("-", wording.core), year=year)
    if span is None:
        return None, None
    first, last = span
    return (None if wording.before else first), (None if wording.open else last)


def _standing_days(plain: str, year: int | None) -> tuple[date | None, date | None]:
    """The days around a standing wording: 已启动（2014年） has its year, 2015年起长期坚持 a first day, 每年… none."""
    rest = _TRAILING_TO.sub("", re.sub(r"[(),;]", "", _STANDING.sub("", plain)))
    if "每" in plain:
        return None, None
    first, last = _days(rest, year)
    return first, (None if re.search("长期|常年", plain) else last)


def _wording(plain: str) -> _Wording:
    core = _DONE.sub("", plain)
    until = _UNTIL.match(core)
    core = _FROM.sub("", core[until.end() :] if until else core)
    suffix = _SUFFIX.search(core)
    core = core[: suffix.start()] if suffix else core
    before = bool(until or (suffix and suffix["before"]))
    single = _TO.search(core) is None
    return _Wording(core, before=before and single, open=bool(suffix and suffix["open"]))
