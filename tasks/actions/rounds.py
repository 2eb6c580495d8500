"""报送期: opened, one or a series ahead; changed while nobody has filed; 截稿; and put off for a unit."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from tasks import policies
from tasks.actions.locking import locked_programme, locked_round
from tasks.enums import RoundAction
from tasks.ledger import totals_in
from tasks.models import Extension, FormerRound, Programme, Round, RoundEvent, Task
from tasks.models.rounds import RoundTerms
from tasks.rules import round_terms, typed
from tasks.rules.round_terms import Terms
from units import audit
from units.models import Membership, Unit
from zgc_tasks.common.refusal import Kind, Refusal


@transaction.atomic
def open_rounds(
    *, programme: Programme, terms: list[Terms], tasks: list[Task], by: Membership, at: datetime
) -> list[Round]:
    """One round or a series ahead, about all tasks of the programme or, where there are any, about `tasks`."""
    programme = locked_programme(programme.pk)
    policies.may_open_round(by, programme)
    taken = set(programme.rounds.values_list("name", flat=True))
    last = programme.rounds.aggregate(last=Max("number"))["last"] or 0
    made = []
    for number, each in enumerate(terms, start=last + 1):
        round_terms.plausible(each, years=programme.known_years(at.date()), taken=taken)
        taken.add(each.name)
        row = Round.objects.create(
            programme=programme, number=number, opened_at=at, every_task=not tasks, **each.columns
        )
        row.tasks.set(_of(programme, tasks))
        _note(row, RoundAction.OPEN, by=by, at=at)
        made.append(row)
    return made


@transaction.atomic
def change_round(*, round: Round, terms: Terms, tasks: list[Task], by: Membership, at: datetime) -> Round:
    """While nobody has filed in it. What it said before stays with the days on which it said so."""
    row = locked_round(round.pk)
    policies.may_open_round(by, row.programme)
    if row.is_reported_in:
        raise Refusal("本期已有单位报送，不能更改；个别单位需延期的，请登记延期", Kind.NOT_NOW)
    others = row.programme.rounds.exclude(pk=row.pk).values_list("name", flat=True)
    round_terms.plausible(terms, years=row.programme.known_years(at.date()), taken=set(others))
    _keep(row, at)
    for name, value in terms.columns.items():
        setattr(row, name, value)
    row.every_task = not tasks
    row.save()
    row.tasks.set(_of(row.programme, tasks))
    _note(row, RoundAction.CHANGE, by=by, at=at)
    return Round.objects.get(pk=row.pk)


@transaction.atomic
def close_round(*, round: Round, by: Membership, at: datetime) -> Round:
    """截稿: what came is put together; nobody takes anything back any more, and what comes later is late."""
    row = locked_round(round.pk)
    policies.may_open_round(by, row.programme)
    if row.closed_at is not None:
        raise Refusal("本期已截稿，请刷新页面查看最新状态", Kind.NOT_NOW)
    if not row.is_open_on(at.date()):
        raise Refusal("本期尚未开始报送，不能截稿；不再需要的，请更改报送日期", Kind.NOT_NOW)
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    _note(
        row,
        RoundAction.CLOSE,
        by=by,
        at=at,
        counted=totals_in(row, at.date()).figures,
    )
    return row


@transaction.atomic
def reopen_round(*, round: Round, reason: str, by: Membership, at: datetime) -> Round:
    row = locked_round(round.pk)
    policies.may_open_round(by, row.programme)
    typed.reason(reason)
    if row.closed_at is None:
        raise Refusal("本期没有截稿，请刷新页面查看最新状态", Kind.NOT_NOW)
    row.closed_at = None
    row.save(update_fields=["closed_at"])
    _note(row, RoundAction.REOPEN, by=by, at=at, note=reason)
    return row


@transaction.atomic
def extend(
    *, round: Round, unit: Unit, until: date, told: str, reason: str, by: Membership, at: datetime
) -> Extension:
    """延期 of all that a unit owes in a round, as it was told on the telephone; the newest counts."""
    row = locked_round(round.pk)
    policies.may_open_round(by, row.programme)
    if not Task.objects.owing_in(row).led_by(unit.pk).exists():
        raise Refusal(f"{unit.short_name}在本期没有应报任务，请重新选择单位", Kind.WRONG_INPUT, "unit")
    years = row.programme.known_years(at.date())
    typed.in_known_years(until, years, label="延至日期", field="until")
    round_terms.later_than_due(until, row.due_on)
    made = Extension.objects.create(
        round=row, unit=unit, until=until, told=told, reason=reason, recorded_at=at, recorded_by=by
    )
    audit.record(action="round.extend", by=by, subject=row.programme.in_log(row, made))
    return made


def _of(programme: Programme, tasks: list[Task]) -> list[Task]:
    if any(task.programme_id != programme.pk for task in tasks):
        raise Refusal("所选任务不属于本专项工作，请重新选择", Kind.WRONG_INPUT, "tasks")
    return tasks


def _keep(row: Round, at: datetime) -> None:
    """What the round said until now, before it is changed."""
    facts = {field.name: getattr(row, field.name) for field in RoundTerms._meta.fields}
    FormerRound.objects.create(round=row, chosen=sorted(row.chosen or ()), until=at, **facts)


def _note(row: Round, action: RoundAction, *, by: Membership, at: datetime, **said) -> None:
    RoundEvent.objects.create(round=row, action=action, at=at, by=by, **said)
    audit.record(action=f"round.{action}", by=by, subject=row.programme.in_log(row))
