"""An answer to a comment on what is reported in a round, while a colleague answers the same one or files: only what was
touched is saved, and nothing typed is lost (decisions 0055, 0106).
"""

from dataclasses import replace

import pytest

from tasks.models import Comment
from tests.rounds.browsing import Browser
from tests.rounds.commented import (
    AGAIN,
    NEXT,
    answer,
    fields,
    filed,
    note,
    returned,
    send_back,
)
from tests.rounds.conftest import SAID, on
from tests.rounds.test_progress_page import text
from units.models import AuditEntry

__all__ = ["filed", "returned"]  # fixtures


def first() -> Comment:
    return Comment.objects.order_by("pk").first()


def said() -> tuple[str, str, str]:
    comment = first()
    return comment.answer, comment.answer_text, str(comment.answered_by.user)


@pytest.fixture
def answered(returned):
    """By the liaison; both have the page with that answer open before the officer changes it."""
    answer(returned, first(), "adopted", "联络员的答复")
    mine = Browser(returned.story.liaison).open()
    answer(returned, first(), "partly", "处室改过的答复", who="officer")
    returned.officer = str(returned.story.officer.user)
    return returned, mine


# --- only what was touched is saved --------------------------------------------------------------------------


def test_what_was_not_touched_leaves_the_answer_of_a_colleague(answered):
    told, mine = answered
    mine.press("save", t14_done_text="联络员所写。")
    assert mine.page.status_code == 200
    assert said() == ("partly", "处室改过的答复", told.officer)
    assert told.progress().said().done_text == "联络员所写。"


def test_nor_does_a_save_by_itself_touch_it(answered):
    told, mine = answered
    assert mine.autosave(14, done_text="联络员所写。").status_code == 200
    assert said() == ("partly", "处室改过的答复", told.officer)


def test_what_is_left_blank_does_not_meet_the_answer_of_somebody_else(returned):
    mine = Browser(returned.story.liaison).open()
    answer(returned, first(), who="officer")
    mine.press("save", t14_done_text="联络员所写。")
    assert returned.progress().said().done_text == "联络员所写。"
    assert (first().answer, first().answered_by) == ("adopted", returned.story.officer)


def test_the_same_answer_of_both_is_no_conflict_and_is_written_once(returned):
    mine = Browser(returned.story.liaison).open()
    answer(returned, first(), "partly", "同一句话", who="officer")
    mine.press("save", **fields(first(), "partly", " 同一句话\r\n"))
    assert mine.page.status_code == 200
    assert said() == ("partly", "同一句话", str(returned.story.officer.user))


# --- two answers to choose from ------------------------------------------------------------------------------


def conflict(answered):
    told, mine = answered
    mine.press("save", t14_done_text="联络员所写。", **fields(first(), "not_adopted", "已另行\n说明理由"))
    assert mine.page.status_code == 409
    return told, mine


def test_two_answers_are_shown_side_by_side_and_the_text_is_saved(answered):
    told, mine = conflict(answered)
    assert said() == ("partly", "处室改过的答复", told.officer)
    assert told.progress().said().done_text == "联络员所写。"
    page = text(mine.page)
    for words in (
        f"{told.officer}保存的答复",
        "部分采纳处室改过的答复",
        "您填写的答复",
        "未采纳已另行说明理由",
    ):
        assert words in page
    assert "“进展情况”的核对意见“请补充数据”的答复" in page
    assert "14-choose-done_text" not in mine.html, "of the text there is nothing to choose"
    assert "已有另一份答复保存。您填写的答复尚未保存，也没有丢失；其他内容已保存。" in page


def test_the_browser_keeps_what_was_typed_until_the_answer_beside_a_text_put_together_is_saved_too(answered):
    told, mine = answered
    Browser(told.story.officer).open().press("save", t14_done_text="处室写的")
    mine.press("save", t14_next_text="联络员写的", **fields(first(), "not_adopted", "后写的"))
    assert mine.page.status_code == 409
    assert "第14项：进展情况另有修改" in mine.html
    kept = 'data-keep-clear="gjrc-round-1-14"'
    assert kept not in mine.html
    mine.press("resolve", form="", **{f"t14_c{first().pk}-choose": "mine"})
    assert kept in mine.html


