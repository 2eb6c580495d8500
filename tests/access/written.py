"""What an act left in the database, in words: which rows came and went, what they say, and which columns changed."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Field, Model

from tests.access.dump import of_business
from units.models import AuditEntry

# Numbers that are the same in every run; the others are keys of rows.
COUNTED = {
    "version",
    "nth",
    "number",
    "key",
    "step_key",
    "next_step_key",
    "position",
    "year",
    "sequence",
    "value",
}

Rows = dict[str, list[tuple]]


def told(before: Rows, after: Rows) -> Iterator[str]:
    """A line a kind of row."""
    for model in of_business():
        label = model._meta.label
        if label in after and after[label] != before[label]:
            yield from _of_kind(model, _by_key(model, before[label]), _by_key(model, after[label]))


def logged(entries: list[AuditEntry]) -> Iterator[str]:
    for entry in entries:
        yield " ".join(["log", entry.action, *sorted(entry.detail or ())])


def _by_key(model: type[Model], rows: list[tuple]) -> dict[object, dict[Field, object]]:
    fields = model._meta.concrete_fields
    found = (dict(zip(fields, row, strict=True)) for row in rows)
    return {row[model._meta.pk]: row for row in found}


def _of_kind(model: type[Model], before: dict, after: dict) -> Iterator[str]:
    name = model._meta.object_name
    if gone := len(before.keys() - after.keys()):
        yield f"{name} -{gone}"
    if made := [after[key] for key in after.keys() - before.keys()]:
        yield f"{name} +{len(made)}: " + " ".join(
            sorted({_said(*each) for row in made for each in _set(row)})
        )
    changed = {
        _changed(field, before[key][field], value)
        for key, row in after.items() if key in before
        for field, value in row.items() if value != before[key][field]
    }  # fmt: skip
    if changed:
        yield f"{name}: " + " ".join(sorted(changed))


def _set(row: dict[Field, object]) -> Iterator[tuple[Field, object]]:
    return (
        (field, value) for field, value in row.items() if not field.primary_key and not _says_nothing(value)
    )


def _said(field: Field, value: object) -> str:
    return f"{field.name}={value}" if _is_the_same_in_every_run(field, value) else field.name


def _changed(field: Field, was: object, value: object) -> str:
    if _is_the_same_in_every_run(field, value):
        return f"{field.name}={'' if _says_nothing(was) else was}→{value}"
    return f"{field.name}→" if _says_nothing(value) else field.name


def _is_the_same_in_every_run(field: Field, value: object) -> bool:
    if isinstance(value, datetime) or _says_nothing(value):
        return False
    return bool(field.choices) or field.name in COUNTED or isinstance(value, date)


def _says_nothing(value: object) -> bool:
    """A number says something, 0 too."""
    return value is None or value is False or value in ("", [], {})
