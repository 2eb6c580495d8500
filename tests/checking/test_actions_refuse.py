"""What the forms ask for holds in the actions too, whoever calls them."""

from datetime import date

import pytest

from tasks.actions import comments, contacts, contributions, decisions, letters, rounds, times
from tasks.models import (
    Comment,
    ContactNote,
    Contribution,
    Designation,
    IncomingLetter,
    Responsibility,
    TimeChange,
    TimeDecision,
    WordingResolution,
)
from tasks.rules.round_terms import month
from tests.factories import make_task
from tests.filing.test_times_in_force import LATER, revise
from tests.rounds.conftest import moment, rounds_story
from tests.story import at
from zgc_tasks.common.refusal import Refusal

__all__ = ["rounds_story"]

DECIDED = {"basis": "minutes", "basis_number": "", "dated_on": date(2015, 3, 20)}


def test_a_return_needs_a_comment_and_a_later_day(story):
    story.file()
    story.start_check()
    with pytest.raises(Refusal, match="尚未填写核对意见"):
        story.return_now(at(26, 15))
    story.comment()
    with pytest.raises(Refusal, match="重新报送时限应晚于今天"):
        story.return_now(at(26, 15), date(2015, 3, 26))
    assert story.return_now(at(26, 15), date(2015, 3, 27)).refile_by == date(2015, 3, 27)


def test_a_comment_not_adopted_has_its_reason(story):
    story.file()
    story.send_back()
    comment = Comment.objects.get()
    answer = {"comment": comment, "based_on": comment.answer_mark, "answer": "not_adopted"}
    answer |= {"by": story.liaison, "at": at(27)}
    with pytest.raises(Refusal, match="请说明理由"):
        comments.answer(text="", **answer)
    assert comments.answer(text="专网短号", **answer).answer == "not_adopted"


def test_a_letter_is_received_before_it_is_recorded_and_carries_plans_of_its_unit(story):
    other = make_task(story.programme, 15, lead=story.participant)
    with pytest.raises(Refusal, match="收到时间不能晚于现在"):
        story.letter(received_at=at(26), recorded_at=at(25))
    with pytest.raises(Refusal, match="第15项的牵头单位不是市教委"):
        story.letter(received_at=at(26), tasks=[story.task, other])
    assert not IncomingLetter.objects.exists()
    story.letter(received_at=at(26))


def test_an_entry_needs_a_letter_of_the_lead_that_carries_the_task(story):
    other = make_task(story.programme, 15, lead=story.lead)
    with pytest.raises(Refusal, match="该来文未附本项实施方案"):
        story.enter(story.letter(received_at=at(26), tasks=[other]))
    letter = story.letter(received_at=at(26))
    IncomingLetter.objects.filter(pk=letter.pk).update(unit=story.participant)
    letter.refresh_from_db()
    with pytest.raises(Refusal, match="来文单位不是本项牵头单位"):
        story.enter(letter)


def test_a_stamped_original_does_not_come_from_the_future(story):
    filing = story.enter(story.letter(received_at=at(25)))
    received = {"filing_id": filing.pk, "by": story.checker}
    with pytest.raises(Refusal, match="收到日期不能晚于今天"):
        letters.receive_stamped(received_on=date(2015, 3, 27), at=at(26), **received)
    with pytest.raises(Refusal, match="盖章件收到日期不能早于方案签字"):
        letters.receive_stamped(received_on=date(2015, 3, 24), at=at(26), **received)
    letters.receive_stamped(received_on=date(2015, 3, 26), at=at(26), **received)


def test_a_contact_lies_in_the_past_and_concerns_a_task_of_the_unit(story):
    other = make_task(story.programme, 15, lead=story.participant)
    said = {
        "programme": story.programme,
        "unit": story.lead,
        "spoke_with": "周某",
        "said": "好",
        "by": story.checker,
    }
    with pytest.raises(Refusal, match="联系时间不能晚于现在"):
        contacts.note_contact(contacted_at=at(27), at=at(26), **said)
    with pytest.raises(Refusal, match="不是市教委牵头的任务"):
        contacts.note_contact(contacted_at=at(26), at=at(26), task=other, **said)
    assert not ContactNote.objects.exists()
    contacts.note_contact(contacted_at=at(26), at=at(26), task=story.task, **said)


