"""Two windows on one task of a round: what only one of them changed is saved together, and only what both did is asked."""

import re
from dataclasses import replace

import pytest

from tasks.enums import Outlook
from tasks.pages import round_conflict
from tasks.rules.statement import LABELS
from tests.rounds.browsing import Browser, address, go_to
from tests.rounds.conftest import SAID
from tests.rounds.sheets import MAY_OPENS, OPENS, said


@pytest.fixture
def windows(opened) -> tuple[Browser, Browser]:
    """Of the liaison and of an officer, drawn with the same text."""
    opened.save(SAID, day=OPENS)
    return tuple(
        Browser(who).open(f"{address()}?open=14") for who in (opened.story.liaison, opened.story.officer)
    )


def asked(browser: Browser) -> list[str]:
    return re.findall(r"<legend>(.*?)</legend>", browser.html)


def test_what_only_one_changed_is_saved_together_without_asking(opened, windows):
    mine, theirs = windows
    theirs.press("save", t14_done_text="处室写的")
    mine.press("save", t14_next_text="联络员写的")
    assert mine.page.status_code == 200
    name = opened.story.officer.user.full_name
    assert f"第14项：进展情况另有修改（最近保存：{name} " in mine.html
    assert (said(opened).done_text, said(opened).next_text) == ("处室写的", "联络员写的")
    assert 'data-keep-clear="gjrc-round-1-14"' in mine.html  # what is kept of it is not what stands now


def test_what_a_third_saves_while_two_texts_are_put_together_is_named_too(opened, windows, monkeypatch):
    mine, theirs = windows
    theirs.press("save", t14_done_text="处室写的")
    put_together = round_conflict.put_together

    def and_a_third_saves(*of, **more):
        found = put_together(*of, **more)
        monkeypatch.setattr(round_conflict, "put_together", put_together)
        theirs.press("save", t14_problem_text="人手不足")
        return found

    monkeypatch.setattr(round_conflict, "put_together", and_a_third_saves)
    mine.press("save", t14_next_text="联络员写的")
    assert f"第14项：进展情况、{LABELS['problem_text']}另有修改（最近保存：" in mine.html
    text = said(opened)
    assert (text.done_text, text.next_text, text.problem_text) == ("处室写的", "联络员写的", "人手不足")


def test_of_several_only_what_both_changed_is_asked_and_the_rest_saved_with_it(opened, windows):
    mine, theirs = windows
    theirs.press("save", t14_done_text="处室写的", t14_problem_text="人手不足")
    mine.press("save", t14_done_text="联络员写的", t14_next_text="下一步")
    assert mine.page.status_code == 409
    assert asked(mine) == ["进展情况"]
    assert "其余修改一并保存" in mine.html
    chosen = mine.fields("") | {"op": "resolve", "14-choose-done_text": "theirs"}
    mine.page = mine.client.post(address("round-save"), chosen, follow=True)
    assert "已按所选内容保存" in mine.html
    assert 'data-keep-clear="gjrc-round-1-14"' in mine.html
    text = said(opened)
    assert (text.done_text, text.next_text, text.problem_text) == ("处室写的", "下一步", "人手不足")


def test_nothing_is_said_to_be_saved_with_what_is_chosen_once_the_task_was_filed(opened, windows):
    mine, theirs = windows
    theirs.press("save", t14_done_text="处室写的", t14_problem_text="人手不足")
    opened.file(said(opened), day=OPENS)
    mine.press("save", t14_done_text="联络员写的", t14_next_text="下一步")
    assert mine.page.status_code == 409
    assert "进展现在不能修改" in mine.html
    assert "其余修改一并保存" not in mine.html
    assert "两份相同" not in mine.html


def test_steps_are_told_apart_by_their_keys(opened, plan_in_force, windows):
    mine, theirs = windows
    theirs.press("save", t14_step_state=["done", ""], t14_step_done_on=["4月10日", ""])
    mine.press("save", t14_step_state=["", "under_way"], t14_step_word=["", "会签中"])
    assert mine.page.status_code == 200
    assert [(step.key, step.state) for step in said(opened).steps] == [(1, "done"), (2, "under_way")]


