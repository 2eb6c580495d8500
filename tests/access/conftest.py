"""The scene, built once for all tests here; what a test does to it is undone."""

import pytest

from tests.access.dump import business
from tests.access.quick import without_drawing
from tests.access.scene_made import build
from tests.kept import kept


@pytest.fixture(scope="package")
def scene(django_db_setup, django_db_blocker):
    with kept(django_db_blocker), without_drawing():
        yield build()


@pytest.fixture(scope="package")
def untouched(scene, django_db_setup, django_db_blocker) -> dict[str, list[tuple]]:
    """Every row of business before a test does anything."""
    with django_db_blocker.unblock():
        return business()
