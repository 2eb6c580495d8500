"""提请协调 on the homes: of a unit what it owes an answer to and what it raised, of the leading group's office what waits."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.urls import reverse

from tasks.enums import CoordinationStatus
from tasks.models import Coordination, Programme
from tasks.pages.unit_home import Badge, Button, Item, Time
from tasks.rules import dates
from units.models import Membership
from units.prepared import PreparedFor
from zgc_tasks.common.paging import PAGE_SIZE


@dataclass(frozen=True)
class Coordinations:
    """The first of them, and where all stand; `more` says whether these are not all."""

    items: list[Item]
    url: str
    more: bool


def of_unit(programme: Programme, by: Membership, today: date) -> Coordinations:
    """One query. What the unit owes an answer to stands first, by when that is due."""
    return _first(
        [_of_unit(row, programme, today) for row in _OF_UNIT(by, programme=programme.pk)], programme
    )


def of_office(programme: Programme, by: Membership, today: date) -> Coordinations:
    """One query. What nobody has answered yet, by when it is wanted."""
    waiting = [_waiting(row, programme, today) for row in _WAITING(by, programme=programme.pk)]
    return _first(waiting, programme)


def open_total(programme: Programme, by: Membership) -> int:
    """How many are not settled, for the checkers."""
    seen = Coordination.objects.visible_to(by).filter(task__programme=programme)
    return seen.exclude(status=CoordinationStatus.SETTLED).count()


def _first(items: list[Item], programme: Programme) -> Coordinations:
    url = reverse("coordination-list", args=[programme.slug])
    return Coordinations(items[:PAGE_SIZE], url, more=len(items) > PAGE_SIZE)


_OF_UNIT = PreparedFor(
    lambda by, programme: (
        Coordination.objects.waiting_for(by.unit_id)
        .filter(task__programme=programme)
        .order_by(F("answer_by").asc(nulls_last=True), "wanted_by", "pk")
        .values_list("pk", "task__number", "what", "status", "wanted_by", "answer_by")[: PAGE_SIZE + 1]
    )
)
_WAITING = PreparedFor(
    lambda by, programme: (
        Coordination.objects.visible_to(by)
        .filter(task__programme=programme)
        .exclude(status__in=(CoordinationStatus.ANSWERED, CoordinationStatus.SETTLED))
        .order_by("wanted_by", "pk")
        .values_list("pk", "task__number", "what", "unit__short_name", "status", "wanted_by")[: PAGE_SIZE + 1]
    )
)


def _of_unit(row: tuple, programme: Programme, today: date) -> Item:
    pk, number, what, status, wanted_by, answer_by = row
    owed, answered = answer_by is not None, status == CoordinationStatus.ANSWERED
    label = "查看并反馈" if owed else "查看并确认" if answered else "查看"
    return Item(
        number=number,
        about=what,
        address=_address(programme, pk),
        badge=Badge("waiting", "待反馈") if owed else Badge(status, CoordinationStatus(status).label),
        times=(_answer(answer_by, today) if owed else _wanted(wanted_by, today),),
        button=Button(label, f"：第{number}项提请协调事项", _address(programme, pk)),
    )


def _waiting(row: tuple, programme: Programme, today: date) -> Item:
    pk, number, what, unit, status, wanted_by = row
    label = "查看并办理" if status == CoordinationStatus.RAISED else "继续办理"
    return Item(
        number=number,
        about=what,
        address=_address(programme, pk),
        badge=Badge(status, CoordinationStatus(status).label),
        times=(_wanted(wanted_by, today),),
        button=Button(label, f"：第{number}项提请协调事项", _address(programme, pk)),
        below=f"{unit}提请",
    )


def _wanted(day: date, today: date) -> Time:
    return Time(f"希望{dates.beside(day, today)}前解决", overdue=day < today)


def _answer(day: date, today: date) -> Time:
    return Time(f"{dates.beside(day, today)}前反馈", overdue=day < today)


def _address(programme: Programme, pk: int) -> str:
    return reverse("coordination-detail", args=[programme.slug, pk])
