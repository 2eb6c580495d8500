"""Keeping what the register says, before it is changed: no past day changes with it."""

from datetime import datetime

from tasks.models import FormerEntry, FormerGroup, FormerProgramme, FormerTask, Programme, Task, TaskGroup

# By the name under which the former row has its subject.
_KEPT = {
    Programme: ("programme", FormerProgramme),
    TaskGroup: ("group", FormerGroup),
    Task: ("task", FormerTask),
}


def keep(row: Programme | TaskGroup | Task, *, at: datetime) -> None:
    """What the database has of `row`, as it was until `at`; called in the transaction that changes it."""
    subject, model = _KEPT[type(row)]
    stored = type(row).objects.select_for_update().get(pk=row.pk)
    facts = {name: getattr(stored, name) for name in facts_of(model)}
    former = model.objects.create(until=at, **{subject: stored}, **facts)
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


def facts_of(model) -> set[str]:
    """What is kept of a subject."""
    subjects = {subject for subject, kept in _KEPT.values() if kept is model}
    return {field.name for field in model._meta.concrete_fields} - {"id", "until"} - subjects
