"""What a file may be that is read as the spreadsheet of a round: another's, unsafe, or wrong about itself."""

import io
import zipfile

import pytest

from tests.cost import calls_of
from tests.factories import make_user
from tests.rounds.browsing import address
from tests.rounds.sheets import Hand, said
from tests.scans import PDF
from units.roles import Role

pytestmark = pytest.mark.usefixtures("plan_in_force")


def test_the_file_of_another_round_unit_or_programme_or_without_marks_is_refused(opened):
    mine, other = Hand(opened.story.liaison), Hand(make_user(Role.LIAISON, opened.tasks[3].lead))
    assert "文件是另一报送期的" in Hand(opened.story.liaison).read(mine.saved(), number=2).html
    assert "文件不是本单位的" in other.read(mine.saved()).html
    del mine.book["系统标识"]
    assert "不能识别报送期和单位" in mine.read().html


def test_what_is_no_safe_spreadsheet_is_refused_with_the_reason(opened, monkeypatch):
    hand = Hand(opened.story.liaison)
    for name, data, words in (
        ("进展.pdf", PDF, "不是Excel文件（XLSX），请在Excel或WPS中另存为XLSX后重新上传"),
        ("进展.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "不是Excel文件（XLSX），请在Excel或WPS中另存为XLSX"),
        ("进展.xlsx", PDF, "不是Excel文件（XLSX），请在Excel或WPS中另存为XLSX后重新上传"),
    ):
        assert words in hand.read(data, name=name).html
        assert hand.page.status_code == 422
    sound = hand.saved()
    assert "含有宏、外部链接" in hand.read(_with(sound, "xl/externalLinks/externalLink1.xml")).html
    assert "请另存为不含宏的XLSX后" in hand.read(_with(sound, "xl/vbaProject.bin")).html
    assert "解开后过大" in hand.read(_with(sound, "xl/media/big.bin", bytes(21 * 1024 * 1024))).html
    for packed in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert "压缩方式不能识别" in hand.read(_packed(sound, packed)).html
    hand.cell("进展", 14, "进展情况").value = "长" * 32_767
    assert "文字超过" not in hand.read().html
    longer = _replaced(hand.saved(), "xl/worksheets/sheet1.xml", b"<t>&#38271;", b"<t>&#38271;&#38271;")
    assert "文字超过32767个字符，请删减" in hand.read(longer).html
    hand.book["进展"].sheet_state = "hidden"
    assert "工作表“进展”已隐藏" in hand.read().html
    assert "请选择填好的Excel文件" in hand.client.post(address("round-sheet-read"), {}).content.decode()


def test_a_spreadsheet_that_declares_an_entity_is_refused(opened):
    hand = Hand(opened.story.liaison)
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
    hand.read(_replaced(hand.saved(), "xl/worksheets/sheet1.xml", b"<worksheet", entity))
    assert hand.page.status_code == 422
    assert "文件已损坏或不是Excel文件" in hand.html


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing(opened):
    """Between the last row of ours and it lie a million blank ones."""
    hand = Hand(opened.story.liaison).write(14, 进展情况="已印发")
    hand.book["进展"]["XFD1048576"] = "end"
    _, calls = calls_of(hand.read)
    assert calls < 1_000_000
    assert "将要改动 1 项" in hand.html
    hand.take()
    assert said(opened).done_text == "已印发"


def test_a_file_that_says_wrongly_how_large_it_is_is_read_whole(opened):
    hand = Hand(opened.story.liaison)
    hand.write(20, 进展情况="第二行也在")
    smaller = _replaced(hand.saved(), "xl/worksheets/sheet1.xml", b'ref="A1:L3"', b'ref="A1:B1"')
    hand.read(smaller).take()
    assert said(opened, 2).done_text == "第二行也在"


def _with(data: bytes, name: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def _packed(data: bytes, packed: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", packed) as target:
        for item in source.infolist():
            target.writestr(item.filename, source.read(item))
    return out.getvalue()


def _replaced(data: bytes, part: str, before: bytes, after: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename == part:
                assert before in content
                content = content.replace(before, after)
            target.writestr(item, content)
    return out.getvalue()
