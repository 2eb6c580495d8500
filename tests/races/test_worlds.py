"""What is done in a race is seen by nobody else."""

import pytest

from units.models import Unit


@pytest.mark.django_db
def test_the_database_of_the_tests_has_nothing_of_a_world():
    assert not Unit.objects.exists()
