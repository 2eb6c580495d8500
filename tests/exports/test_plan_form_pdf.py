"""The 表样 as PDF holds the eleven fields in their printed places, whatever the length of the plan."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest

from tasks.exports import plan_form_pdf
from tasks.exports.compilation_pdf import write_compilation
from tasks.exports.plan_form_pdf import FilingMark, PrintedSheet
from tasks.rules.periods import Period
from tasks.rules.sheet import LABELS, Sheet, Step
from tests.exports.reading import bookmarks, fonts_of, opened, text_of
from tests.papers.forms import BLANK
from tests.papers.forms import PLAN as FORM

CONTENT = BLANK.content
FILED = FilingMark("GJRC-04-1", 1, date(2015, 3, 30))


def steps(count: int, unit: str = "") -> tuple[Step, ...]:
    return tuple(
        Step(f"第{number}步：制定实施办法，明确建设目标和遴选程序", Period("2015年9月底前"), unit)
        for number in range(1, count + 1)
    )


PLAN = replace(FORM, steps=steps(2))


def written(*forms: PrintedSheet) -> bytes:
    out = BytesIO()
    plan_form_pdf.write(forms, out)
    return out.getvalue()


def pages(*forms: PrintedSheet) -> list[str]:
    return [text_of(page) for page in opened(written(*forms)).pages]


def in_order(text: str, *parts: str) -> bool:
    """Whether the parts stand in the text one after the other."""
    position = 0
    for part in parts:
        position = text.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return True


def test_a_plan_fills_the_eleven_fields_in_their_printed_order():
    (page,) = pages(PrintedSheet(PLAN))
    assert page.startswith("工作任务实施方案任务编号：4牵头单位：市教委")
    assert in_order(page, *LABELS.values())
    assert in_order(page, CONTENT[:12], "张某", "科研处", "李某", "010-00000012", "2015年4月", "长期坚持")
    assert in_order(
        page, "序号工作步骤完成时限", "第1步", "2015年9月底前", "第2步", "市科委、海淀区等有关区县"
    )


def test_a_blank_plan_is_the_empty_form():
    (page,) = pages(PrintedSheet(Sheet(number=4, lead="市教委", content=CONTENT)))
    assert in_order(page, *LABELS.values())
    assert "序号" not in page


def test_a_long_plan_repeats_its_heads_on_every_page():
    found = pages(PrintedSheet(replace(PLAN, steps=steps(100))))
    assert len(found) > 3
    for page in found[1:]:
        assert page.startswith("工作步骤及完成时限序号工作步骤完成时限")
    assert "第100步" in found[-1]
    assert "参与单位" in found[-1]


def test_the_unit_of_a_step_has_a_column_only_where_one_is_given():
    (without,) = pages(PrintedSheet(PLAN))
    (with_unit,) = pages(PrintedSheet(replace(PLAN, steps=steps(2, unit="市知识产权局"))))
    assert "承担单位" not in without
    assert in_order(with_unit, "完成时限承担单位", "第1步", "市知识产权局")


def test_a_filed_form_says_which_filing_it_is_on_every_page():
    for page in pages(PrintedSheet(replace(PLAN, steps=steps(30)), filing=FILED)):
        assert "报送编号GJRC-04-1第1次报送2015年3月30日" in page


def test_a_draft_is_marked_on_every_page_and_has_lines_to_sign_and_stamp():
    found = pages(PrintedSheet(replace(PLAN, steps=steps(30)), mark="送审稿"))
    assert all("送审稿" in page for page in found)
    assert in_order(found[-1], "参与单位", "主管领导签字：", "单位盖章（市教委）：", "年月日", "年月日")
    assert not any("报送编号" in page for page in found)


@pytest.mark.parametrize("count", [0, 1, 3, 6])
def test_what_is_signed_stays_on_one_page_with_its_lines_where_it_can(count):
    (page,) = pages(PrintedSheet(replace(PLAN, steps=steps(count)), mark="送审稿"))
    assert in_order(page, "参与单位", "主管领导签字：", "单位盖章（市教委）：", "年月日", "年月日")


def test_a_step_is_not_parted_from_its_number_and_time():
    """Of steps that end with their number in words the last line stands where the number and the time stand."""
    long = tuple(
        Step(f"{'组织专家论证和实地考察，' * 8}末{number}句", Period(f"2015年{number}月"))
        for number in range(1, 13)
    )
    found = pages(PrintedSheet(replace(PLAN, steps=long)))
    assert len(found) > 3
    for number in range(1, 13):
        (page,) = [page for page in found if f"末{number}句" in page]
        assert f"2015年{number}月" in page.replace("2015年4月长期坚持", "")
        assert page.count("组织专家论证和实地考察") % 8 == 0


def test_a_step_no_page_holds_goes_on_overleaf_below_its_heads():
    found = pages(
        PrintedSheet(replace(PLAN, steps=(Step("组织专家论证和实地考察，" * 160, Period("2015年5月")),)))
    )
    assert in_order(found[0], "工作步骤", "1组织专家论证", "2015年5月")
    for page in found[1:]:
        assert page.startswith("工作步骤及完成时限序号工作步骤完成时限")


def test_a_draft_says_which_text_was_signed_on_every_page():
    version = "第5版文本，2015年4月1日10:05保存"
    for page in pages(PrintedSheet(replace(PLAN, steps=steps(30)), mark="送审稿", version=version)):
        assert version in page


def test_what_is_signed_after_filing_carries_its_number():
    (page,) = pages(PrintedSheet(PLAN, mark="签字稿", filing=FILED))
    assert "签字稿" in page
    assert in_order(page, "主管领导签字：", "单位盖章（市教委）：", "年月日")
    assert "报送编号GJRC-04-1第1次报送2015年3月30日" in page


def test_a_draft_after_a_filed_form_does_not_carry_its_mark():
    filed, between, draft = pages(
        PrintedSheet(PLAN, filing=FILED), PrintedSheet(replace(PLAN, number=5), mark="送审稿")
    )
    assert "送审稿" not in filed
    assert between == ""
    assert "报送编号" not in draft


def test_an_on_behalf_note_stands_with_the_form():
    (page,) = pages(PrintedSheet(PLAN, filing=FILED, on_behalf="据市教委来文（京教函〔2015〕12号）代录"))
    assert "据市教委来文（京教函〔2015〕12号）代录" in page


def test_several_forms_start_on_right_hand_pages_numbered_within_themselves_with_a_bookmark_each():
    lengths = {4: steps(2), 14: steps(12), 21: steps(2)}
    forms = [PrintedSheet(replace(PLAN, number=number, steps=long)) for number, long in lengths.items()]
    reader = opened(written(*forms))
    shortened = f"{CONTENT[:24]}…"
    assert bookmarks(reader) == [
        (1, f"4 {shortened}", 1),
        (1, f"14 {shortened}", 3),
        (1, f"21 {shortened}", 5),
    ]
    texts = [text_of(page) for page in reader.pages]
    assert [text.count("工作任务实施方案") for text in texts] == [1, 0, 1, 0, 1]
    assert texts[1] == ""
    assert [text[-3:] for text in texts if text] == ["—1—", "—1—", "—2—", "—1—"]


def test_every_face_is_embedded_and_rare_characters_can_be_copied_out():
    reader = opened(written(PrintedSheet(replace(PLAN, contact_name="镕喆堃昇䶮煥⑳㎡"))))
    faces = fonts_of(reader)
    assert all(faces.values())
    assert any(name.endswith("+Fang") for name in faces)
    assert any("Noto" in name for name in faces)
    # ㎡ is left out: some readers give it back as m2.
    assert "镕喆堃昇䶮煥⑳" in text_of(reader.pages[0])


def test_the_same_plan_gives_the_same_bytes():
    assert written(PrintedSheet(PLAN, filing=FILED)) == written(PrintedSheet(PLAN, filing=FILED))


@pytest.mark.parametrize(
    "plan",
    [
        replace(PLAN, contact_name="李\ue000"),
        replace(PLAN, start=Period("\ue000月")),
        replace(PLAN, steps=(*steps(1), Step("\ue000"))),
        replace(PLAN, participants=("\ue000",)),
    ],
)
def test_a_character_no_face_can_draw_stands_as_its_code_with_a_note(plan):
    sound, coded = pages(PrintedSheet(replace(PLAN, number=5)), PrintedSheet(plan))[::2]
    assert coded.count("〔U+E000〕") == 2
    assert "注：〔U+E000〕是无法打印的字符的编码。" in coded
    assert "编码" not in sound


def test_text_is_shown_as_written_and_never_read_as_markup():
    (page,) = pages(PrintedSheet(replace(PLAN, contact_name="<b>李某</b>")))
    assert "<b>李某</b>" in page


def test_a_compilation_has_contents_with_page_numbers_and_bookmarks_on_two_levels():
    areas = [
        ("1 深入实施重大人才工程", [PrintedSheet(replace(PLAN, number=number)) for number in (3, 4)]),
        ("2 拓宽国际人才创新平台", [PrintedSheet(replace(PLAN, number=6))]),
    ]
    out = BytesIO()
    write_compilation("实施方案汇编", "北京市", ["截至2015年4月7日"], areas, out)
    reader = opened(out.getvalue())
    shortened = f"{CONTENT[:24]}…"
    assert bookmarks(reader) == [
        (1, "目录", 2),
        (1, "1 深入实施重大人才工程", 3),
        (2, f"3 {shortened}", 3),
        (2, f"4 {shortened}", 5),
        (1, "2 拓宽国际人才创新平台", 7),
        (2, f"6 {shortened}", 7),
    ]
    cover, contents = (text_of(page) for page in reader.pages[:2])
    assert cover == "实施方案汇编截至2015年4月7日共3项"
    lines = [line.replace(" ", "") for line in reader.pages[1].extract_text().splitlines() if "...." in line]
    assert [line.rpartition(".")[2] for line in lines] == ["3", "5", "7"]
    assert in_order(contents, "目录", "1深入实施重大人才工程", "2拓宽国际人才创新平台")


def test_in_a_compilation_the_note_on_codes_stands_with_the_plan_that_has_them():
    forms = [PrintedSheet(PLAN), PrintedSheet(replace(PLAN, number=5, contact_name="李\ue000"))]
    out = BytesIO()
    write_compilation(
        "实施方案汇编", "北京市", ["截至2015年4月7日"], [("1 深入实施重大人才工程", forms)], out
    )
    texts = [text_of(page) for page in opened(out.getvalue()).pages]
    assert [("编码" in text, "李〔U+E000〕" in text) for text in texts if "联系人" in text] == [
        (False, False),
        (True, True),
    ]
