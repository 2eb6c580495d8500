"""Policies are asked of what is read behind the lock, not of what a page was drawn from."""

from dataclasses import replace
from datetime import date

import pytest

from tasks.actions import assigning, comments, contacts, decisions, drafts, letters
from tasks.models import Comment, ContactNote, IncomingLetter, Plan, Responsibility, Task, WordingResolution
from tests.factories import make_office, make_task
from tests.story import SOUND, at
from zgc_tasks.common.refusal import Kind, Refusal

DECIDED = {"basis": "minutes", "basis_number": "", "dated_on": date(2015, 3, 20)}


@pytest.fixture
def task_of_before(story) -> Task:
    """As read while the story's lead led it; by now another unit has been designated."""
    task = make_task(story.programme, 38, participants=["相关成员单位"])
    made = DECIDED | {"task": task, "plan_deadline": date(2015, 4, 20), "by": story.checker}
    decisions.designate(unit=story.lead, at=at(25), **made)
    read = Task.objects.select_related("programme", "lead").get(pk=task.pk)
    decisions.designate(unit=story.participant, at=at(26), **made)
    return read


def test_a_lead_of_before_saves_no_draft(story, task_of_before):
    with pytest.raises(Refusal, match="只有牵头单位可以填写") as refused:
        drafts.save_draft(task=task_of_before, based_on=0, sheet=SOUND, by=story.liaison, at=at(26))
    assert refused.value.kind is Kind.NOT_ALLOWED
    assert not Plan.objects.exists()


def test_a_lead_of_before_assigns_nothing(story, task_of_before):
    office = make_office(story.lead)
    with pytest.raises(Refusal, match="只有牵头单位的联络员可以分办"):
        assigning.assign(
            task=task_of_before, office=office, based_on_office=None, by=story.liaison, at=at(26)
        )
    assert not Plan.objects.exists()


def test_nothing_is_entered_from_a_letter_of_a_lead_of_before(story, task_of_before):
    letter = story.letter(received_at=at(26))
    letter.tasks.set([task_of_before])
    with pytest.raises(Refusal, match="来文单位不是本项牵头单位"):
        replace(story, task=task_of_before).enter(letter)
    assert not Plan.objects.exists()


def test_no_letter_of_a_lead_of_before_is_registered(story, task_of_before):
    with pytest.raises(Refusal, match="第38项的牵头单位不是市教委"):
        letters.register_letter(
            programme=story.programme, unit=story.lead, tasks=[task_of_before],
            received_at=at(26), channel="fax", by=story.checker, at=at(26),
        )  # fmt: skip
    assert not IncomingLetter.objects.exists()


def test_no_contact_is_noted_with_a_lead_of_before(story, task_of_before):
    with pytest.raises(Refusal, match="不是市教委牵头的任务"):
        contacts.note_contact(
            programme=story.programme, unit=story.lead, task=task_of_before, contacted_at=at(26),
            spoke_with="周某", said="好", by=story.checker, at=at(26),
        )  # fmt: skip
    assert not ContactNote.objects.exists()


def test_a_comment_that_was_sent_meanwhile_is_not_taken_back(story):
    story.file()
    story.start_check()
    read_before = story.comment()
    Comment.objects.update(sent_at=at(26, 12))
    with pytest.raises(Refusal, match="尚未退回的意见"):
        comments.remove(comment=read_before, by=story.checker)
    assert Comment.objects.exists()


def test_a_comment_taken_back_in_another_window_is_said_to_be_gone(story):
    story.file()
    story.start_check()
    read_before = story.comment()
    comments.remove(comment=Comment.objects.get(), by=story.checker)
    with pytest.raises(Refusal, match="该意见已删除") as refused:
        comments.remove(comment=read_before, by=story.checker)
    assert refused.value.kind is Kind.OUT_OF_DATE


def test_a_wording_struck_meanwhile_is_not_resolved(story):
    wording = Responsibility.objects.create(task=story.task, position=3, wording="等有关区县")
    Responsibility.objects.filter(pk=wording.pk).delete()
    with pytest.raises(Refusal, match="刚刚有变化") as refused:
        decisions.resolve_wording(
            responsibility=wording, units=[story.outsider.unit], by=story.checker, at=at(26), **DECIDED
        )
    assert refused.value.kind is Kind.OUT_OF_DATE
    assert not WordingResolution.objects.exists()
