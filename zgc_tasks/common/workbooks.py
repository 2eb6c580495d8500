"""Reading spreadsheets safely: as text, cell by cell, and never what a formula or another file says (standards, In)."""

import re
import time
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 20 * 1024 * 1024
MAX_PARTS = 200
MAX_ROWS, MAX_COLUMNS = 5_000, 60  # of a sheet
MAX_SECONDS = 10
MAX_CELL = 32_767  # characters of a cell; Excel itself writes no more
MAX_TEXT = 2_000_000  # characters of all cells that are read
MAX_SHARED = 5 * 1024 * 1024  # of the parts that are read as a whole before any row
_SHARED = ("xl/sharedstrings.xml", "xl/styles.xml", "xl/workbook.xml")
# The others are unpacked at once, whatever size the archive says they have.
UNPACKED_BIT_BY_BIT = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# Parts that bring something from elsewhere, or that act.
_FOREIGN = ("vbaproject.bin", "externallinks/", "embeddings/", "activex/", "connections.xml", "querytables/")
_ENCRYPTED_OR_OLD = b"\xd0\xcf\x11\xe0"


# What openpyxl raises of parts that are missing, are no XML, or hold what a spreadsheet does not; refusals of defusedxml are
# ValueErrors, and what is locked or packed otherwise is a RuntimeError.
_BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    SyntaxError,
    ArithmeticError,
    EOFError,
    RuntimeError,
)


class Unreadable(Exception):
    """Why the file as a whole is not read, with how to mend it."""


class Fault(NamedTuple):
    """What is wrong with a cell or a row, and how to mend it."""

    sheet: str
    place: str
    words: str


@dataclass(frozen=True)
class SheetRow:
    """Texts by the heads of their columns."""

    sheet: str
    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, str]

    def fault(self, words: str, head: str = "") -> Fault:
        column = self.columns.get(head, "")
        return Fault(self.sheet, f"{column}{self.number}" if column else f"第{self.number}行", words)


@dataclass
class Table:
    """A sheet as rows below a line of heads; blank rows are left out. `unread` are heads that nobody asked for."""

    heads: frozenset[str] = frozenset()
    rows: list[SheetRow] = field(default_factory=list)
    unread: tuple[str, ...] = ()


@dataclass
class Contents:
    """By the name of each sheet that was asked for and is there; `unread` are the names of the others."""

    tables: dict[str, Table]
    unread: tuple[str, ...]
    faults: list[Fault]


