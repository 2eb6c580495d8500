"""The people and programmes most tests are about. A directory that needs others makes them beside its tests."""

import pytest

from tasks.models import Programme
from tests import kept
from tests.story import Story, begin


@pytest.fixture
def story(db) -> Story:
    """One task and everybody who has to do with it, before any plan."""
    return begin()


@pytest.fixture(scope="module")
def kept_demonstration(django_db_setup, django_db_blocker):
    with kept.kept(django_db_blocker):
        yield kept.demonstration()


@pytest.fixture
def demonstration(kept_demonstration, db) -> Programme:
    """As `make run` sets it up, on 2015-04-01; what a test does to it is undone."""
    return Programme.objects.get(pk=kept_demonstration.pk)
