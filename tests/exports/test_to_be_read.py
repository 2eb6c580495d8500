"""What is printed can be read and stays on the paper: 10 mm from every edge, nothing smaller than 7 points."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest

from tasks import ledger
from tasks.exports import listing_pdf, plan_form_pdf, plans_pdf, situation_pdf, summary_pdf, unfiled_pdf
from tasks.exports.listing import Head, Listing
from tasks.exports.made import Made
from tasks.exports.plan_form_pdf import PrintedSheet
from tasks.rules.periods import Period
from tasks.rules.sheet import Step
from tests.exports.conftest import DAY
from tests.exports.reading import can_be_read, opened, placed, text_of
from tests.exports.test_plan_form_pdf import FILED, PLAN, steps
from tests.ledger.world import COMPLETE, at
from tests.rounds.conftest import moment, on, rounds_story
from tests.rounds.test_ledger import AFTER, DUE, accept_plan

__all__ = ["rounds_story"]

pytestmark = pytest.mark.long  # what stands on paper is looked at in `make test`

# So long that the note at the foot takes two lines.
MADE = Made(by="施某（市人才工作领导小组办公室）", at=at(DAY), log="684-d9fc51628a679f9b")


def printed(write, *args) -> bytes:
    out = BytesIO()
    write(args[0], out, *args[1:])
    return out.getvalue()


def test_tables_of_the_ledger_can_be_read(gjrc):
    found = ledger.build(gjrc, as_of=DAY)
    for each in (summary_pdf, unfiled_pdf, situation_pdf):
        can_be_read(printed(each.write, found, MADE))


def test_charts_can_be_read(rounds_story):
    accept_plan(rounds_story)
    rounds_story.file(day=DUE)
    on(AFTER)
    whole = ledger.build(rounds_story.story.programme, as_of=AFTER).for_overseers()
    content = printed(situation_pdf.write, whole, replace(MADE, at=moment(AFTER)))
    words = [text_of(page) for page in opened(content).pages]
    heads = ("实施方案报送情况", "逐日报送情况", "推进状态", "步骤时间轴")
    assert [head for head, page in zip(heads, words, strict=True) if head not in page] == []
    can_be_read(content)


def test_plans_can_be_read(world):
    can_be_read(printed(plan_form_pdf.write, [PrintedSheet(replace(PLAN, steps=steps(30)), filing=FILED)]))
    can_be_read(printed(plans_pdf.write, ledger.build(world.programme, as_of=DAY)))


def test_kept_lists_can_be_read(world):
    heads = [Head("序号", 3), Head("来文单位", 12), Head("事由", 40)]
    rows = [[number, "市知识产权局", "关于报送工作任务实施方案的函，" * 9] for number in range(1, 40)]
    listing = Listing(world.programme, "来文登记簿", heads, rows, DAY, "件", "")
    content = printed(listing_pdf.write, listing, MADE)
    can_be_read(content)
    assert min(text.size for page in opened(content).pages for text in placed(page)) >= 8


def lines_of(content: bytes) -> list[str]:
    return [line for page in opened(content).pages for line in page.extract_text().splitlines()]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("张某、李某等", ["张某、", "李某等"]),
        ("张某等、李某", ["张某等、", "李某"]),
        ("副局长 欧阳某", ["副局长 ", "欧阳某"]),
        ("等", ["等"]),
        ("高等教育处", ["高等教育处"]),
        ("", [""]),
    ],
)
def test_what_is_broken_between_names_loses_nothing(text, pieces):
    assert summary_pdf.names_in(text) == pieces
    assert "".join(pieces) == text


def test_the_summary_breaks_no_name(world):
    people = {"supervising_leader": "副局长 欧阳某", "contact_name": "司马某某"}
    world.file(2, at(date(2015, 3, 31)), replace(COMPLETE, responsible_office="人力资源处", **people))
    lines = lines_of(printed(summary_pdf.write, ledger.build(world.programme, as_of=DAY), MADE))
    for name in ("副局长", "欧阳某", "司马某某", "人力资源处"):
        assert sum(name in line for line in lines) == 1


def test_the_summary_has_every_character_of_the_people_typed(world):
    people = {"supervising_leader": "张某、李某等", "contact_name": "张某等、李某"}
    world.file(2, at(date(2015, 3, 31)), replace(COMPLETE, responsible_office="高等教育处", **people))
    (page, *_) = opened(printed(summary_pdf.write, ledger.build(world.programme, as_of=DAY), MADE)).pages
    for text in ("张某、李某等", "张某等、李某", "高等教育处"):
        assert text in text_of(page)


def test_the_summary_of_the_document_names_units_whole_with_open_wording(gjrc):
    lines = lines_of(printed(summary_pdf.write, ledger.build(gjrc, as_of=DAY), MADE))
    assert sum("中关村管委会" in line for line in lines) > 17
    assert any("等有关区县" in line for line in lines)


def test_the_summary_names_participants_in_printed_order(gjrc):
    """及相关分园区管委会 of task 18 stands behind the lead, 中关村管委会, and not behind 中关村发展集团."""
    only = ledger.build(gjrc, as_of=DAY).only(lambda row: row.number == 18)
    content = printed(summary_pdf.write, only, MADE)
    assert "及相关分园区管委会、中关村发展集团" in text_of(opened(content).pages[0])
    assert any("及相关分园区管委会、" in line for line in lines_of(content))


def test_the_summary_says_in_one_column_what_waits_and_whether_it_was_in_time(world):
    world.file(2, at(date(2015, 4, 7)))
    world.start(2, at(date(2015, 4, 7)))
    (page, *_) = opened(printed(summary_pdf.write, ledger.build(world.programme, as_of=DAY), MADE)).pages
    text = text_of(page)
    assert "待核对按时报送" in text
    assert "核对中逾期报送" in text
    assert "报送是否按时" not in text


@pytest.mark.parametrize("due", ["2015年12月底前", "2015年第四季度"])
def test_a_time_stands_on_one_line(due):
    plan = replace(PLAN, steps=(Step("印发实施细则", Period(due)),))
    beside = replace(PLAN, steps=(Step("印发实施细则", Period(due), "市知识产权局"),))
    for sheet in (plan, beside):
        lines = lines_of(printed(plan_form_pdf.write, [PrintedSheet(sheet)]))
        assert any(due in line.replace(" ", "") for line in lines)


def test_beside_a_unit_a_step_has_room_for_eleven_characters_a_line():
    text = "制定实施办法，明确建设目标和遴选程序"
    plan = replace(PLAN, steps=(Step(text, Period("2015年12月底前"), "市知识产权局"),))
    assert any(text[:11] in line for line in lines_of(printed(plan_form_pdf.write, [PrintedSheet(plan)])))


def test_the_participants_are_not_parted_by_the_end_of_a_page():
    many = tuple(f"中关村科技园区第{number}管理委员会" for number in range(1, 31))
    texts = [
        text_of(page)
        for page in opened(
            printed(
                plan_form_pdf.write,
                [PrintedSheet(replace(PLAN, steps=steps(6), participants=many), mark="签字稿")],
            )
        ).pages
    ]
    (last,) = [text for text in texts if many[0] in text]
    assert many[-1] in last
    assert "主管领导签字" in last
