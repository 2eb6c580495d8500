"""A wording understood: read off its tokens, once from left to right."""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tasks.rules.period_points import extended, is_bare
from tasks.rules.period_spans import Point
from tasks.rules.period_wording import Span, Wording, completed, with_weekday
from tasks.rules.period_words import LONGEST, Token, tokens

# Behind a day these have it open (2015年起长期坚持), other standing words only go on from it.
_OPENING = ("长期", "常年", "常态", "常态化")
_EACH = {"年": "年", "季": "季度", "月": "月", "周": "周"}
# How far a token goes into the day: a point takes only what goes further than it went.
_RANKS = {
    "year": 0, "short_year": 0, "relative_year": 0, "plan": 0,
    "year_month": 1, "month": 1, "quarter": 1, "quarters": 1, "months": 1, "half": 1, "usual": 1, "whole_year": 1,
    "part_of_year": 1, "festival": 1, "relative_month": 1, "relative_quarter": 1,
    "date": 2, "month_day": 2, "part": 2, "day": 2,
}  # fmt: skip
_ALONE = ("year_month", "date")
_AFTER_SHORT_YEAR = ("month", "quarter", "half", "part", "whole_year", "part_of_year", "month_day")
_TIMES = ("standing", "recurring", "begun", "now")
# So many tokens are numbers in a row at most: 1、2、…、12月.
_NUMBERS = 24
_SKIPPED = ("skip", "done", "aside")
# 已启动，2015年12月完成: what is done then has not begun then.
_STARTED = re.compile(r"启动|开工|实施|开展")
_FINISHED = re.compile(r"完成|办结|完毕|结束|验收|建成|竣工")


def understand(text: str) -> Wording:
    """What is too long for a time says nothing, and is not kept."""
    return _understood(text if len(text) <= LONGEST else "")


@lru_cache(maxsize=1024)
def _understood(text: str) -> Wording:
    return _Reader(tokens(text)).read()


