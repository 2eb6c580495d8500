from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_user
from tests.units.two_steps import STEP, with_two_steps
from units.roles import Role


@pytest.fixture
def one_interval(monkeypatch) -> None:
    """Time stands still in the middle of an interval of authenticators: a code is not another one a moment later."""
    now = timezone.now()
    middle = now + STEP / 2 - timedelta(seconds=now.timestamp() % STEP.total_seconds())
    monkeypatch.setattr(timezone, "now", lambda: middle)


@pytest.fixture
def auditor():
    return make_user(Role.AUDITOR)


@pytest.fixture
def secret(auditor) -> str:
    return with_two_steps(auditor)[1]
