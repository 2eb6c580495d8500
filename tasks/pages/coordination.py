"""提请协调: the list, the course of one, and the page on which it is raised."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localdate

from tasks import policies
from tasks.enums import HANDLING, CoordinationAction, CoordinationStatus
from tasks.forms.coordination import HandlingForm, ListForm, RaiseForm, SayForm
from tasks.forms.ledger import day_asked, errors_of
from tasks.models import Coordination, CoordinationEvent, Programme, Task
from tasks.pages import task_contacts
from tasks.pages.choices import units_to_decide_for
from tasks.pages.task_contacts import Contacts
from tasks.querysets.standing import end_of
from tasks.rules import dates
from tasks.rules.coordination_life import COORDINATION
from units.models import Membership, Unit
from units.prepared import PreparedFor
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import Begun, Paged, paged
from zgc_tasks.common.prepared import Prepared


class CoordinationLine(NamedTuple):
    """One of a list: `overdue` where it is open and its day has passed."""

    address: str
    number: int
    what: str
    unit: str
    raised_on: date
    wanted_by: date
    overdue: bool
    state: str
    label: str


_COLUMNS = ("pk", "task__number", "what", "unit__short_name", "raised_at", "wanted_by", "stood")


def lines(programme: Programme, found: Iterable, day: date) -> list[CoordinationLine]:
    """Of rows with what `_COLUMNS` names, as they stood on a day."""
    register = reverse("coordination-list", args=[programme.slug])
    return [
        CoordinationLine(
            address=f"{register}{pk}/",
            number=number,
            what=what,
            unit=unit,
            raised_on=localdate(raised_at),
            wanted_by=wanted_by,
            overdue=stood != CoordinationStatus.SETTLED and wanted_by < day,
            state=stood,
            label=CoordinationStatus(stood).label,
        )
        for pk, number, what, unit, raised_at, wanted_by, stood in found
    ]


# --- the list --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ListPage:
    """`said` is the day in words, `past` whether it has gone by."""

    form: ListForm
    day_form: object
    errors: list[str]
    day: date
    said: str
    rows: Paged


def list_page(programme: Programme, by: Membership, asked: QueryDict, *, today: date) -> ListPage:
    """As of a day: those known by its end, by how they stood then."""
    day, day_form = day_asked(asked, today, programme.known_years(today))
    form = ListForm(asked)
    form.is_valid()
    return ListPage(
        form=form,
        day_form=day_form,
        errors=[*errors_of(day_form), *errors_of(form)],
        day=day,
        said=dates.as_of(day, today),
        rows=paged(_listed(programme, by, form, day, today), asked, rows=partial(lines, programme, day=day)),
    )


def _listed(programme: Programme, by: Membership, form: ListForm, day: date, today: date) -> QuerySet | Begun:
    state, task = form.cleaned_data.get("state") or ListForm.OPEN, form.cleaned_data.get("task")
    if day >= today and not task:
        return _STANDING[state](by, programme=programme.pk)
    seen = Coordination.objects.visible_to(by).filter(task__programme=programme)
    then = seen.standing() if day >= today else seen.stood_before(end_of(day))
    return _in_order(then.filter(task__number=task) if task else then, state)


def _in_order(found: QuerySet[Coordination], state: str) -> QuerySet:
    """What is wanted soonest stands first; what is settled, newest first."""
    if state == ListForm.OPEN:
        found = found.exclude(stood=CoordinationStatus.SETTLED).order_by("wanted_by", "pk")
    elif state == ListForm.SETTLED:
        found = found.filter(stood=CoordinationStatus.SETTLED).order_by("-pk")
    else:
        found = found.order_by("-pk")
    return found.values_list(*_COLUMNS)


def _standing(state: str, by, programme) -> QuerySet:
    return _in_order(Coordination.objects.visible_to(by).filter(task__programme=programme).standing(), state)


_STANDING = {state: Listed(partial(_standing, state), PreparedFor) for state in ListForm.STATES}


# --- of one task -----------------------------------------------------------------------------------------------

# So many stand on the page of a task; all of them are in the list.
_ON_A_TASK = 5
_OF_TASK = PreparedFor(
    lambda by, task: (
        Coordination.objects.visible_to(by)
        .filter(task=task)
        .standing()
        .order_by("-pk")
        .values_list(*_COLUMNS)[: _ON_A_TASK + 1]
    )
)


class OfTask(NamedTuple):
    """The newest about a task; `more` is where all of them stand, "" where these are all."""

    lines: list[CoordinationLine]
    more: str
    raising: str


def of_task(programme: Programme, task: Task, by: Membership, today: date) -> OfTask:
    """At most two queries. `raising` is where one is raised, "" for who may not."""
    found = lines(programme, _OF_TASK(by, task=task.pk), today)
    listed = reverse("coordination-list", args=[programme.slug])
    may_raise = policies.allowed(policies.may_raise, by, task)
    return OfTask(
        lines=found[:_ON_A_TASK],
        more=f"{listed}?task={task.number}&state={ListForm.ALL}" if len(found) > _ON_A_TASK else "",
        raising=reverse("coordination-raise", args=[programme.slug, task.number]) if may_raise else "",
    )


def raising(task: Task, form: RaiseForm) -> dict:
    return {"programme": task.programme, "task": task, "form": form}


# --- one of them -----------------------------------------------------------------------------------------------


class CourseLine(NamedTuple):
    """What was done: `facts` are its day, basis, units and the day by which they answer, in words."""

    at: datetime
    by: str
    action: str
    facts: str
    note: str


class PassedOn(NamedTuple):
    """A unit that it was passed on to, and what it owes in words."""

    unit: str
    words: str
    overdue: bool


class Saying(NamedTuple):
    """A form with one text of a unit, and what its button does."""

    heading: str
    explained: str
    address: str
    button: str
    kind: str
    form: SayForm


@dataclass(frozen=True)
class CoordinationPage:
    coordination: Coordination
    label: str
    raised_as: str
    overdue: bool
    contacts: Contacts
    course: list[CourseLine]
    passed_on: list[PassedOn]
    handling: HandlingForm | None
    sayings: list[Saying]


# What was done, in its order, each with the units that it was passed on to.
Events = list[tuple[CoordinationEvent, list[Unit]]]

_SAYINGS = {
    CoordinationAction.REPLY: ("反馈办理情况", "领导小组办公室已将本件转办，请说明办理情况。", "反馈", "primary"),
    CoordinationAction.RENEW: ("继续提请", "答复后问题仍未解决的，说明情况，请领导小组办公室继续协调。", "继续提请", "outline"),
    CoordinationAction.SETTLE: ("确认解决", "问题已经解决的，说明解决情况；确认后不能再办理。", "确认解决", "outline"),
}  # fmt: skip


def detail(
    coordination: Coordination,
    *,
    by: Membership,
    today: date,
    handling: HandlingForm | None = None,
    said: dict[CoordinationAction, SayForm] | None = None,
) -> CoordinationPage:
    """Its course, and what the reader may do about it; the forms are those that came back with errors."""
    events = _events(coordination)
    return CoordinationPage(
        coordination=coordination,
        label=coordination.get_status_display(),
        raised_as="（提请时牵头）" if coordination.led else "（参与单位）",
        overdue=_is_open(coordination) and coordination.wanted_by < today,
        contacts=task_contacts.of_task(
            coordination.task.programme, None, _units(coordination, events), by, []
        ),
        course=[_entry(event, units) for event, units in events],
        passed_on=list(_passed_on(events, today, is_open=_is_open(coordination))),
        handling=handling or _offered(coordination, by, today),
        sayings=[
            _saying(coordination, action, (said or {}).get(action))
            for action in _SAYINGS
            if action in (said or {})
            or policies.allowed(policies.check_coordination, by, action, coordination)
        ],
    )


def _units(coordination: Coordination, events: Events) -> list[Unit]:
    """Who raised it, and whom it was passed on to: to be called by whoever handles it."""
    passed_on = (unit for _event, units in events for unit in units)
    return list({unit.pk: unit for unit in (coordination.unit, *passed_on)}.values())


def _is_open(coordination: Coordination) -> bool:
    return coordination.status != CoordinationStatus.SETTLED


def _offered(coordination: Coordination, by: Membership, today: date) -> HandlingForm | None:
    """None for who may not, and where nothing is to be noted any more."""
    actions = [one for one in COORDINATION.possible(coordination.status) if one in HANDLING]
    if not actions or not policies.allowed(policies.may_handle, by, coordination):
        return None
    return handling_form(coordination, today=today, actions=actions)


def handling_form(
    coordination: Coordination, *, today: date, posted=None, actions: Sequence[CoordinationAction] = HANDLING
) -> HandlingForm:
    return HandlingForm(
        posted,
        actions=actions,
        units=units_to_decide_for(),
        raised_on=localdate(coordination.raised_at),
        today=today,
        years=coordination.task.programme.known_years(today),
        initial={"based_on": coordination.version, "dated_on": today},
    )


def say_form(coordination: Coordination, action: CoordinationAction, posted=None) -> SayForm:
    return SayForm(posted, auto_id=f"id_{action}_%s", initial={"based_on": coordination.version})


def _saying(coordination: Coordination, action: CoordinationAction, form: SayForm | None) -> Saying:
    heading, explained, button, kind = _SAYINGS[action]
    address = reverse(f"coordination-{action}", args=[coordination.task.programme.slug, coordination.pk])
    return Saying(heading, explained, address, button, kind, form or say_form(coordination, action))


def _events(coordination: Coordination) -> Events:
    events, asked = _EVENTS(coordination=coordination.pk), defaultdict(list)
    for row in _ASKED(coordination=coordination.pk):  # after the events: of each all units are there by then
        asked[row.coordinationevent_id].append(row.unit)
    return [(event, asked[event.pk]) for event in events]


_EVENTS = Prepared(
    lambda coordination: (
        CoordinationEvent.objects.filter(coordination=coordination)
        .select_related("by__user", "by__unit")
        .order_by("pk")
    )
)
_ASKED = Prepared(
    lambda coordination: (
        CoordinationEvent.units.through.objects.filter(coordinationevent__coordination=coordination)
        .select_related("unit")
        .order_by("unit")
    )
)


def _entry(event: CoordinationEvent, units: list[Unit]) -> CourseLine:
    names = "、".join(unit.short_name for unit in units)
    facts = (
        f"办理日期{dates.in_words(event.dated_on)}" if event.dated_on else "",
        f"依据：{event.basis}" if event.basis else "",
        f"转{names}，请于{dates.in_words(event.answer_by)}前反馈" if event.answer_by else "",
    )
    return CourseLine(
        at=event.at,
        by=f"{event.by.unit.short_name} {event.by.user.full_name}",
        action=event.get_action_display(),
        facts="；".join(fact for fact in facts if fact),
        note=event.note,
    )


def _passed_on(events: Events, today: date, *, is_open: bool) -> Iterator[PassedOn]:
    """Each unit once, by when it was asked last and whether it has answered since."""
    asked: dict[int, tuple[str, date]] = {}
    answered: dict[int, date] = {}
    for event, units in events:
        for unit in units:
            asked[unit.pk] = unit.short_name, event.answer_by
            answered.pop(unit.pk, None)
        if event.action == CoordinationAction.REPLY:
            answered[event.by.unit_id] = localdate(event.at)
    for unit, (name, answer_by) in asked.items():
        if unit in answered:
            yield PassedOn(name, f"已于{dates.in_words(answered[unit])}反馈", overdue=False)
        else:
            words = f"{dates.in_words(answer_by)}前反馈" if is_open else "未反馈"
            yield PassedOn(name, words, overdue=is_open and answer_by < today)
