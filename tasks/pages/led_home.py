"""What a unit leads, on its home: the plans still to be written, filed or mended, and those that are filed."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from tasks.counted import counted
from tasks.enums import WITH_THE_CHECKER, PlanStatus, TaskState, revision_in_words
from tasks.models import Programme, Task
from tasks.pages.addresses import TaskAddresses
from tasks.pages.unit_tasks import led_by, of_office, plan_of, with_plan
from tasks.prepared import Days
from units.models import Membership
from units.prepared import PreparedFor
from zgc_tasks.common.paging import PAGE_SIZE


class FiledTask(NamedTuple):
    number: int
    address: str
    words: str


class LedTotals(NamedTuple):
    """How many plans are still open, how many are filed, and by deadline how many are late."""

    open: int
    filed: int
    missing: Mapping[date, int]


class Led(NamedTuple):
    """The first tasks whose plans are still open, and the first that are filed."""

    open: list[Task]
    filed: list[FiledTask]
    totals: LedTotals


def build(programme: Programme, by: Membership, *, total: int, of_an_office: bool, today: date) -> Led:
    """`total` are all that the unit leads; `of_an_office`: of these only what the person's office carries out or none does."""
    led, asked = _LED[of_an_office], {"programme": programme.pk, **Days.of(today)._asdict()}
    addresses = TaskAddresses(programme)
    if total < PAGE_SIZE:
        return _all_of(led.first(by, **asked), addresses)
    whose = ("led", by.unit_id, of_an_office and by.office_id, today)
    return Led(
        open=led.open(by, **asked),
        filed=[_filed(addresses, *row) for row in led.filed(by, **asked)],
        totals=counted(programme.pk, whose, lambda: _totals(led.whole(by, **asked))),
    )


_WITH_THE_CHECKER = (*WITH_THE_CHECKER, PlanStatus.ACCEPTED)
_FILED = Q(plan__status__in=_WITH_THE_CHECKER)
_OPEN = Q(plan=None) | ~_FILED
_OF_FILED = ("number", "plan__status", "revision", "plan__filing__letter")


class _Led:
    """What a unit leads, or an office of it carries out: `whole` as a queryset, and the first by prepared queries, of all, of
    those still open, and of those filed.
    """

    def __init__(self, *, of_an_office: bool):
        self._of_an_office = of_an_office
        self.first = PreparedFor(lambda by, **asked: with_plan(self.whole(by, **asked))[:PAGE_SIZE])
        self.open = PreparedFor(
            lambda by, **asked: with_plan(self.whole(by, **asked).filter(_OPEN))[:PAGE_SIZE]
        )
        self.filed = PreparedFor(
            lambda by, **asked: self.whole(by, **asked).filter(_FILED).values_list(*_OF_FILED)[:PAGE_SIZE]
        )

    def whole(self, by, programme, day, soon) -> QuerySet:
        led = led_by(by, programme)
        return (led.filter(of_office(by)) if self._of_an_office else led).with_standing(Days(day, soon))


_LED = {of_an_office: _Led(of_an_office=of_an_office) for of_an_office in (False, True)}


def _all_of(led: list[Task], addresses: TaskAddresses) -> Led:
    still_open, filed = [], []
    for task in led:
        plan = plan_of(task)
        if plan and plan.status in _WITH_THE_CHECKER:
            filed.append(_filed(addresses, task.number, plan.status, plan.revision, plan.filing.letter_id))
        else:
            still_open.append(task)
    missing = Counter(task.deadline for task in still_open if task.state == TaskState.MISSING)
    return Led(still_open, filed, LedTotals(len(still_open), len(filed), missing))


def _filed(
    addresses: TaskAddresses, number: int, status: str, revision: str | None, letter: int | None
) -> FiledTask:
    said = PlanStatus(status).label if revision is None else revision_in_words(status)
    return FiledTask(number, addresses.plan(number), f"{said}，据来文代录" if letter else said)


def _totals(led: QuerySet) -> LedTotals:
    found = led.aggregate(open=Count("pk", filter=_OPEN), filed=Count("pk", filter=_FILED))
    late = led.filter(_OPEN, state=TaskState.MISSING).situations("deadline")
    return LedTotals(**found, missing={found.deadline: found.tasks for found in late})
