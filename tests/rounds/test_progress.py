"""What a lead says of a task in a round: saved, filed, entered from paper, withdrawn, returned, filed again."""

from dataclasses import replace
from datetime import date

import pytest

from tasks.actions import progress, progress_checking, progress_filing, rounds
from tasks.enums import Outlook, ProgressStatus, StepProgress
from tasks.models import Entry, Programme, Progress, StepReport
from tasks.rules.periods import Period
from tasks.rules.statement import ReportedFigure, Statement, StepStatement
from tasks.rules.step_standing import Said
from tests.factories import make_office, make_user
from tests.rounds.conftest import SAID, moment
from tests.story import at
from units.models import AuditEntry
from units.roles import Role
from zgc_tasks.common.refusal import Kind, Refusal

OPENS, DUE = date(2015, 4, 28), date(2015, 5, 8)
DONE = replace(SAID, steps=(StepStatement(1, StepProgress.DONE, Period("4月10日"), "已印发"),))


def refused(action, **kwargs) -> Refusal:
    with pytest.raises(Refusal) as raised:
        action(**kwargs)
    return raised.value


def withdraw(rounds_story, day: date):
    row = rounds_story.progress()
    return progress_filing.withdraw(
        progress_id=row.pk, based_on=row.version, by=rounds_story.story.liaison, at=moment(day)
    )


def send_back(rounds_story, day: date, task: int = 1):
    return rounds_story.send_back(date(2015, 5, 20), task=task, day=day)


def test_what_was_typed_comes_back_with_its_times_read(rounds_story):
    typed = replace(
        DONE,
        figures=(ReportedFigure("引进人才", "1,200", "人", Period("4月底"), "人事处"), ReportedFigure()),
        steps=(*DONE.steps, StepStatement(2)),
    )
    said = rounds_story.save(typed, day=OPENS).said()
    assert said.steps == (
        replace(DONE.steps[0], done_on=Period("4月10日", date(2015, 4, 10), date(2015, 4, 10))),
    )
    assert said.figures[0].day.last == date(2015, 4, 30)
    assert Statement.from_json(said.to_json()) == said


def test_a_save_of_the_same_writes_nothing_and_an_older_window_is_refused(rounds_story):
    rounds_story.save(day=OPENS)
    assert rounds_story.save(day=OPENS).version == 1
    kwargs = {
        "task": rounds_story.tasks[1],
        "round": rounds_story.april,
        "based_on": 0,
        "said": replace(SAID, next_text="另一窗口"),
        "by": rounds_story.story.officer,
        "at": moment(OPENS),
    }
    refusal = refused(progress.save, **kwargs)
    assert refusal.kind is Kind.OUT_OF_DATE
    assert refusal.current.said().next_text == SAID.next_text


def test_nobody_writes_before_the_round_begins_nor_for_another_unit(rounds_story):
    assert refused(rounds_story.save, day=date(2015, 4, 27)).words.startswith(
        "“2015年4月”自2015年4月28日起报送"
    )
    refusal = refused(rounds_story.save, day=OPENS, by=rounds_story.story.other_unit)
    assert refusal.kind is Kind.NOT_ALLOWED


def test_an_officer_writes_and_the_liaison_files(rounds_story):
    story = rounds_story.story
    row = rounds_story.save(day=OPENS, by=story.officer)
    kwargs = {"progress_id": row.pk, "based_on": row.version, "at": moment(OPENS)}
    assert refused(progress_filing.file_progress, **kwargs, by=story.officer).kind is Kind.NOT_ALLOWED
    entry = progress_filing.file_progress(**kwargs, by=story.liaison)
    assert entry.number == "GJRC-JZ01-14-1"
    assert entry.said().done_text == SAID.done_text


def test_what_is_filed_stands_in_the_log_under_its_number(rounds_story):
    entry = rounds_story.file(day=OPENS)
    row = AuditEntry.objects.get(action="progress.file")
    assert (row.user, row.outcome) == (rounds_story.story.liaison.user, "ok")
    assert row.subject.endswith(entry.number)


