"""Who owes in a round, and where each task stands in it, today and on any earlier day."""

from dataclasses import replace
from datetime import date

import pytest

from tasks import ledger, steps_in_time
from tasks.actions import completions, decisions, progress_filing, rounds
from tasks.enums import CompletionKind, StepState, TaskState
from tasks.models import Round, Task
from tasks.querysets.rounds import standing_of
from tasks.querysets.standing import end_of
from tasks.rules.round_terms import month
from tests.factories import make_programme, make_task, make_unit
from tests.rounds.conftest import SAID, moment
from zgc_tasks.common.refusal import Refusal

OPENS, DUE = date(2015, 4, 28), date(2015, 5, 8)


def owing(round: Round) -> set[int]:
    return set(Task.objects.owing_in(round).values_list("number", flat=True))


def state(rounds_story, day: date, task: int = 1, *, past: bool = False, round: Round | None = None) -> str:
    """Today's and the past day's reading of a day are asked alike."""
    about = Round.objects.get(pk=(round or rounds_story.april).pk).terms_at(end_of(day))
    rows = Task.objects.filter(pk=rounds_story.tasks[task].pk).with_round_standing(about, day, past=past)
    row = rows.get()
    assert standing_of(row, day).state == row.state
    return row.state


def test_the_days_of_a_round_are_those_after_its_month(rounds_story):
    april = rounds_story.april
    assert (april.covers_from, april.covers_until) == (date(2015, 4, 1), date(2015, 4, 30))
    assert (april.opens_on, april.due_on) == (OPENS, DUE)


def test_a_task_owes_that_is_led_on_the_first_day(rounds_story):
    make_task(make_programme("OTHER"), 50, lead=rounds_story.story.lead)
    assert owing(rounds_story.april) == {14, 20, 30}


@pytest.mark.parametrize(("recorded", "owes"), [(OPENS, True), (date(2015, 4, 29), False)])
def test_a_lead_designated_after_the_first_day_owes_from_the_next_round_on(rounds_story, recorded, owes):
    story = rounds_story.story
    decisions.designate(
        task=rounds_story.tasks[4],
        unit=story.lead,
        plan_deadline=date(2015, 6, 30),
        basis="minutes",
        basis_number="",
        dated_on=date(2015, 4, 20),
        by=story.leadership,
        at=moment(recorded, 23),
    )
    assert (40 in owing(rounds_story.april)) is owes
    assert 40 in owing(rounds_story.may)


def test_the_old_lead_of_the_first_day_leaves_the_task_owing_for_the_new_one(rounds_story):
    story = rounds_story.story
    decisions.designate(
        task=rounds_story.tasks[1],
        unit=make_unit("市发展改革委"),
        plan_deadline=date(2015, 6, 30),
        basis="minutes",
        basis_number="",
        dated_on=date(2015, 5, 4),
        by=story.leadership,
        at=moment(date(2015, 5, 5)),
    )
    assert 14 in owing(rounds_story.april)
    assert state(rounds_story, date(2015, 5, 9)) == TaskState.MISSING


def test_what_was_confirmed_done_owes_no_more_until_it_is_reopened(rounds_story):
    story = rounds_story.story
    completions.complete(
        task=rounds_story.tasks[2],
        kind=CompletionKind.DONE,
        basis="minutes",
        basis_number="〔2015〕7号",
        dated_on=date(2015, 4, 27),
        by=story.leadership,
        at=moment(OPENS, 23),
    )
    completions.reopen(
        task=rounds_story.tasks[2], reason="验收未通过", by=story.leadership, at=moment(date(2015, 4, 29))
    )
    assert 20 not in owing(rounds_story.april)
    assert 20 in owing(rounds_story.may)


def test_chosen_tasks_alone_owe_in_a_round_about_them(rounds_story):
    story = rounds_story.story
    [chosen] = rounds.open_rounds(
        programme=story.programme,
        terms=[replace(month(2015, 4), name="重点任务调度")],
        tasks=[rounds_story.tasks[3]],
        by=story.checker,
        at=moment(date(2015, 4, 21)),
    )
    assert owing(chosen) == {30}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2015, 4, 28), TaskState.NOT_STARTED),
        (date(2015, 5, 5), TaskState.DUE_SOON),
        (DUE, TaskState.DUE_SOON),
        (date(2015, 5, 9), TaskState.MISSING),
    ],
)
def test_what_is_not_filed_is_missing_from_the_day_after_the_due_day(rounds_story, day, expected):
    assert state(rounds_story, day) == state(rounds_story, day, past=True) == expected


