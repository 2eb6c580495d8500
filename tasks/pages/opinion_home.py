"""On the home of a unit: accepted plans it takes part in and has not opened, and opinions on its own that wait."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Subquery
from django.utils.timezone import localtime

from tasks.counted import counted
from tasks.enums import Action, PlanStatus
from tasks.models import Filing, Opinion, Plan, PlanEvent, PlanReading, Programme
from tasks.pages.addresses import TaskAddresses
from tasks.pages.todo import Badge, Button, Item, Time
from tasks.rules import dates
from units.models import Membership
from units.prepared import PreparedFor
from zgc_tasks.common.prepared import Prepared

# So many of each stand on a home; the others follow when these have been opened or answered.
_SHOWN = 10


@dataclass(frozen=True)
class PlanNews:
    """The first of each; `more` says of which there are others, which follow when these have been opened or answered."""

    accepted: list[Item]
    more_accepted: bool
    opinions: list[Item]
    more_opinions: bool

    @property
    def waits(self) -> bool:
        return bool(self.accepted or self.opinions)


def of_unit(programme: Programme, by: Membership, today: date) -> PlanNews:
    """At most four queries, and one more where something was written in the programme or opened since."""
    addresses = TaskAddresses(programme)
    accepted = [_accepted(row, addresses, today) for row in _ACCEPTED(plans=_unread(programme, by))]
    opinions = [_opinion(one, addresses, today) for one in _WAITING(by, programme=programme.pk)]
    return PlanNews(
        accepted=accepted[:_SHOWN],
        more_accepted=len(accepted) > _SHOWN,
        opinions=opinions[:_SHOWN],
        more_opinions=len(opinions) > _SHOWN,
    )


def _accepted_at() -> Subquery:
    accepting = PlanEvent.objects.filter(action=Action.ACCEPT, filing=OuterRef("in_force"))
    return Subquery(accepting.order_by("-pk").values("at")[:1])


def _unread(programme: Programme, by: Membership) -> list[int]:
    """The first of the plans the unit has not opened, by their keys: kept until something is written, or it opens one."""
    opened = _OPENED.first(unit=by.unit_id)
    return counted(
        programme.pk, ("unread", by.unit_id, opened), lambda: list(_UNREAD(by, programme=programme.pk))
    )


_OPENED = Prepared(
    lambda unit: (
        PlanReading.objects.filter(unit=unit)
        .order_by()
        .values("unit")
        .annotate(opened=Count("pk"))
        .values_list("opened", flat=True)
    )
)
_UNREAD = PreparedFor(
    lambda by, programme: (
        Plan.objects.unread_by(by.unit_id)
        .filter(task__programme=programme)
        .order_by("task__number")
        .values_list("pk", flat=True)[: _SHOWN + 1]
    )
)
_ACCEPTED = Prepared(
    lambda plans: (
        Plan.objects.filter(pk__in=plans)
        .annotate(accepted_at=_accepted_at())
        .order_by("task__number")
        .values_list("task__number", "task__content", "task__lead__short_name", "accepted_at")
    )
)
# Of an opinion the filing it is about, so that the database begins with the few that wait and not with all plans.
_OF_FILING = Filing.objects.filter(pk=OuterRef("filing"))
_WAITING = PreparedFor(
    lambda by, programme: (
        Opinion.objects.unanswered()
        .filter(Exists(_OF_FILING.filter(plan__task__lead=by.unit_id, plan__task__programme=programme)))
        .select_related("filing__plan__task", "unit")
        .only("at", "step", "unit__short_name", "filing__plan__task__number")
        .order_by("pk")[: _SHOWN + 1]
    )
)


def _accepted(row: tuple, addresses: TaskAddresses, today: date) -> Item:
    number, content, lead, accepted_at = row
    return Item(
        number=number,
        about=content,
        address=addresses.plan(number),
        badge=Badge(PlanStatus.ACCEPTED, "新"),
        times=(Time(f"{dates.lately(localtime(accepted_at), today)}核收"),),
        button=Button("查看", f"第{number}项实施方案", addresses.plan(number)),
        below=f"{lead}牵头",
    )


def _opinion(opinion: Opinion, addresses: TaskAddresses, today: date) -> Item:
    number = opinion.filing.plan.task.number
    address = f"{addresses.plan(number)}#opinion-{opinion.pk}"
    return Item(
        number=number,
        about=f"{opinion.unit.short_name}对第{number}项方案（{opinion.place}）的意见",
        address=address,
        badge=Badge("opinion", "待答复"),
        times=(Time(f"{dates.lately(localtime(opinion.at), today)}提出"),),
        button=Button("查看并答复", f"：第{number}项", address),
    )
