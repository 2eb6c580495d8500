"""The form by keyboard alone, and on a phone: everything can be reached, and one always sees where one is."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import arrive
from tests.of_a_kind import one_of_each

pytestmark = pytest.mark.browser

# Whether the element that has the focus can be seen: outlined, in the window, and under nothing else.
SEEN = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 20)];
  const top = document.elementFromPoint(x, y);
  const style = getComputedStyle(element);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return outlined && top !== null && (element.contains(top) || top.contains(element));
}"""

# The controls of the form that a thumb cannot use: outside the window, covered when focused, or under 24 px. A tick
# box is pressed through its label too.
OUT_OF_REACH = """() => {
  const controls = document.querySelectorAll("#plan-form :is(button, input, textarea, select, summary):enabled, summary");
  const found = [];
  for (const each of controls) {
    if (!each.checkVisibility() || each.type === "hidden" || each.tabIndex < 0) continue;
    each.focus();
    const box = each.getBoundingClientRect();
    const pressed = (each.closest(".tick") ?? each).getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
    const name = each.id || each.textContent.trim();
    if (box.left < 0 || box.right > innerWidth) found.push(`${name} is outside`);
    if (pressed.width < 24 || pressed.height < 24) found.push(`${name} is small`);
    if (!top || !each.contains(top)) found.push(`${name} is under ${top?.outerHTML.slice(0, 80)} at ${box.y}`);
  }
  return found;
}"""

MOST_STOPS = 120


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there; every stop on the way has to be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        assert page.evaluate(SEEN) or stop.startswith("<body"), f"the focus cannot be seen at {stop}"
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{MOST_STOPS} times Tab did not lead to {selector}")


def type_into(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.insert_text(text)


def press(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


def test_a_plan_is_filled_in_and_filed_by_keyboard_alone(browser: Browser, real_server):
    person = arrive(browser, real_server, "guanweihui")
    page = person.open("tasks/34/plan/edit/")
    type_into(page, "#id_supervising_leader", "副主任 张某")
    type_into(page, "#id_responsible_office", "国际交流合作处")
    type_into(page, "#id_contact_name", "许某")
    type_into(page, "#id_contact_phone", "010-00000002")
    type_into(page, "#id_start", "2015年3月")
    type_into(page, "#id_finish", "2017年12月")
    type_into(page, "#id_step_1_text", "印发实施细则")
    type_into(page, "#id_step_1_due", "2015年4月底前")

    press(page, "#id_add_step")
    expect(page.locator("#id_step_2_text")).to_be_focused()
    page.keyboard.insert_text("写错的一步")
    press(page, "[value=remove-step-2]", "Space")
    expect(page.locator("#id_step_2_text")).to_have_count(0)
    expect(page.locator("#id_step_1_text")).to_be_focused()

    press(page, "#id_steps summary")
    type_into(page, "#id_paste", "（一）召开座谈会，2015年5月\n（二）引进国际组织，2015年第四季度")
    press(page, "[value=paste]")
    expect(page.locator("#id_step_2_text")).to_be_focused()
    expect(page.locator("#id_step_2_text")).to_have_value("召开座谈会")
    expect(page.locator("#id_step_3_due_read")).to_have_text("2015-12-31 止")

    press(page, "#id_step_2_down")
    expect(page.locator("#id_step_3_text")).to_have_value("召开座谈会")
    expect(page.locator("#id_step_3_text")).to_be_focused()
    press(page, "#id_step_3_up", "Space")
    expect(page.locator("#id_step_2_text")).to_have_value("召开座谈会")
    expect(page.locator("#id_step_2_up")).to_be_focused()

    press(page, "#id_add_participant")
    expect(page.locator("#id_participant_1")).to_be_focused()
    press(page, "[value=remove-participant-1]")
    expect(page.locator("#id_add_participant")).to_be_focused()

    press(page, "[value=review]")
    page.wait_for_url("**/plan/review/")
    press(page, "[name=warnings_seen]", "Space")
    press(page, "form[data-plan-file] .btn-primary")
    page.wait_for_url("**/filings/1/receipt/")
    expect(page.locator("main")).to_contain_text("GJRC-34-1")
    assert person.complaints == []
    page.context.close()


@pytest.mark.parametrize("width", one_of_each([320, 375]))
def test_on_a_phone_every_control_of_the_form_can_be_reached(browser: Browser, real_server, width):
    person = arrive(browser, real_server, "guanweihui", width=width)
    page = person.open("tasks/10/plan/edit/")
    for closed in page.locator("#plan-form details > summary").all():
        closed.click()
    assert page.evaluate(OUT_OF_REACH) == []
    person.look()
    assert person.complaints == []
    page.context.close()


@pytest.mark.parametrize("width", one_of_each([320, 375, 768, 1280]))
def test_a_time_from_month_to_month_is_seen_whole(browser: Browser, real_server, width):
    person = arrive(browser, real_server, "shangwu", width=width)
    page = person.open("tasks/8/plan/edit/")
    page.fill("#id_step_1_due", "2015年10月—2016年11月")
    assert page.locator("#id_step_1_due").evaluate("(field) => field.scrollWidth <= field.clientWidth")
    page.context.close()


# Cells that are lower than their label, which stands before what is in them.
OVER_THE_EDGE = """() => [...document.querySelectorAll(".paper-table td[data-label]:not(.blank)")].filter((cell) => {
  const { height } = getComputedStyle(cell, "::before");
  return cell.clientHeight && parseFloat(height) > cell.clientHeight;
}).map((cell) => cell.dataset.label)"""


@pytest.mark.parametrize("address", one_of_each(["contacts/", "deadlines/", "rounds/"]))
def test_on_a_phone_the_label_of_a_cell_stays_in_its_card(browser: Browser, real_server, address):
    person = arrive(browser, real_server, "hedui1", width=375)
    page = person.open(address)
    assert page.evaluate(OVER_THE_EDGE) == []
    person.look()
    assert person.complaints == []
    page.context.close()


@pytest.mark.parametrize("javascript", one_of_each([True, False]))
def test_on_a_phone_a_task_is_found_from_any_page(browser: Browser, real_server, javascript):
    person = arrive(browser, real_server, "jiaowei", width=375, javascript=javascript)
    page = person.open("plans/")
    search = page.get_by_role("search")
    for typed, task in (("GJRC-7-1", "7"), ("kggs", "8")):
        search.get_by_role("searchbox").fill(typed)
        search.get_by_role("button", name="查找").click()
        page.wait_for_url("**/tasks/?q=*")
        expect(page.locator(".register .num", has_text=re.compile(f"^\\s*{task}\\s*$"))).to_be_in_viewport()
        person.look()
        person.open("plans/")
    assert person.complaints == []
    page.context.close()


def test_on_a_phone_a_step_is_added_and_the_plan_saved(browser: Browser, real_server):
    person = arrive(browser, real_server, "renshe", width=375)
    page = person.open("tasks/15/plan/edit/")
    page.fill("#id_step_1_text", "走访领军企业")
    page.click("#id_add_step")
    expect(page.locator("#id_step_2_text")).to_be_focused()
    expect(page.locator("#id_step_2_text")).to_be_in_viewport()
    page.keyboard.insert_text("落实配套政策")
    person.press("保存")
    expect(page.locator("#plan-saved")).to_contain_text("已保存")
    expect(page.locator("#id_step_2_text")).to_have_value("落实配套政策")
    person.look()
    assert person.complaints == []
    page.context.close()