@pytest.mark.parametrize(
    ("side", "became"),
    [("mine", ("not_adopted", "已另行\n说明理由")), ("theirs", ("partly", "处室改过的答复"))],
)
def test_the_one_that_is_chosen_stands(answered, side, became):
    told, mine = conflict(answered)
    mine.press("resolve", form="", **{f"t14_c{first().pk}-choose": side})
    assert mine.page.status_code == 200
    assert said()[:2] == became
    assert told.progress().said().done_text == "联络员所写。"


def test_what_was_not_chosen_is_asked_again_and_carried_along(answered):
    _, mine = conflict(answered)
    mine.press("resolve", form="")
    assert mine.page.status_code == 422
    assert f'<a href="#id_14-c{first().pk}-choose">第14项“进展情况”' in mine.html
    assert "说明理由" in mine.html
    mine.press("resolve", form="", **{f"t14_c{first().pk}-choose": "mine"})
    assert said()[0] == "not_adopted"


def test_one_that_was_changed_once_more_is_chosen_once_more(answered):
    told, mine = conflict(answered)
    answer(told, first(), "adopted", "又改了一次", who="officer")
    mine.press("resolve", form="", **{f"t14_c{first().pk}-choose": "mine"})
    assert mine.page.status_code == 409
    assert "又改了一次" in mine.html
    assert "说明理由" in mine.html
    assert said()[:2] == ("adopted", "又改了一次")


def test_a_text_and_an_answer_that_both_met_are_chosen_together(answered):
    told, mine = answered
    told.save(replace(SAID, done_text="处室所写。"), day=NEXT, by=told.story.officer)
    mine.press("save", t14_done_text="联络员所写。", **fields(first(), "not_adopted", "理由"))
    assert mine.page.status_code == 409
    choices = {"t14_choose-done_text": "theirs", f"t14_c{first().pk}-choose": "mine"}
    mine.press("resolve", form="", **choices)
    assert told.progress().said().done_text == "处室所写。"
    assert said()[:2] == ("not_adopted", "理由")


@pytest.mark.parametrize("now", ["处室又写的。", ""])
def test_a_text_that_nobody_touched_is_not_met_while_an_answer_is_chosen(answered, now):
    told, mine = answered
    mine.press("save", **fields(first(), "not_adopted", "理由"))
    assert mine.page.status_code == 409
    told.save(replace(SAID, done_text=now), day=NEXT, by=told.story.officer)
    mine.press("resolve", form="")
    assert mine.page.status_code == 422
    assert "14-choose-done_text" not in mine.html
    mine.press("resolve", form="", **{f"t14_c{first().pk}-choose": "mine"})
    assert mine.page.status_code == 200
    assert said()[:2] == ("not_adopted", "理由")
    assert told.progress().said().done_text == now


def test_of_two_windows_of_one_person_it_is_said_that_it_is_oneself(returned):
    mine = Browser(returned.story.liaison).open()
    answer(returned, first(), "adopted", "另一窗口")
    mine.press("save", **fields(first(), "partly", "本窗口"))
    assert "您在另一个窗口保存的答复" in mine.html


# --- saved in the background ---------------------------------------------------------------------------------


def seen_in(response) -> str:
    html = response.content.decode()
    found = html.partition(f'name="14-c{first().pk}-seen" value="')[2].partition('"')[0]
    assert found
    return found


def test_a_save_in_the_background_renews_what_the_next_one_rests_on(returned):
    mine = Browser(returned.story.liaison).open()
    name = f"c{first().pk}"
    answered = mine.autosave(14, **{f"{name}-answer": "adopted"})
    more = {f"{name}-answer": "partly", f"{name}-answer_text": "再想了想"}
    assert mine.autosave(14, **more, **{f"{name}-seen": seen_in(answered)}).status_code == 200
    assert said()[:2] == ("partly", "再想了想")


def test_in_the_background_the_way_to_both_answers_is_shown_and_the_text_is_saved(answered):
    told, mine = answered
    name = f"c{first().pk}"
    response = mine.autosave(
        14, done_text="联络员所写。", **{f"{name}-answer": "adopted", f"{name}-answer_text": "后写的"}
    )
    html = " ".join(response.content.decode().split())
    assert response.status_code == 409
    assert f"{told.officer}保存了另一份答复" in html
    assert "您填写的答复仍在本页，尚未保存" in html, "the text is saved"
    (row,) = AuditEntry.objects.filter(action="access.refused")
    assert row.detail["reason"] == f"{told.officer}保存了另一份答复"
    assert "查看两份内容并选择" in html
    assert f'name="14-version" value="{told.progress().version}"' in html, (
        "it does not meet oneself next time"
    )
    assert said()[:2] == ("partly", "处室改过的答复")


