"""Times that move later: why, asked when a revision is filed, decided outside, in force once accepted (decision 0045)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.apps import apps
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import QuerySet

from tasks import policies
from tasks.actions.drafts import keys_of_units, note_author, touch
from tasks.actions.locking import locked
from tasks.enums import DecidedBy, Outcome, TimeBasis
from tasks.models import Filing, Plan, PlanEvent, StepInForce, TimeChange, TimeDecision
from tasks.rules import times, typed
from tasks.rules.periods import Period
from tasks.rules.sheet import Sheet
from tasks.rules.times import Held, Holding, Moved
from units import audit, triggers
from units.models import Membership
from zgc_tasks.common.refusal import Kind, Refusal


@transaction.atomic
def give_reason(*, plan_id: int, based_on: int, key: int, reason: str, by: Membership, at: datetime) -> Plan:
    """Why the time with this `key` moves later; said once more, it is said anew."""
    plan = locked(pk=plan_id, based_on=based_on)
    policies.may_write(by, plan.task, plan)
    policies.is_time_in_force(plan, key)
    typed.reason(reason)
    plan.time_reasons.update_or_create(key=key, defaults={"reason": reason})
    touch(plan, by=by, at=at)
    plan.save()
    note_author(plan, by=by, at=at)
    audit.record(action="time.reason", by=by, subject=plan.task.programme.in_log(plan))
    return plan


def text_in_force(plan: Plan) -> Sheet:
    """What is in force, with its times as they hold; what waits for its decision stays asked."""
    asked = [change.value() for change in _asked_by(plan.in_force)]
    return times.as_held(plan.in_force.keyed_sheet(), StepInForce.objects.held_of(plan), asked)


def ask(plan: Plan, filing: Filing) -> None:
    """Put on record what `filing` of a revision moves later; what was asked before is not asked again."""
    if not plan.revising:
        return
    revision = plan.begun_revision
    before = list(TimeChange.objects.before(plan.pk, plan.in_force_id))
    reasons = _reasons(plan, filing)
    held = StepInForce.objects.held_of(plan)
    for each in times.moved(held, filing.keyed_sheet(), filing.ends()):
        said = reasons.get(each.key)
        change = _asked(each, before, said)
        if change is None:
            first = next((change for change in before if change.value().answers(each)), None)
            change = _new(each, plan, revision, said or _UNSAID[filing.on_behalf], first or filing)
        change.filings.add(filing)


_UNSAID = {False: "报送时未说明原因", True: "来文未说明原因"}


def _reasons(plan: Plan, filing: Filing) -> dict[int, str]:
    """By the keys of the times; a paper says none but those of ended steps."""
    ended = {end.key: end.reason for end in filing.ends()}
    return ended if filing.on_behalf else dict(plan.time_reasons.values_list("key", "reason")) | ended


def _asked(each: Moved, before: Iterable[TimeChange], reason: str | None) -> TimeChange | None:
    """The row that asked it already, unless another reason is given of what nobody has decided."""
    for change in reversed(list(before)):
        if change.value().answers(each):
            same = reason is None or reason == change.reason or change.decided is not None
            return change if same else None
    return None


def _new(each: Moved, plan: Plan, revision: PlanEvent, reason: str, first: TimeChange | Filing) -> TimeChange:
    """`first` is what asked it first, and tells when that was and by whom."""
    of_filing = isinstance(first, Filing)
    return TimeChange.objects.create(
        plan=plan,
        revision=revision,
        key=each.key,
        ending=each.ending,
        kind=each.kind,
        original_text=each.before.original.text,
        original_last=each.before.original.last,
        held_text=each.before.time.text,
        held_last=each.before.time.last,
        asked_text=each.asked.text,
        asked_last=each.asked.last,
        reason=reason,
        asked_at=first.recorded_at if of_filing else first.asked_at,
        asked_by=first.by if of_filing else first.asked_by,
    )


def accepted(plan: Plan, *, at: datetime) -> None:
    """What was filed is accepted: its times hold from now on, in place of those that did. Called before it is in force.

    A revision that was filed before reasons were asked gets its changes here.
    """
    ask(plan, plan.filing)
    held = StepInForce.objects.held_of(plan) if plan.revising else {}
    _hold(plan.filing, _holding(plan.filing, held), at)


@transaction.atomic
def decide(
    *,
    change: TimeChange,
    outcome: Outcome,
    granted_last: date | None,
    decided_by: DecidedBy,
    basis: TimeBasis,
    basis_number: str,
    dated_on: date,
    by: Membership,
    at: datetime,
) -> TimeDecision:
    """Record what was decided of a later 完成时间. Where the text that asks it is in force, the time is from now on."""
    plan = locked(pk=change.plan_id)
    policies.may_decide_time(by, plan)
    change = TimeChange.objects.waiting().filter(pk=change.pk).first()
    if change is None:
        raise Refusal("该时限调整已登记决定，或者牵头单位不再提出，未登记。请查看最新情况", Kind.OUT_OF_DATE)
    programme = plan.task.programme
    years = programme.known_years(at.date())
    typed.happened(dated_on, years, at.date(), label="依据日期", field="dated_on")
    typed.in_known_years(granted_last, years, label="同意的最后一日", field="granted_last")
    typed.time_decision(outcome, granted_last, change.held, change.asked)
    typed.decided_for_own(decided_by, own=policies.sits_in_the_office(plan.task.lead, programme))
    made = TimeDecision.objects.create(
        change=change,
        outcome=outcome,
        granted_last=granted_last,
        decided_by=decided_by,
        basis=basis,
        basis_number=basis_number,
        dated_on=dated_on,
        recorded_at=at,
        recorded_by=by,
    )
    _hold_what_was_decided(plan, change, at)
    if plan.with_checker:  # who is about to accept it reads it again
        plan.version += 1
        plan.save(update_fields=["version"])
    audit.record(
        action="time.decide", by=by, subject=plan.task.programme.in_log(plan), detail={"text": str(made)}
    )
    return made


def _hold_what_was_decided(plan: Plan, change: TimeChange, at: datetime) -> None:
    held = StepInForce.objects.held_of(plan)
    if not held or not change.filings.filter(pk=plan.in_force_id).exists():
        return
    found = _holding(plan.in_force, held)
    moved = [each for each in found if not times.same(each.held.time, held[each.held.key].time)]
    _hold(plan.in_force, moved, at)


def _holding(filing: Filing, held: dict[int, Held]) -> list[Holding]:
    changes = [change.value() for change in _asked_by(filing)]
    return times.holding(held, filing.keyed_sheet(), filing.ends(), changes)


def _asked_by(filing: Filing) -> QuerySet:
    return filing.time_changes.select_related("decision").order_by("pk")


def _hold(filing: Filing, found: Iterable[Holding], at: datetime) -> None:
    named = {step.key: step.unit for step in filing.keyed_sheet().steps if step.unit}
    units = keys_of_units(named.values())
    carried_out = {key: units.get(name) for key, name in named.items()}
    StepInForce.objects.bulk_create(_row(filing, each, carried_out.get(each.held.key), at) for each in found)


def _row(filing: Filing, each: Holding, unit: int | None, at: datetime) -> StepInForce:
    held = each.held
    return StepInForce(
        filing=filing,
        key=held.key,
        ending=held.ending,
        original_text=held.original.text,
        original_last=held.original.last,
        previous_last=each.previous.last,
        text=held.time.text,
        last=held.time.last,
        recurs_until=held.time.recurs_until,
        moves=held.moves,
        unit_id=unit,
        time_change_id=each.change.pk if each.change else None,
        recorded_at=at,
    )


def read_again(*, using: str = DEFAULT_DB_ALIAS, apps: Apps = apps, **_) -> None:
    """Bring up to date until when stored times recur, where their wordings are understood otherwise than when they were
    stored: after every `migrate`, as what is understood changes with releases. For that these rows may be changed.
    """
    rows = apps.all_models["tasks"].get("stepinforce")
    if not hasattr(
        rows, "recurs_until"
    ):  # after a `migrate` to an earlier version, which may not have the rows either
        return
    kept = rows._default_manager.using(using).order_by()
    known = kept.values_list("text", "last", "recurs_until").distinct()
    read = ((text, last, until, Period(text, last=last).recurs_until) for text, last, until in known)
    changed = [each for each in read if each[2] != each[3]]
    if not changed:
        return
    triggers.drop(using)
    for text, last, until, now in changed:
        kept.filter(text=text, last=last, recurs_until=until).update(recurs_until=now)
    triggers.create(using)
    apps.get_model("tasks", "Course")._default_manager.using(using).update(basis="")
