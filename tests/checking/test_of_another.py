"""What is of another plan, task, round or programme neither stands in the way nor counts."""

from datetime import date, timedelta

import pytest

from tasks.actions import (
    assigning,
    completions,
    contacts,
    contributions,
    drafts,
    goals,
    letters,
    progress_filing,
    reports,
    rounds,
)
from tasks.enums import PlanStatus
from tasks.models import (
    Comment,
    Completion,
    ContactNote,
    Filing,
    Goal,
    IncomingLetter,
    Programme,
    Report,
    Responsibility,
    Task,
)
from tasks.rules.round_terms import month
from tasks.rules.sheet import Sheet
from tests.factories import make_office, make_programme, make_task, make_user
from tests.rounds.conftest import SAID, moment, rounds_story
from tests.story import SOUND, Story, at
from units.models import AuditEntry
from units.roles import Role
from zgc_tasks.common.refusal import Refusal

__all__ = ["rounds_story"]

MAY = date(2015, 5, 4)


@pytest.fixture
def beside(story) -> Story:
    """The same people around another task of the programme."""
    return story.as_task(make_task(story.programme, 20, lead=story.lead))


def second(story) -> tuple[Programme, Task]:
    """A programme of the same offices, with a task of the same number that has the same lead."""
    of = {"receiving_office": story.checker.office, "leadership_unit": story.leadership.unit}
    programme = make_programme("KCZH", **of)
    return programme, make_task(programme, 14, lead=story.lead)


# --- another plan --------------------------------------------------------------------------------------------


def test_a_comment_on_another_plan_is_neither_sent_with_this_one_nor_in_its_way(story, beside):
    for each in (story, beside):
        each.file()
        each.start_check()
    waiting = beside.comment()
    with pytest.raises(Refusal, match="尚未填写核对意见"):
        story.return_now(at(26, 15))
    own = story.comment()
    story.return_now(at(26, 15))
    assert [Comment.objects.get(pk=each.pk).sent_at is None for each in (own, waiting)] == [False, True]
    story.file(at(27))
    assert story.accept(at(28)).status == PlanStatus.ACCEPTED


def test_each_plan_has_an_editing_session_of_its_own_to_the_last_minute(story, beside):
    def saves() -> int:
        return AuditEntry.objects.filter(action="plan.save").count()

    last = at(20) + drafts.EDITING_SESSION
    for nth, (each, when) in enumerate([(story, at(20)), (beside, at(20)), (story, last)]):
        version = 0 if nth < 2 else 1
        sheet = SOUND if nth < 2 else Sheet(contact_name="王某")
        drafts.save_draft(task=each.task, based_on=version, sheet=sheet, by=story.liaison, at=when)
    assert saves() == 2
    more = {"task": story.task, "by": story.liaison, "sheet": SOUND}
    drafts.save_draft(based_on=2, at=last + drafts.EDITING_SESSION + timedelta(seconds=1), **more)
    assert saves() == 3


def test_another_plan_that_was_returned_since_keeps_no_letter_from_being_entered(story, beside):
    for each in (story, beside):
        each.file()
        each.start_check()
        each.comment()
    story.return_now(at(26, 15))
    letter = story.letter(received_at=at(27))
    beside.return_now(at(28))
    assert story.enter(letter, when=at(29)).nth == 2


def test_plans_of_one_unit_are_numbered_each_for_itself(story, beside):
    beside.file()
    story.file()
    assert list(Filing.objects.order_by("pk").values_list("number", "nth", "sequence")) == [
        ("GJRC-20-1", 1, 1), ("GJRC-14-1", 1, 2),
    ]  # fmt: skip


def test_assigning_a_filed_plan_says_so_of_that_filing_alone(story, beside):
    office, other = make_office(story.lead), make_office(story.lead)
    for each in (story, beside):
        each.file()
    for task, chosen, seen in ((story.task, office, None), (story.task, other, office.pk)):
        assigning.assign(task=task, office=chosen, based_on_office=seen, by=story.liaison, at=at(26))
    assert [each.plan.filing.office for each in (story, beside)] == [office, None]


def test_as_many_plans_as_a_page_has_are_assigned_at_once(story, beside, monkeypatch):
    monkeypatch.setattr(assigning, "PAGE_SIZE", 2)
    office = make_office(story.lead)
    choices = [assigning.Choice(each.task, office.pk, None) for each in (story, beside)]
    assigned = assigning.assign_several(choices=choices, by=story.liaison, at=at(20))
    assert assigned == ({office.name: [14, 20]}, {})


# --- another programme ---------------------------------------------------------------------------------------


