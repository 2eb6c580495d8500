"""Steps of every year over several years: what lists ask of the database, the ledger, what is kept and the home say the same
of today, and no past day changes; over random histories in which they are done in one year and another.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import F

from tasks import ledger, steps_in_time
from tasks.actions import progress_filing, rounds, step_reports
from tasks.enums import ProgressStatus, StepProgress, StepState
from tasks.models import Progress, StepInForce, Task
from tasks.pages import round_home
from tasks.querysets.standing import end_of
from tasks.querysets.steps import RoundAsked
from tasks.rules import dates
from tasks.rules.periods import Period
from tasks.rules.round_terms import whole_year
from tasks.rules.sheet import written
from tasks.rules.statement import Statement, StepStatement
from tasks.rules.step_standing import due_soon_until
from tests.copied import copied
from tests.rounds.conftest import SAID, RoundStory, begin_rounds, moment, on
from tests.rounds.test_courses import agree as kept_and_ledger_agree
from tests.story import SOUND
from zgc_tasks.common.refusal import Refusal

TIMES = (
    "每年12月底前",
    "2015年—2017年，每年底前",
    "2015年6月底前完成，此后每年12月底前更新",
    "长期",
    "2016年6月底前",
    "每季度末",
)
TIMED = replace(
    SOUND, steps=written(steps=tuple((f"第{n}件事", time) for n, time in enumerate(TIMES, 1))).steps
)
FIRST, LAST = date(2015, 5, 20), date(2018, 3, 1)
SEEDS = range(6)


@pytest.fixture
@copied
def story(db) -> RoundStory:
    return with_plan(begin_rounds())


def with_plan(rounds_story) -> RoundStory:
    """One of steps with all these times is in force; rounds of whole years lie ahead."""
    rounds_story.story.draft(TIMED)
    rounds_story.story.file()
    rounds_story.story.accept()
    rounds.open_rounds(
        programme=rounds_story.story.programme,
        terms=[whole_year(year) for year in (2015, 2016, 2017)],
        tasks=[],
        by=rounds_story.story.checker,
        at=moment(date(2015, 4, 21)),
    )
    return rounds_story


# --- what is said on pages ----------------------------------------------------------------------------------------------


def report(story: RoundStory, key: int, day: date, state=StepProgress.DONE, done_on: date | None = None):
    """Done on the day itself, where no other one is named."""
    done_on = (done_on or day) if state == StepProgress.DONE else None
    return step_reports.report_step(
        task=story.tasks[1], key=key, state=state, done_on=done_on, word="", by=story.story.liaison, at=moment(day)
    )  # fmt: skip


def page(story: RoundStory, address: str, who: str = "liaison") -> str:
    html = story.story.browser(who).get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_pages_say_which_year_was_done_and_that_this_one_is_to_be_reported(story):
    report(story, 1, date(2015, 12, 21), done_on=date(2015, 12, 18))
    on(date(2015, 12, 31))
    for address in ("/gjrc/tasks/14/", "/gjrc/tasks/14/steps/"):
        assert "2015年已完成（12月18日完成）" in page(story, address)
    in_2016 = date(2016, 12, 29)
    on(in_2016)
    for address in ("/gjrc/tasks/14/", "/gjrc/tasks/14/steps/", "/gjrc/rounds/4/"):
        assert "2015年已完成，2016年待报，不计逾期" in page(story, address), address
    assert "年度待报" in page(story, "/gjrc/rounds/4/")
    report(story, 1, in_2016)
    assert "2015、2016年已完成（12月29日完成）" in page(story, "/gjrc/tasks/14/")


def test_the_unit_reports_it_again_on_its_page_of_the_next_year(story):
    of_2015, of_2016 = (story.story.programme.rounds.get(name=name) for name in ("2015年度", "2016年度"))
    for round, day in ((of_2015, date(2015, 12, 30)), (of_2016, date(2016, 12, 30))):
        done = StepStatement(1, StepProgress.DONE, Period(f"{day.year}年12月20日"))
        story.file(saying(done), round=round, day=day)
    rows = ledger.build(story.story.programme, as_of=date(2016, 12, 31)).rows
    found = next(row.reported for row in rows if row.number == 14)
    assert found.steps[0].standing.explanation == "2015、2016年已完成（12月20日完成）"
    then = ledger.build(story.story.programme, as_of=date(2016, 1, 31)).rows
    assert next(row.reported for row in then if row.number == 14).count(StepState.DONE) == 0


def saying(*steps: StepStatement) -> Statement:
    return replace(SAID, steps=steps)


def test_a_day_that_is_settled_is_not_the_next_one(story):
    report(story, 3, date(2015, 6, 20))
    rows = ledger.build(story.story.programme, as_of=date(2016, 2, 1)).rows
    assert next(row.reported for row in rows if row.number == 14).next_step.number == 5


def test_a_year_before_reported_behind_the_last_day_leaves_the_last_one_to_be_reported(story):
    day = date(2018, 1, 5)
    report(story, 2, day, done_on=date(2016, 12, 20))
    assert in_ledger(story, day)[1].standing.state == StepState.TO_REPORT
    assert in_database(story, day, past=False)[1] == StepState.TO_REPORT


def state_of_fifth(story: RoundStory, day: date) -> str:
    """Of the step until the end of June 2016, as the ledger has it and lists ask for it."""
    found = in_ledger(story, day)[4].standing.state
    assert in_database(story, day, past=False)[4] == found, day
    return found


def test_lists_and_ledger_turn_on_the_same_days(story):
    last, a_day = date(2016, 6, 30), timedelta(1)
    due = story.story.programme.rounds.get(name="2016年度").due_on
    soon = next(day for n in range(30) if due_soon_until(day := last - timedelta(30 - n)) == last)
    expected = {
        soon - a_day: StepState.OPEN,
        soon: StepState.DUE_SOON,
        last: StepState.DUE_SOON,
        last + a_day: StepState.TO_REPORT,
        due: StepState.TO_REPORT,
        due + a_day: StepState.OVERDUE,
    }
    assert {day: state_of_fifth(story, day) for day in expected} == expected


@pytest.mark.parametrize(
    ("said_at", "state"),
    [
        (moment(date(2016, 6, 30), 23), StepState.TO_REPORT),
        (moment(date(2016, 7, 1), 0), StepState.OVERDUE),
    ],
    ids=["in the last hour of its last day", "as the day after it begins"],
)
def test_a_step_that_is_not_done_by_the_end_of_its_last_day_is_overdue_once_that_is_said(
    story, said_at, state
):
    step_reports.report_step(
        task=story.tasks[1], key=5, state=StepProgress.UNDER_WAY, done_on=None, word="", by=story.story.liaison,
        at=said_at,
    )  # fmt: skip
    assert state_of_fifth(story, date(2016, 7, 1)) == state


def test_the_list_of_steps_has_a_day_of_completion_for_as_long_as_it_is_done(story):
    report(story, 1, date(2015, 12, 21))
    (column,) = (each for each in ledger.STEP_IN_TIME_COLUMNS if each.title == "完成日期")
    for day, said in ((date(2015, 12, 31), date(2015, 12, 21)), (date(2016, 1, 1), None)):
        row = next(row for row in ledger.build(story.story.programme, as_of=day).rows if row.number == 14)
        assert column.value(row, row.reported.steps[0]) == said, day


def test_done_in_the_year_of_its_last_day_it_is_done_for_good_once_it_recurs_no_more(story):
    report(story, 1, date(2015, 12, 20))
    once = replace(TIMED, steps=written(steps=(("第1件事", "2015年12月底前"),)).steps)
    told, when = story.story, moment(date(2015, 12, 21))
    told.revise(replace(once, steps=(once.steps[0], *TIMED.steps[1:])), when=when)
    told.file(when)
    told.accept(when)
    on(date(2016, 1, 20))
    rows = (
        told.browser("leadership")
        .get("/gjrc/deadlines/", {"of": "steps", "state": "done"})
        .context["page"]
        .rows
    )
    assert [(row.task, row.number) for row in rows] == [(14, 1)]


# --- random histories ---------------------------------------------------------------------------------------------------


LIVED: dict[int, set[str]] = {}  # what stood of the steps that recur in a history, by seed


def lived(story: RoundStory, seed: int) -> Iterator[date]:
    """Some days of three years, each when it is over; one day a week or two something is said."""
    chance, day = random.Random(seed), FIRST  # noqa: S311
    while day <= LAST:
        on(day)
        for _ in range(chance.choice([0, 1, 2])):
            try:
                random_act(story, chance, day)
            except Refusal:
                continue
        yield day
        day += timedelta(chance.choice([3, 11, 20, 27]))
        if day.month == 12 and chance.random() < 0.8:
            report(story, chance.choice([1, 2, 3, 6]), day)


def random_act(story: RoundStory, chance: random.Random, day: date) -> None:
    key = chance.choice([1, 1, 2, 2, 3, 3, 4, 5, 6])
    state = chance.choice([StepProgress.DONE, StepProgress.DONE, StepProgress.UNDER_WAY])
    done_on = (
        chance.choice([None, day, day - timedelta(40), day - timedelta(400)])
        if state == StepProgress.DONE
        else None
    )
    if chance.random() < 0.6:
        report(story, key, day, state, done_on)
        return
    begun = [each for each in story.story.programme.rounds.all() if each.opens_on <= day]
    filed = Progress.objects.filter(status=ProgressStatus.FILED, task=story.tasks[1], round__due_on__gte=day)
    if filed.exists() and chance.random() < 0.5:
        row = filed.last()
        progress_filing.withdraw(
            progress_id=row.pk, based_on=row.version, by=story.story.liaison, at=moment(day, 12)
        )
    elif begun:
        written_day = Period(f"{done_on:%Y年%m月%d日}", last=done_on) if done_on else Period()
        said = saying(StepStatement(key, state, written_day))
        story.file(said, round=chance.choice(begun), day=day)


def in_ledger(story: RoundStory, day: date) -> tuple:
    rows = ledger.build(story.story.programme, as_of=day).rows
    return next(row for row in rows if row.number == 14).reported.steps


def in_database(story: RoundStory, day: date, *, past: bool) -> list[str]:
    task, before = "filing__plan__task", end_of(day)
    steps = StepInForce.objects.filter(**{task: story.tasks[1]}).annotate(lead_unit=F(f"{task}__lead"))
    found = (steps.in_force_before(before) if past else steps.in_force()).of_steps()
    begun = [each for each in story.story.programme.rounds.all() if each.is_open_on(day)]
    asked = [RoundAsked(each.days, None, {}) for each in begun]
    return list(found.with_step_standing(day, before, asked).order_by("key").values_list("state", flat=True))


def states(steps) -> list[str]:
    return [each.standing.state for each in steps]


def on_home(story: RoundStory, day: date) -> list[str]:
    found = round_home.of_unit(story.story.programme, story.story.liaison, day)
    return [each.words for each in found.steps.tasks]


def to_do(steps, day: date) -> list[str]:
    """What a home says of them."""
    due = [each.due_on for each in steps if each.standing.state in DUE]
    if not due:
        return []
    first = min(due)
    return [f"{len(due)} 步{'已到' if first < day else '临近'}完成时限，最早 {dates.beside(first, day)}"]


DUE = (StepState.OVERDUE, StepState.TO_REPORT, StepState.DUE_SOON)


def kinds(story: RoundStory, steps, day: date) -> set[str]:
    last = steps_in_time.said_of([story.tasks[1].pk], today=day).get(story.tasks[1].pk, {})
    recurring = [(each.key, each.standing) for each in steps if each.step.due.recurs_until]
    found = {f"{each.state}, {min(len(each.years_done), 2)} done" for _, each in recurring}
    behind = (each.state for key, each in recurring if each.said != last.get(key))
    return found | {f"{state}, another year was told of since" for state in behind}


@pytest.mark.long  # for years; for weeks it is done in test_ledger.py
@pytest.mark.parametrize("seed", SEEDS)
def test_every_day_of_some_years_is_told_alike_and_does_not_change(story, seed):
    then, found = {}, set()
    for day in lived(story, seed):
        steps = then[day] = in_ledger(story, day)
        found |= kinds(story, steps, day)
        task = Task.objects.select_related("plan__in_force").get(pk=story.tasks[1].pk)
        assert steps_in_time.of_task(task, today=day) == steps, day
        assert in_database(story, day, past=False) == states(steps), day
        assert on_home(story, day) == to_do(steps, day), day
        kept_and_ledger_agree(story, day)
    LIVED[seed] = found
    for day, steps in then.items():
        assert in_ledger(story, day) == steps, day
        assert in_database(story, day, past=True) == states(steps), day


@pytest.mark.long  # lives through all of them
@pytest.mark.django_db
def test_these_histories_contain_every_way_in_which_what_recurs_can_stand():
    """Otherwise the test above would say less than it seems to."""
    for seed in SEEDS:
        if seed not in LIVED:  # lived through in another process, or not at all
            with transaction.atomic():
                story = with_plan(begin_rounds())
                LIVED[seed] = set().union(
                    *(kinds(story, in_ledger(story, day), day) for day in lived(story, seed))
                )
                transaction.set_rollback(True)
    assert set().union(*LIVED.values()) >= {
        "never_due, 0 done", "never_due, 1 done", "never_due, 2 done", "done, 1 done", "done, 2 done",
        "open, 0 done", "open, 1 done", "open, 2 done", "overdue, 0 done", "overdue, 2 done",
        "done, another year was told of since",
    }  # fmt: skip
