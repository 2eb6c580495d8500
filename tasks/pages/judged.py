"""Who is told of lights and of 推进状态, and which tasks stand so on a day.

Lights are for those who oversee a programme, others' 推进状态 too; a unit is told of what it leads itself (decision 0073).
"""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from tasks import policies
from tasks.forms.ledger import JudgedForm
from tasks.ledger import Filters, outline
from tasks.models import Programme
from units.models import Membership


@dataclass(frozen=True)
class Reader:
    """`own` is the unit whose rows stand out; who `oversees` the programme is shown how far each task is."""

    own: int
    oversees: bool = False

    @classmethod
    def of(cls, by: Membership, programme: Programme) -> "Reader":
        return cls(by.unit_id, policies.allowed(policies.may_oversee, by, programme))

    @property
    def filters(self) -> tuple[str, ...]:
        """The fields of `JudgedForm` that they may ask by."""
        return ("light", "outlook") if self.oversees else ("outlook",)

    def is_told(self, lead: int | None) -> bool:
        """Whether of a task with this lead they are told its 推进状态."""
        return self.oversees or lead == self.own


def asks_how_tasks_go(address: QueryDict) -> bool:
    return any(address.get(name) for name in JudgedForm.base_fields)


def chosen(tasks, programme: Programme, filters: Filters, reader: Reader, *, day: date, today: date):
    """Of `tasks` those for which `Filters.keep` keeps the rows of the reader's ledger, by light and 推进状态. For today and
    days to come what is kept of the tasks (`Course`) is up to date.
    """
    if not filters.judges:
        return tasks
    if day < today:
        return tasks.filter(
            pk__in=[
                task.pk
                for task in outline(programme, day)
                if reader.is_told(task.lead)
                and (not filters.light or task.light == filters.light)
                and (not filters.outlook or task.outlook == filters.said)
            ]
        )
    found = tasks.with_course(day)
    if filters.light:
        found = found.filter(light=filters.light)
    if filters.outlook:
        found = found.filter(outlook=filters.said)
    return found if reader.oversees else found.filter(lead=reader.own)
