"""Writing spreadsheets safely: what people typed stays text and never becomes a formula (standards, Out)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from math import ceil
from tempfile import TemporaryDirectory
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

# Also in full width, which Excel takes for the same where Chinese is typed.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
SONG, HEI = "宋体", "黑体"
# How many pixels a column is wide for each Chinese character and beside them, and the height of a line in points, at 10 pt.
CHARACTER_PIXELS, COLUMN_PADDING = 12.25, 7
LINE_HEIGHT, ROW_PADDING = 14.5, 3
MAX_ROW_HEIGHT = 409
# Excel takes no more in one cell; a longer text is cut with a mark rather than making the file unreadable.
MAX_CELL_CHARACTERS = 32_767

MOST_OFFERED = 5_000  # rows with a list to choose from


@dataclass(frozen=True)
class Formula:
    """What a program works out when it opens the file, of our own cells only: never made of what somebody typed. `value` is
    what comes out, for programs that work out nothing.
    """

    text: str
    value: int


Cell = str | int | date | datetime | Formula | None


class Paper(Enum):
    """Numbers of paper sizes in a spreadsheet file."""

    A3 = 8
    A4 = 9


class Look(Enum):
    """How a cell looks; the values are (font, size, horizontal, fill, framed). One to be written in stays open where a
    sheet is locked.
    """

    TITLE = (HEI, 16, "center", "", False)
    HEAD = (HEI, 10, "center", "#EDEDED", True)
    BODY = (SONG, 10, "left", "", True)
    CENTRED = (SONG, 10, "center", "", True)
    PLAIN = (SONG, 11, "left", "", False)
    ENTRY = (SONG, 10, "left", "#FFFBE6", True)


@dataclass(frozen=True)
class Layout:
    """Paper and head of a sheet. `widths` count Chinese characters; `heading` is printed above every page.

    A sheet too wide to be read on one page is printed on several side by side, with the frozen columns on each.
    `choices` are what may be chosen in a column, by its number. `locked`: only cells to be written in can be changed, by
    who does not take the lock off. `hidden`: programs do not offer to show it.
    """

    widths: Sequence[int]
    paper: Paper = Paper.A4
    landscape: bool = True
    heading: str = ""
    head_rows: int = 1
    frozen_columns: int = 0
    pages_across: int = 1
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    locked: bool = False
    hidden: bool = False


def prefixed(text: str) -> str:
    """`text` for CSV, which knows no types: a `'` keeps a program from reading it as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class Book:
    """A workbook that is written from top to bottom."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[Look, Formats] = {}

    def sheet(self, title: str, layout: Layout) -> "WrittenSheet":
        return WrittenSheet(self, self._workbook.add_worksheet(title), layout)

    def formats(self, look: Look) -> "Formats":
        if look not in self._formats:
            self._formats[look] = Formats(self._workbook, look)
        return self._formats[look]


class Formats(dict):
    """How a workbook keeps a look, by the type of what is shown, or `QUOTED`; each made once."""

    def __init__(self, workbook: Workbook, look: Look) -> None:
        self._workbook, self._look = workbook, look

    def __missing__(self, shown: object):
        made = self[shown] = self._workbook.add_format(_format(self._look, shown))
        return made


@contextmanager
def written(out: BinaryIO, title: str = "", author: str = "") -> Iterator[Book]:
    """A workbook that is written into `out` behind the block; memory does not grow with rows. `title` and `author` are what
    programs show of the file.
    """
    with TemporaryDirectory() as folder:
        workbook = Workbook(out, {"constant_memory": True, "tmpdir": folder})
        workbook.set_properties({"title": title, "author": author})
        yield Book(workbook)
        workbook.close()


# What is typed into a cell stays the text it was typed as: 4月3日 does not become a number.
_NUMBER_FORMATS = {Look.CENTRED: "0", Look.ENTRY: 49}
# By which a program chooses another face where it has not got the one that is named.
CHINESE = {"font_family": 3, "font_charset": 134}
# A text that a program would take for a formula were it typed again.
QUOTED = object()
# How the values that are no texts are shown.
_SHOWN = {int: "0", date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm", Formula: "0"}
# A long text is read from its start, also where its row is lower than it.
_CENTRED_VERTICALLY = (Look.TITLE, Look.HEAD)


def _format(look: Look, shown: object) -> dict:
    look = Look.CENTRED if look is Look.BODY and shown in _SHOWN else look
    font, size, horizontal, fill, framed = look.value
    return {
        "font_name": font,
        "font_size": size,
        **CHINESE,
        "align": horizontal,
        "valign": "vcenter" if look in _CENTRED_VERTICALLY else "top",
        "text_wrap": True,
        "num_format": _SHOWN.get(shown) or _NUMBER_FORMATS.get(look, "General"),
        "quote_prefix": shown is QUOTED,
        "locked": look is not Look.ENTRY,
        **({"border": 1, "border_color": "#7F7F7F"} if framed else {}),
        **({"bg_color": fill} if fill else {}),
    }


class WrittenSheet:
    def __init__(self, book: Book, worksheet, layout: Layout):
        self._book, self._sheet, self._layout = book, worksheet, layout
        self._rows = 0
        self._writers = {
            int: worksheet.write_number,
            date: worksheet.write_datetime,
            datetime: worksheet.write_datetime,
            Formula: self._write_formula,
        }
        _set_up(worksheet, layout)

    def row(
        self,
        values: Iterable[Cell],
        look: Look = Look.BODY,
        *,
        height: float | None = None,
        looks: Mapping[int, Look] | None = None,
    ) -> None:
        """Append a row: text as text, numbers, days and moments as such, centred; None leaves a framed blank.
        `looks` are those of columns that look otherwise, by their numbers.
        """
        values, formats = list(values), self._book.formats(look)
        others = {column - 1: self._book.formats(other) for column, other in (looks or {}).items()}
        height = height or self._height(values)
        if height > LINE_HEIGHT + ROW_PADDING:
            self._sheet.set_row(self._rows, height)
        for column, value in enumerate(values):
            self._write(column, value, others.get(column, formats))
        self._rows += 1

    def title(self, text: str, *, height: float) -> None:
        """Over all columns."""
        last, formats = len(self._layout.widths) - 1, self._book.formats(Look.TITLE)
        self._sheet.set_row(self._rows, height)
        self._sheet.merge_range(self._rows, 0, self._rows, last, "", formats[str])
        self._write(0, text, formats)
        self._rows += 1

    def filter_rows(self) -> None:
        """Offer the head's filters over all rows written so far."""
        self._sheet.autofilter(self._layout.head_rows - 1, 0, self._rows - 1, len(self._layout.widths) - 1)

    def subtotals(self, label: Cell, sums: Mapping[int, int]) -> None:
        """A row below all others, `label` first, with what the filters leave of columns added up; `sums`, by their numbers,
        are what that comes to without any.
        """
        added = {column: self._subtotal(_ADD_UP, column, found) for column, found in sums.items()}
        columns = range(1, len(self._layout.widths) + 1)
        self.row([added.get(column, label if column == 1 else "") for column in columns], Look.HEAD)

    def count(self) -> Formula:
        """How many rows the filters leave, by what stands in the first column."""
        return self._subtotal(_COUNT, 1, self._rows - self._layout.head_rows)

    def _subtotal(self, how: int, column: int, value: int) -> Formula:
        letter = xl_col_to_name(column - 1)
        rows = f"{letter}{self._layout.head_rows + 1}:{letter}{self._rows}"
        return Formula(f"=SUBTOTAL({how},{rows})", value)

    def _height(self, values: list[Cell]) -> float:
        """Points for the tallest cell: programs do not all fit rows to wrapped text when they open a file."""
        lines = 1
        for value, width in zip(values, self._layout.widths, strict=True):
            if isinstance(value, str) and (len(value) > width or "\n" in value):
                lines = max(lines, _lines(value, width))
        return min(lines * LINE_HEIGHT + ROW_PADDING, MAX_ROW_HEIGHT)

    def _write(self, column: int, value: Cell, formats: Formats) -> None:
        kind = type(value)
        if write := self._writers.get(kind):
            write(self._rows, column, value, formats[kind])
        elif value:
            self._write_text(column, _fitting(value), formats)
        else:
            self._sheet.write_blank(self._rows, column, None, formats[str])

    def _write_text(self, column: int, text: str, formats: Formats) -> None:
        look = formats[QUOTED if text.startswith(FORMULA_STARTS) else str]
        if text.startswith("<r>") and text.endswith(
            "</r>"
        ):  # taken for the markup of a text in pieces by XlsxWriter: so it is one
            self._sheet.write_rich_string(self._rows, column, look, text[:1], look, text[1:], look)
        else:
            self._sheet.write_string(self._rows, column, text, look)

    def _write_formula(self, row: int, column: int, formula: Formula, look) -> None:
        self._sheet.write_formula(row, column, formula.text, look, formula.value)


