"""提请协调 on the homes: of a unit what it owes an answer to and what it raised, of the leading group's office what waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet
from django.urls import reverse

from tasks.enums import CoordinationStatus
from tasks.models import Coordination, Programme
from tasks.pages.todo import Badge, Button, Item, Time
from tasks.rules import dates
from units.models import Membership
from units.prepared import PreparedFor

# So many stand on a home; all of them are in the list.
_SHOWN = 10


@dataclass(frozen=True)
class Coordinations:
    """The first of them, and where all stand; `more` says whether these are not all."""

    items: list[Item]
    url: str
    more: bool

    @property
    def waits(self) -> bool:
        return bool(self.items)


def of_unit(programme: Programme, by: Membership, today: date) -> Coordinations:
    """One query. What the unit owes an answer to stands first, by when that is due."""
    return _first(programme, today, _OF_UNIT(by, programme=programme.pk), _of_unit)


def of_office(programme: Programme, by: Membership, today: date) -> Coordinations:
    """One query. What nobody has answered yet, by when it is wanted."""
    return _first(programme, today, _WAITING(by, programme=programme.pk), _waiting)


def open_total(programme: Programme, by: Membership) -> int:
    """How many are not settled, for the checkers."""
    return next(iter(_OPEN_TOTAL(by, programme=programme.pk)), 0)


def _open_total(by, programme) -> QuerySet:
    seen = Coordination.objects.visible_to(by).filter(task__programme=programme)
    waiting = seen.exclude(status=CoordinationStatus.SETTLED).order_by().values("task__programme")
    return waiting.annotate(total=Count("pk")).values_list("total", flat=True)


_OPEN_TOTAL = PreparedFor(_open_total)


def _first(programme: Programme, today: date, rows: list[tuple], shown: Callable) -> Coordinations:
    """`shown` says of a row which badge, time and label of a button it has, and what stands below the badge."""
    url = reverse("coordination-list", args=[programme.slug])
    items = [_item(f"{url}{row[0]}/", row, *shown(row, today)) for row in rows[:_SHOWN]]
    return Coordinations(items, url, more=len(rows) > _SHOWN)


def _item(address: str, row: tuple, badge: Badge, time: Time, label: str, below: str = "") -> Item:
    _, number, what, *_ = row
    return Item(
        number=number,
        about=what,
        address=address,
        badge=badge,
        times=(time,),
        button=Button(label, f"：第{number}项提请协调事项", address),
        below=below,
    )


_OF_UNIT = PreparedFor(
    lambda by, programme: (
        Coordination.objects.waiting_for(by.unit_id)
        .filter(task__programme=programme)
        .order_by(F("answer_by").asc(nulls_last=True), "wanted_by", "pk")
        .values_list("pk", "task__number", "what", "status", "wanted_by", "answer_by")[: _SHOWN + 1]
    )
)
_WAITING = PreparedFor(
    lambda by, programme: (
        Coordination.objects.visible_to(by)
        .filter(task__programme=programme)
        .exclude(status__in=(CoordinationStatus.ANSWERED, CoordinationStatus.SETTLED))
        .order_by("wanted_by", "pk")
        .values_list("pk", "task__number", "what", "unit__short_name", "status", "wanted_by")[: _SHOWN + 1]
    )
)


def _of_unit(row: tuple, today: date) -> tuple:
    *_, status, wanted_by, answer_by = row
    if answer_by is not None:
        time = Time(f"{dates.beside(answer_by, today)}前反馈", overdue=answer_by < today)
        return Badge("waiting", "待反馈"), time, "查看并反馈"
    answered = status == CoordinationStatus.ANSWERED
    return _badge(status), _wanted(wanted_by, today), "查看并确认" if answered else "查看"


def _waiting(row: tuple, today: date) -> tuple:
    *_, unit, status, wanted_by = row
    label = "查看并办理" if status == CoordinationStatus.RAISED else "继续办理"
    return _badge(status), _wanted(wanted_by, today), label, f"{unit}提请"


def _badge(status: str) -> Badge:
    return Badge(status, CoordinationStatus(status).label)


def _wanted(day: date, today: date) -> Time:
    return Time(f"希望{dates.beside(day, today)}前解决", overdue=day < today)
