"""征求意见 on the home of a unit: plans of other units that wait for an answer of this one."""

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from tasks.models import Consultation, Programme
from tasks.pages.addresses import of_rows
from tasks.pages.todo import Badge, Button, Item, Time
from tasks.rules import dates
from units.models import Membership
from zgc_tasks.common.listed import Listed


class Questions(NamedTuple):
    """The first of them, and how many there are."""

    items: list[Item]
    total: int


def of_unit(programme: Programme, by: Membership, today: date) -> Questions:
    waiting = _WAITING(unit=by.unit_id, programme=programme.pk)
    addresses = of_rows("consultation-detail", programme)
    return Questions([_item(question, addresses, today) for question in waiting.first], len(waiting))


def _waiting(unit, programme) -> QuerySet:
    waiting = Consultation.objects.waiting_for(unit).filter(plan__task__programme=programme)
    return waiting.order_by("plan__task__number").values_list(
        "pk", "asked_at", "plan__task__number", "plan__task__lead__short_name", named=True
    )


_WAITING = Listed(_waiting)


def _item(question, addresses: str, today: date) -> Item:
    number, address = question.plan__task__number, f"{addresses}{question.pk}/"
    return Item(
        number=number,
        about=f"{question.plan__task__lead__short_name}就第{number}项方案征求意见",
        address=address,
        badge=Badge("waiting", "待反馈"),
        times=(Time(f"{dates.lately(timezone.localtime(question.asked_at), today)}发来"),),
        button=Button("查看并反馈", f"：第{number}项", address),
    )
