"""What a report has used is not taken back."""

from datetime import date

import pytest

from tasks.actions import progress_filing, reports
from tasks.enums import PlanStatus
from tests.reports.conftest import TAKEN
from tests.rounds.conftest import moment
from zgc_tasks.common.refusal import Refusal


def test_progress_that_a_draft_has_used_is_not_withdrawn(report_story):
    rounds_story = report_story.rounds
    row = rounds_story.progress()
    with pytest.raises(Refusal, match="本期进展已编入送审稿，不能撤回"):
        progress_filing.withdraw(
            progress_id=row.pk,
            based_on=row.version,
            by=rounds_story.story.liaison,
            at=moment(date(2015, 5, 8), 23),
        )


def test_progress_that_a_report_of_no_round_has_used_is_not_withdrawn_either(rounds_story):
    story = rounds_story.story
    rounds_story.file(day=date(2015, 5, 7))
    reports.begin(
        programme=story.programme,
        round=None,
        as_of=date(2015, 5, 7),
        corrects=None,
        by=story.checker,
        at=moment(date(2015, 5, 7), 11),
    )
    row = rounds_story.progress()
    with pytest.raises(Refusal, match="本期进展已编入送审稿，不能撤回"):
        progress_filing.withdraw(
            progress_id=row.pk, based_on=row.version, by=story.liaison, at=moment(date(2015, 5, 7), 12)
        )


def test_an_acceptance_that_a_draft_has_used_is_not_taken_back(report_story):
    with pytest.raises(Refusal, match="已编入送审稿，不能撤回或撤销核收"):
        report_story.rounds.story.take_back(when=moment(TAKEN, 15))


def test_a_revision_that_was_given_up_since_makes_it_no_newer(report_story):
    story = report_story.rounds.story
    story.revise(when=moment(TAKEN, 13))
    story.give_up(when=moment(TAKEN, 14))
    with pytest.raises(Refusal, match="已编入送审稿，不能撤回或撤销核收"):
        story.take_back(when=moment(TAKEN, 15))


def test_what_was_accepted_since_the_last_draft_is_taken_back(report_story):
    story = report_story.rounds.story
    story.revise(when=moment(TAKEN, 12))
    story.file(moment(TAKEN, 13))
    story.accept(moment(TAKEN, 14))
    assert story.take_back(when=moment(TAKEN, 15)).status == PlanStatus.FILED
