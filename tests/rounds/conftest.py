"""A programme of four tasks and two rounds: one that was filed in April 2015, and one that lies ahead."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from tasks.actions import progress as actions
from tasks.actions import progress_checking, progress_filing, rounds
from tasks.enums import Outlook
from tasks.models import Entry, Extension, Progress, Round, Task
from tasks.rules.round_terms import month
from tasks.rules.statement import Statement
from tests import story as stories
from tests.copied import copied
from tests.factories import make_task
from tests.story import Story, at
from units.models import Unit
from zgc_tasks.common.models import DemonstrationDate

SAID = Statement(
    done_text="实施细则已于4月10日印发。",
    next_text="组织专家论证。",
    outlook=Outlook.ON_COURSE,
)


@dataclass
class RoundStory:
    """`story` has task 1 with its lead and a participant; tasks 2 and 3 are of the same and of another lead."""

    story: Story
    april: Round
    may: Round
    tasks: dict[int, Task] = field(default_factory=dict)

    def save(
        self,
        said: Statement = SAID,
        *,
        task: int = 1,
        round: Round | None = None,
        day: date,
        hour: int = 10,
        by=None,
    ) -> Progress:
        found = self.progress(task, round)
        return actions.save(
            task=self.tasks[task],
            round=round or self.april,
            based_on=found.version if found else 0,
            said=said,
            by=by or self.story.liaison,
            at=moment(day, hour),
        )

    def file(
        self,
        said: Statement = SAID,
        *,
        task: int = 1,
        round: Round | None = None,
        day: date,
        hour: int = 10,
        by=None,
    ) -> Entry:
        row = self.save(said, task=task, round=round, day=day, hour=hour, by=by)
        return progress_filing.file_progress(
            progress_id=row.pk, based_on=row.version, by=by or self.story.liaison, at=moment(day, hour)
        )

    def send_back(
        self,
        until: date,
        *,
        task: int = 1,
        round: Round | None = None,
        day: date,
        hour: int = 10,
        words: str = "请补充数据",
    ) -> Progress:
        row = self.progress(task, round)
        return progress_checking.send_back(
            progress_id=row.pk,
            based_on=row.version,
            refile_by=until,
            note=words,
            by=self.story.checker,
            at=moment(day, hour),
        )

    def extend(
        self,
        until: date,
        *,
        unit: Unit | None = None,
        round: Round | None = None,
        day: date,
        reason: str = "",
    ) -> Extension:
        return rounds.extend(
            round=round or self.april,
            unit=unit or self.story.lead,
            until=until,
            told="周某",
            reason=reason,
            by=self.story.checker,
            at=moment(day),
        )

    def progress(self, task: int = 1, round: Round | None = None) -> Progress | None:
        return Progress.objects.filter(task=self.tasks[task], round=round or self.april).first()


def moment(day: date, hour: int = 10) -> datetime:
    return at(1).replace(year=day.year, month=day.month, day=day.day, hour=hour)


def on(day: date) -> None:
    """Pages live on this day from now on."""
    DemonstrationDate.objects.update_or_create(id=1, defaults={"date": day})


@pytest.fixture
def rounds_story(db) -> RoundStory:
    return begin_rounds()


@pytest.fixture
def opened(rounds_story) -> RoundStory:
    """On the day on which what was done in April can be filed from."""
    on(rounds_story.april.opens_on)
    return rounds_story


@pytest.fixture
def plan_in_force(opened) -> None:
    opened.story.file()
    opened.story.accept()


@copied
def begin_rounds() -> RoundStory:
    story = stories.begin()
    programme = story.programme
    tasks = {
        1: story.task,
        2: make_task(programme, 20, lead=story.lead),
        3: make_task(programme, 30, lead=story.other_unit.unit),
        4: make_task(programme, 40),
    }
    april, may = rounds.open_rounds(
        programme=programme,
        terms=[month(2015, 4), month(2015, 5)],
        tasks=[],
        by=story.checker,
        at=moment(date(2015, 4, 20)),
    )
    return RoundStory(story, april, may, tasks)