def test_receipts_of_another_programme_are_counted_for_themselves(story):
    _, task = second(story)
    there = story.as_task(task)
    for each in (story, there):
        each.file()
    there.send_back()
    there.file(at(28))
    assert list(Filing.objects.order_by("pk").values_list("number", "sequence")) == [
        ("GJRC-14-1", 1), ("KCZH-14-1", 1), ("KCZH-14-2", 2),
    ]  # fmt: skip


def test_a_contact_and_a_letter_are_about_tasks_of_their_programme(story):
    _, task = second(story)
    with pytest.raises(Refusal, match="不是市教委牵头的任务"):
        contacts.note_contact(
            programme=story.programme, unit=story.lead, task=task, contacted_at=at(26), spoke_with="周某", said="好",
            by=story.checker, at=at(26),
        )  # fmt: skip
    with pytest.raises(Refusal, match="第14项的牵头单位不是市教委"):
        story.letter(received_at=at(26), tasks=[task])
    assert (ContactNote.objects.count(), IncomingLetter.objects.count()) == (0, 0)


def test_rounds_of_another_programme_bear_their_own_names_and_numbers_and_take_no_letter_of_this_one(
    rounds_story,
):
    story = rounds_story.story
    programme, task = second(story)
    opening = {"by": story.checker, "at": moment(MAY)}
    (theirs,) = rounds.open_rounds(programme=programme, terms=[month(2015, 4)], tasks=[], **opening)
    assert (theirs.number, theirs.name) == (1, rounds_story.april.name)
    with pytest.raises(Refusal, match="所选任务不属于本专项工作"):
        rounds.open_rounds(programme=programme, terms=[month(2015, 5)], tasks=[task, story.task], **opening)
    assert programme.rounds.count() == 1
    with pytest.raises(Refusal, match="所选报送期不属于本专项工作"):
        letters.register_letter(
            programme=story.programme, unit=story.lead, tasks=[story.task], round=theirs, channel="fax",
            received_at=moment(MAY), by=story.checker, at=moment(MAY),
        )  # fmt: skip
    letter = letters.register_letter(
        programme=programme, unit=story.lead, tasks=[task], round=theirs, channel="fax",
        received_at=moment(MAY), by=story.checker, at=moment(MAY),
    )  # fmt: skip
    with pytest.raises(Refusal, match="该来文不属于本专项工作"):
        progress_filing.enter_on_behalf(
            task=story.task, round=rounds_story.april, letter=letter, based_on=0, said=SAID, by=story.checker,
            at=moment(MAY),
        )  # fmt: skip


def test_a_round_is_changed_under_its_own_name_and_numbers_go_on(rounds_story):
    story = rounds_story.story
    changing = {"by": story.checker, "at": moment(date(2015, 4, 21))}
    with pytest.raises(Refusal, match="已有名为“2015年5月”的报送期"):
        rounds.change_round(round=rounds_story.april, terms=month(2015, 5), tasks=[], **changing)
    kept = rounds.change_round(round=rounds_story.april, terms=month(2015, 4), tasks=[story.task], **changing)
    assert (kept.name, kept.every_task, list(kept.tasks.all())) == ("2015年4月", False, [story.task])
    again = rounds.change_round(round=rounds_story.april, terms=month(2015, 4), tasks=[], **changing)
    assert (again.every_task, list(again.tasks.all())) == (True, [])
    made = rounds.open_rounds(
        programme=story.programme, terms=[month(2015, 6), month(2015, 7)], tasks=[], **changing
    )
    assert [each.number for each in made] == [3, 4]


def test_a_filing_in_one_round_keeps_no_other_from_being_changed(rounds_story):
    rounds_story.file(day=date(2015, 4, 29))
    changing = {"tasks": [], "by": rounds_story.story.checker, "at": moment(date(2015, 4, 29))}
    with pytest.raises(Refusal, match="本期已有单位报送"):
        rounds.change_round(round=rounds_story.april, terms=month(2015, 4), **changing)
    rounds_story.save(round=rounds_story.may, day=date(2015, 5, 28))
    assert rounds.change_round(round=rounds_story.may, terms=month(2015, 8), **changing).name == "2015年8月"


def test_reports_are_numbered_by_programme_and_year(rounds_story):
    story = rounds_story.story
    programme, _ = second(story)

    def begun(of: Programme, day: date) -> Report:
        return reports.begin(
            programme=of, round=None, as_of=day, corrects=None, by=story.checker, at=moment(day)
        )

    made = [begun(story.programme, MAY), begun(story.programme, MAY), begun(programme, MAY)]
    made.append(begun(story.programme, date(2016, 1, 4)))
    assert [(each.year, each.nth) for each in made] == [(2015, 1), (2015, 2), (2015, 1), (2016, 1)]


# --- another task --------------------------------------------------------------------------------------------


