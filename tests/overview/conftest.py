from datetime import date

import pytest

from tests.factories import make_user
from tests.ledger.world import World, at, make_world
from units.models import Membership
from units.roles import Role


@pytest.fixture
def world(db) -> World:
    """Task 1 of 市甲局 filed on 2015-03-30; the pages' today is 2015-04-01."""
    world = make_world()
    world.file(1, at(date(2015, 3, 30)))
    return world


@pytest.fixture
def leadership(world) -> Membership:
    return make_user(Role.LEADERSHIP, world.programme.leadership_unit)
