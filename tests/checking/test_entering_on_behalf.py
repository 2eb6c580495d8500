"""代录: a plan entered from a letter by the receiving office."""

from dataclasses import replace
from datetime import date

import pytest

from tasks.actions import drafts, letters
from tasks.enums import PlanStatus
from tasks.models import Filing, Plan
from tests.factories import make_task
from tests.plans.form_helpers import posted
from tests.story import SOUND, at
from units.models import AuditEntry
from zgc_tasks.common.refusal import Refusal


@pytest.fixture
def letter(story):
    return story.letter(received_at=at(30, 9))


def enter_url(letter, number=14) -> str:
    return f"/gjrc/letters/{letter.pk}/tasks/{number}/"


def enter(story, letter, who="checker", *, op="enter", based_on=0, **changes):
    form = posted(based_on, op=op, **changes)
    return story.browser(who).post(enter_url(letter), form)


def page_of(answer) -> str:
    return answer.content.decode()


def test_the_form_stands_beside_the_letter_and_its_scan_and_stores_nothing(story, letter):
    page = page_of(story.browser("checker").get(enter_url(letter)))
    for words in ("代录并报送", "市教委来文京教人〔2015〕1号", "2015-03-30 09:00", "来文.pdf"):
        assert words in page
    assert not Plan.objects.exists()


def test_entering_files_the_plan_as_of_the_day_the_letter_came(story, letter):
    answer = enter(story, letter)
    assert (answer.status_code, answer.url) == (302, "/gjrc/tasks/14/check/")
    filing = Filing.objects.get()
    assert (filing.number, filing.letter, filing.counts_from) == ("GJRC-14-1", letter, at(30, 9))
    assert filing.recorded_at > filing.counts_from
    content = filing.sheet()
    assert (content.contact_name, content.lead, content.participants) == ("李某", "市教委", ("市科委",))
    assert [step.due.last for step in content.steps] == [date(2015, 4, 30), date(2015, 6, 30)]
    assert story.plan.first_filed_at == at(30, 9)
    assert AuditEntry.objects.filter(action="plan.enter", user=story.checker.user).exists()


def test_a_character_no_face_can_draw_is_refused_and_nothing_typed_is_lost(story, letter):
    answer = enter(story, letter, contact_name="李\ue000", responsible_office="科研一处")
    assert answer.status_code == 422
    assert "联系人：第 2 个字符“\ue000”（U+E000）无法打印，请改用其他写法" in page_of(answer)
    assert "科研一处" in page_of(answer)
    assert not Plan.objects.exists()


def test_a_letter_received_in_time_counts_in_time_though_entered_after_the_deadline(story):
    letter = story.letter(received_at=at(3, 16, month=4), recorded_at=at(8, month=4))
    story.enter(letter, when=at(8, month=4))
    assert story.plan.first_filed_at.date() <= story.programme.plan_deadline


@pytest.mark.parametrize(
    ("op", "kept"),
    [
        ("add-step", ["印发建设计划实施细则", "组织高校申报、专家论证", ""]),
        ("remove-step-1", ["组织高校申报、专家论证"]),
        ("move-up-2", ["组织高校申报、专家论证", "印发建设计划实施细则"]),
        ("paste", ["印发建设计划实施细则", "组织高校申报、专家论证", "公布首批名单"]),
    ],
)
def test_buttons_of_the_rows_draw_the_form_again_with_what_was_typed(story, letter, op, kept):
    answer = enter(story, letter, op=op, paste="一、公布首批名单" if op == "paste" else "")
    assert answer.status_code == 200
    assert [step.text for step in answer.context["steps"]] == kept
    assert 'value="李某"' in page_of(answer)
    assert not Plan.objects.exists()


@pytest.mark.parametrize("op", ["look", "enter", "add-participant"])
def test_what_stands_in_the_box_for_pasting_becomes_steps_that_are_looked_at_before_filing(story, letter, op):
    answer = enter(story, letter, op=op, paste="一、公布首批名单")
    assert answer.status_code == 200
    assert [step.text for step in answer.context["steps"]][2:] == ["公布首批名单"]
    assert not Plan.objects.exists()


