"""The months after acceptance in Chromium, four journeys whose actions are counted, on a demonstration that was played
to the days in which June 2015 is reported: at a desk, on a telephone, and without scripts.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.counted import Counted, begin
from tests.browser.people import arrive
from tests.real_server import served
from tests.scans import PDF, PNG

pytestmark = [pytest.mark.browser, pytest.mark.long]  # what is played goes on to the days on which they begin

JUNE = "rounds/3/"
WAYS = {"at a desk": {}, "on a telephone": {"width": 375}, "without scripts": {"javascript": False}}
PROOF = {"name": "专题会纪要.pdf", "mimeType": "application/pdf", "buffer": PDF}
TO_WRITE = ("3", "13", "16", "18", "25", "37")  # those of 中关村管委会 with a step that has fallen due


@pytest.fixture(scope="module")
def played_server(tmp_path_factory, prepared) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("played"), prepared, until="2015-07-03") as address:
        yield address


@pytest.fixture(scope="module", params=WAYS)
def way(request) -> dict:
    """What `arrive` takes of a window."""
    return WAYS[request.param]


@pytest.fixture(scope="module")
def journeys_server(request, way, tmp_path_factory, prepared) -> Iterator[str]:
    """What was reported and decided in one way cannot be in another: each has a server of its own."""
    if not way:
        yield request.getfixturevalue("played_server")
        return
    with served(tmp_path_factory.mktemp("played"), prepared, until="2015-07-03") as address:
        yield address


def report_eighteen(unit: Counted) -> None:
    """12 unchanged, 6 with text, 2 steps done and a file, filed at once."""
    page = unit.page
    closed = page.locator(".round-closed").get_by_role("button", name="本期无新进展")
    expect(closed).to_have_count(12)
    for _ in range(12):
        unit.press_on(closed.first)
    for number in TO_WRITE:
        unit.fill(f"#id_{number}_done_text", f"第{number}项本月召开专题会2次，有关材料已报分管领导审定。")
        unit.choose(f"#id_{number}_outlook", "on_course")
    for number in ("3", "13"):
        unit.choose(f"#id_{number}_step_1_state", "done")
        unit.fill(f"[name='{number}-step_done_on'] >> nth=0", "6月28日")
    unit.press_on(page.locator("#id_3_file_part summary"))
    unit.attach("#id_3_file", PROOF)
    unit.press("核对并报送")
    expect(page.locator(".standing")).to_contain_text("可以报送 18 项")
    if page.get_by_label("以上提示已知悉").count():
        unit.tick("以上提示已知悉")
    unit.press("报送勾选的各项进展")
    expect(page.locator("main")).to_contain_text("已报送 18 项")


def test_a_unit_reports_eighteen_tasks_in_at_most_sixty_actions(browser: Browser, journeys_server, way):
    person = arrive(browser, journeys_server, "guanweihui", **way)
    person.open(JUNE)
    unit = Counted(person)
    report_eighteen(unit)
    assert unit.actions <= 60, unit.actions
    person.look()
    assert person.complaints == []
    person.page.context.close()


def test_a_unit_reports_on_a_telephone_without_scripts(browser: Browser, played_server):
    person = arrive(browser, played_server, "zuzhibu", javascript=False, width=375)
    page, unit = person.page, Counted(person)
    person.open(JUNE)
    person.look()
    unchanged = page.locator("button[value^='unchanged-']")
    for _ in range(unchanged.count()):
        unit.press_on(unchanged.first)
    person.look()
    unit.press("核对并报送")
    person.look()
    expect(page.locator(".standing")).to_contain_text("可以报送 3 项")
    if page.get_by_label("以上提示已知悉").count():
        unit.tick("以上提示已知悉")
    unit.press("报送勾选的各项进展")
    expect(page.locator("main")).to_contain_text("已报送 3 项")
    assert person.complaints == []
    page.context.close()


def test_a_checker_returns_one_and_enters_three_from_a_fax(browser: Browser, journeys_server, way):
    checker = begin(browser, journeys_server, "hedui1", **way)
    person, page = checker.person, checker.page
    checker.follow("2015年6月")
    checker.follow("收到的进展")
    checker.press_on(page.locator("main table th a").first)
    checker.press_on(page.locator("#return summary"))
    checker.fill("#id_note", "请补充本月已完成的工作量。")
    checker.press_on(page.locator("#return button"))
    expect(page.locator("main")).to_contain_text("退回修改")
    checker.follow("核对")
    checker.follow("来文登记")
    checker.follow("登记来文")
    checker.choose("#id_unit", "市人力社保局")
    checker.choose("#id_round", "2015年6月进展")
    checker.press("填写来文")
    for number in (15, 28, 29):
        checker.tick(re.compile(rf"\b{number} "))
    checker.choose("#id_channel", "fax")
    checker.press("登记来文")
    checker.press_on(page.get_by_role("link", name="代录进展").first)
    for number in (15, 28, 29):  # each leads on to the next
        expect(page.locator("h1")).to_contain_text(f"第{number}项")
        checker.fill("#id_done_text", f"第{number}项按计划推进，本月召开座谈会1次。")
        checker.choose("#id_outlook", "on_course")
        checker.enter_from_letter()
    person.look()
    assert person.complaints == []

    page.context.close()


def test_from_sign_in_to_the_downloaded_report_it_takes_at_most_eight_presses(
    browser: Browser, journeys_server, way
):
    office = begin(browser, journeys_server, "lingdao", **way)
    person, page = office.person, office.page
    office.follow("报告")
    office.follow("编写")
    office.press("生成送审稿")
    office.press_on(page.get_by_role("link", name="修改").first)
    text = page.input_value("#id_text")
    office.fill("#id_text", f"{text}有关问题已列入下次会议议题。")
    office.press("保存")
    expect(page.locator("main")).to_contain_text("有关问题已列入下次会议议题")
    person.look()
    office.press("定稿")
    with page.expect_download() as download:
        office.press("Word 文件")
    assert download.value.path().read_bytes().startswith(b"PK")

    assert office.presses <= 8, office.presses
    assert person.complaints == []
    page.context.close()


def revise_times(lead: Counted, number: int) -> None:
    """完成时间 later, and the last step with it, each with its reason."""
    page = lead.page
    lead.person.open(f"tasks/{number}/plan/")
    lead.press_on(page.locator("#revise summary"))
    lead.fill("#id_reason", "评审工作量大，需要顺延。")
    lead.press("开始修订")
    lead.fill("#id_finish", "2017年9月")
    lead.fill("#id_step_3_due", "2017年6月底前")
    lead.press("保存")
    for key in (0, 3):
        lead.press_on(page.locator(f"[value='time-reason-{key}']"))
        lead.fill("#id_reason", "申报数量超出预计，评审相应推后。")
        lead.press("记下原因并返回填写")
    lead.press("核对并报送")
    page.wait_for_url("**/plan/review/")
    if page.get_by_label("以上提示已知悉").count():
        lead.tick("以上提示已知悉")
    lead.press("报送实施方案")
    page.wait_for_url("**/receipt/")


def decide_in_part(office: Counted, number: int) -> None:
    office.person.open("")
    office.press_on(office.page.get_by_role("link", name=re.compile(f"登记决定.*第{number}项")))
    office.press_on(office.page.get_by_role("radio", name="部分同意", exact=True))
    office.fill("#id_granted_last", "2017-06-30")
    office.press_on(office.page.get_by_role("radio", name="领导小组办公室", exact=True))
    office.choose("#id_basis", "复函")
    office.fill("#id_dated_on", "2015-07-03")
    office.press("登记决定")


def accept(checker: Counted, number: int) -> None:
    checker.person.open(f"tasks/{number}/check/")
    checker.press("开始核对")
    checker.press("核对无误")


def test_a_step_and_the_finish_move_in_part(browser: Browser, journeys_server, way):
    number = 33
    lead, office, checker = (
        Counted(arrive(browser, journeys_server, who, **way)) for who in ("kewei", "lingdao", "hedui1")
    )
    revise_times(lead, number)
    decide_in_part(office, number)
    accept(checker, number)
    page = lead.person.open(f"tasks/{number}/plan/")
    expect(page.locator("#times")).to_contain_text("部分同意，至2017年6月30日")
    expect(page.locator("main")).to_contain_text("原定2016年12月，现为2017年6月30日（第1次调整）")
    for each in (lead, office, checker):
        each.person.look()
        assert each.person.complaints == []
        each.page.context.close()


def test_the_checkers_desk_is_worked_without_scripts_on_a_telephone(browser: Browser, played_server):
    checker = begin(browser, played_server, "hedui1", javascript=False, width=375)
    person, page = checker.person, checker.page
    checker.follow("2015年6月")
    person.look()
    checker.follow("收到的进展")
    person.look()
    checker.press_on(page.locator("main table th a").last)
    checker.press_on(page.locator("#return summary"))
    checker.fill("#id_note", "请写明完成的数量。")
    person.look()
    checker.press_on(page.locator("#return button"))
    expect(page.locator("main")).to_contain_text("请写明完成的数量。")
    person.open("contacts/shi-kewei/")
    checker.fill("#id_spoke_with", "孙某")
    checker.fill("#id_said", "下周一报送")
    person.look()
    checker.press("保存联系记录")
    expect(page.locator("main")).to_contain_text("下周一报送")
    person.look()
    assert person.complaints == []
    page.context.close()


def test_the_leading_groups_office_writes_a_report_without_scripts_on_a_telephone(
    browser: Browser, played_server
):
    office = begin(browser, played_server, "lingdao", javascript=False, width=375)
    person, page = office.person, office.page
    person.look()
    for address in ("overview/", "overview/progress/", "overview/steps/", "overview/compare/"):
        person.open(address)
        person.look()
    office.follow("报告")
    office.follow("编写")
    office.press("生成送审稿")
    person.look()
    office.press_on(page.get_by_role("link", name="修改").first)
    office.fill("#id_text", "各项工作总体顺利。")
    office.press("保存")
    expect(page.locator("main")).to_contain_text("各项工作总体顺利。")
    office.press("定稿")
    with page.expect_download() as download:
        office.press("Word 文件")
    assert download.value.path().read_bytes().startswith(b"PK")
    person.look()
    assert person.complaints == []
    page.context.close()


def stands_as_it_was(page: Page) -> None:
    assert page.locator(".scan-paper").get_attribute("data-leafed") == "3"
    assert page.locator("#id_done_text").evaluate("(text) => text.style.height") == "200px"
    expect(page.locator("#id_figure_3_what")).to_be_visible()


def test_the_scan_stays_where_it_was_leafed_to_and_what_was_opened_open_while_hints_are_looked_at(
    browser: Browser, played_server
):
    person = arrive(browser, played_server, "hedui1")
    page = person.open("letters/add/?unit=shi-kewei&round=3")
    # Not the first of those received, which a journey above sends back: an older paper is not entered then.
    page.get_by_role("checkbox", name=re.compile(r"\b7 ")).check()
    page.get_by_label("收到日期").fill("2015-07-02")
    page.get_by_label("渠道").select_option(label="传真")
    page.set_input_files("[name=scan]", {"name": "来文.png", "mimeType": "image/png", "buffer": PNG})
    page.get_by_role("button", name="登记来文").click()
    page.get_by_role("link", name="代录进展").click()
    page.locator(".scan-paper").evaluate("(paper) => { paper.dataset.leafed = '3'; }")
    page.get_by_label("推进状态").select_option(label="进度滞后")
    page.fill("#id_done_text", "已完成调研。")
    page.locator("#id_done_text").evaluate("(text) => { text.style.height = '200px'; }")
    page.get_by_text("第3项数据", exact=True).click()
    page.get_by_role("button", name="查看提示").click()
    expect(page.locator("#id_warnings")).to_be_focused()
    expect(page.locator("#id_warnings")).to_contain_text("请对照来文再看一遍")
    expect(page.locator("#id_done_text")).to_have_value("已完成调研。")
    assert page.locator("#paper-form").get_attribute("data-typed") is not None
    stands_as_it_was(page)
    person.look()
    page.fill("#id_done_text", "已完成\ue000调研。")
    page.fill("#id_figure_3_number", "\ue000")
    page.get_by_text("第3项数据", exact=True).click()
    expect(page.locator("#id_figure_3_number")).to_be_hidden()
    page.get_by_role("button", name="照来文代录").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary li")).to_have_count(2)
    expect(page.locator("#id_done_text")).to_have_accessible_description(re.compile("U\\+E000"))
    expect(page.locator("[aria-invalid] + .field-error")).to_have_count(2)
    expect(page.locator("#id_warnings")).to_be_empty()
    stands_as_it_was(page)
    person.look()
    page.fill("#id_done_text", "已完成调研。")
    page.get_by_role("button", name="查看提示").click()
    expect(page.locator(".error-summary li")).to_have_count(1)
    expect(page.locator(".field-error")).to_have_count(1)
    page.fill("#id_figure_3_number", "")
    page.get_by_role("button", name="查看提示").click()
    expect(page.locator("#id_warnings")).to_be_focused()
    expect(
        page.locator(".error-summary, .field-error, [aria-invalid], [aria-describedby$=_error]")
    ).to_have_count(0)
    stands_as_it_was(page)
    page.get_by_role("button", name="照来文代录").click()
    expect(page.locator("[role=status]", has_text="代录，报送编号")).to_be_visible()
    assert person.complaints == []
    page.context.close()
