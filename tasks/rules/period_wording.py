"""What a wording says of time, whatever the year: its days and what stands around them."""

import re
from dataclasses import dataclass, replace

from tasks.rules.period_points import is_bare
from tasks.rules.period_spans import Point

# What is left over and may change the days: 批准后两个月内, 3年, 除…外.
_CHANGES = re.compile(r"[0-9年月日天周季后前除外非不未若如《至—–~-]")


@dataclass(frozen=True)
class Span:
    """A point in time or two with all between, and what stands around them."""

    left: Point
    right: Point | None = None
    before: bool = False
    until: bool = False
    after: bool = False
    open: bool = False
    about: bool = False
    starts: bool = False
    finishes: bool = False

    @property
    def points(self) -> tuple[Point, ...]:
        return (self.left, self.right) if self.right else (self.left,)

    @property
    def has_year(self) -> bool:
        return any(point.has_year for point in self.points)

    @property
    def may_begin(self) -> bool:
        """Whether something can have begun then (2015年3月已启动), rather than be due then."""
        return not (self.before or self.until or self.finishes)

    def has_no_end(self, opened: bool) -> bool:
        """Before 长期: 2015年起长期坚持, which is `opened` by it, and 2015年4月启动，长期推进."""
        return (opened or self.starts) and not (self.before or self.until or self.right)

    @property
    def sure(self) -> bool:
        return self.before or self.until or any(point.sure for point in self.points)


@dataclass(frozen=True)
class Wording:
    """`begun`: 已启动, and `since` the time it says this of. `goes_on`: what has no end or comes again (长期, 每年).

    `afterwards` where this comes behind the days (此后持续推进). `rest` was not understood.
    `acts` where it also says what is to be done, and not only by when.
    """

    spans: tuple[Span, ...] = ()
    begun: bool = False
    since: Span | None = None
    goes_on: str = ""
    afterwards: bool = False
    rest: str = ""
    acts: bool = False

    @property
    def says_something(self) -> bool:
        return bool(self.spans or self.since or self.begun or self.goes_on)

    @property
    def recurs(self) -> bool:
        """Whether it comes again (每年, 每季度), rather than going on without an end."""
        return self.goes_on.startswith("每")

    @property
    def has_year(self) -> bool:
        return any(span.has_year for span in self.spans)

    @property
    def is_due(self) -> bool:
        """Whether its days are those by which something is done, not those since when it has begun."""
        return bool(self.spans)

    @property
    def doubtful(self) -> bool:
        return _CHANGES.search(self.rest) is not None


def completed(span: Span) -> Span:
    """Each side with what only the other one says: 5—6月 → 5月, 6月; 4月3—10日 → 4月3日, 4月10日; 2015.1-6."""
    left, right = span.left, span.right
    if right is None:
        return span
    if is_bare(left) and is_bare(right) and left.has_year:
        left, right = replace(left, unit="month"), replace(right, unit="month")
    elif is_bare(left) and right.unit == "part_of_month" and right.day:
        left = replace(left, unit="part_of_month", number="", day=left.number)
    elif is_bare(left) and right.unit in ("month", "quarter"):
        left = replace(left, unit=right.unit)
    elif is_bare(right) and left.day:
        right = replace(left, day=right.number, weekday="", year=None, relative="")
    elif is_bare(right) and left.unit in ("month", "quarter"):
        right = replace(right, unit=left.unit)
    if right.unit == "part_of_month" and left.unit == "month":
        right = replace(right, unit="month", number=left.number)
    return replace(span, left=left, right=right)


def with_weekday(span: Span, weekday: str) -> Span:
    side = "right" if span.right else "left"
    return replace(span, **{side: replace(getattr(span, side), weekday=weekday)})
