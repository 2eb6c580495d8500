"""What was accepted before times were kept gets those that are in force, from when it was accepted."""

from dataclasses import replace

import pytest

from tasks.models import StepInForce, TimeChange
from tasks.rules.periods import read
from tests.factories import make_task
from tests.filing.test_times_in_force import revise
from tests.migrating import migrate
from tests.story import SOUND, at, begin

pytestmark = pytest.mark.long  # goes the way from a migration of before

BEFORE = ("tasks", "0027_step_ends")


@pytest.fixture
def story(transactional_db):
    yield begin()
    migrate()


def rows(story):
    columns = ("filing__nth", "key", "original_text", "previous_last", "text", "last", "moves", "recorded_at")
    held = StepInForce.objects.filter(filing__plan=story.plan)
    return list(held.values_list(*columns))


def test_accepted_filings_get_their_times_and_what_moved_later_says_that_nobody_asked_why(story):
    """And what was taken back and accepted again, of another task, has its change once."""
    other = story.as_task(make_task(story.programme, 15, lead=story.lead))
    _moved_twice(story)
    _taken_back_and_accepted_again(other)
    kept = rows(story)
    assert len(kept) == 6
    migrate(*BEFORE)
    migrate()
    assert rows(story) == kept
    change = TimeChange.objects.get(plan=story.plan)
    assert (change.key, change.kind, change.filings.get().nth) == (2, "recorded", 2)
    assert change.reason == "登记时限变动以前已核收，未记录原因"
    assert TimeChange.objects.filter(plan=other.plan).count() == 1
    assert StepInForce.objects.held_of(other.plan)[0].time.text == "2018年12月"
    # What was filed and not accepted by then is asked when it is.
    story.accept(at(31, 15))
    assert TimeChange.objects.waiting().get(plan=story.plan).reason == "报送时未说明原因"


def _moved_twice(story):
    """The second time it is filed and not accepted."""
    story.file()
    story.accept()
    step = replace(SOUND.steps[1], due=read("2015年9月"))
    later = replace(SOUND, finish=read("2017年6月"), steps=(SOUND.steps[0], step))
    revise(story, later)
    story.file(at(29))
    story.accept(at(30))
    revise(story, replace(later, finish=read("2018年12月")), day=31)
    story.file(at(31, 12))


def _taken_back_and_accepted_again(story):
    story.file()
    story.accept()
    revise(story, replace(SOUND, finish=read("2018年12月")))
    story.file(at(29))
    story.accept(at(30))
    story.take_back(when=at(30, 12))
    story.accept(at(30, 15))
