"""The page of a unit and round, through the front door."""

import re
from dataclasses import replace
from datetime import date

from tasks import reported
from tasks.actions import assigning
from tasks.enums import Outlook, StepProgress
from tests.factories import client_for, make_office, make_user
from tests.rounds.browsing import Browser, address, go_to
from tests.rounds.conftest import SAID
from tests.story import at
from units.roles import Role

OPENS, DUE = date(2015, 4, 28), date(2015, 5, 8)
MAY_OPENS = date(2015, 5, 28)


def test_what_is_typed_of_several_tasks_is_saved_with_one_button_and_untouched_ones_are_not(opened):
    browser = Browser(opened.story.liaison).open()
    browser.press("save", t14_done_text="已印发\n第二行", t14_outlook="on_course")
    assert opened.progress().said().done_text == "已印发\n第二行"
    assert opened.progress(2) is None
    browser.press("save", t20_done_text="已启动")
    assert (opened.progress().version, opened.progress(2).version) == (1, 1)


def test_only_the_unit_s_own_tasks_stand_on_its_page(opened):
    html = Browser(opened.story.liaison).open().html
    assert 'id="task-14"' in html
    assert 'id="task-20"' in html
    assert 'id="task-30"' not in html


def test_text_of_the_round_before_stands_beside_and_is_carried_over_with_one_click(opened):
    opened.file(day=OPENS)
    go_to(MAY_OPENS)
    browser = Browser(opened.story.liaison, 2).open()
    assert "上期：实施细则已于4月10日印发。" in browser.html
    browser.press("open-14")
    assert "上期下一步工作" in browser.html
    browser.press("carry-14-next_text", t14_done_text="六月召开论证会")
    said = opened.progress(1, opened.may).said()
    assert (said.done_text, said.next_text) == ("六月召开论证会", SAID.next_text)


def test_nothing_new_is_one_click_on_a_closed_row_and_marked(opened):
    opened.file(day=OPENS)
    go_to(MAY_OPENS)
    browser = Browser(opened.story.liaison, 2).open()
    assert "14-version" not in browser.fields()
    browser.press("unchanged-14")
    said = opened.progress(1, opened.may).said()
    assert (said.unchanged, said.done_text, said.outlook) == (True, SAID.done_text, SAID.outlook)
    assert "本期无新进展，沿用上期内容" in browser.html
    browser.press("changed-14")
    browser.press("save", t14_done_text="又有进展")
    assert opened.progress(1, opened.may).said().unchanged is False


def test_a_problem_or_a_step_fallen_due_keeps_a_task_open(opened):
    opened.file(replace(SAID, problem_text="人手不足"), day=OPENS)
    opened.file(SAID, task=2, day=OPENS)
    go_to(MAY_OPENS)
    fields = Browser(opened.story.liaison, 2).open().fields()
    assert "14-version" in fields
    assert "20-version" not in fields


def test_steps_of_the_plan_in_force_are_ticked_off_with_state_day_and_a_word(opened):
    opened.story.file()
    opened.story.accept()
    browser = Browser(opened.story.liaison).open()
    assert "完成时限 4月30日" in browser.html
    first, second = browser.fields()["14-step_key"]
    assert (first, second) == ("1", "2")
    browser.press(
        "save",
        t14_done_text="已印发",
        t14_step_state=["done", ""],
        t14_step_done_on=["4月10日", ""],
        t14_step_word=["已印发", ""],
    )
    (step,) = opened.progress().said().steps
    assert (step.key, step.state, step.done_on.last) == (1, StepProgress.DONE, date(2015, 4, 10))


def test_what_cannot_be_saved_stays_as_typed_with_its_error_at_its_place(opened):
    browser = Browser(opened.story.liaison).open()
    browser.press("save", t14_done_text="字" * 3001, t20_done_text="也在")
    assert browser.page.status_code == 422
    assert "错误：" in browser.html
    assert 'href="#id_14_done_text"' in browser.html
    assert browser.fields()["20-done_text"] == ["也在"]
    assert opened.progress(2) is None
    browser.press("save", t14_done_text="短了")
    assert (opened.progress().said().done_text, opened.progress(2).said().done_text) == ("短了", "也在")


def test_every_error_above_the_page_leads_to_its_field(opened, plan_in_force):
    browser = Browser(opened.story.liaison).open()
    browser.press(
        "save",
        t14_done_text="字" * 3001,
        t14_step_word=["字" * 2001, ""],
        t14_figure_what=["字" * 2001],
    )
    assert browser.page.status_code == 422
    summary = browser.html.split("尚未保存，请更正以下内容")[1].split("</ul>")[0]
    led_to = re.findall('href="#([^"]+)"', summary)
    assert {"id_14_done_text", "id_14_step_1_state", "id_14_figure_1_what"} <= set(led_to)
    assert [each for each in led_to if f' id="{each}"' not in browser.html] == []


