"""Times that held before it was kept get until when they are asked for again, and the unit that carries the step out."""

from dataclasses import replace

import pytest

from tasks.models import Course, StepInForce
from tasks.rules.periods import NO_END
from tasks.rules.sheet import written
from tests.migrating import migrate
from tests.story import SOUND, begin

pytestmark = pytest.mark.long  # goes the way from a migration of before

BEFORE = ("tasks", "0052_entry_disputed")
STEPS = (
    ("印发", "2015年4月底前"),
    ("申报", "每年底前", "市科委"),
    ("总结", "2015年—2017年，每年底前", "市教委"),
)


@pytest.fixture
def story(transactional_db):
    yield begin()
    migrate()


def rows() -> list[tuple]:
    return list(StepInForce.objects.order_by("pk").values_list("key", "recurs_until", "unit__short_name"))


def test_what_was_accepted_before_reads_as_what_is_accepted_now(story):
    story.draft(replace(SOUND, steps=written(steps=STEPS).steps))
    story.file()
    story.accept()
    kept = rows()
    Course.objects.update(basis="of the rule of before")
    assert kept == [(0, None, None), (1, None, None), (2, NO_END, "市科委"), (3, 2017, "市教委")]
    migrate(*BEFORE)
    migrate()
    assert rows() == kept
    assert set(Course.objects.values_list("basis", flat=True)) == {""}  # so that it is reckoned anew
