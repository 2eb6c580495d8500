"""报送: what blocks, what warns, what is frozen, and the receipt."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from tasks.actions import consultation
from tasks.enums import PlanStatus
from tasks.models import Filing, Plan, PlanEvent, Task
from tasks.rules.periods import Period
from tests.factories import make_task
from tests.scans import PDF
from tests.story import SOUND, at
from units.models import AuditEntry

REVIEW = "/gjrc/tasks/14/plan/review/"
FILE = "/gjrc/tasks/14/plan/file/"


def file(story, who="liaison", **data):
    posted = {"based_on": story.plan.version, "warnings_seen": "on"} | data
    return story.browser(who).post(FILE, posted)


def test_a_sound_plan_is_filed_and_the_receipt_says_number_time_and_what_comes_next(story):
    story.draft()
    answer = file(story)
    assert answer.status_code == 302
    assert answer.url == "/gjrc/tasks/14/plan/filings/1/receipt/"
    receipt = story.browser("liaison").get(answer.url).content.decode()
    for words in ("GJRC-14-1", "按时报送", "接下来", "010-00000001", "第1次报送"):
        assert words in receipt


def test_filing_moves_the_plan_and_leaves_an_event_and_an_audit_row(story):
    story.draft()
    file(story)
    assert story.plan.status == PlanStatus.FILED
    event = PlanEvent.objects.get()
    assert (event.action, event.status, event.by) == ("file", "filed", story.liaison)
    assert AuditEntry.objects.filter(action="plan.file", user=story.liaison.user).exists()


def test_everything_that_blocks_is_listed_at_once_and_linked_to_its_field(story):
    story.draft(replace(SOUND, supervising_leader="", contact_name="", steps=()))
    page = story.browser("liaison").get(REVIEW).content.decode()
    for place in ("#id_supervising_leader", "#id_contact_name", "#id_steps"):
        assert f"plan/edit/{place}" in page
    assert "报送实施方案</button>" not in page


def test_a_plan_that_blocks_is_not_filed_even_when_posted(story):
    story.draft(replace(SOUND, contact_name=""))
    answer = file(story)
    assert answer.status_code == 422
    assert story.plan.status == PlanStatus.DRAFT
    assert not Filing.objects.exists()


def test_a_character_that_cannot_be_printed_is_not_filed(story):
    """The filing could neither be printed to be signed nor stand in the compilation, and nobody could mend it."""
    story.draft(replace(SOUND, contact_name="李某😀"))
    page = story.browser("liaison").get(REVIEW).content.decode()
    assert "“联系人”中的字符“😀”（U+1F600）无法打印，请改用其他写法" in page
    assert "plan/edit/#id_contact_name" in page
    for offered in ("报送实施方案</button>", "签字和盖章情况", "确认后报送"):
        assert offered not in page
    answer = file(story)
    assert answer.status_code == 422
    assert not Filing.objects.exists()


def test_a_rare_character_that_the_fallback_prints_is_filed(story):
    story.draft(replace(SOUND, contact_name="李镕"))
    assert file(story).status_code == 302


def test_warnings_must_have_been_seen_and_what_was_noted_is_kept(story):
    story.draft(replace(SOUND, contact_phone=""))
    answer = file(story, warnings_seen="", signed_by="王某")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "以上提示已知悉" in page
    assert 'value="王某"' in page
    assert file(story).status_code == 302


def test_a_participating_unit_that_was_not_consulted_is_a_warning(story):
    story.draft()
    assert "市科委" in story.browser("liaison").get(REVIEW).content.decode().split("提示（不影响报送）")[1]


def test_a_unit_that_answered_with_an_opinion_is_a_warning_that_leads_to_it_until_it_is_settled(story):
    story.draft()
    asked = {"plan_id": story.plan.pk, "message": "", "by": story.liaison}
    (first,) = consultation.ask(units=[story.participant], based_on=story.plan.version, at=at(27), **asked)
    consultation.answer(
        consultation_id=first.pk, answer="opinion", opinion="时限偏晚", by=story.other_unit, at=at(27, 11)
    )
    page = story.browser("liaison").get(REVIEW).content.decode()
    assert f'<a href="/gjrc/consultations/{first.pk}/">市科委有意见，请核对是否已研究处理</a>' in page
    assert file(story, warnings_seen="").status_code == 422
    (second,) = consultation.ask(
        units=[story.participant], based_on=story.plan.version, at=at(27, 12), **asked
    )
    consultation.answer(
        consultation_id=second.pk, answer="no_objection", opinion="", by=story.other_unit, at=at(27, 13)
    )
    assert "有意见" not in story.browser("liaison").get(REVIEW).content.decode()


def test_who_signed_and_when_and_the_stamped_scan_are_kept_with_the_filing(story):
    story.draft()
    scan = SimpleUploadedFile("盖章件.pdf", PDF, content_type="application/pdf")
    answer = file(story, signed_by="王某", signed_on="2015年3月31日", stamped_scan=scan)
    assert answer.status_code == 302
    filing = Filing.objects.get()
    assert (filing.signed_by, filing.signed_on) == ("王某", date(2015, 3, 31))
    download = story.browser("checker").get(f"/gjrc/scans/{filing.stamped_scan_id}/")
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(download.streaming_content) == PDF


@pytest.mark.parametrize("page", ["", "receipt/"])
def test_whether_a_scan_came_with_it_is_said_by_its_page_and_its_receipt(story, page):
    story.draft()
    file(story)
    address = f"/gjrc/tasks/14/plan/filings/1/{page}"
    assert "<dt>盖章扫描件</dt><dd>未上传</dd>" in story.browser("liaison").get(address).content.decode()


@pytest.mark.parametrize("page", ["", "receipt/"])
def test_a_scan_that_came_with_it_is_named_there(story, page):
    story.draft()
    file(story, stamped_scan=SimpleUploadedFile("盖章件.pdf", PDF, content_type="application/pdf"))
    html = story.browser("liaison").get(f"/gjrc/tasks/14/plan/filings/1/{page}").content.decode()
    assert re.search(r"<dt>盖章扫描件</dt>\s*<dd><a [^>]*>盖章件.pdf</a></dd>", html)


@pytest.mark.parametrize(
    ("signed", "shown"),
    [
        ({"signed_by": "王某", "signed_on": "2015年3月31日"}, {"签字领导": "王某", "签字日期": "2015-03-31"}),
        ({"signed_on": "2015年3月31日"}, {"签字日期": "2015-03-31"}),
        ({"signed_by": "王某"}, {"签字领导": "王某"}),
    ],
)
def test_who_signed_and_when_are_shown_each_where_it_is_given(story, signed, shown):
    story.draft()
    file(story, **signed)
    page = story.browser("liaison").get("/gjrc/tasks/14/plan/filings/1/").content.decode()
    facts = dict(re.findall(r"<dt>(签字..)</dt><dd>(.*?)</dd>", page))
    assert facts == shown


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("盖章件.pdf", b"MZ not a pdf", "不是PDF、JPG或PNG"),
        ("盖章件.exe", b"%PDF-1.4", "内容与扩展名不符"),
        ("盖章件.pdf", b"", "空文件"),
    ],
)
def test_a_scan_that_is_not_what_it_says_is_refused_and_nothing_is_filed(story, name, content, words):
    story.draft()
    answer = file(story, stamped_scan=SimpleUploadedFile(name, content))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Filing.objects.exists()


def test_a_signature_dated_tomorrow_is_refused(story):
    story.draft()
    answer = file(story, signed_on="2015-04-02")
    assert answer.status_code == 422
    assert "签字日期不能晚于今天" in answer.content.decode()


def test_a_stale_page_does_not_file_and_shows_the_latest_with_what_was_typed(story):
    story.draft()
    version = story.plan.version
    story.draft(replace(SOUND, contact_name="赵某"))
    answer = file(story, based_on=version, signed_by="王某")
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in (
        "方案刚刚有变化，未办理",
        "赵某",
        'value="王某"',
        f'name="based_on" value="{story.plan.version}"',
    ):
        assert words in page
    assert "checked" not in page
    assert story.plan.status == PlanStatus.DRAFT


def test_a_stale_page_of_a_plan_filed_meanwhile_says_that_it_is_filed(story):
    story.draft()
    version = story.plan.version
    story.file()
    assert file(story, based_on=version).status_code == 409


def test_only_the_liaison_of_the_lead_files(story):
    story.draft()
    assert file(story, who="officer").status_code == 403
    assert file(story, who="other_unit").status_code == 404
    assert file(story, who="checker").status_code == 404
    assert story.plan.status == PlanStatus.DRAFT


def test_a_filed_plan_cannot_be_filed_again(story):
    story.file()
    answer = file(story)
    assert answer.status_code == 409
    assert "请先撤回" in answer.content.decode()


def test_the_review_page_of_a_filed_plan_leads_whoever_files_to_the_plan(story):
    story.file()
    answer = story.browser("liaison").get(REVIEW, follow=True)
    assert answer.redirect_chain == [("/gjrc/tasks/14/plan/", 302)]
    assert "第14项实施方案已报送" in answer.content.decode()
    assert story.browser("officer").get(REVIEW).status_code == 403


def test_the_receipt_leads_on_to_what_is_due_next_and_on_the_last_to_nothing(story):
    story.file()
    assert "下一项" not in receipt_of(story, 1)
    later = make_task(story.programme, 5, lead=story.lead, own_deadline=date(2015, 4, 20))
    make_task(story.programme, 9, lead=story.lead)
    make_task(story.programme, 3, lead=story.participant)
    page = " ".join(receipt_of(story, 1).split())
    assert '<a href="/gjrc/tasks/9/plan/edit/">第9项' in page
    assert "2015年4月3日前报送</span>；此后还有 1 项待报送" in page
    assert "办理下一项：第9项" in page
    assert later.number == 5


def test_a_filing_keeps_what_was_filed_whatever_the_draft_becomes(story):
    story.file()
    story.send_back()
    story.draft(replace(SOUND, contact_name="赵某"))
    assert Filing.objects.get().sheet().contact_name == "李某"


def test_a_filing_freezes_the_names_in_force(story):
    story.file()
    assert Filing.objects.get().unit_names == {"市教委": "北京市市教委", "市科委": "北京市市科委"}


def test_numbers_run_by_plan_and_receipts_through_the_programme(story):
    story.file()
    story.send_back()
    story.file(at(30))
    filings = Filing.objects.order_by("nth")
    assert [filing.number for filing in filings] == ["GJRC-14-1", "GJRC-14-2"]
    assert [filing.sequence for filing in filings] == [1, 2]


def test_the_day_of_the_deadline_counts_in_until_midnight(story):
    story.draft()
    story.file(at(3, 23, month=4))
    page = story.browser("liaison").get("/gjrc/tasks/14/plan/filings/1/receipt/").content.decode()
    assert "按时报送" in page


def test_late_by_a_weekend_is_said_in_days_and_later_in_working_days(story):
    story.draft()
    story.file(at(4, 9, month=4))
    receipt = "/gjrc/tasks/14/plan/filings/1/receipt/"
    assert "逾期1天" in story.browser("liaison").get(receipt).content.decode()


def receipt_of(story, nth: int) -> str:
    return story.browser("liaison").get(f"/gjrc/tasks/14/plan/filings/{nth}/receipt/").content.decode()


def test_a_plan_filed_again_after_its_return_stays_on_time_whatever_the_day(story):
    story.file()
    story.send_back(refile_by=date(2015, 4, 10))
    story.file(at(8, month=4))
    page = receipt_of(story, 2)
    assert "第1次报送于2015年3月25日" in page
    assert "按时报送" in page
    assert "逾期" not in page
    assert "2015年4月10日（在时限内报送）" in page


def test_a_plan_filed_again_after_the_refiling_time_is_told_so(story):
    story.file()
    story.send_back(refile_by=date(2015, 4, 7))
    story.file(at(8, month=4))
    assert "2015年4月7日（已超过）" in receipt_of(story, 2)


def test_the_receipt_of_a_withdrawn_filing_says_so_and_promises_nothing(story):
    story.file()
    assert "撤回修改" in receipt_of(story, 1)
    story.browser("liaison").post("/gjrc/tasks/14/plan/withdraw/", {"based_on": story.plan.version})
    page = receipt_of(story, 1)
    assert "本次报送已撤回" in page
    assert "接下来" not in page


def test_the_database_refuses_a_status_without_its_filing(story):
    plan = story.file()
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(filing=None)


BEFORE = replace(SOUND, finish=Period("2017年前", date(2017, 1, 1), date(2017, 12, 31)))


def test_a_draft_saved_when_less_was_understood_is_filed_as_it_is_read_today(story):
    story.draft(BEFORE)
    story.file()
    assert Filing.objects.get().sheet().finish == Period("2017年前", None, date(2016, 12, 31))
    assert Plan.objects.with_sheet().get().sheet() == Filing.objects.get().sheet()


def test_what_was_filed_with_other_days_keeps_them(story, monkeypatch):
    story.draft(BEFORE)
    with monkeypatch.context() as earlier:
        earlier.setattr(Task, "read", lambda self, typed: typed)
        story.file()
    assert story.browser("liaison").get(REVIEW.replace("review/", "")).status_code == 200
    assert Filing.objects.get().sheet().finish == BEFORE.finish
