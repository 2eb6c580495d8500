"""The days a wording denotes once it is known beside what it stands: the year of the programme, the step before."""

from dataclasses import dataclass, field, replace
from datetime import date

from tasks.rules import period_notes
from tasks.rules.calendars import WEEKDAYS
from tasks.rules.period_notes import Note
from tasks.rules.period_spans import Days, Lacks, NoSuchTime, Point, days, moved_by
from tasks.rules.period_wording import Span, Wording

# Years told by the one of the programme, and those told by what was said before.
_BY_PROGRAMME = {"今年": 0, "本年": 0, "明年": 1, "来年": 1, "后年": 2, "去年": -1, "上年": -1}
_BY_BEFORE = {"当年": 0, "次年": 1, "翌年": 1, "下年": 1, "下一年": 1, "明年": 1, "来年": 1}
_ITSELF = {"month": "当月", "quarter": "当季度", "half": "当半年"}
_WEEKDAYS = dict(zip("123456日", WEEKDAYS, strict=True)) | {"天": WEEKDAYS[-1]}


@dataclass(frozen=True)
class Reading:
    first: date | None = None
    last: date | None = None
    notes: tuple[Note, ...] = ()
    impossible: bool = False

    @property
    def has_days(self) -> bool:
        return bool(self.first or self.last)

    @property
    def begins(self) -> date | None:
        return self.first or self.last

    @property
    def ends(self) -> date | None:
        return self.last or self.first

    def noted(self, note: Note) -> "Reading":
        return replace(self, notes=(*self.notes, note))

    @property
    def month(self) -> int | None:
        """The month it lies in; None where it spans several."""
        first, last = self.begins, self.ends
        return last.month if last and (first.year, first.month) == (last.year, last.month) else None


def read(
    wording: Wording, *, year: int | None = None, month: int | None = None, issued: int | None = None
) -> Reading:
    """`year` and `month` stand in for those that are not written, `issued` is the year of the programme."""
    return _Read(year, month, issued).read(wording)


def read_after(
    wording: Wording, before: Reading, *, month: int | None, start: Reading, issued: int | None
) -> Reading:
    """In a plan, behind the step `before` (its `start` where there is none): what has no year lies after these."""
    year = before.ends.year if before.ends else None
    if before is start and start.begins:
        year = start.begins.year
    reading = read(wording, year=year, month=month, issued=issued)
    if wording.has_year or not (wording.is_due and reading.has_days):
        return reading
    before_start = bool(start.begins and reading.ends < start.begins)
    if not before_start and not (before.begins and reading.ends < before.begins):
        return reading
    later = read(wording, year=year + 1, month=month, issued=issued)
    if later.has_days and (before_start or _nearer(reading, later, before)):
        return later.noted(period_notes.moved(later.ends, "启动时间" if before_start else "上一步"))
    return reading.noted(period_notes.STAYS_BEFORE)


def _nearer(reading: Reading, later: Reading, before: Reading) -> bool:
    """Whether it is less long from `before` to `later` than back to `reading`."""
    return later.ends - before.ends < before.begins - reading.ends


