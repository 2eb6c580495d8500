"""The scene, built once for all tests here; what a test does to it is undone."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import override_settings

from tasks.play import running
from tests.access.acts import more_to_write_about
from tests.access.answers import undone
from tests.access.dump import business
from tests.access.quick import without_drawing
from tests.access.scene_made import build
from tests.factories import numbered_from
from tests.kept import kept
from units import session_facts

DAY = 24 * 60 * 60  # seconds


@pytest.fixture(scope="package")
def scene(django_db_setup, django_db_blocker):
    with kept(django_db_blocker), without_drawing(), signed_in_for_long():
        with numbered_from(1_000_000):
            scene = build()
        yield scene


@contextmanager
def signed_in_for_long() -> Iterator[None]:
    """People sign in once for all tests here, which on a busy machine take longer than a password is fresh."""
    with pytest.MonkeyPatch.context() as patch, override_settings(SESSION_IDLE_SECONDS=DAY):
        patch.setattr(session_facts, "PASSWORD_SECONDS", DAY)
        yield


@pytest.fixture(scope="package")
def untouched(scene, django_db_setup, django_db_blocker) -> dict[str, list[tuple]]:
    """Every row of business before a test does anything."""
    with django_db_blocker.unblock():
        return business()


@pytest.fixture(scope="module")
def acting(scene):
    """With what the acts need beside it; 快进 is begun, and no process starts that would go on with it."""
    with undone(), pytest.MonkeyPatch.context() as patch:
        with numbered_from(2_000_000):
            more_to_write_about(scene)
        patch.setattr(running, "_start", lambda until, held: None)
        yield scene
