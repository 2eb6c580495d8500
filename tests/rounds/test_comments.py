"""核对意见 on what is reported in a round: noted by a checker, taken back, sent with the return."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from tasks.actions import comments, progress_filing
from tasks.enums import ProgressStatus
from tasks.models import Comment
from tests.rounds.browsing import Browser
from tests.rounds.commented import AGAIN, NEXT, filed, note, post, send_back, shown
from tests.rounds.conftest import SAID, moment, on
from tests.rounds.test_progress import refused
from tests.rounds.test_progress_page import FILED, address, entered, html, text
from units.models import AuditEntry

# --- made ----------------------------------------------------------------------------------------------------

__all__ = ["filed"]  # fixtures


@pytest.mark.parametrize(
    ("place", "pinned", "words"),
    [
        ("whole", ("whole", None), "整体"),
        ("next_text", ("next_text", None), "下一步工作"),
        ("figures", ("figures", None), "数据"),
        ("steps", ("steps", None), "步骤情况"),
        ("step-2", ("steps", 2), "第2步"),
    ],
)
def test_a_checker_pins_a_comment_to_the_whole_a_text_or_a_step(filed, place, pinned, words):
    assert post(filed, place=place, text="请核对")["Location"] == address(filed)
    made = Comment.objects.get()
    assert (made.field, made.step_key, made.place, made.entry) == (*pinned, words, filed.progress().entry)
    assert AuditEntry.objects.filter(action="comment.add", subject="GJRC-JZ01-14-1").exists()
    assert f"{words}·{filed.story.checker.user}·" in shown(filed, "checker")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"place": "step-3", "text": "请核对"}, "请从列表中选择栏目"),
        ({"place": "done_text", "text": " "}, "请填写意见"),
        ({"place": "", "text": "留着的话"}, "请选择意见针对的栏目"),
    ],
)
def test_a_comment_needs_a_place_there_is_and_words_and_nothing_typed_is_lost(filed, data, words):
    refusal = post(filed, **data)
    assert refusal.status_code == 422
    assert words in text(refusal)
    assert data["text"].strip() in html(refusal)
    assert not Comment.objects.exists()


def test_what_is_there_has_marks_that_choose_its_place_and_count(filed):
    note(filed, field="steps", step=2)
    checker = filed.story.browser("checker")
    page = html(checker.get(address(filed)))
    for place in ("whole", "done_text", "next_text", "outlook", "steps", "step-1", "step-2"):
        assert f'href="?place={place}"' in page
    assert "对“第2步”提意见，已有1条" in page
    assert '<option value="next_text" selected>' in html(checker.get(f"{address(filed)}?place=next_text"))
    assert "?place=" not in html(filed.story.browser("liaison").get(address(filed)))


def test_a_return_sends_no_comment_on_another_task(filed):
    filed.file(task=2, day=FILED)
    of_other = {"progress_id": filed.progress(2).pk, "nth": 1, "field": "done_text", "step": None}
    comments.on_progress(text="请核对", by=filed.story.checker, at=moment(NEXT), **of_other)
    note(filed)
    send_back(filed)
    assert [each.sent_at is None for each in Comment.objects.order_by("pk")] == [True, False]


def test_only_the_receiving_office_comments_and_only_while_it_is_filed(filed):
    for who in ("liaison", "other_unit", "leadership"):
        assert post(filed, who, place="whole", text="请核对").status_code == 403
    note(filed)
    send_back(filed)
    late = post(filed, place="whole", text="请核对")
    assert late.status_code == 409
    assert "本项进展不在已报送状态，不能填写意见" in text(late)


def test_what_was_typed_stays_where_another_checker_returned_it_meanwhile(filed):
    note(filed)
    send_back(filed)
    late = post(filed, "second_checker", place="next_text", text="请说明进度")
    assert late.status_code == 409
    assert "请说明进度</textarea>" in html(late)
    assert f"{filed.story.checker.user}于2015年5月4日15:00办理了“退回修改”" in text(late)
    again = {"based_on": filed.progress().version, "refile_by": "2015-05-13", "note": "请补充来源"}
    where = address(filed, "progress-return")
    late = filed.story.browser("second_checker").post(where, again)
    assert late.status_code == 409
    assert "请补充来源</textarea>" in html(late)
    assert 'value="2015-05-13"' in html(late)


def test_what_is_typed_of_a_return_stays_when_a_comment_is_noted(filed):
    half = {"based_on": filed.progress().version, "note": "其余无误", "refile_by": "2015-05-20"}
    checker, noted = filed.story.browser("checker"), {"place": "next_text", "text": "请说明进度", "nth": 1}
    assert checker.post(address(filed, "progress-comment-add"), noted | half).status_code == 302
    page = html(checker.get(address(filed)))
    assert "其余无误</textarea>" in page
    assert 'value="2015-05-20"' in page
    assert checker.post(address(filed, "progress-return"), half).status_code == 302
    filed.file(day=AGAIN)
    assert "其余无误</textarea>" not in html(checker.get(address(filed)))


def test_one_is_taken_back_by_who_made_it_before_it_is_sent(filed):
    made = note(filed)
    removing = address(filed, "progress-comment-remove", pk=made.pk)
    other = filed.story.browser("second_checker")
    assert other.post(removing).status_code == 403
    assert removing not in html(other.get(address(filed)))
    own = filed.story.browser("checker")
    assert removing in html(own.get(address(filed)))
    assert own.post(removing).status_code == 302
    assert not Comment.objects.exists()
    assert AuditEntry.objects.get(action="comment.remove", outcome="ok").detail["text"] == "请补充数据"
    assert own.post(removing).status_code == 404


def test_one_that_was_sent_is_not_taken_back(filed):
    made = note(filed)
    send_back(filed)
    filed.file(day=AGAIN)
    assert refused(comments.remove, comment=made, by=filed.story.checker).words.startswith("只能删除自己填写")


def test_the_database_holds_that_a_comment_is_on_one_thing(filed):
    made = note(filed)
    for change in ({"entry": None}, {"filing": filed.story.plan.filing}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=made.pk).update(**change)


def test_a_comment_is_on_the_filing_that_was_read(filed):
    """The lead files again while the checker writes: the same place says something else."""
    row = filed.progress()
    progress_filing.withdraw(
        progress_id=row.pk, based_on=row.version, by=filed.story.liaison, at=moment(FILED, 16)
    )
    filed.file(replace(SAID, steps=()), day=FILED)
    answer = post(filed, place="done_text", text="请补充数据", nth=1)
    assert answer.status_code == 409
    page = text(answer)
    assert "本项进展已重新报送，意见尚未记下；请核对最近一次报送的内容后再记" in page
    assert "请补充数据" in page
    assert "您填写的内容" not in page, "it can be noted now"
    assert not Comment.objects.exists()
    assert post(filed, place="done_text", text="请补充数据", nth=2).status_code == 302
    assert Comment.objects.get().entry.nth == 2


# --- sent ----------------------------------------------------------------------------------------------------


def test_the_lead_reads_them_once_it_is_returned_and_peers_never(filed):
    note(filed, "这一条还在斟酌")
    readers = ("liaison", "officer", "other_unit", "leadership")
    assert not [who for who in readers if "这一条还在斟酌" in shown(filed, who)]
    row = filed.progress()
    typed = {"based_on": row.version, "refile_by": "2015-05-12"}
    page = shown(filed, "checker")
    assert "本次1条意见将一并发给" in page
    answered = filed.story.browser("checker").post(address(filed, "progress-return"), typed)
    assert answered.status_code == 302
    assert filed.progress().status == ProgressStatus.RETURNED
    assert Comment.objects.get().sent_at == filed.progress().events.last().at
    assert [who for who in readers if "这一条还在斟酌" in shown(filed, who)] == ["liaison", "officer"]
    assert "重新报送时限为2015年5月12日核对意见1条" in shown(filed, "liaison")


def test_one_on_a_text_that_gave_way_to_another_meanwhile_goes_with_the_return_too(rounds_story):
    entered(rounds_story)
    on(NEXT)
    note(rounds_story, at=moment(FILED, 12))
    rounds_story.file(day=NEXT)
    assert "第1次报送·进展情况·" in shown(rounds_story, "checker")
    send_back(rounds_story)
    assert "请补充数据" in Browser(rounds_story.story.liaison).open().html
