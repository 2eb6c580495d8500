"""What was done later counts, also where the clock says otherwise: past midnight a demonstration's time of day is small again."""

from datetime import date, time, timedelta

import pytest

from tasks import ledger
from tasks.models import Consultation, Task
from tasks.querysets.standing import standing_of
from tests.factories import client_for
from tests.ledger.world import at, make_world

DAY, NEXT = date(2015, 3, 30), date(2015, 3, 31)
BEFORE_MIDNIGHT, AFTER_MIDNIGHT = at(DAY, time(23, 50)), at(DAY, time(0, 5))


@pytest.fixture
def world(db):
    """Filed at 23:50, and withdrawn, filed again and returned at 00:05 of the same day."""
    world = make_world()
    world.file(1, BEFORE_MIDNIGHT)
    world.withdraw(1, AFTER_MIDNIGHT)
    world.file(1, AFTER_MIDNIGHT)
    world.give_back(1, AFTER_MIDNIGHT, days=2)
    return world


@pytest.mark.parametrize("day", [DAY, NEXT])
def test_the_ledger_has_the_last_word_of_what_was_done(world, day):
    row = ledger.build(world.programme, as_of=day).rows[0]
    assert (row.state, row.filing.nth, row.refile_by) == ("returned", 2, DAY + timedelta(days=2))


@pytest.mark.parametrize("day", [DAY, NEXT])
@pytest.mark.parametrize("past", [True, False])
def test_so_has_the_database(world, day, past):
    task = Task.objects.with_standing(day, past=past).get(number=1)
    assert (task.state, task.refile_by) == ("returned", DAY + timedelta(days=2))
    assert standing_of(task, day).state == "returned"


def test_so_has_the_history_of_the_page(world):
    page = client_for(world.liaisons[world.a.pk]).get("/gjrc/tasks/1/").content.decode()
    history = page[page.index("办理经过") :]
    assert history.index("23:50") < history.index("00:05")


def test_the_designation_recorded_last_is_in_force(world):
    world.designate(BEFORE_MIDNIGHT, world.a)
    world.designate(AFTER_MIDNIGHT, world.b)
    assert ledger.build(world.programme, as_of=DAY).rows[2].lead.short == "市乙局"
    assert Task.objects.with_standing(DAY, past=True).get(number=3).lead_unit == world.b.pk
    assert world.tasks[3].designations.last().unit == world.b


def test_the_question_asked_last_is_the_one_that_waits(world):
    world.save(2, BEFORE_MIDNIGHT)
    plan = world.plan(2)
    asked = [
        Consultation.objects.create(
            plan=plan, unit=world.a, content={}, asked_at=moment, asked_by=world.liaisons[world.b.pk]
        )
        for moment in (BEFORE_MIDNIGHT, AFTER_MIDNIGHT)
    ]
    assert list(Consultation.objects.waiting_for(world.a.pk)) == asked[1:]
    assert list(plan.consultations.all()) == asked
