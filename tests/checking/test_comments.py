"""核对意见: pinned to a field or a step, one's own to take back, unseen by the lead until the plan is returned."""

import re
from dataclasses import replace

import pytest

from tasks.actions import comments
from tasks.models import Comment, FiledStepKey, Filing, Programme
from tests.checking.pages import ACCEPT, CHECK, COMMENT, PLAN, RETURN, post, text
from tests.factories import client_for, make_office, make_user
from tests.story import SOUND, at
from units.models import AuditEntry
from units.roles import Role


@pytest.fixture
def started(story):
    story.file()
    story.start_check()
    return story


def remove(story, comment, who="checker"):
    return story.browser(who).post(f"{COMMENT}{comment.pk}/remove/")


@pytest.mark.parametrize(
    ("place", "field", "step", "words"),
    [
        ("finish", "finish", None, "完成时间"),
        ("step-2", "steps", 2, "第2步"),
        ("steps", "steps", None, "工作步骤"),
    ],
)
def test_a_comment_is_pinned_to_a_field_or_a_step(started, place, field, step, words):
    assert post(started, COMMENT, place=place, text="请核对").status_code == 302
    made = Comment.objects.get()
    assert (made.field, made.step, made.text, made.by) == (field, step, "请核对", started.checker)
    assert words in made.place
    assert AuditEntry.objects.filter(action="comment.add").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"place": "step-3", "text": "请核对"}, "请从列表中选择栏目"),
        ({"place": "number", "text": "请核对"}, "请从列表中选择栏目"),
        ({"place": "", "text": "请核对"}, "请选择意见针对的栏目"),
        ({"place": "finish", "text": " "}, "请填写意见"),
    ],
)
def test_a_comment_needs_a_place_on_the_form_and_words(started, data, words):
    answer = post(started, COMMENT, **data)
    assert answer.status_code == 422
    assert words in text(answer)
    assert text(answer).split("<title>")[1].startswith("错误：")
    assert not Comment.objects.exists()


def test_what_was_typed_stays_when_the_place_is_missing(started):
    assert "时限与第1步衔接不上</textarea>" in text(
        post(started, COMMENT, place="", text="时限与第1步衔接不上")
    )


def test_every_row_has_a_mark_that_chooses_its_place(started):
    page = text(started.browser("checker").get(CHECK))
    for place in ("content", "contact_phone", "steps", "step-1", "step-2", "participants"):
        assert f'href="?place={place}"' in page
    chosen = text(started.browser("checker").get(f"{CHECK}?place=step-2"))
    assert '<option value="step-2" selected>' in chosen


def test_the_mark_tells_how_many_comments_its_row_has(started):
    assert "对“第2步”提意见，已有" not in text(started.browser("checker").get(CHECK))
    started.comment()
    assert "对“第2步”提意见，已有1条" in text(started.browser("checker").get(CHECK))


def test_without_a_started_check_there_are_no_marks(story):
    story.file()
    assert "?place=" not in text(story.browser("checker").get(CHECK))
    story.start_check()
    assert "?place=" in text(story.browser("checker").get(CHECK))


def test_a_comment_is_taken_back_by_who_made_it_and_nobody_else(started):
    comment = started.comment()
    refused = remove(started, comment, "second_checker")
    assert refused.status_code == 403
    assert "只能删除自己填写且尚未退回的意见" in text(refused)
    assert remove(started, comment).status_code == 302
    assert not Comment.objects.exists()
    entry = AuditEntry.objects.get(action="comment.remove", outcome="ok")
    assert entry.detail["text"] == "时限偏晚"


def test_who_made_it_takes_it_back_from_the_office_that_receives_since_too(started):
    """It is the person that counts, not in which office."""
    comment, moved = started.comment(), make_office()
    Programme.objects.filter(pk=started.programme.pk).update(receiving_office=moved)
    other = make_user(Role.CHECKER, office=moved)
    assert client_for(other).post(f"{COMMENT}{comment.pk}/remove/").status_code == 403
    again = make_user(Role.CHECKER, office=moved, user=started.checker.user)
    comments.remove(comment=comment, by=again)
    assert not Comment.objects.exists()


def test_a_comment_that_was_sent_is_not_taken_back(story):
    story.file()
    story.send_back()
    assert remove(story, Comment.objects.get()).status_code == 409
    assert Comment.objects.exists()


FORESTALLED = "您填写的内容不能再提交"