def test_what_was_chosen_beside_an_earlier_text_is_asked_anew(opened, windows):
    mine, theirs = windows
    theirs.press("save", t14_done_text="处室写的")
    mine.press("save", t14_done_text="联络员写的", t14_next_text="下一步")
    # Put back what was there, so that by the marks nobody but the liaison touched it.
    theirs.press("save", t14_done_text=SAID.done_text)
    chosen = mine.fields("") | {"op": "resolve", "14-choose-done_text": "theirs"}
    mine.page = mine.client.post(address("round-save"), chosen)
    assert mine.page.status_code == 409
    assert asked(mine) == ["进展情况", "下一步工作"]
    assert said(opened).next_text == SAID.next_text


def test_without_marks_all_that_differs_is_asked(opened, windows):
    mine, theirs = windows
    theirs.press("save", t14_done_text="处室写的")
    mine.press("save", t14_next_text="联络员写的", t14_seen="0123456789abcdef")
    assert asked(mine) == ["进展情况", "下一步工作"]


def test_nothing_new_of_the_one_and_another_text_of_the_other_are_asked_together(opened):
    opened.file(day=OPENS)
    go_to(MAY_OPENS)
    mine, theirs = (
        Browser(who, 2).open(f"{address(number=2)}?open=14")
        for who in (opened.story.liaison, opened.story.officer)
    )
    theirs.press("unchanged-14")
    mine.press("save", t14_practice_text="建立周报制度")
    assert mine.page.status_code == 409
    assert "本期无新进展" in asked(mine)
    assert opened.progress(1, opened.may).said().unchanged


@pytest.mark.parametrize("left", ["", "等待批复"])
def test_how_a_task_stands_and_the_reason_for_it_are_asked_together(opened, left):
    opened.save(replace(SAID, outlook=Outlook.BEHIND, outlook_reason="等待批复"), day=OPENS)
    mine, theirs = (
        Browser(who).open(f"{address()}?open=14") for who in (opened.story.liaison, opened.story.officer)
    )
    theirs.press("save", t14_outlook="on_course", t14_outlook_reason=left)
    mine.press("save", t14_outlook_reason="等待市里批复")
    assert mine.page.status_code == 409
    assert asked(mine) == ["推进状态", "原因说明"]
    chosen = mine.fields("") | {"op": "resolve", "14-choose-outlook": "theirs"}
    mine.page = mine.client.post(address("round-save"), chosen | {"14-choose-outlook_reason": "mine"})
    assert mine.page.status_code == 422
    assert "第14项推进状态：与原因说明应采用同一份" in mine.html
    mine.client.post(address("round-save"), chosen | {"14-choose-outlook_reason": "theirs"})
    assert (said(opened).outlook, said(opened).outlook_reason) == (Outlook.ON_COURSE, left)


def test_in_the_background_the_page_goes_on_resting_on_what_it_shows(opened, windows):
    mine, theirs = windows
    theirs.press("save", t14_done_text="处室写的")
    drawn = mine.fields()["14-version"][0]
    shown = {}
    for words in ("联络员写的", "联络员又写的"):
        answer = mine.autosave(14, next_text=words, **shown)
        html = " ".join(answer.content.decode().split())
        assert answer.status_code == 200
        assert "进展情况另有修改" in html
        assert 'id="task-14-notice" role="status"' in html
        assert "已与您填写的一并保存。点“保存”后，本页显示最新内容。" in html
        assert (said(opened).done_text, said(opened).next_text) == ("处室写的", words)
        shown = {name: re.search(f'name="14-{name}" value="(.*?)"', html)[1] for name in ("version", "seen")}
        assert shown["version"] == drawn


def test_in_the_background_what_both_changed_leads_to_both_texts(opened, windows):
    mine, theirs = windows
    theirs.press("save", t14_done_text="处室写的")
    answer = mine.autosave(14, done_text="联络员写的")
    assert answer.status_code == 409
    assert 'id="task-14-notice" role="alert"' in answer.content.decode()
    assert "查看两份内容并选择" in answer.content.decode()
