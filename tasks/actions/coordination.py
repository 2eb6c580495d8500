"""提请协调: raised by a unit, handled by the leading group's office, settled by who raised it (decision 0050)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from tasks import policies
from tasks.actions.locking import locked_task
from tasks.enums import CoordinationAction
from tasks.models import Coordination, CoordinationEvent, Task
from tasks.rules import coordination as rules
from tasks.rules.coordination_life import COORDINATION
from units import audit
from units.models import Membership, Unit
from zgc_tasks.common.refusal import Kind, Refusal

_CHANGED = "本件办理情况刚刚有变化，未办理。请查看最新情况，核对后再办理"


@transaction.atomic
def raise_it(
    *, task: Task, what: str, asked_of: str, wanted_by: date, by: Membership, at: datetime
) -> Coordination:
    task = locked_task(task.pk)
    policies.may_raise(by, task)
    rules.wanted_by(wanted_by, at.date(), task.programme.known_years(at.date()))
    made = Coordination.objects.create(
        task=task,
        unit=by.unit,
        led=task.lead_id == by.unit_id,
        what=what,
        asked_of=asked_of,
        wanted_by=wanted_by,
        raised_at=at,
        raised_by=by,
    )
    audit.record(action="coordination.raise", by=by, subject=task.programme.in_log(made))
    return made


@transaction.atomic
def handle(
    *,
    coordination_id: int,
    based_on: int,
    action: CoordinationAction,
    dated_on: date,
    basis: str,
    note: str = "",
    units: Collection[Unit] = (),
    answer_by: date | None = None,
    by: Membership,
    at: datetime,
) -> CoordinationEvent:
    """研究中, 转办 to `units`, 提交会议 or 答复, by the leading group's office; `dated_on` is when it did so."""
    found, today = _locked(coordination_id, based_on), at.date()
    policies.check_coordination(by, action, found)
    years = found.task.programme.known_years(today)
    rules.dated(dated_on, raised_on=localdate(found.raised_at), today=today, years=years)
    rules.passed_on(action, units, answer_by, today=today, years=years)
    rules.noted(action, note)
    made = _done(
        found, action, "coordination.note", note=note, dated_on=dated_on, basis=basis, answer_by=answer_by,
        by=by, at=at,
    )  # fmt: skip
    made.units.set(units)
    return made


@transaction.atomic
def reply(
    *, coordination_id: int, based_on: int, note: str, by: Membership, at: datetime
) -> CoordinationEvent:
    """What a unit that it was passed on to has to say."""
    return _say(coordination_id, based_on, CoordinationAction.REPLY, note, by=by, at=at)


@transaction.atomic
def renew(
    *, coordination_id: int, based_on: int, note: str, by: Membership, at: datetime
) -> CoordinationEvent:
    """The answer has not settled it, and the leading group's office is asked once more."""
    return _say(coordination_id, based_on, CoordinationAction.RENEW, note, by=by, at=at)


@transaction.atomic
def settle(
    *, coordination_id: int, based_on: int, note: str, by: Membership, at: datetime
) -> CoordinationEvent:
    """Who raised it says that it is settled, and how."""
    return _say(coordination_id, based_on, CoordinationAction.SETTLE, note, by=by, at=at)


def _say(coordination_id: int, based_on: int, action: CoordinationAction, note: str, **who_and_when):
    found = _locked(coordination_id, based_on)
    policies.check_coordination(who_and_when["by"], action, found)
    rules.said(note)
    return _done(found, action, f"coordination.{action}", note=note, **who_and_when)


def _locked(pk: int, based_on: int) -> Coordination:
    """As it stands, with its task, whose lock it shares: who leads cannot change meanwhile."""
    task = locked_task(Coordination.objects.values_list("task", flat=True).get(pk=pk))
    found = Coordination.objects.get(pk=pk)
    found.task = task
    if found.version != based_on:
        raise Refusal(_CHANGED, Kind.OUT_OF_DATE)
    return found


def _done(
    found: Coordination, action: CoordinationAction, audited: str, *, by: Membership, at: datetime, **facts
) -> CoordinationEvent:
    found.status = COORDINATION.after(found.status, action)
    found.version += 1
    found.save(update_fields=["status", "version"])
    made = CoordinationEvent.objects.create(
        coordination=found, action=action, status=found.status, at=at, by=by, **facts
    )
    audit.record(action=audited, by=by, subject=found.task.programme.in_log(found))
    return made
