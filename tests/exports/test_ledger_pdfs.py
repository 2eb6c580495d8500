"""汇总表, 未报名单, 报送情况 and 方案汇编 on paper."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from tasks import ledger
from tasks.exports import plans_pdf, situation_pdf, summary_pdf, unfiled_pdf
from tasks.exports.fonts import UncoveredCharacter
from tasks.ledger import Filters
from tests.exports.conftest import DAY
from tests.ledger.world import COMPLETE, at


def pages(write, *args) -> list[str]:
    out = io.BytesIO()
    write(args[0], out, *args[1:])
    return ["".join(page.extract_text().split()) for page in PdfReader(out).pages]


def test_the_summary_repeats_its_heads_and_ends_with_the_totals(gjrc, made):
    texts = pages(summary_pdf.write, ledger.build(gjrc, as_of=DAY), made)
    with_rows = [text for text in texts if "逾期未报" in text]
    assert len(with_rows) > 1
    assert all("具体内容" in text and "牵头单位" in text for text in with_rows)
    assert "合计3837000371" in texts[-1]


def test_the_summary_is_landscape(found, made):
    out = io.BytesIO()
    summary_pdf.write(found, out, made)
    box = PdfReader(out).pages[0].mediabox
    assert box.width > box.height


def test_the_summary_names_its_day_its_maker_and_its_filters(world, made):
    some = ledger.build(world.programme, as_of=DAY, filters=Filters(unit="jia"))
    text = pages(summary_pdf.write, some, made)[0]
    assert "截至2015年4月7日·单位：市甲局·张某（领导小组办公室）2015年4月7日10:00生成" in text


def test_a_summary_of_no_rows_says_so(world, made):
    none = ledger.build(world.programme, as_of=DAY, filters=Filters(query="没有"))
    assert "没有符合条件的任务" in pages(summary_pdf.write, none, made)[0]


def test_the_unfiled_list_names_only_what_is_not_filed_by_unit(found, made):
    (text,) = pages(unfiled_pdf.write, found, made)
    assert "未报1项，涉及1个单位" in text
    assert "北京市市乙局（1项）" in text
    assert "第2项具体内容" in text
    assert "第1项具体内容" not in text
    assert "第3项具体内容" not in text


def test_the_unfiled_list_says_when_nothing_is_missing(world, made):
    world.file(2, at(date(2015, 3, 31)))
    (text,) = pages(unfiled_pdf.write, ledger.build(world.programme, as_of=DAY), made)
    assert "应报的实施方案均已报送" in text


def test_the_situation_of_the_real_register_is_one_page(gjrc, made):
    (text,) = pages(situation_pdf.write, ledger.build(gjrc, as_of=DAY), made)
    assert "应报37·已报0·按时0·逾期报送0·未报37·牵头单位待明确1" in text
    assert "市委组织部300031、6、35" in text


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


def test_a_compilation_of_nothing_is_refused_with_the_reason(world):
    early = ledger.build(world.programme, as_of=date(2015, 3, 1))
    with pytest.raises(plans_pdf.NothingFiled, match="还没有已报送的实施方案"):
        plans_pdf.write(early, io.BytesIO())


def test_a_character_no_face_can_print_stops_the_export_and_is_named(world, made):
    from dataclasses import replace

    world.file(2, at(date(2015, 3, 31)), replace(COMPLETE, contact_name="李\U000f0000"))
    found, out = ledger.build(world.programme, as_of=DAY), io.BytesIO()
    with pytest.raises(UncoveredCharacter, match="第2项任务的“联系人”"):
        summary_pdf.write(found, out, made)
    assert out.getvalue() == b""