def test_what_is_half_typed_is_said_not_to_be_saved(returned):
    mine = Browser(returned.story.liaison).open()
    response = mine.autosave(14, done_text="联络员所写。", **{f"c{first().pk}-answer": "not_adopted"})
    assert response.status_code == 200
    assert (
        f'<a href="#comment-{first().pk}" data-half-typed>进展情况的答复未填完，尚未保存</a>'
        in response.content.decode()
    )
    assert first().answer == ""


# --- filed again meanwhile -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given", [("adopted", "写好的答复"), ("not_adopted", "只写了一半的答复"), ("", "还没选的答复")]
)
@pytest.mark.parametrize("written", ["", "联络员所写。"])
def test_what_was_answered_to_a_task_that_was_filed_meanwhile_is_shown_to_be_copied(returned, given, written):
    mine = Browser(returned.story.liaison).open()
    returned.file(day=AGAIN)
    on(AGAIN)
    typed = {"t14_done_text": written} if written else {}
    mine.press("save", **typed, **fields(first(), *given))
    assert mine.page.status_code == 409
    page = text(mine.page)
    assert "“进展情况”的核对意见“请补充数据”的答复没有保存" in page
    assert "本项进展不在退回修改状态，不能再答复。" in page
    assert given[1] in page
    assert mine.fields("")["14-done_text"] == [written or SAID.done_text]
    assert first().answer == ""


def test_a_text_that_was_not_saved_because_the_task_was_filed_is_led_to_by_a_button_that_says_so(returned):
    mine = Browser(returned.story.liaison).open()
    returned.file(day=AGAIN)
    on(AGAIN)
    html = mine.autosave(14, done_text="联络员所写。").content.decode()
    assert "本项进展已报送，修改前请先撤回" in html
    assert ">查看未保存的内容</button>" in html
    assert "两份内容" not in html
    assert "保存了另一份内容" not in html, "nobody did"
    mine.press("save", t14_done_text="联络员所写。")
    assert mine.page.status_code == 409
    assert "本项进展已报送，修改前请先撤回" in mine.html
    assert "另一份内容" not in mine.html
    assert "联络员所写。" in mine.html
    reasons = [row.detail["reason"] for row in AuditEntry.objects.filter(action="access.refused")]
    assert len(reasons) == 2
    assert all(reason.startswith("本项进展已报送") for reason in reasons)


def test_so_is_what_was_answered_before_it_was_returned_once_more(returned):
    mine = Browser(returned.story.liaison).open()
    returned.file(day=AGAIN)
    on(AGAIN)
    note(returned, "请再核对", field="next_text")
    send_back(returned, AGAIN)
    mine.press("save", **fields(first(), "adopted", "旧意见的答复"))
    assert mine.page.status_code == 409
    assert "请答复最近一次退回的意见" in mine.html
    assert "旧意见的答复" in mine.html
    assert not Comment.objects.exclude(answer="").exists()


def test_with_an_error_in_a_text_it_is_shown_above_the_page(returned):
    mine = Browser(returned.story.liaison).open()
    returned.file(day=AGAIN)
    on(AGAIN)
    mine.press("save", t14_outlook="nobody_knows", **fields(first(), "not_adopted", "没写完"))
    assert mine.page.status_code == 422
    assert "的答复没有保存" in mine.html
    assert "没写完" in mine.html


def test_in_the_background_it_is_said_beside_the_task(returned):
    mine = Browser(returned.story.liaison).open()
    returned.file(day=AGAIN)
    on(AGAIN)
    response = mine.autosave(14, **{f"c{first().pk}-answer": "adopted", f"c{first().pk}-answer_text": "答复"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "“进展情况”的核对意见“请补充数据”的答复没有保存：本项进展不在退回修改状态，不能再答复" in html
    assert "需要的请复制留存" in html
    assert "仍在本页" not in html
