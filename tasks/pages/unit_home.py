"""首页 of a unit: what its people have to do today, what it has filed, and what it takes part in.

Of long lists the first rows with the total; the number of queries does not grow with the tasks.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from django.db.models import Count
from django.http import QueryDict

from tasks.models import Programme
from tasks.pages import assigning_home, consultation_home, led_home, led_items
from tasks.pages.successions import Succession, lately
from tasks.pages.tabs import Tab, of_query
from tasks.pages.unit_tasks import joined_by, joined_total, led_by, paged_joined
from tasks.rules import deadlines
from units.models import Membership
from units.prepared import PreparedFor
from units.roles import Role
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import PAGE_SIZE, First, Paged

# So many tasks that the unit takes part in are named by their numbers; of more the number stands there.
_NAMED = 3


class Scope(StrEnum):
    """Whose plans are shown: those of one's own office and of none, or all of the unit's."""

    OFFICE = "office"
    UNIT = "unit"


_SCOPES = {Scope.OFFICE: "本处室", Scope.UNIT: "全单位"}


@dataclass(frozen=True)
class UnitHome:
    """`led` counts all tasks the unit leads, whichever are shown; `tabs` are none where there is nothing to choose,
    `joined_numbers` is "" where there are too many to name, `assigned` where the reader assigns nothing.
    """

    tabs: tuple[Tab, ...]
    of_an_office: bool
    led: int
    overdue: str
    todo: First
    filed: First
    joined_total: int
    joined_numbers: str
    assigned: str
    successions: list[Succession]
    template: ClassVar = "tasks/home_lead.html"


@dataclass(frozen=True)
class ParticipantHome:
    todo: First
    joined: Paged
    successions: list[Succession]
    template: ClassVar = "tasks/home_participant.html"


def build(
    programme: Programme, by: Membership, asked: QueryDict, *, today: date
) -> UnitHome | ParticipantHome:
    """The home of the acting membership: of a unit that leads tasks, or of one that only takes part."""
    ((led_total,),) = _LED_TOTAL(by, programme=programme.pk) or ((0,),)
    questions = consultation_home.of_unit(programme, by, today)
    told = lately(by, programme, today)
    if not led_total:
        joined = paged_joined(by, programme, asked, today=today)
        return ParticipantHome(First(tuple(questions.items), questions.total), joined, told)
    scope = _scope(by, asked.get("scope", ""))
    of_an_office = scope == Scope.OFFICE
    led = led_home.build(programme, by, total=led_total, of_an_office=of_an_office, today=today)
    items = [*led_items.items(led.open, programme, by, today), *questions.items]
    numbers = _JOINED(by, programme=programme.pk)
    joined = joined_total(by, programme, numbers)
    return UnitHome(
        tabs=of_query(_SCOPES, scope, "scope") if scope else (),
        of_an_office=of_an_office,
        led=led_total,
        overdue=deadlines.overdue_in_words(led.totals.missing, 0, today),
        todo=First(
            tuple(sorted(items, key=lambda item: item.number)[:PAGE_SIZE]), led.totals.open + questions.total
        ),
        filed=First(tuple(led.filed), led.totals.filed),
        joined_total=joined,
        joined_numbers="、".join(map(str, numbers.first)) if joined <= _NAMED else "",
        assigned=assigning_home.in_words(programme, by),
        successions=told,
    )


def _scope(by: Membership, asked: str) -> Scope | None:
    """None where there is nothing to choose: the person belongs to no office."""
    if by.office_id is None:
        return None
    usual = Scope.OFFICE if by.role == Role.OFFICER else Scope.UNIT
    return Scope(asked) if asked in tuple(Scope) else usual


_LED_TOTAL = PreparedFor(
    lambda by, programme: (
        led_by(by, programme).order_by().values("programme").annotate(led=Count("pk")).values_list("led")
    )
)
_JOINED = Listed(lambda by, programme: joined_by(by, programme).values_list("number", flat=True), PreparedFor)
