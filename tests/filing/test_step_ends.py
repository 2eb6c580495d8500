"""取消, 拆分 and 并入 of steps in force while a plan is revised (decision 0044)."""

from dataclasses import replace

import pytest

from tasks.actions import drafts
from tasks.models import Filing
from tasks.rules.sheet import Step
from tests.copied import copied
from tests.plans.form_helpers import posted
from tests.story import SOUND, Story, at, begin

pytestmark = pytest.mark.django_db

PLAN = "/gjrc/tasks/14/plan/"
FORM, END, RESTORE = f"{PLAN}edit/", f"{PLAN}steps/2/end/", f"{PLAN}steps/2/restore/"
MERGED = {"ending": "merged", "into": ["1"], "reason": "两步合办"}


@pytest.fixture
@copied
def story() -> Story:
    """Accepted with the steps 1 and 2, and being revised."""
    story = begin()
    story.file()
    story.accept()
    story.revise()
    return story


def html(story: Story, who: str, url: str) -> str:
    page = story.browser(who).get(url)
    assert page.status_code == 200
    return page.content.decode()


def end(story: Story, **typed):
    return story.browser("liaison").post(END, {"based_on": story.plan.version} | MERGED | typed)


def steps(story: Story) -> list[tuple[int, str]]:
    return list(story.plan.steps.values_list("key", "text"))


def test_the_button_of_a_step_in_force_saves_what_was_typed_and_asks(story):
    assert 'value="end-step-2"' in html(story, "liaison", FORM)
    assert 'value="remove-step-2"' not in html(story, "liaison", FORM)
    typed = posted(story.plan.version, op="end-step-2", contact_name="王某", step_key=["1", "2"])
    assert story.browser("liaison").post(f"{PLAN}save/", typed)["Location"] == END
    assert story.plan.contact_name == "王某"
    assert len(steps(story)) == 2
    assert "组织高校申报、专家论证" in html(story, "liaison", END)


def test_whoever_ends_or_restores_a_step_has_written_of_the_plan(story):
    for who, url in (("officer", END), ("liaison", RESTORE)):
        story.plan.authors.all().delete()
        story.browser(who).post(url, {"based_on": story.plan.version} | MERGED)
        assert [author.user_id for author in story.plan.authors.all()] == [getattr(story, who).user_id]


def test_of_a_first_draft_and_of_a_step_just_added_the_button_deletes():
    story = begin()
    story.draft()
    assert "end-step" not in html(story, "liaison", FORM)
    assert story.browser("liaison").get(END).status_code == 404
    story.file()
    story.accept()
    story.revise(replace(SOUND, steps=(*SOUND.steps, Step("新加一步", SOUND.steps[1].due))))
    assert 'value="remove-step-3"' in html(story, "liaison", FORM)
    assert story.browser("liaison").get(f"{PLAN}steps/3/end/").status_code == 404


def test_a_merged_step_is_gone_from_the_text_and_its_end_goes_to_the_checkers(story):
    assert end(story)["Location"] == FORM
    assert steps(story) == [(1, "印发建设计划实施细则")]
    assert "并入第1步：两步合办" in html(story, "liaison", FORM)
    assert "并入第1步：两步合办" in html(story, "liaison", PLAN)
    story.file(at(29))
    assert story.plan.filing.step_ends == [{"key": 2, "ending": "merged", "into": [1], "reason": "两步合办"}]
    for url in ("/gjrc/tasks/14/check/", f"{PLAN}compare/"):
        assert "并入第1步：两步合办" in html(story, "checker", url)


def test_a_split_step_names_all_that_are_in_its_place(story):
    sheet = replace(
        SOUND, steps=(*SOUND.steps, Step("申报", SOUND.steps[1].due), Step("论证", SOUND.steps[1].due))
    )
    drafts.save_draft(
        task=story.task, based_on=story.plan.version, sheet=sheet, by=story.liaison, at=at(28, 12)
    )
    merged = end(story, ending="merged", into=["3", "4"])
    assert "并入只能选择一个步骤" in merged.content.decode()
    assert end(story, ending="split", into=["3", "4"], reason="分两步走").status_code == 302
    assert "拆分为第2步、第3步：分两步走" in html(story, "liaison", FORM)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"ending": ""}, "请选择取消、拆分或并入"),
        ({"reason": " "}, "请填写原因"),
        ({"into": []}, "请勾选接续的步骤"),
        ({"ending": "cancelled"}, "取消的步骤没有接续步骤"),
        ({"into": ["7"]}, "接续的步骤已不在方案中"),
        ({"into": ["2"]}, "接续的步骤已不在方案中"),
    ],
    ids=str,
)
def test_what_is_incomplete_comes_back_with_what_was_typed(story, typed, words):
    page = end(story, **typed)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "<title>错误：取消、拆分或并入" in page.content.decode()
    assert len(steps(story)) == 2


def test_what_rests_on_an_older_version_comes_back_too(story):
    page = end(story, based_on=story.plan.version - 1)
    assert page.status_code == 409
    assert "两步合办" in page.content.decode()
    assert len(steps(story)) == 2


def test_restored_it_is_again_as_it_is_in_force_with_its_key(story):
    known = steps(story)
    end(story)
    assert "恢复本步骤" in html(story, "liaison", END)
    story.browser("liaison").post(RESTORE, {"based_on": story.plan.version})
    assert steps(story) == known
    assert not story.plan.step_ends.exists()


def test_restored_twice_it_is_there_once(story):
    known = steps(story)
    end(story)
    for _ in range(2):
        story.browser("liaison").post(RESTORE, {"based_on": story.plan.version})
    assert steps(story) == known


def test_a_step_that_vanished_without_a_word_keeps_the_revision_from_being_filed(story):
    typed = posted(
        story.plan.version, step_text=["印发建设计划实施细则"], step_due=["2015年4月底前"], step_unit=[""]
    )
    story.browser("liaison").post(f"{PLAN}save/", typed | {"step_key": ["1"]})
    assert len(steps(story)) == 1
    assert "尚未说明如何处理" in html(story, "liaison", FORM)
    assert "请说明取消、拆分或并入，或者恢复" in html(story, "liaison", f"{PLAN}review/")
    refused = story.browser("liaison").post(
        f"{PLAN}file/", {"based_on": story.plan.version, "warnings_seen": "on"}
    )
    assert refused.status_code == 422
    assert Filing.objects.count() == 1
    end(story, ending="cancelled", into=[], reason="任务调整")
    story.file(at(29))
    assert Filing.objects.count() == 2


def test_given_up_or_begun_anew_a_revision_knows_nothing_of_it(story):
    end(story)
    story.give_up()
    assert len(steps(story)) == 2
    assert not story.plan.step_ends.exists()


def test_what_the_paper_of_a_revision_no_longer_has_is_entered_as_cancelled(story):
    letter = story.letter(received_at=at(29))
    story.enter(letter, replace(SOUND, steps=SOUND.steps[:1]))
    assert [end.reason for end in story.plan.filing.ends()] == ["来文未列本步骤"]


def test_who_may_not_write_the_plan_ends_no_step(story):
    for who, status in {"checker": 403, "other_unit": 403, "outsider": 404}.items():
        assert story.browser(who).get(END).status_code == status, who
        assert story.browser(who).post(RESTORE, {"based_on": 1}).status_code == status, who
