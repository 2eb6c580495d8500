"""What is put together of two people's texts is read and measured as one, before any of it is saved."""

import re
from datetime import date

import pytest

from tasks.models import Responsibility
from tests.factories import make_unit
from tests.plans.form_helpers import page, saved_plan, steps_of
from tests.plans.windows import STEPS, Window, both
from tests.rounds.browsing import Fields


def with_more(window: Window, texts: list[str]) -> Window:
    count = len(STEPS["step_text"]) + len(texts)
    return window.type(
        step_text=[*STEPS["step_text"], *texts],
        step_due=[""] * count,
        step_unit=[""] * count,
        step_key=[*window.fields["step_key"], *[""] * len(texts)],
    )


A = [f"甲事{number}子丑" for number in range(60)]
B = [f"办妥乙项{number * 7}寅卯" for number in range(60)]


def test_a_time_without_a_year_is_read_after_the_times_of_the_other(mine, theirs, task):
    theirs.type(step_due=["2017年4月", "5月", "6月"]).press()
    mine.step(3, "公示名单").press()
    assert [step.due_first for step in saved_plan(task).steps.all()] == [
        date(2017, 4, 1),
        date(2017, 5, 1),
        date(2017, 6, 1),
    ]


def test_the_end_is_read_after_the_start_that_the_other_wrote(mine, theirs, task):
    theirs.type(start="2016年3月").press()
    mine.type(finish="10月").press()
    assert saved_plan(task).finish_last == date(2016, 10, 31)


def test_in_the_background_the_page_shows_the_days_that_were_saved(mine, theirs, task):
    """And of a time that the other changed goes on showing its own, until it is drawn anew."""
    theirs.type(start="2016年3月", step_due=["4月", "2017年5月", "6月"]).press()
    html = mine.type(finish="10月").wait()
    shown = dict(re.findall(r'id="id_(\w+)_read"(?:(?!id=).)*?(\d{4}-\d\d)-\d\d 止', html))
    assert shown == {
        "finish": "2016-10",
        "step_1_due": "2016-04",
        "step_2_due": "2015-05",
        "step_3_due": "2017-06",
    }
    assert saved_plan(task).finish_last == date(2016, 10, 31)


def test_blank_steps_are_not_left_at_the_end(mine, theirs, task):
    theirs.press("remove-step-3")
    mine.type(
        step_text=["印发细则", "组织申报", "", "公布名单"], step_due=["4月", "5月", "", "6月"], step_unit=[""] * 4,
        step_key=["1", "2", "", "3"],
    ).press()  # fmt: skip
    assert [text for text, _ in steps_of(task)] == ["印发细则", "组织申报"]


TOO_MUCH = {
    "steps": (A, B, "工作步骤最多100步，现有123步"),
    "characters": (["甲" * 1900] * 10, ["乙" * 1900] * 10, "各步内容合计不能超过30000字"),
}


@pytest.mark.parametrize(("one", "other", "said"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_is_too_much_only_together_is_not_saved_and_stands_in_the_form_to_be_mended(
    mine, theirs, task, one, other, said
):
    with_more(theirs, one).press()
    before = steps_of(task)
    with_more(mine, other).press()
    html = mine.answer.content.decode()
    assert mine.answer.status_code == 422
    assert said in html
    assert re.search(
        r"工作步骤及完成时限另有修改（最近保存：赵某 \d\d:\d\d），已并入本页，与您填写的一起尚未保存", html
    )
    assert steps_of(task) == before
    mine.fields = Fields(html, "plan-form").values
    assert set(mine.fields["step_text"]) == {*STEPS["step_text"], *one, *other}
    kept = [number for number, text in enumerate(mine.fields["step_text"]) if text not in one]
    mine.type(**{name: [mine.fields[name][number] for number in kept] for name in STEPS}).press()
    assert mine.answer.status_code == 302
    assert [text for text, _ in steps_of(task)] == [*STEPS["step_text"], *other]


def test_in_the_background_it_is_said_and_the_page_stays_as_it_is(mine, theirs, task):
    with_more(theirs, A).press()
    html = with_more(mine, B).wait()
    assert mine.answer.status_code == 422
    assert "工作步骤最多100步，现有123步" in html
    assert "），与您填写的合在一起有以下问题，请点“保存”后更正" in html
    assert "step_text" not in html
    assert len(steps_of(task)) == 63


def test_what_was_saved_since_the_form_of_both_was_drawn_is_not_written_over(mine, theirs, task):
    with_more(theirs, A).press()
    with_more(mine, B).press()
    html = mine.answer.content.decode()
    Window(theirs.client, task).type(contact_name="孙某").press()
    mine.fields = Fields(html, "plan-form").values
    few = {name: mine.fields[name][:90] for name in STEPS}
    mine.type(**few).press()
    assert mine.answer.status_code == 302
    assert (saved_plan(task).contact_name, len(steps_of(task))) == ("孙某", 90)


def test_two_forms_open_after_that_are_saved_as_ever(mine, theirs, task):
    with_more(theirs, A).press()
    with_more(mine, B).press()
    again = Window(mine.client, task).type(contact_name="孙某")
    assert again.press().status_code == 302
    assert 'value="孙某"' in page(mine.client, task)


def cut(window: Window, count: int) -> Window:
    return window.type(**{name: window.fields[name][:count] for name in STEPS})


def choose_and_take_the_form(mine: Window, said: str) -> None:
    """Which came back with what is wrong of both texts."""
    assert mine.choices() == ["contact_name"]
    assert mine.choose(choose_contact_name="mine").status_code == 422
    html = mine.answer.content.decode()
    assert said in html
    mine.fields = Fields(html, "plan-form").values


def test_what_was_saved_since_two_texts_were_chosen_from_is_not_written_over(mine, theirs, task):
    with_more(theirs, A).type(contact_name="孙某", responsible_office="新处室").press()
    with_more(mine, B).type(contact_name="钱某").press()
    choose_and_take_the_form(mine, "工作步骤最多100步，现有123步")
    cut(Window(theirs.client, task), 33).type(responsible_office="科研处").press()
    cut(mine, 95).press()
    assert mine.answer.status_code == 302
    assert both(task) == ("钱某", "科研处")
    assert not {*A[30:]} & {text for text, _ in steps_of(task)}


def test_nor_where_what_was_typed_cannot_be_saved_any_more_by_then(mine, theirs, task):
    """The unit that was added stands in the register meanwhile."""
    theirs.type(contact_name="孙某", responsible_office="新处室").press()
    mine.type(contact_name="钱某", participant=["市财政局"]).press()
    Responsibility.objects.create(task=task, position=9, unit=make_unit("市财政局"))
    choose_and_take_the_form(mine, "市财政局已是本项责任单位或参与单位")
    assert mine.type(participant=[]).press().status_code == 302
    assert both(task) == ("钱某", "新处室")


def test_nor_where_more_steps_come_from_the_page_of_choices_than_it_had(mine, theirs, task):
    theirs.type(contact_name="孙某", responsible_office="新处室").press()
    mine.type(contact_name="钱某").press()
    typed = {
        name: mine.fields[name] + [text] * 100 for name, text in zip(STEPS, ("办妥", "", "", ""), strict=True)
    }
    assert mine.choose(choose_contact_name="theirs", **typed).status_code == 422
    html = mine.answer.content.decode()
    assert "工作步骤最多100步，现有103步" in html
    mine.fields = Fields(html, "plan-form").values
    assert cut(mine, 3).press().status_code == 409
    assert mine.choices() == ["contact_name"]
    assert both(task) == ("孙某", "新处室")
