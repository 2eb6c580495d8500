from datetime import timedelta

import pytest
from django.utils import timezone

from tests.units.two_steps import STEP


@pytest.fixture
def one_interval(monkeypatch) -> None:
    """Time stands still in the middle of an interval of authenticators: a code is not another one a moment later."""
    now = timezone.now()
    middle = now + STEP / 2 - timedelta(seconds=now.timestamp() % STEP.total_seconds())
    monkeypatch.setattr(timezone, "now", lambda: middle)