def test_what_was_typed_stays_where_another_checker_accepted_meanwhile(started):
    accepted = started.plan.version
    post(started, ACCEPT, "second_checker")
    assert started.plan.version > accepted
    late = post(started, COMMENT, place="finish", text="时限与第1步衔接不上")
    assert late.status_code == 409
    page = text(late)
    assert "时限与第1步衔接不上</textarea>" in page
    assert "方案现为“已核收”，不能填写意见；请查看最新情况" in page
    assert "请先点击“开始核对”" not in page
    assert f"{started.second_checker.user}于2015年4月1日" in page
    assert f"办理了“核对无误”，{FORESTALLED}" in page
    assert not Comment.objects.exists()


def test_what_was_typed_to_return_it_stays_where_another_checker_returned_it_meanwhile(started):
    started.comment()
    started.return_now(at(27))
    late = post(started, RETURN, "second_checker", refile_by="2015-04-13", note="请看附件")
    assert late.status_code == 409
    page = text(late)
    assert "请看附件</textarea>" in page
    assert 'value="2015-04-13"' in page
    assert "实施方案现为“退回修改”，不能退回修改" in page
    assert "办理了“退回修改”" in page


def test_nobody_is_said_to_have_been_forestalled_before_the_check_was_begun(story):
    story.file()
    late = post(story, COMMENT, place="finish", text="时限与第1步衔接不上")
    assert late.status_code == 409
    assert "请先点击“开始核对”，再填写意见" in text(late)
    assert "您填写的内容" not in text(late)


def test_what_can_be_sent_again_is_not_said_to_be_lost(started):
    started.comment()
    late = post(started, RETURN, refile_by="2015-04-13", based_on=started.plan.version - 1)
    assert late.status_code == 409
    assert "您填写的内容" not in text(late)
    assert "请刷新" not in text(late)
    assert f'name="based_on" value="{started.plan.version}"' in text(late)


def test_beside_a_return_that_came_too_late_no_id_stands_twice(started):
    post(started, ACCEPT, "second_checker")
    page = text(post(started, RETURN, refile_by="2015-04-13", note="请看附件"))
    assert FORESTALLED in page
    assert "请刷新页面" not in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert page.count('name="based_on"') > 1


def test_only_the_receiving_office_comments(started):
    for who, status in {"liaison": 403, "other_unit": 403, "leadership": 403, "outsider": 404}.items():
        assert post(started, COMMENT, who, place="finish", text="请核对").status_code == status
    assert not Comment.objects.exists()
    assert post(started, COMMENT, "second_checker", place="finish", text="请核对").status_code == 302


def test_the_lead_sees_comments_once_the_plan_is_returned_and_not_before(started):
    started.comment("这一条还在斟酌")
    assert "这一条还在斟酌" not in text(started.browser("liaison").get(PLAN))
    post(started, f"{CHECK}return/", refile_by="2015-04-09")
    assert "这一条还在斟酌" in text(started.browser("liaison").get(PLAN))
    assert "这一条还在斟酌" not in text(started.browser("other_unit").get(PLAN))


def test_a_comment_stays_at_its_step_wherever_that_is_moved_before_it_is_filed_again(started):
    """By its key for whatever follows it; in words by the number it had when it was written."""
    made = started.comment("时限偏晚", "steps", 2)
    started.return_now(at(26, 15))
    first, second = started.plan.typed().steps
    started.draft(replace(SOUND, steps=(replace(second, text="组织高校申报"), first)))
    started.file(at(28))
    made.refresh_from_db()
    assert [step.key for step in started.plan.filing.keyed_sheet().steps] == [made.step_key, first.key]
    assert made.place == "第2步"
    page = text(started.browser("checker").get(CHECK))
    assert "第1次报送 · 第2步" in page
    started.start_check(at(29))
    assert started.comment("再核对", "steps", 1).step_key == made.step_key


def test_a_comment_on_a_filing_of_before_finds_its_step_in_the_table_beside_it(started):
    """Filings did not always carry the keys of their steps (decision 0026)."""
    filing = started.plan.filing
    content = filing.sheet().to_json()
    old = Filing.objects.create(
        plan=started.plan, nth=2, number="GJRC-14-2", sequence=99, content=content,
        recorded_at=at(26), counts_from=at(26), by=started.liaison,
    )  # fmt: skip
    for position, key in enumerate((7, 4), start=1):
        FiledStepKey.objects.create(filing=old, position=position, key=key)
    comment = Comment.objects.create(
        filing=old, field="steps", step_key=4, text="请核对", at=at(26), by=started.checker
    )
    assert (comment.step, comment.place) == (2, "第2步")
    assert [step.key for step in old.keyed_sheet().steps] == [7, 4]