def test_everything_in_the_way_of_filing_is_told_at_once(rounds_story):
    row = rounds_story.save(replace(SAID, done_text="", outlook=Outlook.BEHIND), day=OPENS)
    refusal = refused(
        progress_filing.file_progress,
        progress_id=row.pk,
        based_on=row.version,
        by=rounds_story.story.liaison,
        at=moment(OPENS),
    )
    assert [(found.field, found.blocks) for found in refusal.findings] == [
        ("done_text", True),
        ("outlook_reason", True),
    ]
    assert not Entry.objects.exists()


def test_filed_it_is_frozen_with_the_steps_of_the_plan_in_force(rounds_story):
    story = rounds_story.story
    story.file()
    story.accept()
    entry = rounds_story.file(DONE, day=OPENS)
    assert entry.steps_of == story.plan.in_force
    report = StepReport.objects.get()
    assert (report.key, report.state, report.done_on) == (1, StepProgress.DONE, date(2015, 4, 10))
    assert refused(rounds_story.save, day=OPENS).words.startswith("本项进展已报送")


def test_a_step_that_is_not_in_the_plan_in_force_is_in_the_way(rounds_story):
    row = rounds_story.save(DONE, day=OPENS)
    refusal = refused(
        progress_filing.file_progress,
        progress_id=row.pk,
        based_on=row.version,
        by=rounds_story.story.liaison,
        at=moment(OPENS),
    )
    assert [finding.message for finding in refusal.findings] == ["所报步骤已不在实施方案中，请删去"]


def test_withdrawn_until_the_due_day_it_is_a_draft_and_its_steps_are_said_no_more(rounds_story):
    story = rounds_story.story
    story.file()
    story.accept()
    rounds_story.file(DONE, day=OPENS)
    row = withdraw(rounds_story, DUE)
    assert (row.status, row.entry, row.first_filed_at) == (ProgressStatus.DRAFT, None, None)
    assert not StepReport.objects.known_at(moment(DUE, 23)).said_last()
    [steps] = StepReport.objects.known_at(moment(OPENS, 23)).said_last().values()
    assert steps[1] == Said(StepProgress.DONE, OPENS, date(2015, 4, 10), "已印发")


def test_after_the_due_day_or_at_its_close_nothing_is_withdrawn(rounds_story):
    rounds_story.file(day=OPENS)
    words = "已过报送截止日期或已截稿，不能撤回"
    assert refused(withdraw, rounds_story=rounds_story, day=date(2015, 5, 9)).words.startswith(words)
    rounds.close_round(round=rounds_story.april, by=rounds_story.story.checker, at=moment(date(2015, 5, 6)))
    assert refused(withdraw, rounds_story=rounds_story, day=date(2015, 5, 6)).words.startswith(words)


def test_returned_and_filed_again_it_counts_from_the_first_time(rounds_story):
    rounds_story.file(day=DUE)
    send_back(rounds_story, date(2015, 5, 11))
    assert refused(withdraw, rounds_story=rounds_story, day=date(2015, 5, 11)).kind is Kind.NOT_NOW
    entry = rounds_story.file(replace(SAID, done_text="已补充"), day=date(2015, 5, 12))
    row = rounds_story.progress()
    assert (entry.nth, row.status) == (2, ProgressStatus.FILED)
    assert row.first_filed_at == moment(DUE)
    assert [event.action for event in row.events.all()] == ["file", "return", "file"]


def test_a_return_says_what_to_mend_and_until_when(rounds_story):
    rounds_story.file(day=DUE)
    row = rounds_story.progress()
    kwargs = {"progress_id": row.pk, "based_on": row.version, "by": rounds_story.story.checker}
    kwargs |= {"at": moment(date(2015, 5, 11))}
    assert (
        refused(progress_checking.send_back, **kwargs, refile_by=date(2015, 5, 20), note="").field == "note"
    )
    refusal = refused(progress_checking.send_back, **kwargs, refile_by=date(2015, 5, 11), note="补充")
    assert refusal.field == "refile_by"


