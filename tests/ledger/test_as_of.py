"""What the ledger of a day knows, and what it does not know yet (design §4)."""

from datetime import date, time, timedelta

import pytest

from tasks import ledger
from tests.factories import make_task, make_unit
from tests.ledger.world import World, at

MARCH_30, APRIL_3, APRIL_7, APRIL_9 = (
    date(2015, 3, 30),
    date(2015, 4, 3),
    date(2015, 4, 7),
    date(2015, 4, 9),
)


def row(world: World, number: int, day: date):
    return ledger.build(world.programme, as_of=day).rows[number - 1]


def test_a_filing_a_minute_before_midnight_belongs_to_that_day(world):
    world.file(1, at(APRIL_3, time(23, 59)))
    assert row(world, 1, APRIL_3).state == "on_time"


def test_a_filing_at_midnight_belongs_to_the_next_day_and_is_late(world):
    world.file(1, at(date(2015, 4, 4), time(0)))
    assert row(world, 1, APRIL_3).state == "due_soon"
    assert row(world, 1, date(2015, 4, 4)).state == "late"
    assert row(world, 1, date(2015, 4, 4)).days_late == 1


def test_a_draft_is_known_from_its_first_save(world):
    world.save(1, at(date(2015, 3, 20)))
    assert not row(world, 1, date(2015, 3, 19)).has_draft
    assert row(world, 1, date(2015, 3, 20)).state == "draft"


def test_a_filing_on_behalf_is_unknown_before_it_was_recorded_and_then_counts_from_receipt(world):
    world.enter(1, at(APRIL_7), received=at(date(2015, 4, 2)))
    assert row(world, 1, date(2015, 4, 6)).state == "missing"
    known = row(world, 1, APRIL_7)
    assert (known.state, known.filed, known.first_filed_on) == ("on_time", "on_time", date(2015, 4, 2))
    assert known.filing.on_behalf
    assert known.filing.recorded_at == at(APRIL_7)


def test_a_withdrawn_plan_counts_as_never_filed_but_only_from_the_day_of_withdrawal(world):
    world.file(1, at(MARCH_30))
    world.withdraw(1, at(date(2015, 4, 1)))
    assert row(world, 1, date(2015, 3, 31)).state == "on_time"
    after = row(world, 1, APRIL_7)
    assert (after.state, after.first_filed_on, after.plan) == ("missing", None, None)


def test_after_withdrawal_the_next_filing_is_the_first(world):
    world.file(1, at(MARCH_30))
    world.withdraw(1, at(date(2015, 4, 1)))
    world.file(1, at(APRIL_7))
    assert row(world, 1, APRIL_7).filed == "late"
    assert row(world, 1, APRIL_7).filing.nth == 2


def test_a_return_is_known_from_its_day_with_its_refiling_time_and_keeps_the_timeliness(world):
    world.file(1, at(MARCH_30))
    world.give_back(1, at(APRIL_7), days=2)
    assert row(world, 1, date(2015, 4, 6)).refile_by is None
    returned = row(world, 1, APRIL_7)
    assert (returned.state, returned.filed, returned.refile_by) == ("returned", "on_time", APRIL_9)


def test_a_returned_plan_is_wrong_only_after_its_refiling_time(world):
    world.file(1, at(MARCH_30))
    world.give_back(1, at(APRIL_7), days=2)
    assert not row(world, 1, APRIL_9).is_wrong
    assert row(world, 1, date(2015, 4, 10)).is_wrong


def test_a_plan_filed_late_stays_wrong_after_it_was_accepted(world):
    world.file(1, at(APRIL_7))
    world.accept(1, at(APRIL_9))
    accepted = row(world, 1, APRIL_9)
    assert (accepted.state, accepted.filed, accepted.is_wrong) == ("accepted", "late", True)


def test_the_plan_in_force_is_the_last_one_filed_by_that_day(world):
    world.file(1, at(MARCH_30))
    world.give_back(1, at(date(2015, 4, 1)))
    world.file(1, at(APRIL_7))
    assert row(world, 1, APRIL_3).filing.number == "GJRC-01-1"
    assert row(world, 1, APRIL_7).filing.number == "GJRC-01-2"
    assert row(world, 1, APRIL_7).first_filed_on == MARCH_30


