"""Pasting into the form: tables, several lines offered as steps where they were pasted; and a deletion taken back."""

import pytest

from tasks.models import Plan
from tasks.models.plan import MAX_STEPS
from tasks.rules.step_texts import MAX_STEPS_TEXT
from tests.factories import client_for, make_unit, make_user
from tests.plans.form_helpers import page, save, saved_plan, url
from tests.story import at, begin
from units.roles import Role

TABLE = (
    "序号\t工作步骤\t承担单位\t完成时限\n"
    '1\t"制定实施细则，\n报市政府审定"\t市教育委员会\t2015年4月底前\n'
    "2\t组织高校申报\t市科委\t2015年5—6月\n"
    "3\t公布名单\t高教处、市科委\t长期\n"
)
THREE = {"step_text": ["甲", "乙", "丙"], "step_due": ["4月", "5月", "6月"], "step_unit": ["", "", ""]}


@pytest.fixture
def lead(db):
    """Known by its full name too."""
    return make_unit("市教委", full_name="市教育委员会")


def rows_of(task) -> list[tuple[str, str, str]]:
    steps = saved_plan(task).steps.select_related("unit")
    return [(step.text, step.due_text, step.unit.short_name if step.unit else "") for step in steps]


def offer(client, task, text: str, into: int = 1) -> str:
    answer = client.post(url("plan-paste", task), {"text": text, "into": into})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


# --- a table -------------------------------------------------------------------------------------------------


def test_a_table_gives_steps_with_their_times_and_units(signed_in, task):
    """What is no unit of the register stands with the text, so that nothing is lost."""
    answer = save(signed_in, task, op="paste", paste=TABLE, step_text=[], step_due=[])
    assert rows_of(task) == [
        ("制定实施细则，\n报市政府审定", "2015年4月底前", "市教委"),
        ("组织高校申报", "2015年5—6月", "市科委"),
        ("公布名单（高教处、市科委）", "长期", ""),
    ]
    html = page(signed_in, task, answer["Location"].partition("/edit/")[2].partition("#")[0])
    assert "已粘贴为第 1—3 步（共 3 步，3 步有时限，2 步有承担单位，表头 1 行未计入）" in html


def test_the_answer_in_the_background_says_the_same(signed_in, task):
    html = save(signed_in, task, htmx=True, op="paste", paste=TABLE).content.decode()
    assert "已粘贴为第 3—5 步（共 3 步，3 步有时限，2 步有承担单位，表头 1 行未计入）" in html
    assert 'value="remove-steps-3-5"' in html


def test_before_pasting_it_is_said_how_much_there_may_be(signed_in, task):
    html = page(signed_in, task)
    assert f"一份方案最多{MAX_STEPS}步，一次最多粘贴{MAX_STEPS_TEXT}字" in html
    assert 'aria-describedby="id_paste_helptext' in html


def test_in_the_box_it_is_said_beforehand_what_will_become_of_a_text(signed_in, task):
    html = offer(signed_in, task, TABLE, into=0)
    assert "将识别为 3 步，3 步有时限，2 步有承担单位，表头 1 行未计入。" in html
    assert "<button" not in html
    assert "将识别为 1 步，0 步有时限。" in offer(signed_in, task, "起草办法", into=0)
    assert offer(signed_in, task, " \n", into=0) == ""
    assert not Plan.objects.exists()


# --- several lines into one step -----------------------------------------------------------------------------


def test_several_lines_pasted_into_a_step_are_offered_as_steps_and_nothing_is_written(signed_in, task):
    html = offer(signed_in, task, "一、调研，3月底前\n二、起草\n三、送审\n四、印发", into=2)
    assert "刚才粘贴的内容可以分成多步：共 4 步，1 步有时限。" in html
    assert '<li>调研<span class="muted">时限：3月底前</span>' in html
    assert "其余 1 步" in html
    assert 'value="paste-2"' in html
    assert not Plan.objects.exists()


def test_a_table_of_one_row_is_offered_too(signed_in, task):
    html = offer(signed_in, task, "步骤\t承担单位\t时限\n起草\t市科委\t4月\n")
    assert "共 1 步，1 步有时限，1 步有承担单位，表头 1 行未计入" in html


@pytest.mark.parametrize("text", ["起草办法", "", "起草办法\n\n（4月底前）"])
def test_what_is_one_step_is_not_offered(signed_in, task, text):
    assert offer(signed_in, task, text) == ""


def test_too_much_is_refused_before_it_is_split(signed_in, task):
    assert "一次最多粘贴30000字" in offer(signed_in, task, "字" * 30_001)


def test_they_stand_behind_the_step_they_were_pasted_into(signed_in, task):
    save(signed_in, task, op="paste-2", paste="子\n丑", **THREE)
    assert [step[0] for step in rows_of(task)] == ["甲", "乙", "子", "丑", "丙"]