def test_a_designation_rests_on_a_decision_already_made_and_names_another_lead_than_now(story):
    task = make_task(story.programme, 38, participants=["相关成员单位"])
    made = {"unit": story.lead, "by": story.leadership, "at": at(26)} | DECIDED
    with pytest.raises(Refusal, match="本项现由市教委牵头，不需登记"):
        decisions.designate(task=story.task, plan_deadline=date(2015, 4, 20), **made)
    with pytest.raises(Refusal, match="依据日期不能晚于今天"):
        decisions.designate(
            task=task, plan_deadline=date(2015, 4, 20), **(made | {"dated_on": date(2015, 3, 27)})
        )
    with pytest.raises(Refusal, match="不能早于依据日期"):
        decisions.designate(task=task, plan_deadline=date(2015, 3, 19), **made)
    assert not Designation.objects.exists()
    decisions.designate(task=task, plan_deadline=date(2015, 4, 20), **made)


def test_a_resolution_names_units_for_a_wording_on_a_decision_already_made(story):
    named = story.task.responsibilities.get(position=2)
    wording = Responsibility.objects.create(task=story.task, position=3, wording="等有关区县")
    made = {"units": [story.lead], "by": story.leadership, "at": at(26)} | DECIDED
    with pytest.raises(Refusal, match="该责任单位已有名称"):
        decisions.resolve_wording(responsibility=named, **made)
    with pytest.raises(Refusal, match="请至少选择一个单位"):
        decisions.resolve_wording(responsibility=wording, **(made | {"units": []}))
    with pytest.raises(Refusal, match="依据日期不能晚于今天"):
        decisions.resolve_wording(responsibility=wording, **(made | {"dated_on": date(2015, 3, 27)}))
    assert not WordingResolution.objects.exists()
    decisions.resolve_wording(responsibility=wording, **made)


def test_a_series_of_rounds_has_each_name_once(story):
    made = {"programme": story.programme, "tasks": [], "by": story.checker, "at": at(20, month=4)}
    with pytest.raises(Refusal, match="2015年4月"):
        rounds.open_rounds(terms=[month(2015, 4), month(2015, 4)], **made)
    assert len(rounds.open_rounds(terms=[month(2015, 4), month(2015, 5)], **made)) == 2


def test_what_is_decided_of_a_later_time_rests_on_a_day_that_has_been_and_names_one_there_can_be(story):
    story.file()
    story.accept()
    revise(story, LATER)
    story.file(at(29))
    decided = {
        "change": TimeChange.objects.get(),
        "outcome": "in_part",
        "granted_last": date(2018, 6, 30),
        "decided_by": "group",
        "by": story.leadership,
        "at": at(30),
    } | DECIDED
    with pytest.raises(Refusal, match="依据日期不能晚于今天"):
        times.decide(**(decided | {"dated_on": date(2015, 3, 31)}))
    with pytest.raises(Refusal, match="同意的最后一日"):
        times.decide(**(decided | {"granted_last": date(1018, 6, 30)}))
    assert not TimeDecision.objects.exists()
    times.decide(**decided)


def test_of_what_two_gave_the_one_that_is_taken_over_is_taken_over(rounds_story):
    """采用"""
    story, day = rounds_story.story, moment(date(2015, 5, 4))
    of_task = {"task": story.task, "round": rounds_story.april, "by": story.other_unit, "at": day}
    given = [contributions.contribute(text=text, **of_task) for text in ("一", "二")]
    contributions.take_over(contribution=given[1], by=story.liaison, at=day)
    assert [each.taken_at is None for each in Contribution.objects.order_by("pk")] == [True, False]
