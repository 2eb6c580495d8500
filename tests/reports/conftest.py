"""A report of the round of April 2015, in which the lead of task 14 has filed, that of task 30 has not."""

from dataclasses import dataclass
from datetime import date

import pytest

from tasks.actions import reports
from tasks.models import Report
from tests.copied import copied
from tests.rounds.conftest import RoundStory, begin_rounds, moment, on, rounds_story  # noqa: F401 (a fixture)

TAKEN = date(2015, 5, 11)


@dataclass
class ReportStory:
    rounds: RoundStory
    report: Report

    @property
    def address(self) -> str:
        return self.report.get_absolute_url()

    def now(self) -> Report:
        return Report.objects.get(pk=self.report.pk)


def begin(rounds_story: RoundStory, *, day: date = TAKEN, corrects=None) -> Report:  # noqa: F811
    story = rounds_story.story
    return reports.begin(
        programme=story.programme,
        round=rounds_story.april,
        as_of=day,
        corrects=corrects,
        by=story.checker,
        at=moment(day),
    )


@pytest.fixture
@copied
def report_story(db) -> ReportStory:
    rounds = begin_rounds()
    story = rounds.story
    story.file()
    story.accept()
    rounds.file(day=date(2015, 5, 8))
    return ReportStory(rounds, begin(rounds))


@pytest.fixture
def on_the_day(db):
    on(TAKEN)


@pytest.fixture
def office(report_story, on_the_day):
    return report_story.rounds.story.browser("leadership")


def edit(report_story, key: str, text: str, *, based_on=None, by="leadership"):
    who = getattr(report_story.rounds.story, by)
    return reports.edit(
        report=report_story.report, key=key, text=text, based_on=based_on, by=who, at=moment(TAKEN, 11)
    )


def finish(report_story) -> Report:
    story = report_story.rounds.story
    report = report_story.report
    return reports.finish(
        report=report,
        based_on=report.drafts.last().pk,
        edited=report.newest_version,
        by=story.leadership,
        at=moment(TAKEN, 12),
    )
