"""整体报送 of a round, its receipt, withdrawing, and answering a return; through the front door."""

from dataclasses import replace
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.actions import progress_filing, reports
from tasks.enums import Outlook, ProgressStatus
from tasks.models import Entry
from tests.factories import client_for, make_task
from tests.rounds.browsing import Browser, address, go_to
from tests.rounds.conftest import SAID, moment

OPENS, DUE, LATE = date(2015, 4, 28), date(2015, 5, 8), date(2015, 5, 9)
SHORT = {"t14_done_text": "已印发", "t14_outlook": "on_course"}


def file(browser: Browser, **more):
    """Send the review as it stands."""
    data = browser.fields("") | more
    browser.page = browser.client.post(address("round-file", number=browser.number), data, follow=True)
    return browser


def test_what_is_ready_is_filed_at_once_and_what_is_not_is_named(opened):
    opened.save(replace(SAID, outlook=""), task=2, day=OPENS)
    browser = Browser(opened.story.liaison).open().press("review", **SHORT)
    assert "可以报送 1 项，尚需补正 1 项" in browser.html
    assert "尚未选择推进状态" in browser.html
    assert "/rounds/1/?open=20#id_20_outlook" in browser.html
    file(browser)
    assert "已报送 1 项" in browser.html
    assert "GJRC-JZ01-14-1" in browser.html
    assert "按时报送" in browser.html
    assert [entry.progress.task for entry in Entry.objects.all()] == [opened.tasks[1]]


def test_several_are_filed_with_who_signed_and_when(opened):
    opened.save(task=2, day=OPENS)
    browser = Browser(opened.story.liaison).open().press("review", **SHORT)
    file(browser, signed_by="张某", signed_on="2015年4月28日")
    assert {(entry.signed_by, entry.signed_on) for entry in Entry.objects.all()} == {("张某", OPENS)}
    assert Entry.objects.count() == 2


def test_the_day_it_was_signed_is_shown_without_who_signed_too(opened):
    opened.save(task=2, day=OPENS)
    browser = Browser(opened.story.liaison).open().press("review", **SHORT)
    file(browser, signed_on="2015年4月28日")
    page = browser.open(address("progress", 14)).html
    assert "<dt>签字日期</dt><dd>2015-04-28</dd>" in page
    assert "签字领导" not in page


def test_one_that_was_changed_meanwhile_is_named_and_none_is_filed(opened):
    opened.save(task=2, day=OPENS)
    browser = Browser(opened.story.liaison).open().press("review", **SHORT)
    looked_at = browser.fields("")
    opened.save(replace(SAID, done_text="又改了"), task=2, day=OPENS, by=opened.story.officer)
    browser.page = browser.client.post(address("round-file"), looked_at)
    assert browser.page.status_code == 409
    assert "第20项：本项进展刚刚有变化" in browser.html
    assert "各项均未报送" in browser.html
    assert not Entry.objects.exists()
    file(browser)
    assert Entry.objects.count() == 2


def test_a_task_that_is_not_ticked_stays_a_draft(opened):
    opened.save(task=2, day=OPENS)
    browser = Browser(opened.story.liaison).open().press("review", **SHORT)
    data = {name: value for name, value in browser.fields("").items() if name != "20-file"}
    browser.client.post(address("round-file"), data)
    assert opened.progress(2).status == ProgressStatus.DRAFT
    assert opened.progress(1).status == ProgressStatus.FILED


def test_warnings_are_seen_before_anything_is_filed(opened):
    opened.file(day=OPENS)
    go_to(date(2015, 5, 28))
    opened.save(replace(SAID, outlook=Outlook.ON_COURSE), round=opened.may, day=date(2015, 5, 28))
    browser = Browser(opened.story.liaison, 2).open(address("round-review", number=2))
    assert "与上期完全相同" in browser.html
    file(browser)
    assert browser.page.status_code == 422
    assert "以上提示已知悉" in browser.html
    file(browser, warnings_seen="on")
    assert opened.progress(1, opened.may).status == ProgressStatus.FILED


def test_nothing_new_past_a_step_that_fell_due_is_a_warning(opened, plan_in_force):
    """Step 1 is due on April 30 and asked about in this round until May 8."""
    opened.file(day=OPENS, task=1, round=opened.april)
    go_to(date(2015, 5, 28))
    browser = Browser(opened.story.liaison, 2).open()
    browser.press("unchanged-14").open(address("round-review", number=2))
    assert "第1步已逾期，推进状态为“按计划推进”，请核对" in browser.html