@pytest.mark.parametrize(("day", "expected"), [(DUE, TaskState.ON_TIME), (date(2015, 5, 9), TaskState.LATE)])
def test_the_due_day_counts_in_until_midnight(rounds_story, day, expected):
    row = rounds_story.save(day=day)
    progress_filing.file_progress(
        progress_id=row.pk, based_on=row.version, by=rounds_story.story.liaison, at=moment(day, 23)
    )
    assert state(rounds_story, day) == state(rounds_story, day, past=True) == expected


def test_what_is_filed_is_of_its_own_round(rounds_story):
    rounds_story.file(day=DUE)
    assert state(rounds_story, date(2015, 6, 9)) == TaskState.ON_TIME
    assert state(rounds_story, date(2015, 6, 9), round=rounds_story.may) == TaskState.MISSING
    assert state(rounds_story, date(2015, 6, 9), task=2) == TaskState.MISSING


def test_each_past_day_reads_as_it_was(rounds_story):
    story = rounds_story.story
    rounds_story.save(day=date(2015, 4, 28))
    rounds_story.file(day=date(2015, 4, 29))
    row = rounds_story.progress()
    progress_filing.withdraw(
        progress_id=row.pk, based_on=row.version, by=story.liaison, at=moment(date(2015, 4, 30))
    )
    rounds_story.file(replace(SAID, done_text="更正"), day=date(2015, 5, 11))
    rounds_story.send_back(date(2015, 5, 15), day=date(2015, 5, 12))
    days = [date(2015, 4, 27), date(2015, 4, 28), date(2015, 4, 29), date(2015, 4, 30), date(2015, 5, 10)]
    days += [date(2015, 5, 11), date(2015, 5, 12)]
    assert [state(rounds_story, day, past=True) for day in days] == [
        TaskState.NOT_STARTED,
        TaskState.DRAFT,
        TaskState.ON_TIME,
        TaskState.DRAFT,
        TaskState.MISSING,
        TaskState.LATE,
        TaskState.RETURNED,
    ]
    assert state(rounds_story, date(2015, 5, 12)) == TaskState.RETURNED


def test_what_is_begun_at_midnight_is_begun_on_the_day_that_begins(rounds_story):
    rounds_story.save(day=date(2015, 4, 29), hour=0)
    days = [OPENS, date(2015, 4, 29)]
    assert [state(rounds_story, day, past=True) for day in days] == [TaskState.NOT_STARTED, TaskState.DRAFT]


def test_an_extension_counts_from_when_it_was_noted_and_for_its_unit_alone(rounds_story):
    rounds_story.extend(date(2015, 5, 13), day=date(2015, 5, 10), reason="材料待汇总")
    assert state(rounds_story, date(2015, 5, 9), past=True) == TaskState.MISSING
    assert state(rounds_story, date(2015, 5, 10), past=True) == TaskState.DUE_SOON
    assert state(rounds_story, date(2015, 5, 13)) == TaskState.DUE_SOON
    assert state(rounds_story, date(2015, 5, 14)) == TaskState.MISSING
    assert state(rounds_story, date(2015, 5, 13), task=3) == TaskState.MISSING


def test_an_extension_in_one_round_puts_nothing_off_in_another(rounds_story):
    rounds_story.extend(date(2015, 6, 20), day=date(2015, 5, 10))
    day = date(2015, 6, 9)
    for past in (False, True):
        assert state(rounds_story, day, past=past) == TaskState.NOT_STARTED
        assert state(rounds_story, day, past=past, round=rounds_story.may) == TaskState.MISSING


