"""来文登记簿, 联系记录, 通讯录 and 退回修改意见单, as spreadsheets and as PDF: whole, and said of what they are."""

import io
from datetime import date
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from tasks import reading
from tasks.actions import comments as actions
from tasks.actions import letters
from tasks.enums import CommentAnswer
from tasks.exports import listing_pdf
from tasks.models import Arrival, Comment
from tests.checking.pages import CHECK, PLAN, text
from tests.exports.reading import opened, text_of, widths
from tests.factories import make_task
from tests.story import at
from units.models import AuditEntry

LETTERS = "/gjrc/letters/register"
NOTES = "/gjrc/contacts/notes"
DIRECTORY = "/gjrc/contacts/directory"


def comments(nth: int = 1) -> str:
    return f"{PLAN}filings/{nth}/comments"


def file_name(answer) -> str:
    return unquote(answer.headers["Content-Disposition"].rpartition("''")[2])


def sheet(answer) -> tuple[list[tuple], dict]:
    """Rows behind the heads, and 说明."""
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.getvalue()))
    first, about = book.worksheets
    return list(first.iter_rows(values_only=True)), dict(about.iter_rows(values_only=True))


def printed(answer) -> list[str]:
    assert answer.status_code == 200
    return [text_of(page) for page in opened(answer.getvalue()).pages]


def get(story, path: str, who: str = "checker"):
    return story.browser(who).get(path)


def smallest_print(sheet) -> float:
    """Points of letters of 10, where the columns are made to fit the width of A4."""
    points = sum((width * 7 + 5) * 0.75 for width in widths(sheet))
    room = 842 - 72 * (sheet.page_margins.left + sheet.page_margins.right)
    return min(1, room / points) * 10


# --- 来文登记簿 -----------------------------------------------------------------------------------------------


def test_the_register_has_every_letter_in_the_order_they_came_with_all_it_still_stands_for(story):
    more = [make_task(story.programme, number, lead=story.lead) for number in range(20, 33)]
    late = story.letter(tasks=[story.task, *more], received_at=at(30))
    story.letter(received_at=at(28), recorded_at=at(31))
    letters.withdraw_arrival(arrival_id=late.arrivals.get(task__number=20).pk, by=story.checker, at=at(31))
    (head, *rows), about = sheet(get(story, f"{LETTERS}.xlsx/"))
    assert head[:3] == ("序号", "来文单位", "来文字号")
    assert [row[0] for row in rows] == [1, 2]
    assert [f"{moment}" for moment in rows[0][3:5]] == ["2015-03-28 00:00:00", "2015-03-28 10:00:00"]
    assert rows[0][6] == "方案：第14项"
    assert rows[1][6] == f"方案：第14、{'、'.join(str(number) for number in range(21, 33))}项"
    assert [head[7], rows[0][7], rows[1][7]] == ["代录", "待代录 1 项", "待代录 13 项"]
    letters.withdraw_arrival(
        arrival_id=Arrival.objects.exclude(letter=late).get().pk, by=story.checker, at=at(31)
    )
    (_, alone, _), _ = sheet(get(story, f"{LETTERS}.xlsx/"))
    assert (alone[6], alone[7]) == (None, "已注销")
    assert rows[1][1:3] == ("市教委", "京教人〔2015〕1号")
    assert (about["数量"], about["筛选条件"]) == ("共2件", "无，全部记录")


def test_moments_stand_on_a_line_in_print(story):
    story.letter(received_at=at(30))
    (page,) = opened(get(story, f"{LETTERS}.pdf/").getvalue()).pages
    assert any(f"{at(30):%Y-%m-%d %H:%M}" in line for line in page.extract_text().splitlines())


def test_the_register_is_printed_with_title_day_and_maker_and_is_offered_on_the_list(story):
    story.letter(received_at=at(30))
    answer = get(story, f"{LETTERS}.pdf/")
    (page,) = printed(answer)
    assert page.startswith(f"{story.programme.title}来文登记簿截至2015年4月1日·共1件·")
    assert f"{story.checker}2015年4月1日".replace(" ", "") in page
    assert "京教人〔2015〕1号2015-03-302015-03-3010:00传真方案：第14项待代录1项来文.pdf" in page
    assert file_name(answer) == f"{story.programme.short_name}来文登记簿20150401.pdf"
    listed = text(get(story, "/gjrc/letters/"))
    assert f"{LETTERS}.pdf/" in listed
    assert f"{LETTERS}.xlsx/" in listed
    assert f"{LETTERS}.pdf/" not in text(get(story, "/gjrc/letters/", "liaison"))


