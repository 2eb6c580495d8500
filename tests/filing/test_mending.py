"""A returned plan is mended with each comment beside its field, and answered there; what was asked is asked at its field."""

import re
from dataclasses import replace

import pytest

from tasks.models import Comment
from tests.plans.form_helpers import page, save
from tests.story import SOUND, at

ADOPTED = "adopted"


@pytest.fixture
def returned(story):
    """With a comment on 完成时间 and one on step 2."""
    story.file()
    story.start_check()
    story.comment("完成时间过于笼统", field="finish", step=None)
    story.comment("时限偏晚")
    story.return_now(at(26, 15))
    return story


def rows(story) -> dict:
    steps = list(story.plan.steps.all())
    return {
        "step_text": [step.text for step in steps],
        "step_due": [step.due_text for step in steps],
        "step_unit": [""] * len(steps),
        "step_key": [step.key for step in steps],
    }


def saved(story, **changes):
    return save(story.browser("liaison"), story.task, story.plan.version, **rows(story) | changes)


def comments() -> list[Comment]:
    return list(Comment.objects.order_by("pk"))


def between(html: str, first: str, last: str) -> str:
    return html.partition(first)[2].partition(last)[0]


def test_each_comment_stands_beside_its_field(returned):
    html = page(returned.browser("liaison"), returned.task)
    finish, _step = comments()
    assert "完成时间过于笼统" in between(html, 'id="id_finish"', 'id="id_steps_label"')
    assert "时限偏晚" in between(html, 'id="id_step_2_text"', 'id="id_step_2_due"')
    assert f'name="c{finish.pk}-answer_text"' in html
    assert html.count("时限偏晚") == 1


def test_a_comment_goes_with_its_step_and_is_kept_when_the_step_is_gone(returned):
    saved(returned, op="move-up-2")
    html = page(returned.browser("liaison"), returned.task)
    assert "时限偏晚" in between(html, 'id="id_step_1_text"', 'id="id_step_1_due"')
    saved(returned, op="remove-step-1")
    html = page(returned.browser("liaison"), returned.task)
    assert "（原第2步）" in between(html, 'id="id_steps"', 'class="steps"')


def test_the_answer_is_saved_with_the_plan_by_whichever_button(returned):
    _finish, step = comments()
    saved(
        returned, contact_name="王某", **{f"c{step.pk}-answer": ADOPTED, f"c{step.pk}-answer_text": "已提前"}
    )
    assert returned.plan.contact_name == "王某"
    assert [(each.answer, each.answer_text) for each in comments()] == [("", ""), (ADOPTED, "已提前")]
    assert "已答复：采纳" in page(returned.browser("liaison"), returned.task)


def test_an_answer_that_is_incomplete_is_refused_at_its_place_and_nothing_is_lost(returned):
    finish, _step = comments()
    answer = {f"c{finish.pk}-answer": "not_adopted", f"c{finish.pk}-answer_text": ""}
    response = saved(returned, contact_name="王某", **answer)
    html = response.content.decode()
    assert response.status_code == 422
    assert re.search(rf'<a href="#comment-{finish.pk}">完成时间的意见：[^<]+</a>', html)
    assert 'value="王某"' in html
    assert re.search(r'value="not_adopted"[^>]*checked', html)
    assert returned.plan.contact_name == "李某"


def test_a_save_by_itself_leaves_an_incomplete_answer_to_who_is_typing_it(returned):
    finish, _step = comments()
    answer = {f"c{finish.pk}-answer": "not_adopted", f"c{finish.pk}-answer_text": ""}
    response = save(
        returned.browser("liaison"), returned.task, returned.plan.version, htmx=True, op="autosave",
        **rows(returned) | {"contact_name": "王某"} | answer,
    )  # fmt: skip
    assert (response.status_code, returned.plan.contact_name) == (200, "王某")
    assert [each.answer for each in comments()] == ["", ""]


def test_a_plan_that_is_not_returned_shows_no_comments(returned):
    saved(returned)
    returned.file(at(27))
    returned.start_check(at(27, 11))
    returned.comment("联系人待核", field="contact_name", step=None)
    returned.return_now(at(27, 15))
    html = page(returned.browser("liaison"), returned.task)
    assert "联系人待核" in html
    assert "时限偏晚" not in html  # of the return before


# --- what is asked stands at its field -----------------------------------------------------------------------


def hint(html: str, place: str) -> str:
    return between(html, f'id="{place}_read"', "</div>")


def test_a_digit_short_and_steps_out_of_order_are_said_at_their_fields(story):
    story.draft()
    changes = {"contact_phone": "010-8882710", "step_due": ["2015年6月底前", "2015年5月底前"]}
    saved(story, **changes)
    html = page(story.browser("liaison"), story.task)
    assert "联系电话“010-8882710”位数不足，010 后应为 8 位，请核对" in hint(html, "id_contact_phone")
    assert "早于第 1 步的时限，请核对时限或调整步骤次序" in hint(html, "id_step_2_due")
    assert "早于" not in hint(html, "id_step_1_due")


def test_so_they_are_while_one_types(story):
    story.draft()
    response = save(
        story.browser("liaison"), story.task, story.plan.version, htmx=True, op="autosave",
        **rows(story) | {"contact_phone": "010-8882710"},
    )  # fmt: skip
    html = response.content.decode()
    assert '<span id="id_contact_phone_read" class="reading" hx-swap-oob="true">' in html
    assert "位数不足" in html
    mended = save(
        story.browser("liaison"), story.task, story.plan.version, htmx=True, op="autosave",
        **rows(story) | {"contact_phone": "010-88827100"},
    )  # fmt: skip
    assert "位数不足" not in mended.content.decode()


# --- what the lead had seen is seen by the checker -----------------------------------------------------------


def test_what_the_lead_was_asked_when_filing_is_shown_to_who_checks(story):
    story.draft(replace(SOUND, contact_phone="010-8882710"))
    story.file()
    html = story.browser("checker").get(f"/gjrc/tasks/{story.task.number}/check/").content.decode()
    said = between(html, "报送时已知悉的提示", "</section>")
    assert "010 后应为 8 位" in said
    assert "尚未征求参与单位意见：市科委" in said


def test_where_nothing_was_asked_nothing_is_said(story):
    letter = story.letter(received_at=at(25))
    story.enter(letter)
    html = story.browser("checker").get(f"/gjrc/tasks/{story.task.number}/check/").content.decode()
    assert "报送时已知悉的提示" not in html
