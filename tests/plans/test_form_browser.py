"""The plan form under the hands of a person: nothing typed is ever lost. Real Chromium, real server."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser.people import Person, enter, sign_in

pytestmark = pytest.mark.browser

SOUND = {
    "supervising_leader": "副主任 张某",
    "responsible_office": "创业服务处",
    "contact_name": "李某",
    "contact_phone": "010-00000002",
    "start": "2015年3月",
    "finish": "2017年12月",
    "step_1_text": "印发实施细则",
    "step_1_due": "2015年4月底前",
}


def open_form(page: Page, server: str, number: int) -> None:
    page.goto(f"{server}/gjrc/tasks/{number}/plan/edit/")
    expect(page.locator("#plan-form")).to_be_visible()


def save_by_hand(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#plan-saved")).to_contain_text("已保存")


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('plan-keep:'))")


@pytest.fixture
def person(page: Page, real_server: str) -> Page:
    """A liaison of the unit that leads most tasks."""
    enter(page, real_server, "guanweihui")
    return page


def test_what_is_typed_is_saved_by_itself_ten_seconds_after_a_change(person, real_server):
    person.clock.install()
    open_form(person, real_server, 11)
    person.fill("#id_contact_name", "李某")
    person.clock.fast_forward(9_000)
    expect(person.locator("#plan-saved")).to_have_text("尚未保存")
    assert kept(person)
    person.clock.fast_forward(2_000)
    expect(person.locator("#plan-saved")).to_contain_text("已自动保存")
    expect(person.locator("#plan-missing")).not_to_contain_text("联系人")
    assert not kept(person)
    person.reload()
    expect(person.locator("#id_contact_name")).to_have_value("李某")


def test_the_box_for_pasting_says_what_will_become_of_its_text_before_it_is_added(person, real_server):
    open_form(person, real_server, 11)
    person.locator("#id_steps summary").click()
    box, told = person.locator("#id_paste"), person.locator("#id_paste_offer")
    expect(box).to_have_accessible_name("步骤文字")
    expect(box).to_have_accessible_description(re.compile("一行一步.*最多粘贴30000字"))
    box.press_sequentially("一、调研，3月底前")
    expect(told).to_contain_text("将识别为 1 步，1 步有时限。")
    box.fill("一、调研，3月底前\n二、起草\n三、送审\n四、印发")
    expect(told).to_contain_text("将识别为 4 步，1 步有时限。")
    expect(told.get_by_role("listitem")).to_have_text([re.compile("调研.*时限：3月底前"), "起草", "送审"])
    expect(told).to_contain_text("其余 1 步")
    expect(person.locator("[name=step_text]")).to_have_count(1)
    box.fill("")
    expect(told).to_be_empty()
    box.fill("一、调研\n二、起草")
    expect(told).to_contain_text("将识别为 2 步")
    person.get_by_role("button", name="加入工作步骤").click()
    expect(person.locator("#id_step_2_text")).to_have_value("起草")
    expect(told).to_be_empty()


def test_steps_that_are_too_many_can_be_taken_out_one_by_one(person, real_server):
    open_form(person, real_server, 16)
    person.locator("#id_steps summary").click()
    person.fill("#id_paste", "\n".join(f"{number}. 第{number}件事" for number in range(1, 103)))
    save_button = person.get_by_role("button", name="保存", exact=True)
    save_button.click()
    steps, wrong = person.locator("[name=step_text]"), person.locator(".error-summary")
    for count in (102, 101):
        expect(steps).to_have_count(count)
        expect(wrong).to_contain_text(f"工作步骤最多100步，现有{count}步")
        person.locator("button[value=remove-step-2]").click()
    expect(steps).to_have_count(100)
    expect(wrong).to_have_count(0)
    expect(person.locator("#plan-saved")).to_contain_text("已保存")


def test_rows_are_worked_on_with_the_keyboard_alone(person, real_server):
    open_form(person, real_server, 12)
    person.fill("#id_step_1_text", "起草文件")
    person.focus("#id_add_step")
    person.keyboard.press("Enter")
    expect(person.locator("#id_step_2_text")).to_be_focused()
    person.keyboard.type("印发文件")
    person.focus("#id_add_step")
    person.keyboard.press("Enter")
    expect(person.locator("#id_step_3_text")).to_be_focused()
    person.keyboard.type("督促落实")
    person.focus("#id_step_3_up")
    person.keyboard.press("Enter")
    expect(person.locator("#id_step_2_up")).to_be_focused()
    expect(person.locator("#id_step_2_text")).to_have_value("督促落实")
    expect(person.locator("#id_step_3_text")).to_have_value("印发文件")
    save_by_hand(person)
    expect(person.locator("#id_step_2_text")).to_have_value("督促落实")


def test_a_save_by_itself_does_not_press_the_button_that_has_the_focus(person, real_server):
    person.clock.install()
    open_form(person, real_server, 12)
    person.fill("#id_contact_name", "李某")
    rows = person.locator("[name=step_text]").count()
    person.focus("#id_add_step")
    person.clock.fast_forward(11_000)
    expect(person.locator("#plan-saved")).to_contain_text("已自动保存")
    assert person.locator("[name=step_text]").count() == rows


def test_enter_in_a_field_saves_and_stays_and_what_is_missing_follows_the_typing(person, real_server):
    open_form(person, real_server, 24)
    missing = person.locator("#plan-missing").get_by_role("link", name="联系人")
    expect(missing).to_be_visible()
    person.evaluate("window.stays = true")
    person.fill("#id_contact_name", "李某")
    expect(missing).to_be_hidden()
    person.fill("#id_start", "2015年3月")
    person.keyboard.press("Enter")
    expect(person.locator("#plan-saved")).to_contain_text("已自动保存")
    expect(person.locator("#id_start_read")).to_contain_text("2015-03-01 起")
    expect(person.locator("#id_start")).to_be_focused()
    person.fill("#id_contact_name", "")
    person.keyboard.press("Enter")
    expect(missing).to_be_visible()
    assert person.evaluate("window.stays")


def test_back_never_asks_whether_to_send_a_form_again(person, real_server):
    open_form(person, real_server, 19)
    for name, text in (SOUND | {"contact_phone": "010-8882710"}).items():
        person.fill(f"#id_{name}", text)
    save_by_hand(person)
    review = f"{real_server}/gjrc/tasks/19/plan/review/"
    person.goto(review)
    person.get_by_role("button", name="报送实施方案").click()
    expect(person.locator(".error-summary")).to_contain_text("以上提示已知悉")
    expect(person).to_have_url(review)
    person.get_by_role("link", name="返回修改").click()
    expect(person.locator("#plan-form")).to_be_visible()
    person.go_back()
    expect(person.locator("h1")).to_have_text("核对并报送")
    expect(person).to_have_url(review)


def test_ones_own_second_window_is_called_so(person, context: BrowserContext, real_server):
    open_form(person, real_server, 17)
    other = context.new_page()
    open_form(other, real_server, 17)
    other.fill("#id_contact_name", "赵某")
    save_by_hand(other)
    person.fill("#id_contact_name", "钱某")
    person.evaluate("htmx.trigger('#plan-form', 'autosave')")
    expect(person.locator("#plan-notice")).to_contain_text("您在另一个窗口")


def test_a_time_is_explained_as_soon_as_it_was_typed(person, real_server):
    open_form(person, real_server, 13)
    person.fill("#id_start", "2016年3月")
    person.fill("#id_step_1_due", "第二季度")
    person.keyboard.press("Tab")
    expect(person.locator("#id_step_1_due_read")).to_have_text("2016-06-30 止")
    # Before the start, though the time before it has a year of its own.
    person.get_by_role("button", name="添加一步").click()
    person.fill("#id_step_1_due", "2016年1月")
    person.fill("#id_step_2_due", "2月")
    person.keyboard.press("Tab")
    expect(person.locator("#id_step_2_due_read")).to_contain_text("2017-02-28 止")
    expect(person.locator("#id_step_2_due_read .not-understood")).to_contain_text(
        "因早于启动时间，按2017年理解"
    )
    person.fill("#id_finish", "看情况")
    person.keyboard.press("Tab")
    expect(person.locator("#id_finish_read")).to_have_text("未识别，按原文保留")
    expect(person.locator("#id_finish_read .not-understood")).to_be_visible()


def test_what_was_typed_is_offered_again_after_the_session_ended(
    person, context: BrowserContext, real_server
):
    open_form(person, real_server, 9)
    person.fill("#id_contact_name", "没存上的人")
    context.clear_cookies(name="session")
    person.get_by_role("button", name="保存", exact=True).click()
    person.wait_for_url("**/sign-in/**")
    sign_in(person, "guanweihui")
    person.wait_for_url("**/gjrc/tasks/9/plan/edit/")
    expect(person.get_by_text("您的登录已结束，下面的内容当时没有保存。")).to_be_visible()
    expect(person.locator("#plan-kept")).to_contain_text("尚未保存的内容")
    person.get_by_role("button", name="恢复").click()
    expect(person.locator("#plan-saved")).to_contain_text("已保存")
    expect(person.locator("#id_contact_name")).to_have_value("没存上的人")
    expect(person.locator("#plan-kept")).to_be_hidden()
    assert not kept(person)


def test_what_was_kept_can_be_given_up(person, real_server):
    open_form(person, real_server, 16)
    person.fill("#id_contact_name", "不要的人")
    person.reload()
    expect(person.locator("#plan-kept")).to_contain_text("尚未保存的内容")
    expect(person.locator("[data-ended]")).to_be_hidden()
    person.get_by_role("button", name="放弃").click()
    expect(person.locator("#plan-kept")).to_be_hidden()
    assert not kept(person)
    expect(person.locator("#id_contact_name")).to_have_value("")


def test_another_person_at_the_same_machine_is_not_offered_it(person, real_server):
    open_form(person, real_server, 17)
    person.fill("#id_contact_name", "李某")
    person.context.clear_cookies(name="session")
    person.goto(f"{real_server}/sign-in/")
    sign_in(person, "keji")
    open_form(person, real_server, 17)
    expect(person.locator("#plan-kept")).to_be_hidden()


def test_signing_out_clears_all_that_was_kept_of_the_person(person, real_server):
    for number in (18, 19):
        open_form(person, real_server, number)
        person.fill("#id_contact_name", "李某")
    assert len(kept(person)) == 2
    person.locator("details.menu summary").click()
    person.get_by_role("button", name="退出").click()
    person.wait_for_url("**/sign-in/")
    assert not kept(person)


def test_a_cut_connection_is_told_and_saved_once_it_is_back(person, context: BrowserContext, real_server):
    person.clock.install()
    open_form(person, real_server, 20)
    context.set_offline(True)
    person.fill("#id_contact_name", "李某")
    person.clock.fast_forward(11_000)
    expect(person.locator("#plan-notice")).to_have_text("网络中断，内容已暂存在本机，恢复后自动保存。")
    assert kept(person)
    context.set_offline(False)
    expect(person.locator("#plan-saved")).to_contain_text("已自动保存")
    expect(person.locator("#plan-notice")).to_be_empty()
    assert not kept(person)


def test_what_was_typed_while_the_connection_was_cut_is_offered_when_the_form_is_opened_again(
    person, context: BrowserContext, real_server
):
    open_form(person, real_server, 36)
    context.set_offline(True)
    person.fill("#id_step_1_text", "起草文件")
    person.fill("#id_step_1_due", "2015年6月")
    # Closed, it might live a moment longer and save when the connection is back.
    with person.expect_event("crash"), pytest.raises(Error, match="ERR_ABORTED"):
        person.goto("chrome://crash")
    person.close()
    again = context.new_page()
    context.set_offline(False)
    open_form(again, real_server, 36)
    expect(again.locator("#id_step_1_text")).to_have_value("")
    again.get_by_role("button", name="恢复").click()
    expect(again.locator("#id_step_1_text")).to_have_value("起草文件")
    expect(again.locator("#id_step_1_due_read")).to_have_text("2015-06-30 止")
    assert not kept(again)


def test_filing_clears_what_another_window_still_keeps(person, context: BrowserContext, real_server):
    open_form(person, real_server, 37)
    for name, text in SOUND.items():
        person.fill(f"#id_{name}", text)
    save_by_hand(person)
    other = context.new_page()
    open_form(other, real_server, 37)
    other.fill("#id_contact_name", "没存上的人")
    assert kept(person)
    other.close()
    person.goto(f"{real_server}/gjrc/tasks/37/plan/review/")
    person.get_by_label("以上提示已知悉，继续报送").check()
    person.get_by_role("button", name="报送实施方案").click()
    person.wait_for_url("**/receipt/")
    assert not kept(person)


def test_a_button_that_leads_away_saves_first(person, real_server):
    open_form(person, real_server, 22)
    person.fill("#id_contact_name", "李某")
    person.get_by_role("button", name="核对并报送").click()
    person.wait_for_url("**/plan/review/")
    expect(person.locator("main")).to_contain_text("李某")
    assert not kept(person)


def test_an_answer_that_is_half_typed_is_kept_until_it_is_saved(page, real_server):
    enter(page, real_server, "kewei")
    page.clock.install()
    open_form(page, real_server, 7)
    comment, facts = page.locator(".comment-beside").first, page.locator("#plan-facts")
    comment.get_by_label("未采纳").check()
    page.fill("#id_contact_name", "王某")
    page.clock.fast_forward(11_000)
    expect(page.locator("#plan-saved")).to_contain_text("已自动保存")
    expect(facts).to_contain_text("的答复未填完，尚未保存")
    page.get_by_role("button", name="核对并报送").click()
    expect(page.locator("#plan-notice")).to_contain_text("有答复未填完，尚未保存")
    page.reload()
    page.get_by_role("button", name="恢复").click()
    expect(page.locator("main")).to_contain_text("未采纳的意见请说明理由")
    expect(page.locator("#id_contact_name")).to_have_value("王某")
    expect(comment.get_by_label("未采纳")).to_be_checked()
    comment.get_by_label("说明").fill("另行办理")
    page.clock.fast_forward(11_000)
    expect(page.locator("#plan-saved")).to_contain_text("已自动保存")
    expect(facts).not_to_contain_text("未填完")
    assert not kept(page)
    page.reload()
    expect(comment).to_contain_text("已答复：未采纳")
    expect(page.locator("#plan-kept")).to_be_hidden()


@pytest.mark.long  # another end of two texts that met
def test_who_chooses_the_answer_of_another_window_is_not_offered_their_own_again(
    page, context: BrowserContext, real_server
):
    enter(page, real_server, "kewei")
    open_form(page, real_server, 7)
    other = context.new_page()
    open_form(other, real_server, 7)
    for window, answer, said in ((other, "采纳", "已改"), (page, "未采纳", "另行办理")):
        comment = window.locator(".comment-beside").last
        comment.get_by_label(answer, exact=True).check()
        comment.get_by_label("说明").fill(said)
    save_by_hand(other)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("h1")).to_contain_text("请选择")
    page.locator("[value=theirs]").check()
    page.get_by_role("button", name="按所选内容保存").click()
    page.wait_for_url(re.compile(r"/plan/edit/"))
    expect(page.locator("#plan-kept")).to_be_hidden()
    assert not kept(page)


def meet_a_conflict(person: Page, browser: Browser, server: str, number: int) -> None:
    """A colleague saves while `person` is typing; ends on the page of choices."""
    open_form(person, server, number)
    colleague = browser.new_page()
    enter(colleague, server, "keji")
    open_form(colleague, server, number)
    colleague.fill("#id_contact_name", "赵某")
    colleague.fill("#id_step_1_text", "起草文件")
    save_by_hand(colleague)
    colleague.close()
    person.fill("#id_contact_name", "钱某")
    person.evaluate("htmx.trigger('#plan-form', 'autosave')")
    expect(person.locator("#plan-notice")).to_contain_text("保存了另一份内容")
    expect(person.locator("#id_contact_name")).to_have_value("钱某")
    person.get_by_role("button", name="查看两份内容并选择").click()
    expect(person.locator("h1")).to_have_text("两份内容请选择")
    reader = Person(person, server)
    reader.look()
    assert reader.complaints == []


def test_two_people_editing_choose_between_their_texts(person, browser, real_server):
    meet_a_conflict(person, browser, real_server, 25)
    both = person.get_by_role("group", name="联系人")
    expect(both).to_contain_text("赵某")
    expect(both).to_contain_text("钱某")
    person.get_by_role("group", name="联系人").get_by_label("您填写的内容").check()
    person.get_by_role("button", name="按所选内容保存").click()
    person.wait_for_url(re.compile(r"/plan/edit/"))
    expect(person.locator("#id_contact_name")).to_have_value("钱某")
    expect(person.locator("#id_step_1_text")).to_have_value("起草文件")
    expect(person.locator("#plan-kept")).to_be_hidden()


@pytest.mark.long  # another end of two texts that met
def test_who_chooses_the_text_of_the_other_is_not_offered_their_own_again(person, browser, real_server):
    """Nothing is left to be written then, so that no newer version shows that it was chosen."""
    meet_a_conflict(person, browser, real_server, 9)
    person.get_by_role("group", name="联系人").locator("[value=theirs]").check()
    person.get_by_role("button", name="按所选内容保存").click()
    person.wait_for_url(re.compile(r"/plan/edit/"))
    expect(person.locator("#id_contact_name")).to_have_value("赵某")
    expect(person.locator("#plan-kept")).to_be_hidden()
    assert not kept(person)


@pytest.mark.long  # another end of two texts that met
def test_what_met_another_text_is_offered_again_after_both_were_saved_before(person, browser, real_server):
    """The form rests on an older version than the last that was saved from it: that one is no sign that the text arrived."""
    open_form(person, real_server, 13)
    colleague = browser.new_page()
    enter(colleague, real_server, "keji")
    open_form(colleague, real_server, 13)
    colleague.fill("#id_contact_name", "赵某")
    save_by_hand(colleague)
    colleague.close()
    person.clock.install()
    person.fill("#id_responsible_office", "高教处")
    person.clock.fast_forward(11_000)
    expect(person.locator("#plan-notice")).to_contain_text("已与您填写的一并保存")
    person.fill("#id_contact_name", "钱某")
    person.get_by_role("button", name="保存", exact=True).click()
    expect(person.locator("h1")).to_contain_text("请选择")
    open_form(person, real_server, 13)
    person.locator("#plan-kept [data-restore]").click()
    expect(person.get_by_role("group", name="联系人")).to_contain_text("钱某")


@pytest.mark.long  # another end of two texts that met
def test_who_gives_up_in_a_conflict_is_not_offered_the_text_again(person, browser, real_server):
    meet_a_conflict(person, browser, real_server, 27)
    person.get_by_role("link", name="放弃我的内容").click()
    person.wait_for_url(re.compile(r"/plan/edit/"))
    expect(person.locator("#id_contact_name")).to_have_value("赵某")
    expect(person.locator("#plan-kept")).to_be_hidden()
    assert not kept(person)


def test_two_people_who_touch_different_texts_are_both_saved(person, browser, real_server):
    """What the other one wrote stands in a note until the page is drawn anew, and is never written over. What is saved by then
    is not offered again, though it was typed once more.
    """
    open_form(person, real_server, 18)
    colleague = browser.new_page()
    enter(colleague, real_server, "keji")
    open_form(colleague, real_server, 18)
    colleague.fill("#id_contact_name", "赵某")
    colleague.fill("#id_step_1_text", "起草文件")
    save_by_hand(colleague)
    colleague.close()
    person.clock.install()
    note, automatic = person.locator("#plan-notice"), person.locator("#plan-saved")
    for office, version in (("高教处", 2), ("学位处", 3)):
        person.fill("#id_responsible_office", office)
        person.clock.fast_forward(11_000)
        expect(person.locator("[name=together]")).to_have_value(re.compile(f"^{version}"))
        expect(note).to_contain_text("联系人、工作步骤及完成时限另有修改")
        expect(automatic).to_contain_text("已自动保存")
    expect(person.locator("#id_contact_name")).to_have_value("")
    assert not kept(person)
    person.fill("#id_responsible_office", "")
    person.fill("#id_responsible_office", "学位处")
    save_by_hand(person)
    expect(person.locator("#id_contact_name")).to_have_value("赵某")
    expect(person.locator("#plan-kept")).to_be_hidden()
    assert not kept(person)
    for name, text in {
        "contact_name": "赵某",
        "step_1_text": "起草文件",
        "responsible_office": "学位处",
    }.items():
        expect(person.locator(f"#id_{name}")).to_have_value(text)


def test_the_form_scrolls_only_downwards_on_a_narrow_screen(person, real_server):
    person.set_viewport_size({"width": 320, "height": 700})
    open_form(person, real_server, 24)
    assert person.evaluate("document.documentElement.scrollWidth") == 320