def test_beside_what_is_refused_nothing_is_demanded_of_steps_of_which_nothing_was_said(opened, plan_in_force):
    browser = Browser(opened.story.liaison).open()
    browser.press("save", t14_done_text="字" * 3001)
    assert browser.page.status_code == 422
    assert "14-step_key" in browser.fields()
    assert "尚未选择未开始、进行中或已完成" not in browser.html


def test_what_is_refused_is_drawn_with_every_field_as_it_was_typed(opened):
    opened.story.file()
    opened.story.accept()
    browser = Browser(opened.story.liaison).open()
    chosen = {"14-outlook": ["behind"], "14-step_state": ["done", ""], "14-filestep": ["2"]}
    typed = chosen | {
        name: [f"{name}的第{nth}个" for nth, _ in enumerate(values, 1)]
        for name, values in browser.fields().items()
        if name.startswith("14-") and name not in {*chosen, "14-version", "14-step_key"}
    }
    typed["14-done_text"] = ["已印发\ue000"]  # which no paper can show
    assert {"14-next_text", "14-outlook_reason", "14-step_done_on", "14-step_word"} < set(typed)
    browser.press("save", **{f"t{name.replace('-', '_', 1)}": values for name, values in typed.items()})
    assert browser.page.status_code == 422
    drawn = browser.fields()
    assert {name: drawn[name][: len(values)] for name, values in typed.items()} == typed


def test_two_people_on_one_task_choose_between_both_texts_and_others_never_meet(opened):
    mine, theirs = Browser(opened.story.liaison).open(), Browser(opened.story.officer).open()
    theirs.press("save", t14_done_text="处室写的", t14_outlook="behind")
    mine.press("save", t14_done_text="联络员写的", t20_done_text="另一项")
    assert mine.page.status_code == 409
    assert "处室写的" in mine.html
    assert "联络员写的" in mine.html
    assert opened.progress(2).said().done_text == "另一项"
    assert opened.progress().said().done_text == "处室写的"
    typed = mine.fields("")
    again = mine.client.post(address("round-save"), typed | {"op": "resolve"})
    assert again.status_code == 422
    chosen = typed | {"op": "resolve", "14-choose-done_text": "mine"}
    mine.client.post(address("round-save"), chosen)
    said = opened.progress().said()
    assert (said.done_text, said.outlook) == ("联络员写的", Outlook.BEHIND)


def test_nothing_new_and_the_texts_of_somebody_else_are_not_put_together_in_silence(opened):
    opened.file(day=OPENS)
    go_to(MAY_OPENS)
    mine, theirs = (
        Browser(who, 2).open().press("open-14") for who in (opened.story.liaison, opened.story.officer)
    )
    theirs.press(
        "save", t14_done_text="处室写的新进展", t14_next_text=SAID.next_text, t14_outlook="on_course"
    )
    mine.press("unchanged-14")
    assert mine.page.status_code == 409
    typed = mine.fields("") | {"op": "resolve", "14-choose-unchanged": "mine"}
    torn = mine.client.post(address("round-save", number=2), typed | {"14-choose-done_text": "theirs"})
    assert torn.status_code == 422
    assert "第14项本期无新进展：沿用上期的内容，各段文字也应采用同一份" in torn.content.decode()
    assert opened.progress(1, opened.may).said().done_text == "处室写的新进展"
    mine.client.post(address("round-save", number=2), typed | {"14-choose-done_text": "mine"})
    said = opened.progress(1, opened.may).said()
    assert (said.unchanged, said.done_text) == (True, SAID.done_text)


def test_a_single_task_is_saved_without_its_query_being_written_anew(opened, monkeypatch):
    browser = Browser(opened.story.liaison).open()
    monkeypatch.setattr(reported, "tasks_of", None)  # by which several are asked for
    assert browser.autosave(14, done_text="已印发").status_code == 200


def test_a_save_in_the_background_answers_with_version_and_what_is_missing(opened):
    browser = Browser(opened.story.liaison).open()
    answer = browser.autosave(14, done_text="已印发")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert 'name="14-version"\n  value="1"' in html
    assert "已自动保存" in html
    assert "尚未选择推进状态" in html
    stale = browser.autosave(14, done_text="又一稿")
    assert stale.status_code == 409
    assert "查看两份内容并选择" in stale.content.decode()
    refused = browser.autosave(20, outlook="no such")
    assert refused.status_code == 422


def test_officers_write_tasks_of_their_office_or_of_none(opened):
    story = opened.story
    story.file()
    office = make_office(story.lead, "人事处")
    assigning.assign(task=story.task, office=office, based_on_office=None, by=story.liaison, at=at(27))
    fields = Browser(story.officer).open().fields()
    assert "14-version" not in fields
    assert "20-version" in fields
    other = make_user(Role.OFFICER, story.lead, office)
    assert "14-version" in Browser(other).open().fields()


def test_checkers_and_leadership_are_sent_on_and_a_round_ahead_is_not_written(opened):
    client = client_for(opened.story.checker)
    assert client.get(address()).status_code == 302
    browser = Browser(opened.story.liaison, 2).open()
    assert "5月28日起报送" in browser.html
    assert not [name for name in browser.fields() if name.endswith("version")]
