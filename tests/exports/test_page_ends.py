"""Where pages end: no heading stands at a foot with nothing below it, and what goes on overleaf begins with its heads."""

from datetime import datetime
from io import BytesIO

import pytest
from django.utils import timezone

from tasks.exports import listing_pdf, progress_approval_pdf, report_pdf
from tasks.exports.listing import Head, Listing
from tasks.exports.made import Made
from tasks.exports.progress_approval_pdf import LeaderSheet, ToSign
from tests.exports.conftest import DAY
from tests.exports.reading import opened, text_of

pytestmark = pytest.mark.long  # what stands on paper is looked at in `make test`

MADE = Made(by="施某", at=datetime(2015, 4, 7, 10, tzinfo=timezone.get_default_timezone()))
LINE = "组织专家论证和实地考察，形成书面意见。"
ROW = {"任务": LINE * 3, "牵头单位": "市教委", "进展": LINE * 6, "推进状态": "按计划推进"}
REPORT = dict.fromkeys(
    ("文件编号", "发文字号", "签发人", "主送", "日期", "校验值", "正文校验值"), "（无）"
) | {
    "标题": ["任务落实情况报告"],
    "落款": "领导小组办公室",
    "任务": [ROW | {"序号": number} for number in range(1, 15)],
}


def texts(content: bytes) -> list[str]:
    """Of each page, without the number at its foot."""
    pages = [text_of(page).rpartition("—")[0].rpartition("—")[0] for page in opened(content).pages]
    assert all(pages)
    return pages


def report(lines: int) -> bytes:
    """With so many lines before a heading that has another one and a text below it."""
    before = {"标题": "一、总体情况", "段落": [{"标题": "", "内容": [LINE] * lines}]}
    after = {"标题": "二、各项任务", "段落": [{"标题": "（一）人才工程", "内容": [LINE]}]}
    return report_pdf.write(REPORT | {"正文": [before, after]})


def approval(lines: int) -> bytes:
    """With so many lines said of the first of two tasks."""
    said = [("进展情况", "\n".join([LINE] * lines))]
    tasks = [ToSign(number, f"第{number}项内容", "", said) for number in (1, 2)]
    out = BytesIO()
    progress_approval_pdf.write("2015年第三季度", "市教委", [LeaderSheet("张某", tasks, ())], out, MADE)
    return out.getvalue()


@pytest.mark.parametrize("lines", range(11, 15))
def test_a_heading_of_a_report_has_its_text_below_it(lines):
    pages = texts(report(lines))
    assert any("（一）人才工程" in page for page in pages)
    assert not any(page.endswith(("二、各项任务", "（一）人才工程")) for page in pages)


@pytest.mark.parametrize("lines", range(9, 15))
def test_a_task_to_be_signed_has_what_is_said_of_it_below_its_name(lines):
    pages = [page.partition("市教委2015年第三季度进展送审单")[0] for page in texts(approval(lines))]
    assert any("第2项内容" in page for page in pages)
    assert not any(page.endswith("第2项内容") for page in pages)


def test_the_attachment_of_a_report_repeats_its_heads():
    pages = texts(report(1))[1:]
    assert len(pages) > 2
    assert all("序号具体任务牵头单位进展情况推进状态" in page[:60] for page in pages)


def attached(lines: list[int]) -> list[str]:
    """Pages of the attachment of a report whose tasks have so many sentences of progress."""
    rows = [
        {
            "序号": n,
            "任务": f"任务{n}始",
            "牵头单位": f"单位{n}始",
            "进展": f"进展{n}始{LINE * count}进展{n}终",
        }
        | {"推进状态": "按计划推进"}
        for n, count in enumerate(lines, 1)
    ]
    return texts(report_pdf.write(REPORT | {"正文": [], "任务": rows}))[1:]


def pages_with(pages: list[str], words: str) -> list[int]:
    return [at for at, page in enumerate(pages) if words in page]


@pytest.mark.parametrize("before", range(8, 20))
def test_a_task_of_the_attachment_stands_beside_what_is_said_of_it(before):
    """The second is longer than a page, the others are short: those are never split."""
    pages = attached([before, 50, 6, 6, 6, 6, 6])
    for number in range(1, 8):
        (begun,) = pages_with(pages, f"{number}任务{number}始")
        assert pages_with(pages, f"单位{number}始进展{number}始") == [begun]
        (ended,) = pages_with(pages, f"进展{number}终")
        assert (ended > begun) is (number == 2)
    # The last may have nothing but the checksums.
    assert all("序号具体任务牵头单位进展情况推进状态" in page[:60] for page in pages[:-1])


def test_a_kept_list_repeats_its_heads(world):
    heads = [Head("序号", 3), Head("来文单位", 12), Head("事由", 40)]
    rows = [[number, "市知识产权局", LINE] for number in range(1, 80)]
    out = BytesIO()
    listing_pdf.write(Listing(world.programme, "来文登记簿", heads, rows, DAY, "件", ""), out, MADE)
    _, *others = texts(out.getvalue())
    assert others
    assert all(page.startswith("序号来文单位事由") for page in others)
