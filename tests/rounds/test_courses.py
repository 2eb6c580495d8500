"""What is kept of how far tasks are says the same as the ledger, today and on days to come, whatever was done."""

import random
from datetime import date, timedelta

import pytest

from tasks import ledger
from tasks.actions import courses, decisions, rounds
from tasks.enums import Light, StepState
from tasks.models import Course
from tasks.rules.round_terms import month
from tests.of_a_kind import one_of_each
from tests.rounds.conftest import SAID, moment
from tests.rounds.test_ledger import DUE, accept_plan, random_act


def kept(rounds_story, day: date, today: date) -> dict[int, tuple]:
    courses.bring_up_to_date(rounds_story.story.programme, today=today)
    rows = rounds_story.story.programme.tasks.with_course(day)
    return {row.number: (row.light, row.outlook, row.ended, row.overdue, row.missing) for row in rows}


def in_ledger(rounds_story, day: date) -> dict[int, tuple]:
    found = {row.number: row.reported for row in ledger.build(rounds_story.story.programme, as_of=day).rows}
    return {
        number: (
            row.light,
            row.outlook,
            row.ended,
            bool(row.count(StepState.OVERDUE)) and not row.ended,
            bool(row.missing),
        )
        for number, row in found.items()
    }


def agree(rounds_story, today: date) -> None:
    for day in (today, today + timedelta(9), today + timedelta(45)):
        assert kept(rounds_story, day, today) == in_ledger(rounds_story, day), (today, day)


@pytest.mark.parametrize("seed", one_of_each(range(4)))
def test_kept_and_ledger_agree_after_random_histories(rounds_story, seed):
    accept_plan(rounds_story)
    chance, day = random.Random(seed), date(2015, 4, 26)  # noqa: S311
    while day <= date(2015, 6, 12):
        for _ in range(chance.choice([0, 1, 2])):
            random_act(rounds_story, chance, day)
        if day.toordinal() % 3 == 0:
            agree(rounds_story, day)
        day += timedelta(1)


def test_rounds_figures_and_another_lead_are_noticed_without_a_write_on_the_task(rounds_story):
    story, programme = rounds_story.story, rounds_story.story.programme
    accept_plan(rounds_story)
    after = date(2015, 5, 11)
    agree(rounds_story, after)
    assert kept(rounds_story, after, after)[14][0] == Light.YELLOW
    rounds_story.extend(date(2015, 5, 20), day=after)
    agree(rounds_story, after)
    rounds.open_rounds(
        programme=programme, terms=[month(2015, 6)], tasks=[], by=story.checker, at=moment(after)
    )
    agree(rounds_story, after)
    programme.red_rounds = 1
    programme.save()
    agree(rounds_story, after)
    assert kept(rounds_story, after, after)[30][0] == Light.RED
    decisions.designate(
        task=rounds_story.tasks[4], unit=story.lead, plan_deadline=date(2015, 6, 1), basis="minutes",
        basis_number="", dated_on=after, by=story.checker, at=moment(after),
    )  # fmt: skip
    agree(rounds_story, after)


def test_only_what_was_written_on_is_worked_out_anew(rounds_story, django_assert_num_queries):
    programme = rounds_story.story.programme
    courses.bring_up_to_date(programme, today=DUE)
    with django_assert_num_queries(2):
        courses.bring_up_to_date(programme, today=DUE)
    rounds_story.file(SAID, day=DUE)
    stale = programme.tasks.with_course_out_of_date(Course.objects.earliest("pk").basis)
    assert [task.number for task in stale] == [14]
    courses.bring_up_to_date(programme, today=DUE)
    assert Course.objects.get(task__number=14).rated_from == DUE


def test_a_write_while_it_is_worked_out_leaves_it_out_of_date(rounds_story, monkeypatch):
    programme, work_out = rounds_story.story.programme, courses.progress.gather

    def written_meanwhile(*args, **more):
        found = work_out(*args, **more)
        courses.mark([rounds_story.tasks[1].pk])
        return found

    monkeypatch.setattr(courses.progress, "gather", written_meanwhile)
    courses.bring_up_to_date(programme, today=DUE)
    basis = Course.objects.earliest("pk").basis
    assert [task.number for task in programme.tasks.with_course_out_of_date(basis)] == [14]
