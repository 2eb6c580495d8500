"""Which rows a filter leaves, and the filters in words."""

from dataclasses import replace
from datetime import date

import pytest

from tasks import ledger
from tasks.enums import TaskState
from tasks.ledger import Figure, Filters, Part
from tests.factories import make_unit
from tests.ledger.world import COMPLETE, at

DAY = date(2015, 4, 7)


@pytest.fixture
def filed(world):
    """Task 1 filed in time, 2 filed late, 3 without a lead."""
    world.file(1, at(date(2015, 3, 30)))
    world.file(2, at(DAY))
    return world


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (Filters(), [1, 2, 3]),
        (Filters(unit="jia"), [1]),
        (Filters(unit="yi"), [1, 2]),
        (Filters(unit="yi", part=Part.LEAD), [2]),
        (Filters(unit="yi", part=Part.PARTICIPANT), [1]),
        (Filters(unit="nobody"), []),
        (Filters(group=1), [1, 2, 3]),
        (Filters(group=2), []),
        (Filters(states=(TaskState.LATE,)), [2]),
        (Filters(states=(TaskState.LATE, TaskState.NO_LEAD)), [2, 3]),
        (Filters(query="第2项"), [2]),
        (Filters(query="等有关区县"), [1]),
        (Filters(query="市甲局"), [1]),
        (Filters(unit="yi", states=(TaskState.ON_TIME,)), [1]),
    ],
)
def test_all_conditions_hold_at_once(filed, filters, numbers):
    found = ledger.build(filed.programme, as_of=DAY, filters=filters)
    assert [row.number for row in found.rows] == numbers


@pytest.mark.parametrize("figure", Figure)
def test_a_figure_links_to_exactly_the_rows_it_counts(filed, figure):
    whole = ledger.build(filed.programme, as_of=DAY)
    rows = ledger.build(filed.programme, as_of=DAY, filters=Filters(figure=figure)).rows
    assert len(rows) == whole.totals.figures[figure]


def test_a_unit_that_the_filed_plan_adds_takes_part(world):
    added = make_unit("增列局", slug="added")
    world.file(2, at(date(2015, 3, 30)), replace(COMPLETE, participants=(added.short_name,)))
    found = ledger.build(world.programme, as_of=DAY, filters=Filters(unit="added"))
    assert [row.number for row in found.rows] == [2]


def test_filters_are_told_in_words(filed):
    filters = Filters(
        unit="yi", part=Part.LEAD, group=1, states=(TaskState.LATE,), figure=Figure.FILED, query="项"
    )
    found = ledger.build(filed.programme, as_of=DAY, filters=filters)
    assert found.conditions == (
        ("单位", "市乙局（牵头）"),
        ("工作任务", "第1项"),
        ("状态", "逾期报送"),
        ("范围", "已报"),
        ("关键词", "项"),
    )


def test_counts_by_unit_stand_in_document_order(filed):
    units = [(unit.short, totals.figures[Figure.FILED]) for unit, totals in _whole(filed).by_unit]
    assert units == [("市甲局", 1), ("市乙局", 1)]


def test_phones_are_hidden_where_they_may_not_be_seen(filed):
    shown = _whole(filed).with_phones_of(lambda row: row.number == 1)
    assert shown.rows[0].plan.contact_phone == "010-00000002"
    assert "010" not in shown.rows[1].plan.contact_phone
    assert shown.rows[2].plan is None


def _whole(world):
    return ledger.build(world.programme, as_of=DAY)
