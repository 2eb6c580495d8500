"""Times that held before it was kept get until when they are asked for again, and the unit that carries the step out; what was
reported of them gets its year; and what is understood of a wording later is read again.
"""

from dataclasses import replace
from datetime import date

import pytest

from tasks.enums import StepProgress
from tasks.models import Course, StepInForce, StepReport
from tasks.rules.periods import NO_END, Period
from tasks.rules.sheet import written
from tasks.rules.statement import StepStatement
from tests.migrating import migrate
from tests.rounds.conftest import begin_rounds
from tests.rounds.test_recurring import report, saying, with_plan
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


def test_what_was_reported_before_gets_the_year_it_is_told_of_now(transactional_db):
    rounds = with_plan(begin_rounds())
    report(rounds, 1, date(2015, 12, 20))
    report(rounds, 5, date(2015, 12, 20))
    year = rounds.story.programme.rounds.get(name="2015年度")
    said = saying(
        StepStatement(6, StepProgress.UNDER_WAY), StepStatement(2, StepProgress.DONE, Period("2016年1月6日"))
    )
    rounds.file(said, round=year, day=date(2016, 1, 6))
    told = list(StepReport.objects.values_list("key", "done_on", "year"))
    assert [year for _, _, year in told] == [2015, None, 2015, 2016]
    migrate("tasks", "0053_comments_on_progress")
    migrate()
    assert list(StepReport.objects.values_list("key", "done_on", "year")) == told


def test_what_is_understood_of_a_wording_only_now_is_read_again(story):
    story.draft(replace(SOUND, steps=written(steps=STEPS).steps))
    story.file()
    story.accept()
    kept = rows()
    Course.objects.update(basis="of before")
    newest = [*StepInForce.objects.order_by("pk")]
    for row in newest:  # as a release wrote them that did not understand 每年底前
        row.pk, row.recurs_until = None, None
    StepInForce.objects.bulk_create(newest)
    assert rows()[len(kept) :] != kept
    migrate()
    assert rows() == kept * 2
    assert set(Course.objects.values_list("basis", flat=True)) == {""}