_ADD_UP, _COUNT = 109, 103  # what SUBTOTAL does, of rows that are shown


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column; half-width characters take half a place."""
    return sum(max(1, ceil(_places(line) / width)) for line in text.split("\n"))


def _places(line: str) -> float:
    ascii_characters = len(line.encode("ascii", "ignore"))
    return len(line) - ascii_characters / 2


def _fitting(text: str) -> str:
    """By the units of UTF-16, which programs count: a rare character or a picture takes two."""
    if 2 * len(text) <= MAX_CELL_CHARACTERS:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MAX_CELL_CHARACTERS:
        return text
    mark = "…（过长，未全部显示）"
    return units[: 2 * (MAX_CELL_CHARACTERS - len(mark))].decode("utf-16-le", "ignore") + mark


def _set_up(sheet, layout: Layout) -> None:
    for column, width in enumerate(layout.widths):
        sheet.set_column_pixels(column, column, round(width * CHARACTER_PIXELS + COLUMN_PADDING))
    sheet.freeze_panes(layout.head_rows, layout.frozen_columns)
    sheet.repeat_rows(0, layout.head_rows - 1)
    if layout.frozen_columns:
        sheet.repeat_columns(0, layout.frozen_columns - 1)
    for column, offered in layout.choices.items():
        _offer(sheet, column - 1, layout.head_rows, offered)
    if layout.locked:
        _lock(sheet)
    if layout.hidden:
        sheet.very_hidden()
    _set_paper(sheet, layout)


def _set_paper(sheet, layout: Layout) -> None:
    sheet.set_paper(layout.paper.value)
    sheet.set_landscape() if layout.landscape else sheet.set_portrait()
    sheet.fit_to_pages(layout.pages_across, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.5, right=0.5, top=0.9, bottom=0.7)
    # "&" begins a code there; doubled, it is the character, but XlsxWriter takes it for a picture before G and [.
    heading = re.sub(r"&(?=[G\[])", "＆", layout.heading).replace("&", "&&")
    sheet.set_header(f'&C&"{HEI},Regular"&14 {heading}' if heading else "", {"margin": 0.4})
    sheet.set_footer("&C— &P —", {"margin": 0.35})


def _offer(sheet, column: int, first_row: int, offered: Sequence[str]) -> None:
    """A list to choose from in every cell of a column, also in rows that are added."""
    words = f"请从下拉列表中选择：{'、'.join(offered)}"
    choice = {"validate": "list", "source": list(offered), "error_message": words}
    sheet.data_validation(first_row, column, MOST_OFFERED - 1, column, choice)


def _lock(sheet) -> None:
    """Without a password: it keeps from slips of the hand, and widths, heights and filters can be changed."""
    allowed = (
        "objects",
        "scenarios",
        "format_cells",
        "format_columns",
        "format_rows",
        "sort",
        "autofilter",
    )
    sheet.protect("", dict.fromkeys(allowed, True))
