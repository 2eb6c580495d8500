"""Long lists, a page at a time. Print and exports give the whole."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict

PAGE_SIZE = 50


@dataclass(frozen=True)
class Paged:
    """The rows of one page of a list of `total`; `before` and `after` are the addresses of its neighbours, or ""."""

    rows: list
    number: int
    last: int
    total: int
    before: str
    after: str

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def paged(
    found: QuerySet | list, asked: QueryDict, *, key: str = "page", rows: Callable[[Iterable], list] = list
) -> Paged:
    """The page that `asked`, the query of the address, names by `key`; the other words of the query stay.

    `rows` makes what is shown of what was found on the page.
    """
    page = Paginator(found, PAGE_SIZE).get_page(asked.get(key))

    def address(number: int) -> str:
        others = asked.copy()
        others[key] = number
        return f"?{others.urlencode()}"

    return Paged(
        rows=rows(page.object_list),
        number=page.number,
        last=page.paginator.num_pages,
        total=page.paginator.count,
        before=address(page.number - 1) if page.has_previous() else "",
        after=address(page.number + 1) if page.has_next() else "",
    )


def page_of(position: int) -> int:
    """The page on which the row stands that has `position` rows before it."""
    return position // PAGE_SIZE + 1
