"""Writing spreadsheets safely: what people typed stays text and never becomes a formula (standards, Out)."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from math import ceil

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins

# Also in full width, which Excel takes for the same where Chinese is typed.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
SONG, HEI = "宋体", "黑体"
# The width of a Chinese character in the units of a column's width, and the height of a line in points, at 10 pt.
CHARACTER_WIDTH = 1.75
LINE_HEIGHT, ROW_PADDING = 14.5, 3
MAX_ROW_HEIGHT = 409
# Excel takes no more in one cell; a longer text is cut with a mark rather than making the file unreadable.
MAX_CELL_CHARACTERS = 32_767

MOST_OFFERED = 5_000  # rows with a list to choose from


@dataclass(frozen=True)
class Formula:
    """What a program works out when it opens the file, of our own cells only: never made of what somebody typed."""

    text: str


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
    HEAD = (HEI, 10, "center", "FFEDEDED", True)
    BODY = (SONG, 10, "left", "", True)
    CENTRED = (SONG, 10, "center", "", True)
    PLAIN = (SONG, 11, "left", "", False)
    ENTRY = (SONG, 10, "left", "FFFFFBE6", True)


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
    """A workbook that is written once from top to bottom; memory does not grow with rows. `title` and `author` are what
    programs show of the file.
    """

    def __init__(self, title: str = "", author: str = "") -> None:
        self._workbook = Workbook(write_only=True)
        self._workbook.properties.title, self._workbook.properties.creator = title, author
        self._styles = {}

    def sheet(self, title: str, layout: Layout) -> "WrittenSheet":
        return WrittenSheet(self, self._workbook.create_sheet(title), layout)

    def save(self, out) -> None:
        self._workbook.save(out)

    def style(self, sheet, look: Look, *, quoted: bool = False, shown: str = ""):
        """The style of a look as the workbook keeps it, made once, in `_style` of a cell. By public names a cell
        takes 32 µs instead of 1, which would be eight seconds more for 汇总表 of 3,800 tasks (run).
        """
        key = (look, quoted, shown)
        if key not in self._styles:
            self._styles[key] = _style(sheet, look, quoted=quoted, shown=shown)
        return self._styles[key]


# What is typed into a cell stays the text it was typed as: 4月3日 does not become a number.
_NUMBER_FORMATS = {Look.CENTRED: "0", Look.ENTRY: "@"}
# How the values that are no texts are shown.
_SHOWN = {int: "0", date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm", Formula: "0"}
# A long text is read from its start, also where its row is lower than it.
_CENTRED_VERTICALLY = (Look.TITLE, Look.HEAD)


def _style(sheet, look: Look, *, quoted: bool, shown: str):
    font, size, horizontal, fill, framed = look.value
    cell = WriteOnlyCell(sheet)
    cell.font = Font(name=font, size=size, bold=False)
    vertical = "center" if look in _CENTRED_VERTICALLY else "top"
    cell.alignment = Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True)
    if framed:
        line = Side(style="thin", color="FF7F7F7F")
        cell.border = Border(left=line, right=line, top=line, bottom=line)
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)
    cell.number_format = shown or _NUMBER_FORMATS.get(look, "General")
    cell.protection = Protection(locked=look is not Look.ENTRY)
    style = copy(cell._style)
    style.quotePrefix = int(quoted)
    return style


class WrittenSheet:
    def __init__(self, book: Book, worksheet, layout: Layout):
        self._book, self._sheet, self._layout = book, worksheet, layout
        self._rows = 0
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
        self._rows += 1
        values, looks = list(values), looks or {}
        height = height or self._height(values)
        if height > LINE_HEIGHT + ROW_PADDING:
            self._sheet.row_dimensions[self._rows].height = height
        cells = enumerate(values, start=1)
        self._sheet.append([self._cell(value, looks.get(column, look)) for column, value in cells])

    def title(self, text: str, *, height: float) -> None:
        """Over all columns."""
        width = len(self._layout.widths)
        self.row([text, *[""] * (width - 1)], Look.TITLE, height=height)
        self._sheet.merged_cells.add(f"A{self._rows}:{get_column_letter(width)}{self._rows}")

    def filter_rows(self) -> None:
        """Offer the head's filters over all rows written so far."""
        last = get_column_letter(len(self._layout.widths))
        self._sheet.auto_filter.ref = f"A{self._layout.head_rows}:{last}{self._rows}"

    def subtotals(self, label: Cell, columns: Iterable[int]) -> None:
        """A row below all others, `label` first, with what the filters leave of these columns (by their numbers) added up."""
        first, last = self._layout.head_rows + 1, self._rows
        sums = {
            column: Formula(f"=SUBTOTAL(109,{letter}{first}:{letter}{last})")
            for column in columns
            if (letter := get_column_letter(column))
        }
        width = len(self._layout.widths)
        self.row(
            [sums.get(column, label if column == 1 else "") for column in range(1, width + 1)], Look.HEAD
        )

    def count(self) -> Formula:
        """How many rows the filters leave, by what stands in the first column."""
        return Formula(f"=SUBTOTAL(103,A{self._layout.head_rows + 1}:A{self._rows})")

    def _height(self, values: list[Cell]) -> float:
        """Points for the tallest cell: programs do not all fit rows to wrapped text when they open a file."""
        lines = max(
            (
                _lines(value, width)
                for value, width in zip(values, self._layout.widths, strict=True)
                if isinstance(value, str)
            ),
            default=1,
        )
        return min(lines * LINE_HEIGHT + ROW_PADDING, MAX_ROW_HEIGHT)

    def _cell(self, value: Cell, look: Look):
        if shown := _SHOWN.get(type(value)):
            cell = WriteOnlyCell(self._sheet, value.text if isinstance(value, Formula) else value)
            look = Look.CENTRED if look is Look.BODY else look
            cell._style = self._book.style(self._sheet, look, shown=shown)
            return cell
        text = _fitting(value or "")
        cell = WriteOnlyCell(self._sheet, text or None)
        cell.data_type = "s"  # also where it begins with "=", which openpyxl has taken for a formula
        cell._style = self._book.style(self._sheet, look, quoted=text.startswith(FORMULA_STARTS))
        return cell


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column; half-width characters take half a place."""
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(max(1, ceil(_places(line) / width)) for line in text.split("\n"))


def _places(line: str) -> float:
    ascii_characters = len(line.encode("ascii", "ignore"))
    return len(line) - ascii_characters / 2


def _fitting(text: str) -> str:
    if len(text) <= MAX_CELL_CHARACTERS:
        return text
    mark = "…（过长，未全部显示）"
    return text[: MAX_CELL_CHARACTERS - len(mark)] + mark


def _set_up(sheet, layout: Layout) -> None:
    for number, width in enumerate(layout.widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width * CHARACTER_WIDTH + 1
    sheet.freeze_panes = f"{get_column_letter(layout.frozen_columns + 1)}{layout.head_rows + 1}"
    sheet.print_title_rows = f"1:{layout.head_rows}"
    if layout.frozen_columns:
        sheet.print_title_cols = f"A:{get_column_letter(layout.frozen_columns)}"
    sheet.page_setup.paperSize = layout.paper.value
    sheet.page_setup.orientation = "landscape" if layout.landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = layout.pages_across, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.9, bottom=0.7, header=0.4, footer=0.35)
    for column, offered in layout.choices.items():
        _offer(sheet, get_column_letter(column), layout.head_rows + 1, offered)
    if layout.locked:
        _lock(sheet)
    if layout.hidden:
        sheet.sheet_state = "veryHidden"
    if layout.heading:
        # "&" begins a code there; doubled, it is the character.
        sheet.oddHeader.center.text = layout.heading.replace("&", "&&")
        sheet.oddHeader.center.font, sheet.oddHeader.center.size = f"{HEI},Regular", 14
    sheet.oddFooter.center.text = "— &P —"


def _offer(sheet, column: str, first_row: int, offered: Sequence[str]) -> None:
    """A list to choose from in every cell of a column, also in rows that are added."""
    words = f"请从下拉列表中选择：{'、'.join(offered)}"
    found = DataValidation(
        "list", formula1=f'"{",".join(offered)}"', allow_blank=True, showErrorMessage=True, error=words
    )
    found.add(f"{column}{first_row}:{column}{MOST_OFFERED}")
    sheet.data_validations.append(found)


def _lock(sheet) -> None:
    """Without a password: it keeps from slips of the hand, and widths, heights and filters can be changed."""
    sheet.protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)