def test_who_takes_a_list_is_recorded_with_what_they_took(story):
    story.note(when=at(30))
    get(story, f"{NOTES}.xlsx/?unit={story.lead.slug}")
    row = AuditEntry.objects.get(action="export.contact_notes")
    assert (row.user, row.subject) == (story.checker.user, f"{story.programme.title}联系记录（部分）")
    assert row.detail == {"kind": "xlsx", "rows": 1, "filters": {"单位": "市教委"}}


def test_a_register_without_letters_says_so_in_both(story):
    assert "还没有登记来文。" in printed(get(story, f"{LETTERS}.pdf/"))[0]
    (_, *rows), about = sheet(get(story, f"{LETTERS}.xlsx/"))
    assert (rows, about["数量"]) == ([], "还没有登记来文。")


# --- 联系记录 ------------------------------------------------------------------------------------------------


def test_notes_with_one_unit_say_that_they_are_a_part(story):
    story.note(when=at(30), said="预计周五报送")
    story.note(when=at(31), said="已转科研处", unit=story.participant)
    part, whole = get(story, f"{NOTES}.xlsx/?unit={story.lead.slug}"), get(story, f"{NOTES}.xlsx/")
    assert file_name(part) == f"{story.programme.short_name}联系记录（部分）20150401.xlsx"
    (_, *rows), about = sheet(part)
    assert [row[2:6] for row in rows] == [("市教委", "周某", None, "预计周五报送")]
    assert about["名称"] == f"{story.programme.title}联系记录（部分）"
    assert about["筛选条件"] == "单位：市教委"
    (_, *rows), about = sheet(whole)
    assert [row[2] for row in rows] == ["市教委", "市科委"]
    assert about["筛选条件"] == "无，全部记录"
    (page,) = printed(get(story, f"{NOTES}.pdf/?unit={story.lead.slug}"))
    assert "联系记录（部分）截至2015年4月1日·单位：市教委·共1条" in page
    assert "已转科研处" not in page


def test_notes_are_offered_beside_those_of_a_unit(story):
    path = f"/gjrc/contacts/{story.lead.slug}/"
    assert f"{NOTES}.pdf/?unit={story.lead.slug}" not in text(get(story, path))
    story.note(when=at(30))
    shown = text(get(story, path))
    assert f"{NOTES}.pdf/?unit={story.lead.slug}" in shown
    assert f"{NOTES}.xlsx/" in shown


def test_a_note_that_begins_like_a_formula_stays_text_and_a_long_one_goes_on_overleaf(story):
    story.note(when=at(30), said="=1+1")
    story.note(when=at(31), said="专家论证和实地考察。" * 900)
    book = load_workbook(io.BytesIO(get(story, f"{NOTES}.xlsx/").getvalue()))
    cell = book.worksheets[0]["F2"]
    assert (cell.data_type, cell.value) == ("s", "=1+1")
    pages = printed(get(story, f"{NOTES}.pdf/"))
    assert len(pages) > 1
    assert all("序号联系时间单位" in page for page in pages)
    assert "".join(pages).count("察") == 900


def test_a_unit_that_has_no_part_is_not_found(story):
    assert get(story, f"{NOTES}.pdf/?unit=nobody").status_code == 404
    assert get(story, f"{NOTES}.doc/").status_code == 404


def test_a_list_too_long_for_a_pdf_leads_back_with_the_way_out(story, monkeypatch):
    monkeypatch.setattr(listing_pdf, "MOST_ROWS", 0)
    story.note(when=at(30))
    answer = story.browser("checker").get(f"{NOTES}.pdf/?unit={story.lead.slug}", follow=True)
    assert answer.redirect_chain[0][0] == f"/gjrc/contacts/{story.lead.slug}/"
    assert "未能导出。联系记录PDF最多列0项，所选范围共有1项。请改为导出Excel" in text(answer)


# --- 通讯录 --------------------------------------------------------------------------------------------------


