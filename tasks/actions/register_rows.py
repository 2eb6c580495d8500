"""Writing one row from an entry of a register file, with the entry named where the row cannot be."""

from django.core.exceptions import ValidationError

from tasks.register_entry import RegisterEntry


def update(row, values: dict, entry: RegisterEntry) -> list[str]:
    changed = differing(row, values)
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        _check(row, entry)
        row.save(update_fields=changed)
    return changed


def differing(row, values: dict) -> list[str]:
    return [name for name, value in values.items() if getattr(row, name) != value]


def labels(row, names: list[str]) -> str:
    return "、".join(row._meta.get_field(name).verbose_name for name in names)


def save_valid(row, entry: RegisterEntry):
    _check(row, entry)
    row.save()
    return row


def _check(row, entry: RegisterEntry) -> None:
    """Lengths and formats, which SQLite does not keep; relations come from rows just read."""
    relations = [f.name for f in row._meta.fields if f.is_relation]
    try:
        row.clean_fields(exclude=relations)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        entry.refuse(f"{name} {messages[0]}")
