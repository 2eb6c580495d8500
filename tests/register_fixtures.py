"""Fixtures with the two registers: the real one, and an invented one with the same task numbers beside it."""

from pathlib import Path

import pytest

from tasks.actions.register import load_register
from tasks.models import Programme
from tasks.register_files import read_register
from tests import kept
from tests.factories import make_user
from units.models import Membership
from units.roles import Role
from zgc_tasks.common import clock

SECOND_FOLDER = Path(__file__).parent / "register" / "second"


@pytest.fixture
def gjrc(db) -> Programme:
    """京人才发〔2015〕3号 as it ships: 10 areas, 38 tasks, 17 named units; no plans, no accounts."""
    return kept.register()


@pytest.fixture
def second_programme(db) -> Programme:
    """KCZH: tasks 1 to 5 due on 2015-06-30, received by 市测试甲局综合处; 市科委 takes part in both programmes.

    Leads: 1 市测试乙局, 2 市测试甲局, 3 市科委, 4 测试丙区, 5 none.
    """
    load_register(register=read_register(SECOND_FOLDER), at=clock.now())
    return Programme.objects.get(code="KCZH")


@pytest.fixture
def second_checkers(second_programme) -> list[Membership]:
    """Two checkers of the second programme's receiving office."""
    office = second_programme.receiving_office
    return [make_user(Role.CHECKER, office.unit, office) for _ in range(2)]