@dataclass
class _Read:
    """One reading: `year` and `month` go on from what was read last."""

    year: int | None
    month: int | None
    issued: int | None
    # Whether the year was said in this wording.
    said: bool = False
    notes: list[Note] = field(default_factory=list)
    impossible: bool = False

    def read(self, wording: Wording) -> Reading:
        since = self._since(wording.since) if wording.since else None
        if self.year is None:
            written = (
                point.year for span in wording.spans for point in span.points if point.year is not None
            )
            self.year = next(written, None)
        parts = self._parts(wording.spans)
        first, last = self._together(parts or [since] if since else parts)
        if since and (last is None or since.first <= last):
            first = since.first
        if wording.doubtful and parts:
            self.notes.append(period_notes.REST_NOT_UNDERSTOOD)
        return Reading(first, last, tuple(dict.fromkeys(self.notes)), self.impossible)

    def _since(self, span: Span) -> Reading | None:
        """When something has begun says nothing of the year in which it is due."""
        year, month = self.year, self.month
        part = self._part(span, self.year)
        self.year, self.month, self.said = year, month, False
        return part

    def _parts(self, spans: tuple[Span, ...]) -> list[Reading]:
        parts: list[Reading] = []
        for span in spans:
            part = self._behind(parts[-1], span) if parts else self._part(span, self.year)
            if part:
                parts.append(part)
                self.year, self.month, self.said = part.ends.year, part.month, True
        return parts

    def _behind(self, before: Reading, span: Span) -> Reading | None:
        """12月底前初稿，3月底前定稿: the year in which it is nearer to what stands before."""
        noted = len(self.notes)
        part = self._part(span, self.year)
        if part is None or span.has_year or part.ends >= before.begins:
            return part
        notes, self.notes = self.notes, self.notes[:noted]
        later = self._part(span, before.ends.year + 1)
        if later and _nearer(part, later, before):
            return later
        self.notes = notes
        return part

    def _together(self, parts: list[Reading]) -> tuple[date | None, date | None]:
        """The later of several counts; they begin with the earliest."""
        if not parts:
            return None, None
        lasts = sorted({part.last for part in parts if part.last})
        if len(lasts) > 1:
            self.notes.append(period_notes.several(lasts))
        first = min(parts, key=lambda part: part.ends).first
        last = lasts[-1] if lasts else None
        return (None if first and last and first > last else first), last

    def _part(self, span: Span, year: int | None) -> Reading | None:
        """The days of one span with what stands around it; None where it has none, with a note why."""
        try:
            part = Reading(*self._bounded(span, *self._days_between(span, year)))
        except NoSuchTime as error:
            self.impossible = True
            self.notes.append(period_notes.impossible(str(error)))
            return None
        except Lacks as error:
            self.notes.append(period_notes.MISSING[error.what])
            return None
        if span.about:
            self.notes.append(period_notes.about(part.ends))
        return part

    def _bounded(self, span: Span, first: date, last: date) -> tuple[date | None, date | None]:
        single = span.right is None
        if single and span.open and (span.before or span.until):
            raise NoSuchTime("起止只写了一个时间")
        if span.after:
            return moved_by(last, 1), None
        if span.before and single and span.left.ends_before_itself:
            return None, moved_by(first, -1)
        if span.before and single and span.left.is_whole and span.left.unit in _ITSELF:
            self.notes.append(period_notes.with_itself(_ITSELF[span.left.unit]))
        return (None if (span.before or span.until) and single else first), (None if span.open else last)

    def _days_between(self, span: Span, year: int | None) -> Days:
        left, right = span.left, span.right
        if right is None:
            return self._days(left, self._year_of(left, year))
        left_year = self._year_of(left, year)
        begins = self._days(left, right.year if left_year is None else left_year)
        ends = self._days(right, self._year_of(right, begins[0].year, said=True))
        if ends[1] < begins[0] and not right.has_year:
            ends = self._days(right, begins[0].year + 1)
            self.notes.append(period_notes.over_the_year(ends[1].year))
        elif ends[1] < begins[0] and not left.has_year:
            begins = self._days(left, ends[1].year)
            if begins[0] > ends[1]:
                begins = self._days(left, ends[1].year - 1)
        if ends[1] < begins[0]:
            raise NoSuchTime("起止时间颠倒")
        return begins[0], ends[1]

    def _year_of(self, point: Point, near: int | None, *, said: bool = False) -> int | None:
        """The year of `point`, which stands behind something of the year `near`; `said` where this was in the wording."""
        if not point.relative:
            return near if point.year is None else point.year
        word, said = point.relative, said or self.said
        if word in _BY_BEFORE and said and near is not None:
            return near + _BY_BEFORE[word]
        if word in _BY_PROGRAMME:
            base, years = self.issued, _BY_PROGRAMME[word]
        else:
            base, years = self.issued if near is None else near, _BY_BEFORE[word]
        if base is None:
            raise Lacks("year")
        self.notes.append(period_notes.told_by_another(word, f"{base + years}年", "年份"))
        return base + years

    def _days(self, point: Point, year: int | None) -> Days:
        if point.unit in ("relative_month", "relative_quarter"):
            year, point = self._told_by_month(point, year)
        found = days(point, year=year, month=self.month)
        if point.weekday and point.day and _WEEKDAYS[point.weekday] != WEEKDAYS[found[0].weekday()]:
            self.notes.append(period_notes.weekday(found[0], _WEEKDAYS[point.weekday]))
        if point.unit == "usual":
            self.notes.append(period_notes.usual(point.number, *found))
        if point.unit == "festival" and found[0] != found[1]:
            self.notes.append(period_notes.festival(point.number, found[0]))
        return found

    def _told_by_month(self, point: Point, year: int | None) -> tuple[int, Point]:
        """本月, 下季度: as the step before stands, or the start."""
        if self.month is None or year is None:
            raise Lacks("month" if self.month is None else "year")
        quarter = point.unit == "relative_quarter"
        counted = (self.month - 1) // 3 + 1 if quarter else self.month
        later, counted = divmod(counted + int(point.number) - 1, 4 if quarter else 12)
        year, counted, unit = year + later, counted + 1, "季度" if quarter else "月"
        word = ("下" if point.number != "0" else "本") + unit
        taken = f"{year}年第{counted}季度" if quarter else f"{year}年{counted}月"
        self.notes.append(period_notes.told_by_another(word, taken, "月份"))
        return year, replace(point, unit="quarter" if quarter else "month", number=str(counted))