def test_what_the_paper_lacks_is_shown_once_and_never_blocks(story, letter):
    blank = {"contact_name": "", "supervising_leader": "", "step_text": [""], "step_due": [""]}
    answer = enter(story, letter, **blank)
    assert "主管领导没有填写" in page_of(answer)
    assert "照来文代录并报送" in page_of(answer)
    assert not Plan.objects.exists()
    shown = [warning.message for warning in answer.context["warnings"]]
    assert enter(story, letter, **blank, warning_shown=shown).status_code == 302
    assert Filing.objects.get().sheet().contact_name == ""


def test_a_warning_that_was_not_shown_yet_is_shown_before_filing(story, letter):
    shown = [warning.message for warning in enter(story, letter, contact_name="").context["warnings"]]
    answer = enter(story, letter, contact_name="", supervising_leader="", warning_shown=shown)
    assert "主管领导没有填写" in page_of(answer)
    assert not Plan.objects.exists()


def test_buttons_of_the_rows_show_no_warnings_and_looking_does(story, letter):
    assert "联系人没有填写" not in page_of(enter(story, letter, op="add-step", contact_name=""))
    assert "联系人没有填写" in page_of(enter(story, letter, op="look", contact_name=""))


def test_looking_says_where_there_is_nothing_to_notice(story, letter):
    nothing = "没有需要提示的内容"
    answer = enter(story, letter, op="look")
    assert nothing in page_of(answer)
    assert "id_warnings" in answer["HX-Trigger-After-Settle"]
    assert nothing not in page_of(enter(story, letter, op="look", contact_name=""))
    assert nothing not in page_of(enter(story, letter, op="add-step"))


def test_what_cannot_be_stored_is_an_error_at_its_place_and_the_rest_is_kept(story, letter):
    answer = enter(story, letter, contact_name="李\x07某")
    assert answer.status_code == 422
    assert "#id_contact_name" in page_of(answer)
    assert "组织高校申报、专家论证" in page_of(answer)
    assert not Plan.objects.exists()


def test_without_a_draft_the_lead_finds_what_the_paper_says(story, letter):
    enter(story, letter)
    assert story.plan.contact_name == "李某"
    assert story.plan.steps.count() == 2


def test_a_draft_the_lead_has_begun_stays_untouched(story, letter):
    story.draft()
    enter(story, letter, based_on=1, contact_name="赵某", step_text=["另一步"], step_due=["长期"])
    assert (story.plan.status, story.plan.contact_name) == (PlanStatus.FILED, "李某")
    assert story.plan.steps.count() == 2
    assert Filing.objects.get().sheet().contact_name == "赵某"


def test_units_added_on_paper_are_named_in_the_filing_though_the_lead_has_a_draft(story, letter):
    story.draft(replace(SOUND, participants=(story.leadership.unit.short_name,)))
    assert enter(story, letter, based_on=1, participant=["市民政局"]).status_code == 302
    filing = Filing.objects.get()
    assert filing.unit_names.keys() == {"市教委", "市科委", "市民政局"}
    assert list(filing.added_units.all()) == [story.outsider.unit]


def test_a_second_paper_after_a_return_replaces_the_first_where_the_lead_wrote_nothing(story, letter):
    story.enter(letter)
    story.send_back()
    again = story.letter(received_at=at(31, 9))
    assert enter(story, again, based_on=story.plan.version, contact_name="赵某").status_code == 302
    assert story.plan.contact_name == "赵某"


def test_what_the_lead_wrote_after_a_return_outlives_a_second_paper(story, letter):
    story.enter(letter)
    story.send_back()
    story.draft(replace(SOUND, contact_name="孙某"))
    again = story.letter(received_at=at(31, 9))
    enter(story, again, based_on=story.plan.version, contact_name="赵某")
    assert story.plan.contact_name == "孙某"


def why_refused() -> list[str]:
    return [row.detail["reason"] for row in AuditEntry.objects.filter(action="access.refused")]


