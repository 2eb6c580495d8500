"""汇总表, 未报名单, 报送情况 and 方案汇编 on paper."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from tasks import ledger
from tasks.exports import plans_pdf, situation_pdf, summary_pdf, unfiled_pdf
from tasks.ledger import Figure, Filters
from tests.exports.conftest import DAY
from tests.exports.reading import drawn_in
from tests.ledger.world import COMPLETE, at


def pages(write, *args) -> list[str]:
    out = io.BytesIO()
    write(args[0], out, *args[1:])
    return ["".join(page.extract_text().split()) for page in PdfReader(out).pages]


def without_the_seven_filed(gjrc):
    """The real register as the demonstration leaves it unfiled on that day: 30 tasks, and 38 without a lead."""
    return ledger.build(gjrc, as_of=DAY).only(lambda row: row.number not in {1, 3, 7, 23, 26, 28, 33})


def _printed_size(matrix, size: float) -> float:
    """Points on paper of a text whose font may be scaled by its matrix."""
    return round(abs(matrix[3]) * size, 2)


def test_the_summary_repeats_its_heads_and_ends_with_the_totals(gjrc, made):
    texts = pages(summary_pdf.write, ledger.build(gjrc, as_of=DAY), made)
    with_rows = [text for text in texts if "逾期未报" in text]
    assert len(with_rows) > 1
    assert all("具体内容" in text and "牵头单位" in text for text in with_rows)
    assert "合计3837000371" in texts[-1]


def test_names_and_months_stand_on_one_line_in_the_summary(world, made):
    world.file(2, at(date(2015, 3, 31)))
    out = io.BytesIO()
    summary_pdf.write(ledger.build(world.programme, as_of=DAY), out, made)
    lines = PdfReader(out).pages[0].extract_text().splitlines()
    assert sum("2017年12月" in line for line in lines) == 2


@pytest.mark.parametrize("write", [summary_pdf.write, plans_pdf.write])
def test_digits_beside_kai_are_lining_ones_of_another_face(found, made, write):
    out = io.BytesIO()
    write(found, out, *[made] * (write is summary_pdf.write))
    kai = drawn_in(PdfReader(out), "+Kai")
    assert {"年", "月", "日"} <= kai
    assert not kai & set("0123456789")


def test_the_summary_is_landscape(found, made):
    out = io.BytesIO()
    summary_pdf.write(found, out, made)
    box = PdfReader(out).pages[0].mediabox
    assert box.width > box.height


def test_the_summary_names_its_day_its_maker_and_its_filters(world, made):
    some = ledger.build(world.programme, as_of=DAY, filters=Filters(unit="jia"))
    text = pages(summary_pdf.write, some, made)[0]
    assert text.startswith(f"{world.programme.title}实施方案汇总表（部分）")
    assert "截至2015年4月7日·单位：市甲局·张某（领导小组办公室）2015年4月7日10:00生成" in text


def test_a_summary_of_no_rows_says_so(world, made):
    none = ledger.build(world.programme, as_of=DAY, filters=Filters(query="没有"))
    assert "没有符合条件的任务" in pages(summary_pdf.write, none, made)[0]


def test_the_unfiled_list_names_only_what_is_not_filed_by_unit(found, made):
    (text,) = pages(unfiled_pdf.write, found, made)
    assert "未报1项，涉及1个单位" in text
    assert "市乙局2第2项具体内容" in text
    assert "第1项具体内容" not in text
    assert "第3项具体内容" not in text


def test_the_unfiled_list_says_when_nothing_is_missing(world, made):
    world.file(2, at(date(2015, 3, 31)))
    (text,) = pages(unfiled_pdf.write, ledger.build(world.programme, as_of=DAY), made)
    assert "应报的实施方案均已报送" in text


def test_the_unfiled_list_of_the_real_document_is_one_page_with_every_text_whole(gjrc, made):
    found = without_the_seven_filed(gjrc)
    unfiled = [row for row in found.rows if Figure.UNFILED.counts(row)]
    (text,) = pages(unfiled_pdf.write, found, made)
    assert len(unfiled) == 30
    assert "未报30项，涉及8个单位" in text
    assert all("".join(row.content.split()) in text for row in unfiled)
    assert "中关村管委会（17项）" in text


def test_nothing_on_the_unfiled_list_is_smaller_than_can_be_read(gjrc, made):
    out = io.BytesIO()
    unfiled_pdf.write(without_the_seven_filed(gjrc), out, made)
    sizes = set()
    PdfReader(out).pages[0].extract_text(
        visitor_text=lambda text, _, matrix, font, size: sizes.add(_printed_size(matrix, size))
    )
    assert min(sizes) >= 8.5


def test_what_is_the_same_for_all_that_is_not_filed_is_said_once_above_them(gjrc, made):
    (text,) = pages(unfiled_pdf.write, without_the_seven_filed(gjrc), made)
    assert "报送截止日期2015-04-03·状态逾期未报·逾期天数4·逾期工作日1" in text
    assert text.count("逾期未报") == 1
    assert "注：已逾期1个工作日（4月4日周六、5日清明节、6日补休，均不计）。" in text


def test_what_differs_between_those_not_filed_stands_in_their_rows(world, made):
    world.designate(at(date(2015, 3, 25)), world.a, days=5)
    (text,) = pages(unfiled_pdf.write, ledger.build(world.programme, as_of=DAY), made)
    assert "2第2项具体内容。2015-04-0341" in text
    assert "3第3项具体内容。2015-03-3085" in text
    assert "状态逾期未报" in text
    assert (
        "注：第2项已逾期1个工作日（4月4日周六、5日清明节、6日补休，均不计）；其余各项已逾期5个工作日" in text
    )


def test_an_unfiled_list_too_long_for_a_page_repeats_its_heads_and_names_the_unit_in_each_row(
    gjrc, made, monkeypatch
):
    monkeypatch.setattr(unfiled_pdf, "SIZES", ())
    texts = pages(unfiled_pdf.write, ledger.build(gjrc, as_of=DAY), made)
    assert len(texts) > 1
    assert all("牵头单位任务编号具体内容" in text for text in texts)
    assert "".join(texts).count("中关村管委会9") == 1
    assert "中关村管委会10深化" in "".join(texts)


def test_the_situation_of_the_real_register_is_one_page(gjrc, made):
    (text,) = pages(situation_pdf.write, ledger.build(gjrc, as_of=DAY), made)
    assert "应报37·已报0·按时0·逾期报送0·未报37·牵头单位待明确1" in text
    assert "市委组织部3000301、6、35" in text


def test_the_situation_names_the_task_without_a_lead_and_counts_it_so_that_all_add_up(gjrc, made):
    (text,) = pages(situation_pdf.write, ledger.build(gjrc, as_of=DAY), made)
    assert "牵头单位待明确00000138" in text
    assert text.count("合计37000371") == 2


def test_the_counts_of_a_table_stand_together_on_a_page(gjrc, made):
    texts = pages(summary_pdf.write, ledger.build(gjrc, as_of=DAY), made)
    for title, first in (("按工作任务统计", "1深入实施重大人才工程5"), ("按单位统计", "市委组织部3")):
        (page,) = [text for text in texts if title in text]
        counts = page[page.index(title) :]
        assert first in counts
        assert "合计3837000371" in counts


def test_the_compilation_has_the_plans_in_force_with_a_bookmark_each(world):
    world.file(2, at(date(2015, 3, 31)))
    out = io.BytesIO()
    plans_pdf.write(ledger.build(world.programme, as_of=DAY), out)
    area, forms = PdfReader(out).outline[-2:]
    assert area.title == "1 第一项工作任务"
    assert [form.title for form in forms] == ["1 第1项具体内容。", "2 第2项具体内容。"]


def test_the_compilation_says_which_plans_were_entered_from_a_letter(world):
    world.enter(2, at(DAY), received=at(date(2015, 4, 2)))
    ((_, forms),) = plans_pdf.forms_by_area(ledger.build(world.programme, as_of=DAY))
    form = forms[1]
    assert form.on_behalf == "据来文代录，来文于2015年4月2日收到"


def test_the_compilation_marks_how_each_plan_stands_and_names_leads_and_what_is_missing(world):
    for number, act in {1: world.accept, 2: world.give_back}.items():
        if number == 2:
            world.file(2, at(date(2015, 3, 31)))
        world.start(number, at(date(2015, 4, 1)))
        act(number, at(date(2015, 4, 2)))
    world.revise(1, at(date(2015, 4, 3)))
    cover, contents, first, _, second, *_ = pages(plans_pdf.write, ledger.build(world.programme, as_of=DAY))
    assert cover.endswith("实施方案汇编截至2015年4月7日共2项")
    assert "1第1项具体内容。市甲局（已核收，修订草稿）" in contents
    assert "2第2项具体内容。市乙局（退回修改）" in contents
    assert "未编入的任务牵头单位待明确：第3项" in contents
    assert ("已核收，修订草稿" in first, "退回修改" in second) == (True, True)


def test_what_is_missing_is_listed_by_lead_and_state(gjrc):
    found = ledger.build(gjrc, as_of=DAY)
    missing = dict(plans_pdf.missing_by_unit(found))
    assert missing["市委组织部（逾期未报）"] == "第1、6、35项"
    assert list(missing)[-1] == "牵头单位待明确"


def test_a_waiting_plan_of_a_part_says_so_on_cover_and_page(world):
    part = ledger.build(world.programme, as_of=DAY, filters=Filters(unit="jia"))
    cover, _, form = pages(plans_pdf.write, part)
    assert "实施方案汇编（部分）截至2015年4月7日单位：市甲局共1项" in cover
    assert "待核对" in form


def test_a_compilation_of_nothing_is_refused_with_the_reason(world):
    early = ledger.build(world.programme, as_of=date(2015, 3, 1))
    with pytest.raises(plans_pdf.NothingFiled, match="还没有已报送的实施方案"):
        plans_pdf.write(early, io.BytesIO())


def test_a_character_no_face_can_draw_stands_as_its_code_and_blocks_no_paper(world, made):
    from dataclasses import replace

    world.file(2, at(date(2015, 3, 31)), replace(COMPLETE, contact_name="李\U000f0000"))
    text = "".join(pages(summary_pdf.write, ledger.build(world.programme, as_of=DAY), made))
    assert "李〔U+F0000〕" in text
    assert "注：〔U+F0000〕是无法打印的字符的编码。" in text
