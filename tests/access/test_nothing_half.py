"""Whichever write of an act fails: nothing of what it would have written is there, and no file.

Each act is done once for every write that it makes, and that one fails.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from itertools import count
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import pytest
from django.conf import settings
from django.db import OperationalError, transaction

import tasks.actions
from tasks.play import running
from tests.access.acts import ACTS, Act, more_to_write_about, room
from tests.access.answers import undone
from tests.access.dump import business
from tests.access.faults import fault, tables_written
from tests.access.scene import Scene
from tests.of_a_kind import one_of_each
from units import accounts, factors
from units.models import AuditEntry
from units.models.audit import AuditOutcome

pytestmark = pytest.mark.django_db

# Done by a command: the register is loaded as a whole or not at all in tests/register/test_load_register.py.
ELSEWHERE = {"register.load_register"}


@pytest.fixture(scope="module")
def scene(scene) -> Iterator[Scene]:
    with undone():
        more_to_write_about(scene)
        yield scene


@pytest.fixture(scope="module")
def before(scene) -> dict[str, list[tuple]]:
    return business()


@pytest.fixture(autouse=True)
def _nothing_is_played(monkeypatch):
    """快进 is begun, and no process starts that would go on with it."""
    monkeypatch.setattr(running, "_start", lambda until, held: None)


def files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def succeeds(act: Act, scene: Scene) -> bool:
    if act.call:
        with suppress(OperationalError):
            act.call(scene)
            return True
        return False
    answer = scene.client(act.who, raise_request_exception=False).post(*act.posted(scene))
    assert answer.status_code in (200, 204, 302, 503)
    return answer.status_code != 503


@pytest.mark.parametrize("act", one_of_each(ACTS, room), ids=str)
def test_whatever_write_fails_nothing_is_left(scene, before, act):
    stored = files()
    for nth in count(1):
        with undone():
            last = AuditEntry.objects.latest("pk").pk
            with fault(nth) as failing, tables_written() as tables:
                succeeded = succeeds(act, scene)
            assert succeeded != failing.happened
            if succeeded:
                break
            alone = transaction.get_rollback()  # outside of all transactions but ours
            transaction.set_rollback(False)  # so that what is left can be looked at
            left = {name: rows for name, rows in business(tables).items() if rows != before[name]}
            assert (left, nth) == ({}, nth)
            assert alone or not AuditEntry.objects.filter(pk__gt=last, outcome=AuditOutcome.OK).exists()
            assert files() == stored


@pytest.fixture
def not_done(monkeypatch) -> set[str]:
    """Names of all actions, without those that were done."""
    names = set()

    def noted(name: str, action: Callable) -> Callable:
        def act(*args, **kwargs):
            names.discard(name)
            return action(*args, **kwargs)

        return act

    for module, action in actions():
        name = f"{module.__name__.rpartition('.')[2]}.{action.__name__}"
        names.add(name)
        monkeypatch.setattr(module, action.__name__, noted(name, action))
    return names


def actions() -> list[tuple[ModuleType, Callable]]:
    """Every public function that is a transaction."""
    rooms = [import_module(f"tasks.actions.{found.name}") for found in iter_modules(tasks.actions.__path__)]
    return [
        (module, function)
        for module in (*rooms, accounts, factors)
        for function in vars(module).values()
        if getattr(function, "__module__", "") == module.__name__ and hasattr(function, "__wrapped__")
    ]


def test_every_action_is_among_the_acts(scene, not_done):
    for act in ACTS:
        with undone():
            assert succeeds(act, scene), act
    assert not_done == ELSEWHERE
