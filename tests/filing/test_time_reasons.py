"""Why a time moves later, asked while a revision is written (decision 0045)."""

from dataclasses import replace

import pytest

from tasks.actions import step_ends, times
from tasks.models import Filing, TimeChange
from tasks.rules.periods import read
from tests.copied import copied
from tests.filing.test_times_in_force import LATER, moved
from tests.plans.form_helpers import posted
from tests.story import SOUND, Story, at, begin
from zgc_tasks.common.refusal import Refusal

pytestmark = pytest.mark.django_db

PLAN = "/gjrc/tasks/14/plan/"
FORM, REVIEW = f"{PLAN}edit/", f"{PLAN}review/"
FINISH_REASON, STEP_REASON = f"{PLAN}times/0/reason/", f"{PLAN}times/2/reason/"


@pytest.fixture
@copied
def story() -> Story:
    """Accepted, and being revised: 完成时间 and the second step are later."""
    story = begin()
    story.file()
    story.accept()
    story.revise(moved(LATER, step_2="2015年9月"))
    return story


def html(story: Story, who: str, url: str) -> str:
    page = story.browser(who).get(url)
    assert page.status_code == 200
    return page.content.decode()


def say(story: Story, url: str, reason: str = "场地未落实", **typed):
    return story.browser("liaison").post(url, {"based_on": story.plan.version, "reason": reason} | typed)


def file(story: Story):
    return story.browser("liaison").post(
        f"{PLAN}file/", {"based_on": story.plan.version, "warnings_seen": "on"}
    )


def test_the_form_says_what_a_later_time_needs_and_leads_to_its_reason(story):
    page = html(story, "liaison", FORM)
    assert "晚于现行的2017年12月，报批，尚未说明原因" in page
    assert "晚于现行的2015年5—6月，备案，尚未说明原因" in page
    assert 'value="time-reason-0"' in page
    assert 'value="time-reason-2"' in page
    assert 'value="time-reason-1"' not in page
    typed = posted(story.plan.version, op="time-reason-2", contact_name="王某", step_key=["1", "2"])
    assert story.browser("liaison").post(f"{PLAN}save/", typed)["Location"] == STEP_REASON
    assert story.plan.contact_name == "王某"


def test_a_save_in_the_background_tells_it_too(story):
    typed = posted(story.plan.version, step_key=["1", "2"], step_due=["2015年4月底前", "2015年10月"])
    page = story.browser("liaison").post(
        f"{PLAN}save/", typed | {"op": "autosave"}, headers={"HX-Request": "true"}
    )
    assert 'value="time-reason-2"' in page.content.decode()


def test_the_page_of_a_reason_shows_what_moves(story):
    page = html(story, "liaison", STEP_REASON)
    assert all(
        words in page for words in ("第2步完成时限", "组织高校申报、专家论证", "2015年5—6月", "2015年9月")
    )
    assert "现填的时限不晚于现行时限" in html(story, "liaison", f"{PLAN}times/1/reason/")


def test_without_its_reason_a_later_time_keeps_the_revision_from_being_filed(story):
    page = html(story, "liaison", REVIEW)
    assert "完成时间“2018年12月”晚于现行的“2017年12月”，请说明推迟的原因" in page
    assert "第 2 步的时限“2015年9月”晚于现行的“2015年5—6月”，请说明推迟的原因" in page
    assert say(story, FINISH_REASON)["Location"] == FORM
    assert file(story).status_code == 422
    assert Filing.objects.count() == 1
    say(story, STEP_REASON, "申报推迟")
    assert "晚于现行的2015年5—6月，备案，已说明原因" in html(story, "liaison", FORM)
    assert file(story).status_code == 302
    assert dict(TimeChange.objects.values_list("key", "reason")) == {0: "场地未落实", 2: "申报推迟"}


def test_a_step_past_the_finish_that_is_asked_cannot_be_filed(story):
    story.draft(moved(SOUND, step_2="2018年6月"))
    say(story, STEP_REASON)
    assert "第 2 步的时限“2018年6月”推迟到了完成时间之后" in html(story, "liaison", REVIEW)
    assert file(story).status_code == 422
    story.draft(moved(LATER, step_2="2018年6月"))
    say(story, FINISH_REASON)
    assert "晚于现行的2015年5—6月，随完成时间报批，已说明原因" in html(story, "liaison", FORM)
    assert file(story).status_code == 302


def test_a_finish_left_blank_or_open_is_later_too(story):
    for finish in ("", "长期"):
        story.draft(replace(SOUND, finish=read(finish)))
        assert "请说明推迟的原因" in html(story, "liaison", REVIEW)


def test_what_is_incomplete_or_rests_on_an_older_version_comes_back(story):
    page = say(story, STEP_REASON, " ")
    assert page.status_code == 422
    assert "<title>错误：说明第14项" in page.content.decode()
    page = say(story, STEP_REASON, based_on=story.plan.version - 1)
    assert page.status_code == 409
    assert "场地未落实" in page.content.decode()
    assert not story.plan.time_reasons.exists()


def test_of_what_is_not_in_force_nothing_is_asked(story):
    assert story.browser("liaison").get(f"{PLAN}times/7/reason/").status_code == 404
    story.give_up()
    story.browser("liaison")
    assert story.browser("liaison").get(FINISH_REASON).status_code in (403, 409)


def test_no_reason_and_no_end_is_put_down_of_a_step_that_is_not_in_force(story):
    doing = {"plan_id": story.plan.pk, "based_on": story.plan.version, "by": story.liaison, "at": at(28)}
    with pytest.raises(Refusal, match="新加的步骤不需说明"):
        times.give_reason(key=7, reason="场地未落实", **doing)
    with pytest.raises(Refusal, match="新加的步骤可以直接删除"):
        step_ends.end_step(key=7, ending="cancelled", into=[], reason="不再需要", **doing)


def test_whoever_says_a_reason_has_written_of_the_plan(story):
    story.plan.authors.all().delete()
    story.browser("officer").post(STEP_REASON, {"based_on": story.plan.version, "reason": "申报推迟"})
    assert [author.user_id for author in story.plan.authors.all()] == [story.officer.user_id]


def test_given_up_a_revision_forgets_its_reasons(story):
    say(story, STEP_REASON)
    story.give_up()
    assert not story.plan.time_reasons.exists()


def test_who_may_not_write_the_plan_gives_no_reason(story):
    for who, status in {"checker": 403, "other_unit": 403, "outsider": 404}.items():
        assert story.browser(who).get(STEP_REASON).status_code == status, who
        assert story.browser(who).post(STEP_REASON, {"based_on": 1}).status_code == status, who


def test_after_a_return_nothing_that_was_said_is_asked_again(story):
    say(story, FINISH_REASON)
    say(story, STEP_REASON)
    story.file(at(29))
    story.start_check(at(29, 12))
    story.comment("请核对", step=1)
    story.return_now(at(29, 14))
    story.plan.time_reasons.all().delete()
    assert "请说明推迟的原因" not in html(story, "liaison", REVIEW)
    assert "晚于现行的2017年12月，报批，已说明原因" in html(story, "liaison", FORM)