def test_a_stamped_original_is_known_from_the_day_it_was_noted(world):
    world.file(1, at(MARCH_30))
    world.stamp(1, at(APRIL_7))
    assert row(world, 1, APRIL_3).filing.stamped_received_on is None
    assert row(world, 1, APRIL_7).filing.stamped_received_on == APRIL_7


def test_a_task_without_a_lead_is_never_late(world):
    unled = row(world, 3, date(2016, 1, 1))
    assert (unled.state, unled.lead, unled.days_late, unled.is_wrong) == ("no_lead", None, None, False)


def test_a_designation_gives_lead_and_deadline_from_the_day_it_was_recorded(world):
    world.designate(at(APRIL_7), world.b, days=10)
    assert row(world, 3, date(2015, 4, 6)).state == "no_lead"
    led = row(world, 3, APRIL_7)
    assert (led.lead.short, led.deadline, led.state) == ("市乙局", date(2015, 4, 17), "not_started")
    assert row(world, 3, date(2015, 4, 18)).state == "missing"


def test_resolved_wording_adds_participants_from_its_day_and_stays_printed(world):
    district = make_unit("测试区")
    world.resolve(at(APRIL_7), [district])
    names = [unit.short for unit in row(world, 1, APRIL_7).participants]
    assert names == ["市乙局", "测试区"]
    assert row(world, 1, APRIL_7).wording == ("等有关区县",)
    assert [unit.short for unit in row(world, 1, APRIL_3).participants] == ["市乙局"]


def test_units_a_wording_was_resolved_into_stand_at_its_place(world):
    resolved = [make_unit("测试区"), make_unit("海淀区")]
    task = make_task(world.programme, 4, lead=world.a, participants=["及相关分园区管委会", world.b])
    assert row(world, 4, APRIL_7).participants_as_printed == ["及相关分园区管委会", "市乙局"]
    world.resolve(at(APRIL_7), resolved, task)
    world.resolve(at(APRIL_7), resolved[:1])
    assert row(world, 4, APRIL_7).participants_as_printed == [
        "及相关分园区管委会",
        "测试区",
        "海淀区",
        "市乙局",
    ]
    assert row(world, 1, APRIL_7).participants_as_printed == ["市乙局", "等有关区县", "测试区"]
    assert row(world, 4, APRIL_3).participants_as_printed == ["及相关分园区管委会", "市乙局"]


def test_the_full_name_of_a_unit_is_the_one_in_force_on_the_day(world):
    world.a.names.create(full_name="北京市甲委员会", until=APRIL_3)
    world.a.names.create(full_name="北京市甲局", since=APRIL_3 + timedelta(days=1))
    assert row(world, 1, APRIL_3).lead.full == "北京市甲委员会"
    assert row(world, 1, APRIL_7).lead.full == "北京市甲局"


@pytest.mark.parametrize("rows_added", [0, 30])
def test_the_number_of_queries_does_not_grow_with_rows(world, django_assert_num_queries, rows_added):
    from tests.factories import make_task

    world.file(1, at(MARCH_30))
    for number in range(10, 10 + rows_added):
        world.tasks[number] = make_task(world.programme, number, lead=world.a, participants=[world.b])
        world.file(number, at(MARCH_30))
    with django_assert_num_queries(16):
        found = ledger.build(world.programme, as_of=APRIL_7)
    assert len(found.rows) == 3 + rows_added


def test_a_plan_that_was_only_handed_to_an_office_has_no_draft(world):
    world.assign(1, at(date(2015, 3, 20)))
    assert not row(world, 1, date(2015, 3, 21)).has_draft
    assert row(world, 1, date(2015, 3, 21)).state == "not_started"
    world.save(1, at(date(2015, 3, 22)))
    assert row(world, 1, date(2015, 3, 21)).state == "not_started"
    assert row(world, 1, date(2015, 3, 22)).state == "draft"
