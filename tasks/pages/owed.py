"""What a lead unit owes: plans not filed, and plans returned and not filed again in time. And whom to ask there."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import Expression, Q, QuerySet

from tasks.enums import Figure
from tasks.ledger import NamedUnit
from tasks.pages import standing
from tasks.querysets.standing import COUNTED, FILED_STATUSES
from units.models import Membership
from units.roles import Role
from zgc_tasks.common.prepared import Prepared


@dataclass(frozen=True)
class OwedTask:
    """A task whose plan is not filed (`missing` once that is late), or returned and not filed again in time. Where it `came`
    with a letter, which waits to be entered, nobody is asked for it.
    """

    lead: int
    number: int
    content: str
    deadline: date
    refile_by: date | None
    refile_overdue: bool
    missing: bool
    came: bool


@dataclass(frozen=True)
class Owing:
    """How much a unit leads, has filed, and owes. `rows` are what it owes, where somebody asked to have them."""

    unit: NamedUnit
    led: int
    filed: int
    not_refiled_total: int
    rows: tuple[OwedTask, ...]

    @property
    def unfiled_total(self) -> int:
        return self.led - self.filed

    @property
    def total(self) -> int:
        return self.unfiled_total + self.not_refiled_total

    @property
    def unfiled(self) -> list[OwedTask]:
        return [row for row in self.rows if not row.refile_overdue]

    @property
    def not_refiled(self) -> list[OwedTask]:
        """Returned, and not filed again within the time given."""
        return [row for row in self.rows if row.refile_overdue]

    @property
    def owed(self) -> list[OwedTask]:
        """What the unit is to be reminded of."""
        return [row for row in (*self.unfiled, *self.not_refiled) if not row.came]

    @property
    def is_to_remind(self) -> bool:
        return self.total > sum(row.came for row in self.rows)

    @property
    def unfiled_by_deadline(self) -> list[tuple[date, list[OwedTask]]]:
        ordered = sorted(self.unfiled, key=lambda row: (row.deadline, row.number))
        return [(day, list(rows)) for day, rows in groupby(ordered, key=lambda row: row.deadline)]


def by_unit(
    owed: Callable[..., Iterable], situations: Iterable, today: date, *, at_most: int | None = None
) -> list[Owing]:
    """Of each lead unit, in document order. `situations` are counted by `lead_unit`, `status` and `refile_overdue`; `owed`
    finds what `leads` owe, such as `partial(owed_by, tasks)`.

    Where a unit owes more than `at_most`, its rows are left out.
    """
    leads = standing.by_lead(situations)
    units = standing.units_named(leads)
    counted = [_without_rows(unit, leads[pk]) for pk, unit in units.items()]
    few = [one.unit.pk for one in counted if one.total and (at_most is None or one.total <= at_most)]
    rows = _rows(owed(leads=few) if few else (), today)
    return [replace(one, rows=tuple(rows[one.unit.pk])) for one in counted]


def _without_rows(unit: NamedUnit, situations: list) -> Owing:
    return Owing(
        unit=unit,
        led=sum(found.tasks for found in situations),
        filed=sum(found.tasks for found in situations if found.status in FILED_STATUSES),
        not_refiled_total=sum(found.tasks for found in situations if found.refile_overdue),
        rows=(),
    )


def owed_by(tasks, leads: list[int], *, came: Expression) -> QuerySet:
    """What leads owe of `tasks`; `came` says which of them wait to be entered from a letter."""
    owed = tasks.filter(COUNTED[Figure.UNFILED] | Q(refile_overdue=True), lead_unit__in=leads)
    columns = ("lead_unit", "number", "content", "deadline", "refile_by", "refile_overdue", "came")
    return owed.annotate(came=came).order_by("number").values_list(*columns)


def _rows(owed: Iterable, today: date) -> dict[int, list[OwedTask]]:
    rows = defaultdict(list)
    for lead, *facts, deadline, refile_by, overdue, came in owed:
        missing = not overdue and today > deadline
        rows[lead].append(OwedTask(lead, *facts, deadline, refile_by, overdue, missing, came))
    return rows


class Liaison(NamedTuple):
    full_name: str
    phone: str


def liaisons_of(units: Iterable[int]) -> dict[int, list[Liaison]]:
    """The people to ask, of each unit."""
    found = defaultdict(list)
    for unit, *person in _LIAISONS(units=list(units)):
        found[unit].append(Liaison(*person))
    return found


def phones_of(units: Iterable) -> list[str]:
    """Of all `liaisons` that stand on a page, unit by unit."""
    return [person.phone for unit in units for person in unit.liaisons]


_LIAISONS = Prepared(
    lambda units: Membership.objects.filter(
        unit__pk__in=units, role=Role.LIAISON, is_active=True, user__is_active=True
    ).values_list("unit", "user__full_name", "user__phone")
)