def read(data: bytes, wanted: Mapping[str, Collection[str]], *, may_be_hidden: str = "") -> Contents:
    """The sheets and columns in `wanted`, found by their names and heads. Raises `Unreadable`."""
    _require_harmless(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        return _Reader(wanted, may_be_hidden).read(book)
    except Unreadable:
        raise
    except _BROKEN:
        raise Unreadable("文件已损坏或不是Excel文件，请用Excel或WPS打开后另存为XLSX，再重新选择") from None


def _require_harmless(data: bytes) -> None:
    """By the directory of the archive; nothing is unpacked before."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"文件超过{MAX_BYTES // 1024 // 1024}MB，请删去图片和无关的工作表后重新选择")
    if data.startswith(_ENCRYPTED_OR_OLD):
        raise Unreadable("文件已加密或者是旧格式（XLS），请去除密码，另存为XLSX后重新选择")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Unreadable("文件不是Excel文件（XLSX），请用Excel或WPS另存为XLSX后重新选择") from None
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unreadable("文件解开后过大，请删去无关的工作表、图片和空白行列的格式后重新选择")
    if any(part.compress_type not in UNPACKED_BIT_BY_BIT for part in parts):
        raise Unreadable("文件的压缩方式不能识别，请用Excel或WPS打开后另存为XLSX，再重新选择")
    if any(part.file_size > MAX_SHARED for part in parts if part.filename.lower() in _SHARED):
        raise Unreadable("文件中的文字或格式过多，请删去无关的内容后重新选择")
    if any(name in part.filename.lower() for part in parts for name in _FOREIGN):
        raise Unreadable("文件含有宏、外部链接或嵌入的对象，请去除后另存为XLSX，再重新选择")


class _Reader:
    def __init__(self, wanted: Mapping[str, Collection[str]], may_be_hidden: str):
        self._wanted, self._may_be_hidden = wanted, may_be_hidden
        self._faults: list[Fault] = []
        self._until = time.monotonic() + MAX_SECONDS
        self._text_left = MAX_TEXT

    def read(self, book) -> Contents:
        tables, unread = {}, []
        for sheet in book.worksheets:
            if sheet.title not in self._wanted:
                unread.append(sheet.title)
                continue
            if sheet.sheet_state != "visible" and sheet.title != self._may_be_hidden:
                raise Unreadable(f"工作表“{sheet.title}”已隐藏，请取消隐藏，核对内容后重新选择")
            tables[sheet.title] = self._table(sheet)
        return Contents(tables, tuple(unread), self._faults)

    def _table(self, sheet) -> Table:
        columns: dict[int, str] = {}
        table = Table()
        for number, cells in self._rows(sheet):
            if not columns:
                columns, table = self._heads(sheet, cells)
                continue
            row = {
                head: self._text(sheet, number, at, cells[at]) if at < len(cells) else ""
                for at, head in columns.items()
            }
            letters = {head: get_column_letter(at + 1) for at, head in columns.items()}
            table.rows.append(SheetRow(sheet.title, number, row, letters))
        return table

    def _rows(self, sheet) -> Iterator[tuple[int, tuple]]:
        """Those in which anything stands, with their numbers; what the file says of its size is not believed."""
        sheet.reset_dimensions()
        blank = 0
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
            if time.monotonic() > self._until:
                raise Unreadable("文件内容过多，未能读完，请删去无关的内容后重新选择")
            if all(cell.value in (None, "") for cell in cells):
                blank += 1
                if blank > MAX_ROWS:  # a format that reaches down to the last row of all
                    return
                continue
            if number > MAX_ROWS:
                raise Unreadable(f"工作表“{sheet.title}”超过{MAX_ROWS}行，请删去无关的行后重新选择")
            blank = 0
            yield number, cells

    def _heads(self, sheet, cells: tuple) -> tuple[dict[int, str], Table]:
        found, unread = {}, []
        for at, cell in enumerate(cells):
            head = "".join(str(cell.value or "").split())
            if head in self._wanted[sheet.title]:
                if head in found.values():
                    raise Unreadable(f"工作表“{sheet.title}”有两列“{head}”，请删去一列后重新选择")
                found[at] = head
            elif head:
                unread.append(head)
        return found, Table(frozenset(found.values()), unread=tuple(unread))

    def _text(self, sheet, number: int, at: int, cell) -> str:
        if cell.data_type in _NO_TEXT and cell.value is not None:
            place = f"{get_column_letter(at + 1)}{number}"
            self._faults.append(Fault(sheet.title, place, _NO_TEXT[cell.data_type]))
            return ""
        text = as_text(cell.value)
        if len(text) > MAX_CELL:
            words = f"文字超过{MAX_CELL}个字符，请删减"
            self._faults.append(Fault(sheet.title, f"{get_column_letter(at + 1)}{number}", words))
            return ""
        self._text_left -= len(text)
        if self._text_left < 0:
            raise Unreadable("文件中的文字过多，请删去无关的内容后重新选择")
        return text


_NO_TEXT = {
    "f": "单元格是公式，请复制后“选择性粘贴”为数值，或者直接填写文字",
    "e": "单元格是错误值，请改正",
}


# A line end of Windows; and what was typed and looks like such an escape, in a file of ours.
_ESCAPES = re.compile("_x005F(_x[0-9A-Fa-f]{4}_)|_x000D_")


def as_text(value: object) -> str:
    """What stands in a cell, as somebody would have typed it."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return f"{value:.15g}"
        case datetime() | date():
            return f"{value.year}年{value.month}月{value.day}日"
        case _:
            return _ESCAPES.sub(r"\1", str(value))
