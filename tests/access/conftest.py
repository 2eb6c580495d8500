"""The scene, built once for all tests here; what a test does to it is undone."""

from functools import cache, partial

import pytest
from django.db import transaction

from tests.access import scene as scenes
from tests.access.answers import answers_to


@pytest.fixture(scope="package")
def scene(django_db_setup, django_db_blocker):
    """In a transaction around the tests; each of them (`django_db`) runs in a savepoint of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield scenes.build()
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def answers(scene):
    """The answers to a case for everybody of the cast; asked for once, whatever number of tests looks at them."""
    return cache(partial(answers_to, scene))
