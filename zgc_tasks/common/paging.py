"""Long lists, a page at a time. Print and exports give the whole."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict

PAGE_SIZE = 50
_DIGITS = 9  # of a page's number; one with more is none


@dataclass(frozen=True)
class Paged:
    """The rows of one page of a list of `total`; `before` and `after` are the addresses of its neighbours, or ""."""

    rows: list
    number: int
    total: int
    before: str
    after: str
    size: int

    @property
    def last(self) -> int:
        return page_of(max(self.total - 1, 0), self.size)

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_one_of_many(self) -> bool:
        """Whether there are other pages."""
        return self.last > 1

    def __iter__(self) -> Iterator:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class First:
    """The first rows of a list of `total` that has no pages: the rest stands elsewhere."""

    rows: tuple
    total: int

    @property
    def has_more(self) -> bool:
        return self.total > len(self.rows)

    def __iter__(self) -> Iterator:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Begun:
    """A list of which the first `size` rows, a page, were asked by a prepared query, which knows no pages; `whole` is asked
    for what lies behind them, `count` how many they are where they are more.
    """

    first: list
    size: int
    whole: Callable[[], QuerySet]
    count: Callable[[], int]

    def __getitem__(self, part: slice) -> Sequence:
        known = self.is_all or part.stop <= len(self.first)
        return self.first[part] if known else self.whole()[part]

    def __len__(self) -> int:
        return len(self.first) if self.is_all else self.count()

    @property
    def is_all(self) -> bool:
        """Whether there are no others than the first."""
        return len(self.first) < self.size


def paged(
    found: QuerySet | Sequence | Begun,
    asked: QueryDict,
    *,
    key: str = "page",
    rows: Callable[[Iterable], list] = list,
    total: int | None = None,
    size: int | None = None,
) -> Paged:
    """The page that `asked`, the query of the address, names by `key`, else the first; the rest of the query stays.

    `rows` makes what is shown of what was found on the page. `total` is given where it is known without counting,
    `size` where fewer rows than usual make a page; a list that was begun says so itself.
    """
    size = found.size if isinstance(found, Begun) else size or PAGE_SIZE
    number, page, total = _page_and_total(found, _number(asked.get(key, "")), total, size)

    def address(other: int) -> str:
        query = asked.copy()
        query[key] = other
        return f"?{query.urlencode()}"

    return Paged(
        rows=rows(page),
        number=number,
        total=total,
        before=address(number - 1) if number > 1 else "",
        after=address(number + 1) if number * size < total else "",
        size=size,
    )


def page_of(position: int, size: int | None = None) -> int:
    """The page on which the row stands that has `position` rows before it."""
    return position // (size or PAGE_SIZE) + 1


def _number(text: str) -> int:
    return max(int(text), 1) if text.isdecimal() and len(text) <= _DIGITS else 1


def _page_and_total(
    found: QuerySet | Sequence | Begun, number: int, total: int | None, size: int
) -> tuple[int, list, int]:
    """A page that is not full is the last one, and tells the total without a query for it. Of a number behind the last page
    that one is shown.
    """
    if total is not None:
        number = min(number, page_of(max(total - 1, 0), size))
    start = (number - 1) * size
    page = list(found[start : start + size])
    if total is None:
        if 0 < len(page) < size or (not page and number == 1):
            return number, page, start + len(page)
        total = found.count() if isinstance(found, QuerySet) else len(found)
    if not page and number > 1:
        # One page back at least: what was counted a moment ago may have been more.
        return _page_and_total(found, number - 1, total, size)
    return number, page, total
