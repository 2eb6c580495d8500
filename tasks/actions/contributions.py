"""参与单位提供情况: what a participating unit tells the lead for a round, and the lead's taking it over."""

from datetime import datetime

from django.db import transaction

from tasks import policies
from tasks.actions.locking import locked_task
from tasks.models import Contribution, Responsibility, Round, Task
from tasks.rules import typed
from units import audit
from units.models import Membership, Unit
from zgc_tasks.common.refusal import Kind, Refusal


@transaction.atomic
def contribute(*, task: Task, round: Round, text: str, by: Membership, at: datetime) -> Contribution:
    """In words, as often as there is something to add; the newest counts, all are kept."""
    task = locked_task(task.pk)
    part = Task.objects.filter(pk=task.pk).joined_by(by.unit_id).exists() if by.unit_id else False
    policies.may_contribute(by, task, round, takes_part=part, today=at.date())
    typed.contribution(text)
    made = Contribution.objects.create(task=task, round=round, unit=by.unit, text=text, at=at, by=by)
    audit.record(action="contribution.give", by=by, subject=task.programme.in_log(task, made))
    return made


@transaction.atomic
def note_offline(
    *,
    task: Task,
    round: Round,
    unit: Unit | None,
    entry: Responsibility | None,
    text: str,
    by: Membership,
    at: datetime,
) -> Contribution:
    """已线下提供, as the lead notes it of a unit, or of an `entry` of 责任单位 that names none (等有关区县)."""
    task = locked_task(task.pk)
    policies.may_report(by, task, round, today=at.date())
    typed.contribution(text)
    if unit is not None and not Task.objects.filter(pk=task.pk).joined_by(unit.pk).exists():
        raise Refusal(f"{unit.short_name}不是本项参与单位，请重新选择", Kind.WRONG_INPUT, "unit")
    if unit is None and (entry is None or entry.task_id != task.pk or entry.unit_id):
        raise Refusal("请选择提供情况的参与单位", Kind.WRONG_INPUT, "unit")
    wording = "" if unit else entry.wording
    made = Contribution.objects.create(
        task=task, round=round, unit=unit, wording=wording, text=text, offline=True, at=at, by=by
    )
    audit.record(action="contribution.give", by=by, subject=task.programme.in_log(task, made))
    return made


@transaction.atomic
def take_over(*, contribution: Contribution, by: Membership, at: datetime) -> Contribution:
    """采用: that it went into what the lead writes; the text itself is taken over by the form."""
    task = locked_task(contribution.task_id)
    policies.may_report(by, task, contribution.round, today=at.date())
    row = Contribution.objects.get(pk=contribution.pk)
    if row.taken_at is None:
        row.taken_at, row.taken_by = at, by
        row.save(update_fields=["taken_at", "taken_by"])
        audit.record(action="contribution.take", by=by, subject=task.programme.in_log(task, row))
    return row
