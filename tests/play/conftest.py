"""The demonstration as `make run` sets it up, and the means to play it."""

from datetime import date

import pytest

from tasks.models import Programme
from tests import kept


@pytest.fixture(scope="module")
def kept_demonstration(django_db_setup, django_db_blocker):
    with kept.kept(django_db_blocker):
        yield kept.demonstration()


@pytest.fixture
def demonstration(kept_demonstration, db) -> Programme:
    return Programme.objects.get(pk=kept_demonstration.pk)


BEGINS = date(2015, 4, 1)