def test_on_course_past_a_step_that_fell_due_is_a_warning_before_it_is_overdue(opened, plan_in_force):
    go_to(date(2015, 5, 5))
    opened.save(replace(SAID, outlook=Outlook.ON_COURSE), day=date(2015, 5, 5))
    browser = Browser(opened.story.liaison).open(address("round-review"))
    assert "第1步已过完成时限，尚未报送完成情况，推进状态为“按计划推进”，请核对" in browser.html


def test_one_task_is_filed_alone(opened):
    opened.save(task=2, day=OPENS)
    browser = Browser(opened.story.liaison).open().press("review-14", **SHORT)
    assert "可以报送 1 项" in browser.html
    file(browser)
    assert opened.progress(2).status == ProgressStatus.DRAFT


def test_an_officer_does_not_file(opened):
    client = client_for(opened.story.officer)
    assert client.get(address("round-review")).status_code == 403
    assert "核对并报送" not in Browser(opened.story.officer).open().html


def test_what_was_filed_is_withdrawn_until_the_due_day(opened):
    opened.file(day=OPENS)
    browser = Browser(opened.story.liaison)
    for day, words in ((DUE, "撤回"), (LATE, "")):
        go_to(day)
        browser.open(address("round-receipt"))
        assert ('action="/gjrc/rounds/1/tasks/14/withdraw/"' in browser.html) is bool(words)
        assert ('class="row-actions"' in browser.html) is bool(words)
    go_to(DUE)
    data = {"based_on": opened.progress().version}
    browser.page = browser.client.post(address("progress-withdraw", 14), data, follow=True)
    assert "第14项进展已撤回" in browser.html
    assert opened.progress().status == ProgressStatus.DRAFT


def test_a_returned_one_stands_open_with_what_is_to_be_mended_and_is_filed_again(opened):
    opened.file(day=OPENS)
    opened.send_back(date(2015, 5, 20), day=OPENS, hour=15, words="请补充引进人才数据")
    browser = Browser(opened.story.liaison).open()
    assert "请补充引进人才数据" in browser.html
    assert "5月20日前重新报送" in browser.html
    file(browser.press("review", t14_done_text="已引进 12 人"))
    assert opened.progress().entry.nth == 2
    assert opened.progress().status == ProgressStatus.FILED


def test_what_was_entered_on_behalf_is_corrected(opened):
    story = opened.story
    letter = story.letter(tasks=[story.task], received_at=moment(OPENS, 9))
    progress_filing.enter_on_behalf(
        task=story.task,
        round=opened.april,
        letter=letter,
        based_on=0,
        said=SAID,
        by=story.checker,
        at=moment(OPENS),
    )
    browser = Browser(story.liaison).open()
    assert "据来文代录" in browser.html
    browser.press("open-14")
    file(browser.press("review", t14_done_text="来文有误，应为 46 项"))
    entry = opened.progress().entry
    assert (entry.nth, entry.letter, entry.said().done_text) == (2, None, "来文有误，应为 46 项")


def test_the_receipt_asks_nothing_more_for_more_rows_and_offers_none_back_that_a_draft_used(opened):
    """One is filed before the 送审稿 was taken, more behind it."""
    programme, story = opened.story.programme, opened.story
    opened.file(day=OPENS)
    reports.begin(
        programme=programme, round=None, as_of=OPENS, corrects=None, by=story.checker, at=moment(OPENS, 11)
    )
    client, asked = client_for(story.liaison), []
    for number in (50, 51, 52):
        opened.tasks[number] = make_task(programme, number, lead=story.lead)
        row = opened.save(task=number, day=OPENS)
        progress_filing.file_progress(
            progress_id=row.pk, based_on=row.version, by=story.liaison, at=moment(OPENS, 12)
        )
        client.get(address("round-receipt"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address("round-receipt")).content.decode()
        asked.append(len(queries))
    assert len(set(asked)) == 1
    assert [f"/tasks/{number}/withdraw/" in page for number in (14, 50, 51, 52)] == [False, True, True, True]


def test_the_receipt_says_what_came_late(opened):
    go_to(LATE)
    opened.file(day=LATE)
    browser = Browser(opened.story.liaison).open(address("round-receipt"))
    assert "逾期报送" in browser.html
    assert "已报送 1 项" in browser.html
