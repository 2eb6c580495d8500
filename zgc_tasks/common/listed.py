"""Lists that pages show: the first rows and how many there are by prepared queries, what lies behind by the queryset itself."""

from collections.abc import Callable

from django.db.models import Count, QuerySet, Window

from zgc_tasks.common import paging
from zgc_tasks.common.paging import PAGE_SIZE, Begun
from zgc_tasks.common.prepared import Prepared


class Listed:
    """`Listed(lambda unit: Task.objects.filter(lead=unit))(unit=4)` is a list for `paged`.

    `prepared` is how its queries are prepared: what stands before its arguments, a membership or a round, stands before
    those of the list. `size` is that of its pages, where they are shorter than most.
    """

    def __init__(self, build: Callable[..., QuerySet], prepared: type = Prepared, *, size: int | None = None):
        self._build, self._size = build, size
        self._first = prepared(lambda *about, **arguments: build(*about, **arguments)[: size or PAGE_SIZE])
        self._counted = prepared(lambda *about, **arguments: _counted(build(*about, **arguments)))

    def __call__(self, *about, **arguments) -> Begun:
        return Begun(
            first=self._first(*about, **arguments),
            size=self._size or paging.PAGE_SIZE,
            whole=lambda: self._build(*about, **arguments),
            count=lambda: next(iter(self._counted(*about, **arguments)), 0),
        )


def _counted(found: QuerySet) -> QuerySet:
    """How many they are, as a query of one row; of none where there are none."""
    return found.order_by().annotate(listed=Window(Count("pk"))).values_list("listed", flat=True)[:1]
