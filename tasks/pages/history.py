"""办理经过: what happened to a plan, in the order it was done."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from django.utils.timezone import localdate, localtime

from tasks.enums import Action
from tasks.models import Arrival, Plan, PlanEvent
from tasks.rules import dates
from units.models import Membership
from zgc_tasks.common.prepared import Prepared


class Event(NamedTuple):
    """A step in the life of a plan as a line shows it; `filing` is "" where it concerns none."""

    at: datetime
    by: str
    action: str
    filing: str = ""
    refile_by: date | None = None
    note: str = ""


_COLUMNS = (
    "at", "action", "refile_by", "note", "filing__nth",
    "by__user__full_name", "by__unit__short_name", "by__office__name", "by__office__unit__short_name",
)  # fmt: skip


_EVENTS = Prepared(lambda plan: PlanEvent.objects.filter(plan=plan).values_list(*_COLUMNS, named=True))
_WHO = [
    f"{by}__{part}"
    for by in ("letter__recorded_by", "withdrawn_by")
    for part in ("user", "unit", "office__unit")
]
_ARRIVALS = Prepared(
    lambda task: (
        Arrival.objects.filter(task=task, recorded_at__isnull=False).select_related(*_WHO).order_by("pk")
    )
)


def events_of(plan: Plan, beside: Iterable[Event] = ()) -> tuple[Event, ...]:
    """Two queries: its events, and the letters that brought it; `beside` is what else moved it to no other status.

    That stands among the moves by its time; they keep their order, also where a clock was set back in between.
    """
    moves = [
        Event(
            at=event.at,
            by=f"{_office_or_unit(event)} {event.by__user__full_name}",
            action=Action(event.action).label,
            filing=f"第{event.filing__nth}次报送" if event.filing__nth else "",
            refile_by=event.refile_by,
            note=event.note,
        )
        for event in _EVENTS(plan=plan.pk)
    ]
    latest = accumulate((move.at for move in moves), max)
    others = ((event.at, event) for event in (*_letters(plan.task_id), *beside))
    return tuple(event for _, event in sorted([*others, *zip(latest, moves, strict=True)], key=itemgetter(0)))


def latest(events: Sequence) -> str:
    """Who did what last, for whoever came too late to do what they typed for; each of `events` has `at`, `by` and `action`."""
    if not events:
        return ""
    last = events[-1]
    return (
        f"{last.by}于{dates.moment(localtime(last.at))}办理了“{last.action}”，您填写的内容不能再提交。"
        "内容仍在本页，离开或刷新后不再保留，需要的请先复制留存。"
    )


def _office_or_unit(event) -> str:
    """As `str` says it of either."""
    office = event.by__office__name
    return f"{event.by__office__unit__short_name}{office}" if office else event.by__unit__short_name


def _letters(task_id: int) -> Iterator[Event]:
    """When each was registered, and that it was said not to have brought the plan."""
    for arrival in _ARRIVALS(task=task_id):
        letter, came = arrival.letter, f"{dates.in_words(localdate(arrival.letter.received_at))}收到"
        yield Event(letter.recorded_at, _who(letter.recorded_by), "登记来文", note=came)
        if arrival.withdrawn_at:
            yield Event(arrival.withdrawn_at, _who(arrival.withdrawn_by), "注销来文登记", note=came)


def _who(by: Membership) -> str:
    return f"{by.office or by.unit} {by.user}"
