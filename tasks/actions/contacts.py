"""联系记录: whom the receiving office spoke to, what was said, and when they expect to file."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tasks import policies
from tasks.actions.locking import locked_task
from tasks.models import ContactNote, Programme, Task
from tasks.rules import typed
from units import audit
from units.models import Membership, Unit
from zgc_tasks.common.refusal import Kind, Refusal


@transaction.atomic
def note_contact(
    *,
    programme: Programme,
    unit: Unit,
    contacted_at: datetime,
    spoke_with: str,
    said: str,
    by: Membership,
    at: datetime,
    task: Task | None = None,
    expected_by: date | None = None,
) -> ContactNote:
    """Append a note; `task` narrows it to one plan of the unit."""
    policies.may_receive(by, programme)
    years = programme.known_years(at.date())
    contacted_on = timezone.localdate(contacted_at)
    typed.in_known_years(contacted_on, years, label="联系日期", field="contacted_on")
    typed.not_after_now(contacted_at, at, label="联系时间", field="contacted_on")
    typed.in_known_years(expected_by, years, label="预计报送日期", field="expected_by")
    typed.not_before_contact(expected_by, contacted_on)
    task = task and locked_task(task.pk)
    if task is not None and (task.programme_id != programme.pk or task.lead_id != unit.pk):
        raise Refusal(f"{task}不是{unit.short_name}牵头的任务，请重新选择", Kind.WRONG_INPUT, "task")
    made = ContactNote.objects.create(
        programme=programme,
        unit=unit,
        task=task,
        contacted_at=contacted_at,
        spoke_with=spoke_with,
        said=said,
        expected_by=expected_by,
        recorded_at=at,
        recorded_by=by,
    )
    audit.record(action="contact.note", by=by, subject=programme.in_log(made))
    return made


@transaction.atomic
def note_reminders(
    *, programme: Programme, told: Mapping[Unit, Mapping], by: Membership, at: datetime
) -> list[ContactNote]:
    """Append a note of each unit that was reminded just now: `spoke_with`, `said` and `expected_by` of each."""
    return [
        note_contact(programme=programme, unit=unit, contacted_at=at, by=by, at=at, **note)
        for unit, note in told.items()
    ]
