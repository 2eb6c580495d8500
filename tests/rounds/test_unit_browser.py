"""A unit reports in a round in real Chromium: with its scripts on a telephone, and without any."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import arrive

pytestmark = pytest.mark.browser


@pytest.fixture
def with_round(browser: Browser, real_server: str) -> str:
    """The receiving office opens March, which is filed on the day of the demonstration; once for all tests, so that of
    each unit one test reports.
    """
    checker = arrive(browser, real_server, "hedui1")
    checker.open("rounds/new/?cycle=month&first=2015-03-01&count=1")
    checker.page.locator("main form button").last.click()
    checker.page.wait_for_load_state()
    checker.page.context.close()
    return real_server


def test_a_unit_reports_on_a_telephone_and_nothing_typed_is_lost(browser, with_round):
    person = arrive(browser, with_round, "kewei", width=375)
    page = person.page
    page.clock.install()
    person.open("rounds/1/")
    person.look()
    page.fill("#id_2_done_text", "已印发实施细则\n召开协调会")
    page.clock.fast_forward(11_000)
    expect(page.locator("#task-2-facts")).to_contain_text("已自动保存")
    page.select_option("#id_2_outlook", "on_course")
    page.reload()
    page.get_by_role("button", name="恢复").click()
    expect(page.locator("#id_2_outlook")).to_have_value("on_course")
    expect(page.locator("#task-2-facts")).to_contain_text("已可报送")
    person.press("核对并报送")
    person.look()
    person.press("报送勾选的各项进展")
    person.look()
    expect(page.locator("main")).to_contain_text("GJRC-JZ01-02-1")
    person.open("")
    person.look()
    expect(page.locator("main")).to_contain_text("应报 5 项，已报 1 项")
    assert not person.complaints


def test_a_unit_reports_without_scripts_and_by_keyboard(browser, with_round):
    person = arrive(browser, with_round, "guanweihui", javascript=False)
    page = person.page
    person.open("rounds/1/")
    for number in (11, 12):
        page.focus(f"#id_{number}_done_text")
        page.keyboard.type(f"第{number}项已启动")
        page.select_option(f"#id_{number}_outlook", "on_course")
    page.get_by_role("button", name="核对并报送", exact=True).press("Enter")
    page.wait_for_load_state()
    expect(page.locator(".standing")).to_contain_text("可以报送 2 项")
    page.get_by_role("button", name="报送勾选的各项进展").press("Enter")
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("已报送 2 项")
    assert not person.complaints


@pytest.mark.long  # in `make test` of a plan (tests/browser/test_journey.py)
def test_a_return_is_commented_on_and_answered_where_it_is_mended(browser, with_round):
    """The answer is saved by itself, what is half said of another is kept on the machine for whoever is typing it. In another
    window an answer is given meanwhile: both are shown.
    """
    lead = arrive(browser, with_round, "shangwu", width=375)
    lead.open("rounds/1/")
    lead.page.fill("#id_8_done_text", "已启动")
    lead.page.select_option("#id_8_outlook", "on_course")
    lead.press("核对并报送")
    lead.press("报送勾选的各项进展")
    checker = arrive(browser, with_round, "hedui1")
    for place in ("done_text", "whole"):
        checker.open(f"rounds/1/tasks/8/?place={place}")
        checker.page.fill("#comment-form textarea", "请补充工作量")
        checker.press("记下意见")
    checker.look()
    checker.page.emulate_media(media="print")
    assert checker.page.locator(".comment-mark").count()
    assert not checker.page.locator(".comment-mark:visible").count()
    checker.page.emulate_media(media="screen")
    checker.page.locator("#return summary").click()
    checker.press("退回市商务委修改")
    page = lead.page
    page.clock.install()
    lead.open("rounds/1/")
    lead.look()
    beside = page.locator("#task-8 .round-text .comment-beside")
    beside.get_by_label("部分采纳").check()
    page.locator("#task-8 > .comment-beside").get_by_label("未采纳").check()
    page.clock.fast_forward(11_000)
    expect(page.locator("#task-8-facts")).to_contain_text("已自动保存")
    expect(page.locator("#task-8-facts")).to_contain_text("整体的答复未填完，尚未保存")
    page.reload()
    expect(beside).to_contain_text("已答复：部分采纳")
    whole = page.locator("#task-8 > .comment-beside")
    expect(whole.locator("summary")).to_have_text("答复")
    page.get_by_role("button", name="恢复").click()
    expect(page.locator("main")).to_contain_text("未采纳的意见请说明理由")
    expect(whole.get_by_label("未采纳")).to_be_checked()
    whole.get_by_label("说明").fill("按职责分工由其他单位统计")
    with page.expect_response(
        lambda answer: answer.request.method == "POST"
    ):  # saved before the other window opens
        page.clock.fast_forward(11_000)
    expect(page.locator("#task-8-facts")).not_to_contain_text("未填完")
    other = arrive(browser, with_round, "shangwu")
    other.page.clock.install()
    other.open("rounds/1/")
    expect(other.page.locator("#plan-kept")).to_be_hidden()
    whole.get_by_label("说明").fill("改由其他单位统计")
    page.clock.fast_forward(11_000)
    expect(page.locator("#task-8-facts")).not_to_contain_text("尚未保存")
    other.page.locator("#task-8 > .comment-beside summary").click()
    other.page.locator("#task-8 > .comment-beside").get_by_label("说明").fill("后写的说明")
    other.page.fill("#id_8_next_text", "另一窗口所写")
    other.page.clock.fast_forward(11_000)
    expect(other.page.locator("#task-8-notice")).to_contain_text("您在另一个窗口保存了另一份答复")
    other.press("查看两份内容并选择")
    other.look()
    expect(other.page.locator("main")).to_contain_text("改由其他单位统计")
    other.page.get_by_label("您填写的答复").check()
    other.press("按所选内容保存")
    expect(other.page.locator("#id_8_next_text")).to_have_value("另一窗口所写")
    expect(other.page.locator("#task-8 > .comment-beside").get_by_label("说明")).to_have_value("后写的说明")
    assert not lead.complaints
    assert not other.complaints
    assert not checker.complaints