def test_or_in_its_place_where_nothing_else_stood_in_it(signed_in, task):
    rows = THREE | {"step_text": ["甲", "", "丙"], "step_due": ["4月", "", "6月"]}
    save(signed_in, task, op="paste-2", paste="子\n丑", **rows)
    assert [step[0] for step in rows_of(task)] == ["甲", "子", "丑", "丙"]


@pytest.mark.parametrize("op", ["paste-1", "paste-9"])
def test_into_the_only_blank_step_or_one_that_is_gone_they_are_added_at_the_end(signed_in, task, op):
    save(signed_in, task, op=op, paste="子\n丑", step_text=[""], step_due=[""], step_unit=[""])
    assert [step[0] for step in rows_of(task)] == ["子", "丑"]


# --- a deletion is taken back --------------------------------------------------------------------------------


def keys_of(task) -> dict[str, int]:
    return {step.text: step.key for step in saved_plan(task).steps.all()}


def posted_rows(task) -> dict:
    steps = list(saved_plan(task).steps.all())
    return {
        "step_text": [step.text for step in steps],
        "step_due": [step.due_text for step in steps],
        "step_unit": [""] * len(steps),
        "step_key": [step.key for step in steps],
    }


def test_a_deleted_step_comes_back_where_it_stood_with_its_key(signed_in, task):
    save(signed_in, task, **THREE)
    answer = save(signed_in, task, 1, op="remove-step-2", **posted_rows(task))
    assert answer["Location"] == f"{url('plan-edit', task)}?deleted=2#id_step_2_text"
    html = " ".join(page(signed_in, task, "?deleted=2").split())
    assert "已删除第 2 步“乙”。" in html
    assert 'value="restore-step"' in html
    save(signed_in, task, 2, op="restore-step", **posted_rows(task))
    assert keys_of(task) == {"甲": 1, "乙": 2, "丙": 3}
    assert [step[:2] for step in rows_of(task)] == [("甲", "4月"), ("乙", "5月"), ("丙", "6月")]


def test_pressed_twice_it_does_not_give_the_key_twice(signed_in, task):
    save(signed_in, task, **THREE)
    save(signed_in, task, 1, op="remove-step-3", **posted_rows(task))
    save(signed_in, task, 2, op="restore-step", **posted_rows(task))
    save(signed_in, task, 3, op="restore-step", **posted_rows(task))
    assert sorted(posted_rows(task)["step_key"]) == [1, 2, 3, 4]


def test_in_the_background_it_is_offered_too(signed_in, task):
    html = save(signed_in, task, htmx=True, op="remove-step-2", **THREE).content.decode()
    assert "已删除第 2 步“乙”" in html
    restored = save(signed_in, task, 1, htmx=True, op="restore-step", **posted_rows(task))
    assert "已删除" not in restored.content.decode()
    assert [step[0] for step in rows_of(task)] == ["甲", "乙", "丙"]


def test_a_blank_step_leaves_nothing_to_take_back(signed_in, task):
    rows = THREE | {"step_text": ["甲", "", "丙"], "step_due": ["4月", "", "6月"]}
    assert "?deleted" not in save(signed_in, task, op="remove-step-2", **rows)["Location"]


def test_nobody_takes_back_what_another_deleted_or_what_was_deleted_of_another_task(signed_in, task, lead):
    save(signed_in, task, **THREE)
    save(signed_in, task, 1, op="remove-step-2", **posted_rows(task))
    colleague = client_for(make_user(Role.LIAISON, lead))
    assert "restore-step" not in page(colleague, task, "?deleted=2")
    save(colleague, task, 2, op="restore-step", **posted_rows(task))
    assert [step[0] for step in rows_of(task)] == ["甲", "丙"]


def test_of_a_returned_plan_it_has_the_key_by_which_comments_know_it_again(db):
    story = begin()
    story.file()
    story.send_back()
    browser = story.browser("liaison")
    save(browser, story.task, story.plan.version, op="remove-step-2", **posted_rows(story.task))
    save(browser, story.task, story.plan.version, op="restore-step", **posted_rows(story.task))
    assert list(keys_of(story.task).values()) == [1, 2]


def test_while_a_plan_is_entered_from_a_letter_a_step_comes_back_too(db):
    story = begin()
    letter = story.letter(received_at=at(27))
    address = f"/gjrc/letters/{letter.pk}/tasks/{story.task.number}/"
    browser, rows = story.browser("checker"), {"based_on": 0, **THREE}
    html = browser.post(address, rows | {"op": "remove-step-2"}).content.decode()
    assert "已删除第 2 步“乙”" in html
    rows |= {"step_text": ["甲", "丙"], "step_due": ["4月", "6月"], "step_unit": ["", ""]}
    html = browser.post(address, rows | {"op": "restore-step"}).content.decode()
    assert html.index(">\n甲</textarea>") < html.index(">\n乙</textarea>") < html.index(">\n丙</textarea>")
    assert not Plan.objects.exists()
