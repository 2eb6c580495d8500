"""The scene, built once for all tests here; what a test does to it is undone."""

import pytest
from django.db import transaction

from tests.access import scene as scenes
from tests.access.quick import without_drawing


@pytest.fixture(scope="package")
def scene(django_db_setup, django_db_blocker):
    """In a transaction around the tests; each of them (`django_db`) runs in a savepoint of it."""
    with django_db_blocker.unblock(), transaction.atomic(), without_drawing():
        yield scenes.build()
        transaction.set_rollback(True)
