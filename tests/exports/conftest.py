from datetime import date

import pytest

from tasks import ledger
from tasks.exports.made import Made
from tasks.ledger import Ledger
from tasks.rules.sheet import written
from tests.ledger.world import World, at, make_world

DAY = date(2015, 4, 7)
# What people might type, or what somebody might send in a letter.
HOSTILE = written(
    supervising_leader='=HYPERLINK("http://example.com")',
    responsible_office="@SUM(A1)",
    contact_name="-李某",
    contact_phone="+86 10 00000002",
    start="2015年3月",
    finish="2017年12月",
    steps=(("=1+1", "2015年4月底前"), ("组织专家论证", "2015年5—6月")),
)


@pytest.fixture
def world(db) -> World:
    """Task 1 filed on 2015-03-30, 2 only drafted, 3 without a lead."""
    world = make_world()
    world.file(1, at(date(2015, 3, 30)))
    world.save(2, at(date(2015, 3, 30)))
    return world


@pytest.fixture
def made() -> Made:
    return Made(by="张某（领导小组办公室）", at=at(DAY))


@pytest.fixture
def found(world) -> Ledger:
    return ledger.build(world.programme, as_of=DAY)


@pytest.fixture
def hostile(world) -> Ledger:
    """Task 2 filed with texts that begin like formulas."""
    world.file(2, at(date(2015, 3, 31)), HOSTILE)
    return ledger.build(world.programme, as_of=DAY)
