"""What others wrote after the spreadsheet of a round went out: it stays, unless it is chosen otherwise."""

import re
from dataclasses import replace

import pytest

from tests.rounds.browsing import go_to
from tests.rounds.conftest import SAID
from tests.rounds.sheets import MAY_OPENS, OPENS, Hand, said
from units.models import AuditEntry

pytestmark = pytest.mark.usefixtures("plan_in_force")


def test_what_is_filed_already_is_refused_only_where_its_row_was_changed(opened):
    hand = Hand(opened.story.liaison)
    hand.write(20, 进展情况="已启动")
    opened.file(day=OPENS)
    hand.read()
    assert hand.page.status_code == 200
    hand.take()
    assert said(opened, 2).done_text == "已启动"
    hand.write(14, 进展情况="另一稿").read()
    assert "本项进展已报送，修改前请先撤回" in hand.html


def test_what_somebody_else_saved_meanwhile_stays_unless_it_is_chosen_otherwise(opened):
    opened.save(replace(SAID, done_text="原稿"), day=OPENS)
    hand = Hand(opened.story.liaison)
    hand.write(14, 进展情况="联络员写的", 下一步工作="联络员的下一步")
    opened.save(replace(SAID, done_text="处室写的"), day=OPENS, by=opened.story.officer)
    hand.read()
    assert "文件下载后有人改过，请选择" in hand.html
    assert "处室写的" in hand.html
    hand.take()
    text = said(opened)
    assert (text.done_text, text.next_text) == ("处室写的", "联络员的下一步")
    hand.read().take(t14__choose__done_text="mine")
    assert said(opened).done_text == "联络员写的"


def test_what_somebody_else_cleared_meanwhile_comes_back_only_where_it_is_chosen(opened):
    opened.save(replace(SAID, problem_text="资金未到位"), day=OPENS)
    hand = Hand(opened.story.liaison)
    hand.write(14, 存在问题="资金尚未到位", 下一步工作="下一步")
    opened.save(replace(SAID, problem_text=""), day=OPENS, by=opened.story.officer)
    hand.read()
    assert "文件下载后有人改过，请选择" in hand.html
    hand.take()
    assert (said(opened).problem_text, said(opened).next_text) == ("", "下一步")


def test_what_was_saved_between_looking_and_taking_in_is_never_overwritten(opened):
    hand = Hand(opened.story.liaison)
    hand.write(14, 进展情况="文件里的").write(20, 进展情况="也是文件里的").read()
    opened.save(replace(SAID, done_text="刚刚保存的"), day=OPENS, by=opened.story.officer)
    hand.take()
    assert hand.page.status_code == 409
    assert "各项均未读入" in hand.html
    assert "各项均未读入" in AuditEntry.objects.get(action="access.refused").detail["reason"]
    assert opened.progress(2) is None
    assert said(opened).done_text == "刚刚保存的"
    hand.take()
    assert said(opened).done_text == "刚刚保存的"
    assert said(opened, 2).done_text == "也是文件里的"


def test_after_a_refusal_only_what_others_changed_since_the_file_went_out_is_asked(opened):
    """The liaison filled in two texts and a step of 14 and a text of 20; of these the officer changed one of 14, at last."""
    hand = Hand(opened.story.liaison)
    hand.write(14, 进展情况="文件里的", 下一步工作="文件里的下一步").write(20, 进展情况="也是文件里的")
    hand.write(14, sheet="步骤", 情况="进行中", 说明="会签中").read()
    assert "有人改过" not in hand.html
    meanwhile = replace(SAID, done_text="刚刚保存的", next_text="")
    opened.save(meanwhile, day=OPENS, by=opened.story.officer)
    hand.take()
    assert hand.page.status_code == 409
    asked = re.findall(r"<legend>(.*?)：文件下载后有人改过", hand.html)
    assert asked == ["进展情况"]
    assert "推进状态" not in hand.html  # which the officer alone filled in
    hand.take()
    text = said(opened)
    assert (text.done_text, text.next_text, text.outlook) == ("刚刚保存的", "文件里的下一步", SAID.outlook)
    assert [(step.state, step.word) for step in text.steps] == [("under_way", "会签中")]
    assert said(opened, 2).done_text == "也是文件里的"


def test_a_choice_made_beside_an_earlier_text_is_asked_anew(opened):
    opened.save(replace(SAID, done_text="原稿"), day=OPENS)
    hand = Hand(opened.story.liaison)
    hand.write(14, 进展情况="文件里的")
    opened.save(replace(SAID, done_text="第一次改的"), day=OPENS, by=opened.story.officer)
    hand.read()
    opened.save(replace(SAID, done_text="第二次改的"), day=OPENS, by=opened.story.officer)
    hand.take(t14__choose__done_text="mine")
    assert hand.page.status_code == 409
    assert "第二次改的" in hand.html
    hand.take()
    assert said(opened).done_text == "第二次改的"


def test_without_the_marks_of_the_page_all_that_differs_is_asked(opened):
    hand = Hand(opened.story.liaison)
    hand.write(14, 进展情况="文件里的", 下一步工作="文件里的下一步").read()
    opened.save(SAID, day=OPENS, by=opened.story.officer)
    hand.take(t14__base="[")
    asked = re.findall(r"<legend>(.*?)：文件下载后有人改过", hand.html)
    assert asked == ["进展情况", "下一步工作", "推进状态"]


@pytest.fixture
def ticked(opened):
    """April is filed; of May somebody writes a text after the liaison took the file, in which 本期无新进展 is ticked."""
    opened.file(day=OPENS)
    go_to(MAY_OPENS)
    hand = Hand(opened.story.liaison, 2).write(14, 本期无新进展="是")
    opened.save(replace(SAID, done_text="处室写的"), round=opened.may, day=MAY_OPENS, by=opened.story.officer)
    return hand.read()


def test_nothing_new_is_not_promised_where_the_text_of_somebody_else_is_kept(opened, ticked):
    asked = re.findall(r"<legend>(.*?)文件下载后有人改过", ticked.html)
    assert asked == ["本期无新进展："]
    ticked.take()
    text = opened.progress(1, opened.may).said()
    assert (text.unchanged, text.done_text) == (False, "处室写的")


def test_nothing_new_is_taken_in_whole_where_it_is_chosen(opened, ticked):
    ticked.take(t14__choose__unchanged="mine")
    text = opened.progress(1, opened.may).said()
    assert (text.unchanged, text.done_text) == (True, SAID.done_text)


def test_a_text_of_the_file_and_nothing_new_of_somebody_else_are_one_choice(opened):
    opened.file(day=OPENS)
    go_to(MAY_OPENS)
    hand = Hand(opened.story.liaison, 2).write(14, 进展情况="有新进展")
    unchanged = opened.progress().said().carried_over()
    opened.save(unchanged, round=opened.may, day=MAY_OPENS, by=opened.story.officer)
    hand.read().take()
    text = opened.progress(1, opened.may).said()
    assert (text.unchanged, text.done_text) == (True, SAID.done_text)
    hand.read().take(t14__choose__unchanged="mine")
    text = opened.progress(1, opened.may).said()
    assert (text.unchanged, text.done_text) == (False, "有新进展")
