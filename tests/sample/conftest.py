"""The demonstration as `make run` sets it up."""

from io import StringIO

import pytest
from django.core.management import call_command

from tasks.models import Programme


@pytest.fixture
def demonstration(gjrc) -> Programme:
    call_command("sample_accounts", stdout=StringIO())
    call_command("sample_plans", verbosity=0)
    return gjrc
