"""What is counted of a programme, kept by this process until something is written in it (decision 0082).

Whoever locks a task counts that up (decision 0067), whatever is written of it; rounds have their events and extensions. Where
none of these has moved, no count has either, and a page need not go through every task to say so.
"""

from collections.abc import Callable, Hashable
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.db import connection
from django.db.models import Aggregate, Count, OuterRef, QuerySet, Subquery, Sum

from tasks.models import Course, Extension, Programme, RoundEvent
from zgc_tasks.common.paging import Begun
from zgc_tasks.common.prepared import Prepared

T = TypeVar("T")
_MISSING = object()
_PROGRAMMES = 32  # of which counts, and apart from them rounds, are kept at once, under one version each
_LONG = 8  # lists of every task of a programme, of days gone by and of two days compared: of 38,000, some 8 MB each
_SEVERAL = 1_000  # counts of the programmes of a page: of 300 people with two lists each, some 4 KB
_DAYS = 64  # counts of days gone by: any may be asked for, and each is of areas, leads and states
_OF_ITSELF = (
    "pk", "code", "short_name", "plan_deadline", "red_days", "red_rounds",
    "receiving_office", "stand_in_office", "leadership_unit",
)  # fmt: skip
_MOST = 1_000  # counts of each: some hundred offices of units, with the rounds of their homes


def counted(programme: int, asked: Hashable, count: Callable[[], T]) -> T:
    """What `count` finds, or found before. `asked` says all that it depends on besides what is written in the programme:
    what is counted, of whom, on which day, and what of the programme or a round was read before (its terms, its limits):
    the rest `count` reads itself. What it finds is shared, so it has to be a value that nobody changes.

    A transaction may see what is never going to be so: within one, nothing is kept.
    """
    if connection.in_atomic_block:
        return count()
    counts = _kept(programme, _WRITTEN.first(programme=programme))
    found = counts.get(asked, _MISSING)  # in one step: another thread may clear them
    if found is _MISSING:
        if len(counts) >= _MOST:
            counts.clear()
        # Read after the version: at worst it is newer than that says, and is counted once more under the next one.
        counts[asked] = found = count()
    return found


def counted_in(programmes: list[int], asked: Hashable, count: Callable[[], T]) -> T:
    """The same of several programmes, no more than a page of them: kept until something is written in one."""
    return _once(lambda: _several(tuple(_WRITTEN_IN(programmes=programmes)), asked), count)


def counted_of(programme: int, asked: Hashable, found: Begun) -> int:
    """How many a list has: known where its first are all of it, else counted behind the version it is kept under."""
    return len(found) if found.is_all else counted(programme, asked, found.count)


def kept(programme: int, asked: Hashable, find: Callable[[], T]) -> T:
    """The same of what is as long as the programme has tasks, of which few are kept at once."""
    return _held(_long, _WRITTEN, programme, asked, find)


def kept_of_rounds(programme: int, asked: Hashable, find: Callable[[], T]) -> T:
    """The same of what rounds alone say, whatever is written of tasks: until something is written of a round."""
    return _held(_rounds, _WRITTEN_OF_ROUNDS, programme, asked, find)


def counted_on(programme: int, day: date, asked: Hashable, count: Callable[[], T], *, today: date) -> T:
    """The same as of a day; of those gone by, the ones looked at last are kept."""
    if day < today:
        return _held(_then, _WRITTEN, programme, (day, asked), count)
    return counted(programme, (day, asked), count)


def _held(
    places: Callable[..., list], written: Prepared, programme: int, asked: Hashable, find: Callable[[], T]
) -> T:
    return _once(lambda: places(programme, written.first(programme=programme), asked), find)


def _once(place: Callable[[], list], find: Callable[[], T]) -> T:
    if connection.in_atomic_block:
        return find()
    held = place()
    if not held:
        held.append(find())  # two threads may do so at once: both find the same
    return held[0]


@lru_cache(maxsize=_LONG)
def _long(programme: int, written: tuple, asked: Hashable) -> list:
    return []


@lru_cache(maxsize=_DAYS)
def _then(programme: int, written: tuple, asked: Hashable) -> list:
    return []


@lru_cache(maxsize=_PROGRAMMES)
def _rounds(programme: int, written: tuple, asked: Hashable) -> list:
    return []


@lru_cache(maxsize=_PROGRAMMES)
def _kept(programme: int, written: tuple) -> dict:
    return {}


@lru_cache(maxsize=_SEVERAL)
def _several(written: tuple, asked: Hashable) -> list:
    return []


def _written(programmes: QuerySet) -> QuerySet:
    """How often tasks and rounds of each were written on, and what of the programme itself counts rest on and name."""
    of_tasks = _one(Course.objects.all(), "programme", Sum("changes"))
    return programmes.order_by("pk").values_list(*_OF_ITSELF, of_tasks, *_of_its_rounds())


def _of_its_rounds() -> tuple[Subquery, ...]:
    """How many events and extensions they have."""
    return tuple(
        _one(kind.objects.all(), "round__programme", Count("pk")) for kind in (RoundEvent, Extension)
    )


def _one(rows: QuerySet, path: str, found: Aggregate) -> Subquery:
    """One figure of the rows of a programme, which is at the end of `path`."""
    of_programme = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Subquery(of_programme.annotate(found=found).values("found"))


_WRITTEN = Prepared(lambda programme: _written(Programme.objects.filter(pk=programme)))
_WRITTEN_IN = Prepared(lambda programmes: _written(Programme.objects.filter(pk__in=programmes)))
_WRITTEN_OF_ROUNDS = Prepared(
    lambda programme: Programme.objects.filter(pk=programme).values_list(*_of_its_rounds())
)

# Of a database in which the same keys are written anew, nothing may be left in any of them.
KEPT = (_kept, _long, _then, _several, _rounds)
