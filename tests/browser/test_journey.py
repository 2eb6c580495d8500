"""The whole journey of a plan, from an empty form to the exported table, with JavaScript and without."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.browser.people import Person, arrive
from tests.of_a_kind import one_of_each

pytestmark = pytest.mark.browser


def fill_in(lead: Person, number: int, *, contact: str) -> None:
    page = lead.open(f"tasks/{number}/plan/edit/")
    page.fill("#id_supervising_leader", "副主任 张某")
    page.fill("#id_responsible_office", "科研处")
    page.fill("#id_contact_name", contact)
    page.fill("#id_contact_phone", "010-00000002")
    page.fill("#id_start", "2015年3月")
    page.fill("#id_finish", "2017年12月")
    page.fill("#id_step_1_text", "印发实施细则")
    page.fill("#id_step_1_due", "4月底前")
    page.click("#id_add_step")
    page.wait_for_selector("#id_step_2_text")
    page.fill("#id_step_2_text", "组织申报、专家论证")
    page.fill("#id_step_2_due", "2015年第二季度")
    lead.press("保存")
    page.reload()
    expect(page.locator("#id_step_1_due_read")).to_have_text("2015-04-30 止")
    expect(page.locator("#id_step_2_due_read")).to_have_text("2015-06-30 止")


def consult(lead: Person, number: int) -> None:
    lead.open(f"tasks/{number}/plan/edit/")
    lead.press("征求意见")
    lead.page.wait_for_url("**/plan/consultation/")
    lead.look()
    lead.press("发出征求意见")
    expect(lead.page.locator("#live-messages")).to_contain_text("征求意见")


def give_opinion(participant: Person, number: int, *, lead_unit: str) -> None:
    page = participant.open("")
    page.locator("tr", has_text=f"第{number}项方案征求意见").get_by_role("link", name="查看并反馈").click()
    page.get_by_label("有意见").check()
    page.fill("[name=opinion]", "建议第1步提前")
    participant.look()
    participant.press(f"反馈{lead_unit}")
    expect(page.locator("main")).to_contain_text("建议第1步提前")


def meet_the_errors_and_mend_them(lead: Person, number: int) -> None:
    page = lead.open(f"tasks/{number}/plan/edit/")
    lead.press("核对并报送")
    page.wait_for_url("**/plan/review/")
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("联系人")
    expect(page).to_have_title("错误：核对并报送第" + f"{number}项 · 国际人才创新创业生态系统建设工程")
    if lead.javascript:
        expect(summary).to_be_focused()
    lead.look()
    summary.get_by_role("link", name="联系人").click()
    page.wait_for_url("**/plan/edit/#id_contact_name")
    if lead.javascript:
        expect(page.locator("#id_contact_name")).to_be_focused()
    page.fill("#id_contact_name", "李某")
    lead.press("核对并报送")
    page.wait_for_url("**/plan/review/")


def file(lead: Person, number: int, nth: int) -> None:
    page = lead.page
    seen = page.get_by_label("以上提示已知悉，继续报送")
    if seen.count():
        seen.check()
    lead.press("报送实施方案")
    page.wait_for_url(f"**/filings/{nth}/receipt/")
    expect(page.locator("main")).to_contain_text(f"GJRC-{number}-{nth}")
    expect(page.locator("main")).to_contain_text("按时报送")
    lead.look()
    assert "李某" in _words(download(lead, "下载PDF留存"))


def start_check(checker: Person, number: int, *, lead_unit: str) -> None:
    checker.open("checking/filed/")
    checker.page.locator("tr", has_text=lead_unit).locator(f"a[href$='/tasks/{number}/check/']").first.click()
    checker.press("开始核对")


def send_back(checker: Person, *, lead_unit: str) -> None:
    page = checker.page
    page.select_option("[name=place]", "step-2")
    page.fill("[name=text]", "请写明论证的时间")
    checker.press("记下意见")
    expect(page.locator("main")).to_contain_text("请写明论证的时间")
    page.locator("#return summary").click()
    expect(page.locator("#return [name=refile_by]")).to_have_value("2015-04-09")
    checker.look()
    checker.press(f"退回{lead_unit}修改")
    expect(page.locator("#live-messages")).to_contain_text(f"已退回{lead_unit}修改")


def answer_and_refile(lead: Person, number: int) -> None:
    page = lead.open(f"tasks/{number}/plan/")
    expect(page.locator("#comments")).to_contain_text("请写明论证的时间")
    page.get_by_label("采纳", exact=True).check()
    lead.look()
    lead.press("保存答复")
    lead.open(f"tasks/{number}/plan/edit/")
    page.fill("#id_step_2_due", "2015年6月底前")
    lead.press("核对并报送")
    page.wait_for_url("**/plan/review/")
    file(lead, number, 2)


def download(person: Person, name: str) -> bytes:
    with person.page.expect_download() as waiting:
        person.page.get_by_role("link", name=name).first.click()
    return Path(waiting.value.path()).read_bytes()


def _words(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def row_of(workbook: bytes, number: int) -> dict:
    sheet = load_workbook(BytesIO(workbook), read_only=True)["汇总表"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(row for row in rows if "任务编号" in row)
    place = head.index("任务编号")
    found = next(row for row in rows if str(row[place]) == str(number))
    return dict(zip(head, found, strict=True))


@pytest.mark.parametrize(
    ("javascript", "number", "unit", "lead", "participant"),
    one_of_each(
        [(True, 21, "市教委", "jiaowei", "guanweihui"), (False, 32, "市知识产权局", "zhishi", "waiban")]
    ),
    ids=["with JavaScript", "without JavaScript"],
)
def test_a_plan_is_written_consulted_filed_returned_filed_again_accepted_and_exported(
    browser: Browser, real_server, javascript, number, unit, lead, participant
):
    people = []

    def come(username: str) -> Person:
        people.append(arrive(browser, real_server, username, javascript=javascript))
        return people[-1]

    lead = come(lead)
    fill_in(lead, number, contact="")
    consult(lead, number)
    give_opinion(come(participant), number, lead_unit=unit)
    meet_the_errors_and_mend_them(lead, number)
    file(lead, number, 1)

    checker = come("hedui1")
    start_check(checker, number, lead_unit=unit)
    send_back(checker, lead_unit=unit)
    answer_and_refile(lead, number)

    second_checker = come("hedui2")
    start_check(second_checker, number, lead_unit=unit)
    expect(second_checker.page.locator(".sheet")).to_contain_text("有改动")
    second_checker.look()
    second_checker.press(re.compile(r"^核对无误，下一项（余 \d）$"))
    expect(second_checker.page.locator("#live-messages")).to_contain_text("已核收")
    second_checker.look()

    leadership = come("lingdao")
    leadership.open("overview/")
    row = row_of(download(leadership, "汇总表 Excel"), number)
    assert (row["牵头单位"], row["状态"], row["责任处室"]) == (unit, "已核收", "科研处")
    assert "已核收" in _words(download(leadership, "汇总表 PDF"))
    assert [person.complaints for person in people] == [[]] * len(people)
    for person in people:
        person.page.context.close()