def test_the_directory_has_liaisons_and_contacts_and_telephones_for_who_may_see_them(story):
    story.liaison.user.phone = "010-00000001"
    story.liaison.user.save()
    story.file()
    (_, *rows), about = sheet(get(story, f"{DIRECTORY}.xlsx/"))
    ours = [row for row in rows if row[0] == "市教委"]
    assert ours == [
        ("市教委", "联络员", None, None, story.liaison.user.full_name, "010-00000001"),
        ("市教委", "实施方案联系人", 14, "科研处", "李某", "010-00000002"),
    ]
    assert "说明" not in about
    assert "010-00000002" in printed(get(story, f"{DIRECTORY}.pdf/"))[0]

    (_, *rows), about = sheet(get(story, f"{DIRECTORY}.xlsx/", "other_unit"))
    assert {row[5] for row in rows if row[0] == "市教委"} == {None}
    assert about["说明"] == "联系电话只对接收处室、领导小组办公室和本单位显示"
    (page,) = printed(get(story, f"{DIRECTORY}.pdf/", "other_unit"))
    assert "李某" in page
    assert "0000000" not in page


def test_who_takes_the_directory_is_noted_as_a_reader_of_telephones(story):
    reading.forget()
    get(story, f"{DIRECTORY}.pdf/")
    actions = AuditEntry.objects.filter(user=story.checker.user).values_list("action", flat=True)
    assert {"export.contacts", "contacts.read"} <= set(actions)
    reading.forget()


# --- 退回修改意见单 ------------------------------------------------------------------------------------------


@pytest.fixture
def returned(story):
    story.file()
    story.start_check()
    story.comment("时限偏晚，请提前")
    story.comment("请写明处室", field="responsible_office", step=None)
    story.return_now(at(26, 15))
    return story


@pytest.mark.parametrize("path", [LETTERS, NOTES, DIRECTORY, comments()])
def test_no_list_is_printed_from_its_spreadsheet_smaller_than_eight_points(returned, path):
    book = load_workbook(io.BytesIO(get(returned, f"{path}.xlsx/").getvalue()))
    assert [sheet.title for sheet in book if smallest_print(sheet) < 8] == []


def test_the_comments_of_a_returned_plan_are_a_paper_with_their_answers(returned):
    comment = Comment.objects.first()
    actions.answer(
        comment=comment,
        based_on=comment.answer_mark,
        answer=CommentAnswer.NOT_ADOPTED,
        text="高校申报需要两个月",
        by=returned.liaison,
        at=at(27),
    )
    answer = get(returned, f"{comments()}.pdf/", "liaison")
    (page,) = printed(answer)
    title = "第14项实施方案第1次报送退回修改意见单"
    assert page.startswith(f"{returned.programme.title}{title}")
    assert "报送编号GJRC-14-1，2015年3月25日报送" in page
    assert "重新报送时限2015年4月2日" in page
    assert "1第2步时限偏晚，请提前" in page
    assert "未采纳高校申报需要两个月" in page
    assert "2责任处室请写明处室" in page
    assert file_name(answer) == f"{returned.programme.short_name}{title}20150401.pdf"
    (_, *rows), about = sheet(get(returned, f"{comments()}.xlsx/"))
    assert [(row[1], row[4]) for row in rows] == [("第2步", "未采纳"), ("责任处室", "尚未答复")]
    assert about["重新报送时限"] == "2015年4月2日"


def test_each_return_has_its_own_paper_offered_to_both_sides(returned):
    plan = returned.draft()
    assert plan.status == "returned"
    returned.file(at(28))
    returned.start_check(at(28, 11))
    returned.comment("仍然偏晚")
    returned.return_now(at(28, 15), date(2015, 4, 10))
    first, second = (printed(get(returned, f"{comments(nth)}.pdf/"))[0] for nth in (1, 2))
    assert ("时限偏晚，请提前" in first, "仍然偏晚" in first) == (True, False)
    assert ("时限偏晚，请提前" in second, "仍然偏晚" in second) == (False, True)
    for who, path in {"liaison": PLAN, "checker": CHECK}.items():
        page = text(get(returned, path, who))
        assert page.index(f"{comments(2)}.pdf/") < page.index(f"{comments(1)}.pdf/")


def test_whoever_else_reads_the_plan_reads_no_such_paper(returned):
    """参与单位 and the leading group's office, with the reason; other units do not know of the plan."""
    for who, status in {"other_unit": 403, "leadership": 403, "outsider": 404}.items():
        for suffix in ("pdf", "xlsx"):
            assert get(returned, f"{comments()}.{suffix}/", who).status_code == status
    assert "核对意见只由牵头单位和核对人查看" in text(get(returned, f"{comments()}.pdf/", "leadership"))


def test_what_was_not_returned_has_no_such_paper(story):
    story.file()
    story.start_check()
    story.comment()
    answer = get(story, f"{comments()}.pdf/", "checker")
    assert answer.status_code == 409
    assert "第1次报送没有退回修改，没有意见单" in text(answer)