def test_an_extension_puts_off_withdrawing_and_when_a_step_is_overdue_for_its_unit_alone(rounds_story):
    rounds_story.story.file()
    rounds_story.story.accept()
    rounds_story.file(day=date(2015, 5, 8))
    late = date(2015, 5, 9)
    assert _steps(rounds_story, late)[0] == StepState.OVERDUE
    rounds_story.extend(date(2015, 5, 15), day=late)
    assert _steps(rounds_story, late) == _in_ledger(rounds_story, late)
    assert _steps(rounds_story, late)[0] == StepState.TO_REPORT
    assert _steps(rounds_story, date(2015, 5, 16))[0] == StepState.OVERDUE
    assert _in_ledger(rounds_story, date(2015, 5, 8)) == _steps(rounds_story, date(2015, 5, 8))
    row = rounds_story.progress()
    progress_filing.withdraw(
        progress_id=row.pk, based_on=row.version, by=rounds_story.story.liaison, at=moment(date(2015, 5, 15))
    )
    assert rounds_story.progress().entry is None


def _steps(story, day) -> list[StepState]:
    task = Task.objects.select_related("programme", "plan__in_force").get(pk=story.tasks[1].pk)
    return [each.standing.state for each in steps_in_time.of_task(task, today=day)]


def _in_ledger(story, day) -> list[StepState]:
    row = next(row for row in ledger.build(story.story.programme, as_of=day).rows if row.number == 14)
    return [each.standing.state for each in row.reported.steps]


def test_what_was_taken_back_stands_on_no_past_day_after(rounds_story):
    entry = rounds_story.file(day=OPENS)
    row = rounds_story.progress()
    progress_filing.withdraw(
        progress_id=row.pk, based_on=row.version, by=rounds_story.story.liaison, at=moment(date(2015, 4, 30))
    )

    def filed(day):
        tasks = rounds_story.story.programme.tasks.with_round_standing(rounds_story.april, day, past=True)
        return tasks.get(number=14).entry_pk

    assert filed(OPENS) == entry.pk
    assert filed(date(2015, 4, 30)) is None


def test_an_extension_is_for_a_unit_that_owes_and_later_than_the_due_day(rounds_story):
    story = rounds_story.story
    words = {"told": "周某", "reason": "", "by": story.checker, "at": moment(date(2015, 5, 7))}
    with pytest.raises(Refusal, match="没有应报任务"):
        rounds.extend(round=rounds_story.april, unit=story.outsider.unit, until=date(2015, 5, 20), **words)
    with pytest.raises(Refusal, match="应晚于本期报送截止日期"):
        rounds.extend(round=rounds_story.april, unit=story.lead, until=DUE, **words)


def test_a_changed_round_stays_for_earlier_days_what_it_was(rounds_story):
    story = rounds_story.story
    later = replace(month(2015, 4), due_on=date(2015, 5, 15))
    rounds.change_round(
        round=rounds_story.april, terms=later, tasks=[], by=story.checker, at=moment(date(2015, 5, 11))
    )
    assert state(rounds_story, date(2015, 5, 10), past=True) == TaskState.MISSING
    assert state(rounds_story, date(2015, 5, 11), past=True) == TaskState.NOT_STARTED


def test_a_round_is_not_changed_once_somebody_has_filed(rounds_story):
    rounds_story.file(day=OPENS)
    with pytest.raises(Refusal, match="已有单位报送，不能更改"):
        rounds.change_round(
            round=rounds_story.april,
            terms=month(2015, 4),
            tasks=[],
            by=rounds_story.story.checker,
            at=moment(OPENS),
        )


@pytest.mark.parametrize("who", ["liaison", "officer", "other_unit", "outsider"])
def test_rounds_are_for_the_receiving_office_and_the_leading_groups_office(rounds_story, who):
    with pytest.raises(Refusal, match="只有接收处室的核对人或领导小组办公室"):
        rounds.open_rounds(
            programme=rounds_story.story.programme,
            terms=[month(2015, 6)],
            tasks=[],
            by=getattr(rounds_story.story, who),
            at=moment(OPENS),
        )


def test_a_name_is_taken_once_in_a_programme(rounds_story):
    story = rounds_story.story
    with pytest.raises(Refusal, match="已有名为“2015年5月”的报送期"):
        rounds.open_rounds(
            programme=story.programme,
            terms=[month(2015, 6), month(2015, 5)],
            tasks=[],
            by=story.checker,
            at=moment(OPENS),
        )
    assert story.programme.rounds.count() == 2
