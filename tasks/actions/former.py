"""Keeping what the register says, before it is changed: no past day changes with it."""

from datetime import datetime

from tasks.models import FormerEntry, FormerGroup, FormerProgramme, FormerTask, Programme, Task, TaskGroup

_KEPT_AS = {Programme: FormerProgramme, TaskGroup: FormerGroup, Task: FormerTask}


def keep(row: Programme | TaskGroup | Task, *, at: datetime) -> None:
    """What the database has of `row`, as it was until `at`; called in the transaction that changes it."""
    model = _KEPT_AS[type(row)]
    stored = type(row).objects.select_for_update().get(pk=row.pk)
    facts = {name: getattr(stored, name) for name in model.facts()}
    former = model.objects.create(until=at, **{model.subject: stored}, **facts)
    if isinstance(row, Task):
        FormerEntry.objects.bulk_create(
            FormerEntry(
                former=former,
                responsibility=entry.pk,
                position=entry.position,
                unit_id=entry.unit_id,
                wording=entry.wording,
            )
            for entry in stored.responsibilities.all()
        )
