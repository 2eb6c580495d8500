"""What an action answers that is called with one thing otherwise than by the form before it; undone in any case."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from importlib import import_module
from inspect import signature
from pkgutil import iter_modules
from types import ModuleType

import pytest
from django.db import IntegrityError, transaction

import tasks.actions
from tests.access.scene import Scene
from units import accounts, factors
from zgc_tasks.common import clock
from zgc_tasks.common.refusal import Refusal

DONE = "done"
CHECKS_NOTHING = {"attachments.kept"}  # it stands around an action that does
WORDS = {"reason", "text", "note", "words", "opinion", "basis_number", "word", "message"}
LONG_PAST, FAR_AHEAD = date(1, 1, 1), date(9999, 12, 31)

# By the name of an action, what was otherwise, and how it ended.
Tried = dict[str, dict[str, str]]


def actions() -> list[tuple[ModuleType, Callable]]:
    """Every public function that is a transaction."""
    rooms = [import_module(f"tasks.actions.{found.name}") for found in iter_modules(tasks.actions.__path__)]
    return [
        (module, function)
        for module in (*rooms, accounts, factors)
        for function in vars(module).values()
        if getattr(function, "__module__", "") == module.__name__ and hasattr(function, "__wrapped__")
    ]


def name_of(action: Callable) -> str:
    return f"{action.__module__.rpartition('.')[2]}.{action.__name__}"


@contextmanager
def tried_otherwise(scene: Scene) -> Iterator[Tried]:
    """Each action that is called inside by itself, with what it answers to everything that may be otherwise."""
    tried: Tried = {}
    with pytest.MonkeyPatch.context() as patch:
        inside: list[str] = []
        for module, action in actions():
            patch.setattr(module, action.__name__, _trying(action, tried, inside, scene))
        yield tried


def _trying(action: Callable, tried: Tried, inside: list[str], scene: Scene) -> Callable:
    name = name_of(action)

    def act(*args, **kwargs):
        of_it = tried.setdefault(name, {})
        inside.append(name)
        try:
            if len(inside) == 1:
                others = _otherwise(action, kwargs, scene) if name not in CHECKS_NOTHING else ()
                of_it |= {what: _outcome(action, args, other) for what, other in others}
            return action(*args, **kwargs)
        finally:
            inside.pop()

    return act


def _outcome(action: Callable, args: tuple, kwargs: dict) -> str:
    try:
        with transaction.atomic():
            action(*args, **kwargs)
            transaction.set_rollback(True)
    except Refusal as refusal:
        return refusal.words
    except IntegrityError:
        return "the database does not hold it"
    return DONE


def _otherwise(action: Callable, kwargs: dict, scene: Scene) -> Iterator[tuple[str, dict]]:
    """Another person, another version, nothing in words, and every day or moment that it knows on another one."""
    if kwargs.get("by"):
        yield from ((f"by {who}", kwargs | {"by": member}) for who, member in scene.members.items())
    for name, parameter in signature(action).parameters.items():
        if parameter.annotation in (date, date | None) and name != "today":
            yield from ((f"{name} {when}", kwargs | {name: day}) for when, day in _days().items())
        elif parameter.annotation is datetime and name != "at":
            moments = {"now": kwargs["at"], "later": kwargs["at"] + timedelta(minutes=1)}
            yield from ((f"{name} {when}", kwargs | {name: moment}) for when, moment in moments.items())
        elif name == "based_on" and isinstance(kwargs[name], int):
            yield name, kwargs | {name: kwargs[name] + 1}
        elif name in WORDS and kwargs.get(name):
            yield f"{name} left out", kwargs | {name: ""}


def _days() -> dict[str, date]:
    today, a_day = clock.today(), timedelta(days=1)
    return {
        "long past": LONG_PAST, "yesterday": today - a_day, "today": today, "tomorrow": today + a_day,
        "far ahead": FAR_AHEAD,
    }  # fmt: skip