def test_an_entry_based_on_an_older_state_is_not_made_and_nothing_typed_is_lost(story, letter):
    story.draft()
    answer = enter(story, letter, based_on=0, contact_name="赵某")
    assert answer.status_code == 409
    assert 'value="赵某"' in page_of(answer)
    assert "尚未代录" in page_of(answer)
    assert why_refused() == ["方案刚刚有变化，未办理。请查看最新情况，核对后再办理"]
    assert not Filing.objects.exists()
    assert enter(story, letter, based_on=1, contact_name="赵某").status_code == 302


def test_only_the_receiving_office_enters(story, letter):
    assert story.browser("liaison").get(enter_url(letter)).status_code == 403
    for who in ("liaison", "other_unit", "outsider", "leadership"):
        assert enter(story, letter, who).status_code == (403 if who == "liaison" else 404)
    assert not Filing.objects.exists()
    assert enter(story, letter).status_code == 302


def test_a_task_the_letter_does_not_carry_is_not_found(story, letter):
    make_task(story.programme, 15, lead=story.lead)
    assert story.browser("checker").get(enter_url(letter, 15)).status_code == 404
    assert story.browser("checker").get(enter_url(letter)).status_code == 200


def test_from_a_letter_that_was_struck_off_for_this_plan_nothing_is_entered(story, letter):
    letters.withdraw_arrival(arrival_id=letter.arrivals.get().pk, by=story.checker, at=at(31))
    with pytest.raises(Refusal, match="该来文未附本项实施方案"):
        story.enter(letter, when=at(31))
    assert not Plan.objects.exists()


def test_beside_a_filing_that_waits_the_form_says_which_is_older_and_that_nothing_has_to_be_entered(story):
    story.file()
    letter = story.letter(received_at=at(24, 9), recorded_at=at(26))
    page = page_of(story.browser("checker").get(enter_url(letter)))
    assert "本项已于2015年3月25日 10:00由市教委报送（第1次报送，报送编号GJRC-14-1）" in page
    assert "来文于3月24日收到，早于3月25日的报送，以来文为首次报送，仍为按时报送" in page
    assert "需要以来文内容为准的才代录，代录后代替第1次报送" in page
    assert 'href="/gjrc/tasks/14/check/"' in page


@pytest.mark.parametrize(("op", "status"), [("enter", 409), ("look", 200), ("add-step", 200)])
def test_what_was_typed_outlives_a_filing_of_the_lead_meanwhile(story, letter, op, status):
    """It is shown beside what was filed, and entered only by pressing again."""
    story.file()
    answer = enter(story, letter, op=op, contact_name="赵某", participant=["某协会"])
    page = page_of(answer)
    assert answer.status_code == status
    for typed in ('value="赵某"', 'value="某协会"', "组织高校申报、专家论证</textarea>"):
        assert typed in page
    assert "本项已于2015年3月25日 10:00由市教委报送（第1次报送，报送编号GJRC-14-1）" in page
    assert Filing.objects.count() == 1


@pytest.mark.parametrize("op", ["enter", "look", "add-step"])
def test_what_was_typed_outlives_the_beginning_of_a_check_meanwhile(story, letter, op):
    """With the reason on top and what to do about it."""
    story.file()
    story.start_check()
    answer = enter(story, letter, op=op, contact_name="赵某")
    assert answer.status_code == 409
    page = page_of(answer)
    assert 'value="赵某"' in page
    assert "未代录：本项已于2015年3月25日 10:00由市教委报送" in page
    assert "不一致的，在核对时提出意见，退回市教委修改" in page
    refused = story.browser("checker").get(enter_url(letter))
    assert refused.status_code == 409
    assert "已开始核对，不能代录来文内容" in page_of(refused)
    reasons = why_refused()
    assert len(reasons) == 2
    assert all("已开始核对，不能代录来文内容" in reason for reason in reasons)
    assert Filing.objects.count() == 1


def test_from_one_letter_a_plan_is_entered_once(story, letter):
    enter(story, letter)
    refused = story.browser("checker").get(enter_url(letter))
    assert refused.status_code == 409
    assert "本项已据该来文代录，不能再次代录" in page_of(refused)
    again = enter(story, letter, based_on=story.plan.version, contact_name="赵某")
    assert (again.status_code, Filing.objects.count()) == (409, 1)
    assert 'value="赵某"' in page_of(again)


