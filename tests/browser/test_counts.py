"""What the jobs of an office take, performed in Chromium and counted: presses, choices, fields filled in, pasting.

`pytest tests/browser/test_counts.py -s` prints the counts.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.counted import Counted, begin
from tests.real_server import served
from tests.scans import PNG

pytestmark = pytest.mark.browser
another_job = pytest.mark.long  # one of them is counted in `make test`


@pytest.fixture(scope="module")
def own_server(tmp_path_factory, prepared) -> Iterator[str]:
    """The demonstration, for jobs that change many tasks at once."""
    with served(tmp_path_factory.mktemp("counts"), prepared) as address:
        yield address


def done(job: Counted, what: str, *, at_most: int) -> None:
    """Says the count, and complains of what there was to complain of on the page where it ended."""
    print(f"{what}：{job.actions}次操作（其中点击{job.presses}次），不超过{at_most}次")  # noqa: T201 - what -s shows
    job.person.look()
    assert job.person.complaints == [], job.person.complaints
    assert job.actions <= at_most
    job.page.context.close()


@another_job
def test_seventeen_tasks_are_assigned(browser: Browser, own_server):
    job = begin(browser, own_server, "guanweihui")
    expect(job.page.locator("main")).to_contain_text("未分办 17 项")
    job.follow("办理分办")
    for number, office in zip(
        _unassigned(job), 6 * ("科技创新处", "创业服务处", "国际交流合作处"), strict=False
    ):
        job.choose(f"#office-{number}", office)
    job.press("保存分办")
    expect(job.page.locator("main")).to_contain_text("已分办给科技创新处")
    assert _unassigned(job) == []
    done(job, "分办17项任务", at_most=20)


def _unassigned(job: Counted) -> list[str]:
    chosen = job.page.locator("select[name^=office-]").evaluate_all(
        "fields => fields.filter(field => !field.value).map(field => field.name)"
    )
    return [re.sub(r"\D", "", name) for name in chosen]


WORD = """<html><head><style>p.MsoNormal {{ margin: 0 }}</style></head><body lang=ZH-CN>
<!--StartFragment--><table class=MsoTableGrid border=1>
<tr><td><p class=MsoNormal><b>序号</b></p></td><td><p class=MsoNormal>工作步骤</p></td>
<td><p class=MsoNormal>承担单位</p></td><td><p class=MsoNormal>完成时限</p></td></tr>
{rows}</table><!--EndFragment--></body></html>"""
ROW = """<tr><td><p class=MsoNormal><span lang=EN-US>{n}</span></p></td>
<td><p class=MsoNormal>推进第{n}批高精尖创新中心建设</p><p class=MsoNormal>并组织评估</p></td>
<td style='width: 9em'><p style="margin: 0">市教委</p></td><td><p>{due}</p></td></tr>"""
DUES = ("2015年4月底前", "5—6月", "7月", "8月上旬", "第三季度", "10月", "11月", "12月底前", "2016年3月")


def copied_from_word(job: Counted) -> None:
    """Nine steps in a table, on the clipboard as a program puts them there: as HTML with styles, and as text."""
    document = job.page.context.new_page()
    rows = "".join(ROW.format(n=n, due=due) for n, due in enumerate(DUES, start=1))
    document.set_content(WORD.format(rows=rows))
    document.keyboard.press("Control+A")
    document.keyboard.press("Control+C")
    document.close()
    job.page.bring_to_front()


def test_task_4_with_nine_steps_from_a_word_table_is_filed(browser: Browser, own_server):
    done(file_task_4(browser, own_server), "填报第4项（9步由Word表格粘贴）", at_most=12)


def file_task_4(browser: Browser, server: str) -> Counted:
    job = begin(browser, server, "jiaowei")
    copied_from_word(job)
    job.press_on(job.page.get_by_role("link", name=re.compile("填写实施方案.*第4项")))
    job.fill("#id_supervising_leader", "副主任 张某")
    job.fill("#id_responsible_office", "科研处")
    job.fill("#id_contact_name", "李某")
    job.fill("#id_contact_phone", "010-00000002")
    job.fill("#id_start", "2015年3月")
    job.fill("#id_finish", "2017年12月")
    job.paste("#id_step_1_text")
    expect(job.page.locator(".paste-offer .note")).to_contain_text(
        "共 9 步，9 步有时限，9 步有承担单位，表头 1 行未计入"
    )
    job.press("分成多步")
    expect(job.page.locator("#id_step_9_text")).to_have_value("推进第9批高精尖创新中心建设\n并组织评估")
    expect(job.page.locator("#id_step_9_due")).to_have_value("2016年3月")
    job.press("核对并报送")
    job.page.wait_for_url("**/plan/review/")
    if job.page.get_by_label("以上提示已知悉").count():
        job.tick("以上提示已知悉，继续报送")
    job.press("报送实施方案")
    job.page.wait_for_url("**/filings/1/receipt/")
    return job


@another_job
def test_five_clean_plans_are_checked(browser: Browser, own_server):
    """From 26 on, and behind the last number from the first: 26, 28, 1, 3 and 4."""
    job = begin(browser, own_server, "hedui1")
    if job.person.open("tasks/4/check/").get_by_role("button", name="开始核对").count() == 0:
        file_task_4(browser, own_server).page.context.close()
    job.person.open("")
    job.press_on(job.page.locator("a[href$='/tasks/26/check/']").first)
    for number in (26, 28, 1, 3, 4):
        job.page.wait_for_url(f"**/tasks/{number}/check/")
        if job.page.get_by_role("button", name="开始核对").count():
            job.press("开始核对")
        if job.page.get_by_role("button", name="不是本处室").count():  # of 3, whose 责任处室 is similar
            job.press("不是本处室")
        job.press("核对无误")
    expect(job.page.locator("main")).to_contain_text("第4项实施方案已核收")
    done(job, "核对5项方案", at_most=11)


@another_job
def test_three_plans_of_a_letter_are_entered_and_compared(browser: Browser, own_server):
    """Beside the scan, from one to the next; a plan is entered with what the paper says, here no more than a name."""
    job = begin(browser, own_server, "hedui1")
    numbers = _register_letter(job, tasks=3)
    entered = Counted(job.person)
    for place, number in enumerate(numbers):
        entered.page.wait_for_url(f"**/tasks/{number}/")
        expect(entered.page.locator(".scan img")).to_have_js_property("complete", True)
        entered.fill("#id_contact_name", "周某")
        entered.enter_from_letter()
        assert place == 2 or "/letters/" in entered.page.url
    done(entered, "据来文代录3份方案", at_most=9)
    compared = begin(browser, own_server, "hedui2")
    compared.press_on(compared.page.locator(f"a[href$='/tasks/{numbers[0]}/check/']", has_text="复核"))
    for number in numbers:
        compared.page.wait_for_url(f"**/tasks/{number}/check/")
        expect(compared.page.locator(".scan img")).to_be_visible()
        compared.press_on(compared.page.get_by_role("button", name=re.compile("^复核一致")))
    expect(compared.page.locator("main")).to_contain_text("已复核，与来文一致")
    done(compared, "复核3份代录的方案", at_most=4)


def _register_letter(job: Counted, *, tasks: int) -> list[str]:
    """Of the unit with the most tasks, with the last of those that were not filed; then the first is being entered."""
    page = job.page
    page.goto(f"{page.url.partition('/gjrc/')[0]}/gjrc/letters/add/?unit=zhongguancun-guanweihui")
    boxes = page.locator("input[name=tasks]")
    chosen = range(boxes.count() - tasks, boxes.count())
    numbers = [
        boxes.nth(place).evaluate("box => box.labels[0].innerText.split(/\\D/)[0]") for place in chosen
    ]
    for place in chosen:
        boxes.nth(place).check()
    page.fill("#id_received_on", "2015-03-31")
    page.select_option("#id_channel", "fax")
    page.set_input_files("input[type=file]", {"name": "来文.png", "mimeType": "image/png", "buffer": PNG})
    page.get_by_role("button", name="登记来文").click()
    page.get_by_role("link", name="代录实施方案").first.click()
    return numbers


@another_job
def test_the_papers_of_a_day_are_had(browser: Browser, own_server):
    job = begin(browser, own_server, "lingdao")
    job.follow("查看总体情况")
    with job.page.expect_download() as download:
        job.follow("全套材料 ZIP")
    assert download.value.suggested_filename.endswith(".zip")
    done(job, "取得一日的全部材料", at_most=2)


@another_job
def test_eight_units_are_reminded_and_noted(browser: Browser, own_server):
    job = begin(browser, own_server, "hedui1")
    job.follow("核对")
    job.follow("催报")
    rows = job.page.locator(".reminders tbody tr")
    assert rows.count() >= 8
    for place in range(8):
        job.press("复制", within=rows.nth(place))
        expect(rows.nth(place).get_by_role("checkbox")).to_be_checked()
    job.press("记录所勾选单位的联系")
    expect(job.page.locator("main")).to_contain_text("已记录与8个单位的联系")
    done(job, "催报8个单位并记录", at_most=17)