@pytest.fixture
def confirmed(rounds_story):
    """Task 20, of which nothing was reported, is confirmed done by paper; of task 14 something was, twice."""
    when = date(2015, 5, 6)
    rounds_story.file(day=MAY)
    rounds_story.file(round=rounds_story.may, day=date(2015, 5, 28))
    _complete(rounds_story, 2, "京人才〔2015〕9号", day=when)
    return rounds_story


def _complete(told, task: int, number: str = "", day: date = date(2015, 5, 29)) -> Completion:
    story = told.story
    return completions.complete(
        task=told.tasks[task], kind="done", basis="minutes", basis_number=number, dated_on=day, by=story.leadership,
        at=moment(day),
    )  # fmt: skip


def test_each_task_is_confirmed_done_by_itself_on_what_it_reported_last(confirmed):
    made = _complete(confirmed, 1)
    assert made.entry == confirmed.progress(round=confirmed.may).entry
    with pytest.raises(Refusal, match="本项已确认办结"):
        _complete(confirmed, 1)


@pytest.mark.parametrize("number", ["", " "])
def test_what_another_task_reported_is_no_basis(confirmed, number):
    with pytest.raises(Refusal, match="请填写文号"):
        _complete(confirmed, 3, number)


def test_a_task_is_reopened_by_itself_and_may_be_confirmed_again(confirmed):
    story, done = confirmed.story, _complete(confirmed, 1)
    reopening = {
        "task": story.task,
        "reason": "尚有未尽事项",
        "by": story.leadership,
        "at": moment(date(2015, 5, 29)),
    }
    assert completions.reopen(**reopening) == done
    with pytest.raises(Refusal, match="本项没有办结记录"):
        completions.reopen(**reopening)
    again = _complete(confirmed, 1)
    assert list(Completion.objects.standing().order_by("pk")) == [Completion.objects.earliest("pk"), again]


def test_the_first_of_two_who_take_a_contribution_over_is_named(rounds_story):
    """采用"""
    story, day = rounds_story.story, moment(MAY)
    given = contributions.contribute(
        task=story.task, round=rounds_story.april, text="一", by=story.other_unit, at=day
    )
    colleague = make_user(Role.LIAISON, story.lead)
    for by in (story.liaison, colleague):
        taken = contributions.take_over(contribution=given, by=by, at=day)
    assert (taken.taken_by, AuditEntry.objects.filter(action="contribution.take").count()) == (
        story.liaison,
        1,
    )


def test_what_was_given_outside_is_of_a_unit_or_a_wording_of_this_task(rounds_story):
    """已线下提供"""
    story = rounds_story.story
    wording = Responsibility.objects.create(task=story.task, position=3, wording="等有关区县")
    other = make_task(story.programme, 50, lead=story.lead, participants=["相关单位", story.outsider.unit])
    elsewhere = other.responsibilities.get(wording="相关单位")
    named = story.task.responsibilities.get(unit=story.participant)
    noting = {
        "task": story.task,
        "round": rounds_story.april,
        "text": "已配套",
        "by": story.liaison,
        "at": moment(MAY),
    }
    for unit, entry, words in (
        (None, None, "请选择提供情况的参与单位"),
        (None, elsewhere, "请选择提供情况的参与单位"),
        (None, named, "请选择提供情况的参与单位"),
        (story.outsider.unit, None, "不是本项参与单位"),
    ):
        with pytest.raises(Refusal, match=words):
            contributions.note_offline(unit=unit, entry=entry, **noting)
    assert contributions.note_offline(unit=None, entry=wording, **noting).wording == "等有关区县"
    assert contributions.note_offline(unit=story.participant, entry=None, **noting).wording == ""


# --- another goal --------------------------------------------------------------------------------------------


def test_a_day_is_counted_once_of_each_goal_and_again_once_that_is_put_right(gjrc):
    by = make_user(Role.LEADERSHIP, gjrc.leadership_unit)
    one, other = gjrc.goals.all()[:2]
    told = {"counted_on": date(2015, 3, 31), "source": "统计", "by": by, "at": at(1, month=4)}

    def reading(goal: Goal, value: int, **more):
        return goals.record_reading(goal=goal, value=value, **told | more)

    first = reading(one, 1)
    reading(other, 1)
    with pytest.raises(Refusal, match="该日的数据已登记"):
        reading(one, 2)
    with pytest.raises(Refusal, match="请填写原因"):
        reading(one, 2, corrects=first)
    put_right = reading(one, 2, corrects=first, reason="统计有误", counted_on=date(2015, 3, 30))
    reading(one, 3)  # of the day that no reading which stands is of any more
    with pytest.raises(Refusal, match="该日的数据已登记"):
        reading(one, 4, corrects=put_right, reason="统计有误")
    with pytest.raises(Refusal, match="刚刚由他人更正"):
        reading(one, 2, corrects=first, reason="统计有误")