@dataclass
class _Reader:
    """Goes once through the tokens, from left to right."""

    tokens: tuple[Token, ...]
    at: int = 0
    clause: int = 0
    begun_in: int | None = None
    goes_on: str = ""
    afterwards: bool = False
    until: bool = False
    roughly: bool = False
    # Whether what stands before is a span, or any time, so that what follows may be said of it.
    fresh: bool = False
    behind_time: bool = False
    acts: bool = False
    spans: list[tuple[int, Span]] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)

    def read(self) -> Wording:
        while self.at < len(self.tokens):
            if self._starts_a_point():
                self._span()
            else:
                self._other_than_a_span(self.tokens[self.at])
                self.at += 1
        return self._wording()

    def _wording(self) -> Wording:
        rest = "".join(self.rest)
        spans = [(clause, span) for clause, span in self.spans if span.sure or not rest]
        since = next((span for clause, span in spans if clause == self.begun_in and span.may_begin), None)
        return Wording(
            tuple(span for _, span in spans if span is not since),
            begun=self.begun_in is not None,
            since=since,
            goes_on=self.goes_on,
            afterwards=self.afterwards,
            rest=rest,
            acts=self.acts,
        )

    # --- Tokens that are no days ---------------------------------------------------------------------------------

    def _other_than_a_span(self, token: Token) -> None:
        getattr(self, f"_{token.kind}", self._not_understood)(token)
        goes_with_it = token.kind in ("open", "skip", "done")
        self.fresh = self.fresh and goes_with_it
        self.behind_time = token.kind in _TIMES or (self.behind_time and goes_with_it)

    def _not_understood(self, token: Token) -> None:
        self.rest.append(token.text)

    def _skip(self, token: Token) -> None:
        """Says nothing of days."""

    _aside = _join = _skip

    def _done(self, token: Token) -> None:
        self.acts = self.acts or not self.behind_time
        if self.fresh:
            finishes, starts = _FINISHED.search(token.text), _STARTED.search(token.text)
            self._change_last(finishes=bool(finishes), starts=bool(starts))

    def _then(self, token: Token) -> None:
        self.clause += 1
        self.afterwards = True

    def _break(self, token: Token) -> None:
        self.until = self.roughly = False
        if token.text not in "()[]【】〔〕":
            self.clause += 1

    def _begun(self, token: Token) -> None:
        self.begun_in = self.clause

    def _now(self, token: Token) -> None:
        self._goes_on("即日起")

    def _recurring(self, token: Token) -> None:
        says = dict(token.says)
        every = says.get("every") or _EACH[says.get("each") or says["by"]]
        self._goes_on(f"每{every}")

    def _standing(self, token: Token) -> None:
        if self.spans and self._last.has_no_end(self.fresh and token.text in _OPENING):
            self._change_last(open=True)
        # 2015年全年持续推进 goes on in that year only.
        if not self.fresh or self._last.open or self._last.finishes:
            self._goes_on("长期")

    def _goes_on(self, how: str) -> None:
        self.goes_on = self.goes_on or how
        self.afterwards = self.afterwards or any(span.before or span.finishes for _, span in self.spans)

    def _until(self, token: Token) -> None:
        if self.fresh and not self._point_follows(self.at + 1):
            self._change_last(until=True)
        else:
            self.until = True

    def _to(self, token: Token) -> None:
        """至 with nothing before it: 至2015年6月, 持续至2015年6月, which goes on no longer."""
        if token.text[-1] not in "至到" or not self._point_follows(self.at + 1):
            self.rest.append(token.text)
            return
        self.until, self.goes_on = True, ""

    def _roughly(self, token: Token) -> None:
        self.roughly = True

    def _after(self, token: Token) -> None:
        """完成后, 之后: what comes next comes later."""
        if self.rest:
            self.rest.append(token.text)

    _open = _weekday = _about = _after

    @property
    def _last(self) -> Span:
        return self.spans[-1][1]

    def _change_last(self, **changes) -> None:
        clause, span = self.spans[-1]
        self.spans[-1] = (clause, replace(span, **changes))

    # --- Days ------------------------------------------------------------------------------------------------------

    def _kind(self, at: int) -> str:
        return self.tokens[at].kind if at < len(self.tokens) else ""

    def _starts_a_point(self, *, behind: Point | None = None) -> bool:
        """Whether a point begins here; `behind` another one more can be one: 5月上旬至底, 2015—17年, 5—6."""
        kind, token = self._kind(self.at), self.tokens[self.at] if self.at < len(self.tokens) else None
        if kind == "part":
            return behind is not None or "旬" in token.text or "半月" in token.text
        if kind == "short_year":
            return self._kind(self.at + 1) in _AFTER_SHORT_YEAR or bool(behind and behind.has_year)
        if kind == "number":
            return behind is not None or self._number_iscompleted()
        return kind in _RANKS

    def _number_iscompleted(self) -> bool:
        """5、6月, 1—3季度: a bare number before another one that says what is counted."""
        at = self.at
        while self._kind(at) == "number" and self._kind(at + 1) in ("to", "join") and at < self.at + _NUMBERS:
            at += 2
        return at > self.at and self._kind(at) in ("number", "month", "quarter", "day")

    def _point_follows(self, at: int) -> bool:
        while self._kind(at) in _SKIPPED:
            at += 1
        return self._kind(at) in _RANKS

    def _span(self) -> None:
        left, right = self._with_weekday_before_to(self._point()), None
        if self._kind(self.at) == "open" and self._kind(self.at + 1) == "to":
            self.at += 1
        after = self.at
        while self._kind(self.at) == "to" or (self._kind(self.at) == "join" and is_bare(right or left)):
            self.at += 1
            if not self._starts_a_point(behind=left):
                break
            right = self._point()
            after = self.at
        span = Span(left, right, until=self.until, about=self.roughly)
        if self.at > after and self._kind(self.at) in ("standing", "recurring"):
            span = replace(span, open=True)
        else:
            self.at = after
        self.until, self.roughly = False, False
        span = self._with_suffixes(completed(span))
        bare = any(map(is_bare, span.points))
        if bare:
            self.rest += [point.number for point in span.points]
        else:
            self.spans.append((self.clause, span))
        self.fresh = self.behind_time = not bare

    def _point(self) -> Point:
        """The point that begins here."""
        point, rank = Point(), -1
        while True:
            kind = self._kind(self.at)
            token_rank = _RANKS.get(kind, -1)
            if kind == "number" and (rank < 0 or (rank < 2 and self._number_iscompleted())):
                token_rank = rank + 1
            if token_rank <= rank or (rank >= 0 and kind in _ALONE):
                return point
            point = extended(point, self.tokens[self.at], rank)
            rank = max(token_rank, 1) if kind == "number" and rank < 1 else token_rank
            self.at += 1

    def _with_weekday_before_to(self, point: Point) -> Point:
        """4月3日（周五）—10日（周五）: what stands aside of the first of two."""
        at, found = self.at, point
        while self._kind(at) in ("weekday", "aside"):
            found = replace(found, weekday=dict(self.tokens[at].says).get("weekday", found.weekday))
            at += 1
        if self._kind(at) != "to":
            return point
        self.at = at
        return found

    def _with_suffixes(self, span: Span) -> Span:
        while True:
            kind = self._kind(self.at)
            if kind == "before":
                span = replace(span, before=True)
            elif kind in ("after", "open", "about"):
                span = replace(span, **{kind: True})
            elif kind == "weekday":
                span = with_weekday(span, dict(self.tokens[self.at].says)["weekday"])
            elif kind != "aside":
                return span
            self.at += 1