def test_a_filing_accepted_meanwhile_is_not_returned_any_more(story, letter):
    story.file()
    story.accept()
    page = page_of(enter(story, letter))
    assert "本项已核收，请与市教委联系" in page
    assert 'value="李某"' in page


def test_who_may_never_enter_is_not_shown_the_form_though_the_plan_is_filed(story, letter):
    story.file()
    assert enter(story, letter, "liaison").status_code == 403
    assert enter(story, letter, "other_unit").status_code == 404


def test_warnings_on_what_the_paper_lacks_ask_nobody_to_fill_it_in(story, letter):
    answer = enter(
        story, letter, op="look", contact_name="", start="", finish="年底前", step_due=["", "尽快"]
    )
    said = "".join(warning.message for warning in answer.context["warnings"])
    assert "联系人没有填写；来文未写的照录，可在核对时提出" in said
    assert "完成时间“年底前”未能识别：缺少年份，请对照来文" in said
    assert "补充" not in said
    assert "缺少年份，来文未写的照录" in page_of(answer)
    assert "请写明" not in page_of(answer)


def test_what_is_typed_is_kept_in_the_browser_by_plan_and_letter_until_the_entry_is_there(story, letter):
    """What static/js/plan-enter.js goes by; it works in tests/checking/test_entering_browser.py."""
    kept = f"gjrc-14-letter-{letter.pk}"
    fresh = page_of(story.browser("checker").get(enter_url(letter)))
    assert f'data-keep="{kept}">' in fresh
    assert 'id="plan-kept"' in fresh
    assert f'data-keep="{kept}" data-unsaved>' in page_of(enter(story, letter, op="add-step"))
    enter(story, letter)
    assert f'data-keep-clear="{kept}"' in page_of(story.browser("checker").get("/gjrc/tasks/14/check/"))


def test_a_filing_of_the_lead_clears_nothing_kept_of_an_entry(story, letter):
    story.file()
    assert "data-keep-clear" not in page_of(story.browser("checker").get("/gjrc/tasks/14/check/"))


def test_offers_do_not_show_drafts_of_the_lead(story, letter):
    other = make_task(story.programme, 15, lead=story.lead)
    hidden = replace(SOUND, contact_name="未报送的联系人")
    drafts.save_draft(task=other, based_on=0, sheet=hidden, by=story.liaison, at=at(20))
    assert "未报送的联系人" not in page_of(story.browser("checker").get(enter_url(letter)))


def test_the_lead_sees_the_entry_and_files_a_corrected_one_until_checking_starts(story, letter):
    story.enter(letter)
    page = page_of(story.browser("liaison").get("/gjrc/tasks/14/plan/"))
    assert "由接收处室据来文代录" in page
    answer = correct(story)
    assert answer.url == "/gjrc/tasks/14/plan/filings/2/receipt/"
    assert Filing.objects.get(nth=2).letter is None


def test_the_lead_is_told_whether_it_may_still_correct(story, letter):
    enter(story, letter)
    before = page_of(story.browser("liaison").get("/gjrc/tasks/14/plan/"))
    assert "如有出入可更正后重新报送" in before
    story.start_check()
    after = page_of(story.browser("liaison").get("/gjrc/tasks/14/plan/"))
    assert "如有出入可更正后重新报送" not in after
    assert "请与接收处室联系退回修改" in after


def test_no_correction_once_checking_has_started(story, letter):
    story.enter(letter)
    story.start_check(at(31, month=3))
    answer = correct(story)
    assert answer.status_code == 409
    assert "不能更正" in page_of(answer)
    assert Filing.objects.count() == 1


def test_an_entry_on_behalf_cannot_be_withdrawn(story, letter):
    story.enter(letter)
    withdraw = {"based_on": story.plan.version}
    answer = story.browser("liaison").post("/gjrc/tasks/14/plan/withdraw/", withdraw)
    assert answer.status_code == 409
    assert story.plan.status == PlanStatus.FILED


def correct(story):
    form = {"based_on": story.plan.version, "warnings_seen": "on"}
    return story.browser("liaison").post("/gjrc/tasks/14/plan/file/", form)
