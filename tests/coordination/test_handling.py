"""What the leading group's office notes, the answers of units it passes it on to, and that it is settled."""

from datetime import date

import pytest

from tasks import reading
from tasks.actions import coordination
from tasks.models import CoordinationEvent
from tests.coordination.problem import BASIS, address, noted, now, passed_on, raised, said, text
from tests.factories import make_unit, make_user
from tests.story import at
from units.models import AuditEntry
from units.roles import Role
from zgc_tasks.common.refusal import Kind, Refusal


def handle(story, found, **typed):
    usual = {"based_on": now(found).version, "dated_on": "2015-04-01", "basis": BASIS}
    return story.browser("leadership").post(address(found, "handle"), usual | typed)


@pytest.mark.parametrize(
    ("action", "status"), [("study", "研究中"), ("submit", "已提交会议"), ("answer", "已答复")]
)
def test_what_is_noted_has_its_day_and_basis_in_the_course(story, action, status):
    found = raised(story)
    assert (
        handle(story, found, action=action, note="请市财政局测算", dated_on="2015-03-30").status_code == 302
    )
    page = text(story.browser("liaison").get(address(found)))
    assert status in page
    assert f"办理日期2015年3月30日；依据：{BASIS}" in page
    assert "请市财政局测算" in page


def test_who_handles_it_sees_whom_to_call_of_who_raised_it_and_whom_it_went_to(story):
    reading.forget()
    found = raised(story)
    unit = make_unit()
    called = make_user(Role.LIAISON, unit).user
    called.phone = "010-00000077"
    called.save()
    assert "010-00000077" not in text(story.browser("leadership").get(address(found)))
    handle(story, found, action="pass_on", units=[unit.pk], answer_by="2015-04-10", note="请研究")
    assert f"{called.full_name} 010-00000077" in text(story.browser("leadership").get(address(found)))
    assert "010-00000077" not in text(story.browser("liaison").get(address(found)))
    (read,) = AuditEntry.objects.filter(action="contacts.read", user=story.leadership.user)
    assert read.subject.endswith(f"提请协调 {found.pk}")


def test_without_day_or_basis_nothing_is_noted_and_what_was_typed_stays(story):
    found = raised(story)
    answer = handle(story, found, action="study", basis="", dated_on="", note="请市财政局测算")
    assert answer.status_code == 422
    page = text(answer)
    assert "请填写依据" in page
    assert "请填写办理日期" in page
    assert "请市财政局测算</textarea>" in page
    assert not CoordinationEvent.objects.exists()


@pytest.mark.parametrize(
    ("day", "words"),
    [("2015-03-19", "不能早于提请日期（2015年3月20日）"), ("2015-04-02", "办理日期不能晚于今天")],
)
def test_the_day_lies_between_the_asking_and_today(story, day, words):
    found = raised(story)
    assert words in text(handle(story, found, action="study", dated_on=day))
    assert handle(story, found, action="study", dated_on="2015-03-20").status_code == 302


def test_an_answer_says_something(story):
    assert "请填写答复内容" in text(handle(story, raised(story), action="answer"))


def test_passing_on_names_units_and_by_when_they_answer_and_nothing_else_does(story):
    found, unit = raised(story), story.outsider.unit
    assert "请选择转办单位" in text(handle(story, found, action="pass_on", answer_by="2015-04-10"))
    assert "请填写反馈时限" in text(handle(story, found, action="pass_on", units=[unit.pk]))
    early = handle(story, found, action="pass_on", units=[unit.pk], answer_by="2015-03-31")
    assert "反馈时限不能早于今天" in text(early)
    assert "只有转办时才选择单位" in text(handle(story, found, action="study", units=[unit.pk]))
    assert handle(story, found, action="pass_on", units=[unit.pk], answer_by="2015-04-10").status_code == 302
    assert "转市民政局，请于2015年4月10日前反馈" in text(story.browser("liaison").get(address(found)))


def test_each_unit_that_it_was_passed_on_to_answers_and_others_do_not(story):
    found, second = raised(story), make_user(Role.LIAISON, make_unit("市编办"))
    passed_on(story, found, story.outsider.unit, second.unit)
    said(found, coordination.reply, story.outsider, at(26))
    page = text(story.browser("checker").get(address(found)))
    assert "市民政局：<span>已于2015年3月26日反馈" in page
    assert '市编办：<span class="overdue">2015年3月31日前反馈' in page
    with pytest.raises(Refusal, match="只有转办单位可以反馈") as refused:
        said(found, coordination.reply, story.other_unit)
    assert refused.value.kind is Kind.NOT_ALLOWED


def test_passed_on_once_more_it_is_owed_once_more(story):
    found = raised(story)
    passed_on(story, found)
    said(found, coordination.reply, story.outsider, at(24))
    assert not CoordinationEvent.objects.owed_by(story.outsider.unit_id).exists()
    passed_on(story, found, when=at(25), until=date(2015, 4, 8))
    owed = CoordinationEvent.objects.owed_by(story.outsider.unit_id)
    assert [event.answer_by for event in owed] == [date(2015, 4, 8)]


def test_what_is_answered_is_settled_or_put_again_by_who_raised_it(story):
    found = raised(story, by=story.other_unit)
    noted(story, found, "answer")
    page = text(story.browser("other_unit").get(address(found)))
    assert "确认解决</button>" in page
    assert "继续提请</button>" in page
    assert "确认解决" not in text(story.browser("liaison").get(address(found)))
    said(found, coordination.renew, story.other_unit)
    assert now(found).status == "raised"
    said(found, coordination.settle, story.other_unit, at(26))
    assert now(found).status == "settled"
    assert "登记办理情况" not in text(story.browser("leadership").get(address(found)))


def test_what_was_typed_of_an_older_state_is_not_lost(story):
    found = raised(story)
    noted(story, found, "study")
    answer = handle(story, found, action="answer", note="已与市财政局商定", based_on=1)
    assert answer.status_code == 409
    assert "刚刚有变化，未办理" in text(answer)
    assert "已与市财政局商定</textarea>" in text(answer)
    assert now(found).status == "studying"


def test_an_answer_to_what_was_settled_meanwhile_is_not_lost_either(story):
    found = raised(story)
    passed_on(story, found)
    said(found, coordination.settle, story.liaison)
    typed = {"based_on": now(found).version, "note": "我局已拨付"}
    answer = story.browser("outsider").post(address(found, "reply"), typed)
    assert answer.status_code == 409
    assert "现为“已解决”，不能反馈" in text(answer)
    assert "我局已拨付</textarea>" in text(answer)
    late = handle(story, found, action="answer", note="可以列支")
    assert late.status_code == 409
    assert "可以列支</textarea>" in text(late)
