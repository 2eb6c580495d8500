"""The receiving office's desk, out of the ledger of today: a line a lead unit, the queues and their tabs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Count

from tasks.enums import WITH_THE_CHECKER, PlanStatus
from tasks.ledger import Row, UnitName
from tasks.models import ContactNote

QUEUES = {"filed": "待核对", "returned": "退回修改", "accepted": "已核收", "missing": "未报"}
# 待核对 is all that waits for the checkers' decision, whether or not they have begun.
_STATUSES = {
    "filed": WITH_THE_CHECKER,
    "returned": (PlanStatus.RETURNED,),
    "accepted": (PlanStatus.ACCEPTED,),
    "missing": (None, PlanStatus.DRAFT),
}


@dataclass
class DeskLine:
    """One lead unit: what it owes and has filed, its stamped originals, and the last time it was spoken to."""

    unit: UnitName
    rows: list[Row] = field(default_factory=list)
    last_note: ContactNote | None = None
    liaisons: list = field(default_factory=list)
    sms: str = ""

    @property
    def filed(self) -> list[Row]:
        return [row for row in self.rows if row.filed]

    @property
    def unfiled(self) -> list[Row]:
        return [row for row in self.rows if not row.filed]

    @property
    def not_refiled(self) -> list[Row]:
        """Returned, and not filed again within the time given."""
        return [row for row in self.rows if row.refile_overdue]

    @property
    def owed(self) -> list[Row]:
        """What the unit is to be reminded of."""
        return [*self.unfiled, *self.not_refiled]

    @property
    def unfiled_by_deadline(self) -> list[tuple[date, list[Row]]]:
        ordered = sorted(self.unfiled, key=lambda row: (row.deadline, row.number))
        return [(day, list(rows)) for day, rows in groupby(ordered, key=lambda row: row.deadline)]

    @property
    def stamped(self) -> int:
        return sum(1 for row in self.filed if row.filing.stamped_received_on)

    @property
    def unstamped(self) -> int:
        return len(self.filed) - self.stamped


@dataclass(frozen=True)
class Tab:
    """A queue with how many rows it has."""

    name: str
    label: str
    count: int


def by_unit(rows: Iterable[Row]) -> dict[str, DeskLine]:
    """Lead units by their slug, in document order."""
    lines: dict[str, DeskLine] = {}
    for row in rows:
        if row.lead:
            lines.setdefault(row.lead.slug, DeskLine(row.lead)).rows.append(row)
    return dict(sorted(lines.items(), key=lambda entry: entry[1].unit.order))


def line_of(rows: Iterable[Row], slug: str) -> DeskLine | None:
    """The line of one unit; None where it leads nothing."""
    return by_unit(row for row in rows if row.lead and row.lead.slug == slug).get(slug)


def queue(rows: Iterable[Row], name: str) -> list[Row]:
    """The rows of one queue of QUEUES; a task nobody leads yet is in none."""
    if name == "missing":
        return [row for row in rows if row.lead and not row.filed]
    return [row for row in rows if row.filed and row.status in _STATUSES[name]]


def tabs(rows: list[Row]) -> list[Tab]:
    return [Tab(name, label, len(queue(rows, name))) for name, label in QUEUES.items()]


def tabs_of_today(programme) -> list[Tab]:
    """The same from the plans' current columns, for a page that shows no ledger rows."""
    led = programme.tasks.exclude(lead=None).order_by()
    counts = Counter(dict(led.values_list("plan__status").annotate(count=Count("pk"))))
    return [
        Tab(name, label, sum(counts[status] for status in _STATUSES[name])) for name, label in QUEUES.items()
    ]
