"""What the people of a unit are told of another lead: of tasks it leads now, and of those it led before."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict

from tasks.models import Filing, Leading, Programme, Task
from tasks.pages.addresses import TaskAddresses
from tasks.rules import dates
from units.models import Membership
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import Paged, paged
from zgc_tasks.common.prepared import Prepared

# So long the home speaks of it.
TOLD_FOR = timedelta(days=30)


class Succession(NamedTuple):
    number: int
    address: str
    words: str


class Left(NamedTuple):
    """A task that another unit leads by now, with the filings its lead of before goes on reading."""

    number: int
    address: str
    content: str
    lead: str
    filings: list[int]


_OF_UNIT = Prepared(
    lambda unit, programme: (
        Leading.objects.changed_hands()
        .filter(unit=unit, task__programme=programme)
        .order_by("task__number", "pk")
        .values_list("task", "task__number", "since", "until", "task__lead", "task__lead__short_name")
    )
)


def lately(by: Membership, programme: Programme, today: date) -> list[Succession]:
    """One query, and a second one where there is something to tell."""
    earliest, addresses = today - TOLD_FOR, TaskAddresses(programme)
    rows = [row for row in _OF_UNIT(unit=by.unit_id, programme=programme.pk) if _day(row) >= earliest]
    before = _led_before([task for task, _, _, until, *_ in rows if until is None])
    told = []
    for task, number, since, until, lead, lead_name in rows:
        if until is not None and lead not in (None, by.unit_id):
            words = f"自{dates.in_words(until)}起改由{lead_name}牵头，本单位已报送的内容仍可查看"
        elif until is None and task in before:
            words = f"自{dates.in_words(since)}起改由本单位牵头，原由{before[task]}牵头"
        else:
            continue
        told.append(Succession(number, addresses.task(number), words))
    return told


def _day(row: tuple) -> date:
    _, _, since, until, *_ = row
    return until or since


def _led_before(tasks: list[int]) -> dict[int, str]:
    """Per task the unit that led until the present one does."""
    if not tasks:
        return {}
    over = Leading.objects.filter(task__in=tasks, until__isnull=False, unit__isnull=False)
    return dict(over.order_by("pk").values_list("task", "unit__short_name"))


def left(by: Membership, programme: Programme, asked: QueryDict) -> Paged:
    """Every task with what the unit filed of it before another one came to lead: the page that `asked` names."""
    found = _LEFT(unit=by.unit_id, programme=programme.pk)
    return paged(found, asked, key="left", rows=partial(_left, by, TaskAddresses(programme)))


def _filed_before(unit, programme) -> QuerySet:
    own = Filing.objects.filter(plan__task=OuterRef("pk"), lead=unit)
    tasks = Task.objects.filter(Exists(own), programme=programme).exclude(lead=unit).order_by("number")
    return tasks.values_list("pk", "number", "content", "lead__short_name", named=True)


_LEFT = Listed(_filed_before)


def _left(by: Membership, addresses: TaskAddresses, found: Iterable) -> list[Left]:
    tasks, filings = list(found), defaultdict(list)
    for task, nth in _OWN_FILINGS(tasks=[task.pk for task in tasks], unit=by.unit_id):
        filings[task].append(nth)
    return [
        Left(
            number=task.number,
            address=addresses.task(task.number),
            content=task.content,
            lead=task.lead__short_name or "待明确",
            filings=filings[task.pk],
        )
        for task in tasks
    ]


_OWN_FILINGS = Prepared(
    lambda tasks, unit: (
        Filing.objects.filter(plan__task__pk__in=tasks, lead=unit)
        .order_by("nth")
        .values_list("plan__task", "nth")
    )
)
