"""Thousands of tasks out of 38: all rows of the tasks' app, and the audit log of it, again with keys of their own.

So a copy has whatever the actions wrote, and nothing here names a column but those that tell copies apart.
"""

from collections.abc import Callable, Iterator
from itertools import islice

from django.apps import apps
from django.db import transaction

from units.models import AuditEntry

BATCH = 20_000
TASKS, AREAS = 38, 10  # of the real register
MOST_AREAS = 100  # of a programme of thousands

# A change of a field by the number of the copy, and the number of the copy that a copy shares rows of a model with.
Changes = dict[tuple[str, str], Callable]
Shared = dict[str, Callable[[int], int]]

_KEYS_IN_WORDS: Changes = {
    ("filing", "number"): lambda number, copy: f"{number}/{copy}",
    ("entry", "number"): lambda number, copy: f"{number}/{copy}",
    ("attachment", "path"): lambda path, copy: f"{copy}/{path}",
}


def in_one_programme(times: int) -> None:
    """The programme grows to so many times its tasks, in up to MOST_AREAS areas."""
    to_an_area = max(1, times * AREAS // MOST_AREAS)
    numbers: Changes = {
        ("task", "number"): lambda number, copy: number + TASKS * copy,
        ("taskgroup", "number"): lambda number, copy: number + AREAS * copy,
        ("filing", "sequence"): lambda sequence, copy: sequence + 2 * TASKS * copy,
        ("report", "nth"): lambda nth, copy: nth + copy,
    }
    once = dict.fromkeys(("programme", "goal", "goalreading", "round", "roundevent"), lambda copy: 0)
    shared: Shared = once | {"taskgroup": lambda copy: copy // to_an_area}
    _copy(times, _KEYS_IN_WORDS | numbers, shared)


def as_programmes(times: int) -> None:
    """So many programmes of the same tasks."""
    names: Changes = {
        ("programme", "code"): lambda code, copy: f"{code}{copy}",
        ("programme", "short_name"): lambda name, copy: f"{name[:20]}（{copy}）",
    }
    _copy(times, _KEYS_IN_WORDS | names, {})


def _copy(times: int, changes: Changes, shared: Shared) -> None:
    models = [*apps.get_app_config("tasks").get_models(include_auto_created=True), AuditEntry]
    last_keys = {
        model: model._base_manager.order_by("-pk").values_list("pk", flat=True).first() for model in models
    }
    with transaction.atomic():
        for model in models:
            rows = list(model._base_manager.order_by("pk").values())
            name, keys = model._meta.model_name, list(_keys(model, last_keys, shared))
            own = [(field, change) for (of, field), change in changes.items() if of == name]
            copies = _made(times, shared.get(name, _its_own))
            _insert(model, (_row(row, number, copy, keys, own) for number, copy in copies for row in rows))


def _its_own(copy: int) -> int:
    return copy


def _made(times: int, number_of: Callable[[int], int]) -> Iterator[tuple[int, int]]:
    """(number, copy) of the copies that have rows of a model; the others share those of the one before."""
    for copy in range(1, times):
        if number_of(copy) != number_of(copy - 1):
            yield number_of(copy), copy


def _keys(model, last_keys: dict, shared: Shared) -> Iterator[tuple[str, int, Callable[[int], int]]]:
    """The columns that hold a key of a copied model, by how much each copy moves it, and by which copy that is."""
    for field in model._meta.concrete_fields:
        target = model if field.primary_key else field.related_model
        if target in last_keys:
            number_of = shared.get(target._meta.model_name, _its_own)
            yield field.attname, last_keys[target] or 0, number_of


def _row(row: dict, number: int, copy: int, keys: list, changes: list) -> dict:
    moved = {
        name: row[name] + last * number_of(copy) for name, last, number_of in keys if row[name] is not None
    }
    return row | moved | {name: change(row[name], number) for name, change in changes}


def _insert(model, rows: Iterator[dict]) -> None:
    made = (model(**values) for values in rows)
    while batch := list(islice(made, BATCH)):
        model._base_manager.bulk_create(batch)