def test_entered_from_a_letter_it_counts_from_when_that_came_and_is_compared_by_another_person(rounds_story):
    story = rounds_story.story
    letter = story.letter(received_at=at(7, month=5), recorded_at=at(11, month=5))
    entry = progress_filing.enter_on_behalf(
        task=rounds_story.tasks[1],
        round=rounds_story.april,
        letter=letter,
        based_on=0,
        said=replace(SAID, outlook=""),
        by=story.checker,
        at=at(11, month=5),
    )
    row = rounds_story.progress()
    assert (row.first_filed_at, row.said().done_text) == (letter.received_at, SAID.done_text)
    assert (
        refused(progress_checking.verify, entry=entry, by=story.checker, at=at(12, month=5)).kind
        is Kind.NOT_ALLOWED
    )
    assert progress_checking.verify(entry=entry, by=story.second_checker, at=at(12, month=5)).verified_at
    again = refused(progress_checking.verify, entry=entry, by=story.second_checker, at=at(13, month=5))
    assert again.words == "该次代录已复核"
    refusal = refused(withdraw, rounds_story=rounds_story, day=date(2015, 5, 8))
    assert refusal.words.startswith("本次进展由接收处室据来文代录，不能撤回")
    assert rounds_story.file(day=date(2015, 5, 13)).nth == 2
    assert rounds_story.progress().events.last().action == "correct"


def test_who_entered_it_does_not_verify_it_from_the_office_that_receives_since(rounds_story):
    story, moved = rounds_story.story, make_office()
    entry = progress_filing.enter_on_behalf(
        task=rounds_story.tasks[1],
        round=rounds_story.april,
        letter=story.letter(received_at=at(7, month=5), recorded_at=at(11, month=5)),
        based_on=0,
        said=replace(SAID, outlook=""),
        by=story.checker,
        at=at(11, month=5),
    )
    Programme.objects.filter(pk=story.programme.pk).update(receiving_office=moved)
    entry = Entry.objects.get(pk=entry.pk)
    again = make_user(Role.CHECKER, office=moved, user=story.checker.user)
    refusal = refused(progress_checking.verify, entry=entry, by=again, at=at(12, month=5))
    assert refusal.words == "代录人不能复核自己录入的进展，请由其他核对人复核"
    other = make_user(Role.CHECKER, office=moved)
    assert progress_checking.verify(entry=entry, by=other, at=at(12, month=5)).verified_by == other


def test_what_the_lead_has_begun_is_not_written_over_from_paper(rounds_story):
    story = rounds_story.story
    row = rounds_story.save(day=OPENS)
    progress_filing.enter_on_behalf(
        task=rounds_story.tasks[1],
        round=rounds_story.april,
        letter=story.letter(received_at=at(7, month=5)),
        based_on=row.version,
        said=replace(SAID, done_text="来文所写"),
        by=story.checker,
        at=at(7, month=5),
    )
    row = rounds_story.progress()
    assert row.said().done_text == SAID.done_text
    assert row.entry.said().done_text == "来文所写"


def test_a_failure_in_the_middle_of_filing_leaves_nothing(rounds_story, monkeypatch):
    row = rounds_story.save(day=OPENS)

    def fail(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(progress_filing, "record", fail)
    with pytest.raises(RuntimeError):
        progress_filing.file_progress(
            progress_id=row.pk, based_on=row.version, by=rounds_story.story.liaison, at=moment(OPENS)
        )
    assert not Entry.objects.exists()
    assert Progress.objects.get().status == ProgressStatus.DRAFT


@pytest.mark.parametrize(("received", "taken"), [(10, False), (11, True)])
def test_what_came_before_a_return_is_not_what_was_asked_for_with_it(rounds_story, received, taken):
    """The last return counts."""
    story = rounds_story.story
    rounds_story.file(day=DUE)
    send_back(rounds_story, date(2015, 5, 9))
    rounds_story.file(day=date(2015, 5, 10))
    send_back(rounds_story, date(2015, 5, 11))
    row = rounds_story.progress()
    kwargs = {
        "task": rounds_story.tasks[1],
        "round": rounds_story.april,
        "letter": story.letter(received_at=at(received, month=5), recorded_at=at(12, month=5)),
        "based_on": row.version,
        "said": SAID,
        "by": story.checker,
        "at": at(12, month=5),
    }
    if taken:
        assert progress_filing.enter_on_behalf(**kwargs).nth == 3
    else:
        assert refused(progress_filing.enter_on_behalf, **kwargs).words.startswith("该来文在退回修改之前收到")
        assert row.entries.count() == 2
