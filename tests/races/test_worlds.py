"""What is done in a race is seen by nobody else. (And a test with this mark has pytest-django make the database that the
worlds are copied from: on PostgreSQL run the folder as a whole.)
"""

import pytest

from units.models import Unit


@pytest.mark.django_db
def test_the_database_of_the_tests_has_nothing_of_a_world():
    assert not Unit.objects.exists()
