"""A table pasted from Word or Excel, read as one: heads left out, time and unit from their columns.

It comes as text: cells apart by tabs, rows by line ends, a cell with line ends in it between quotes, as Excel writes it.
What a browser has of a table in Word is written in the same way by static/js/plan-paste.js.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

from tasks.rules import pasting

Row = list[str]


class PastedStep(NamedTuple):
    """What is done, by when and by whom, as written; not all three are blank."""

    text: str
    due: str = ""
    unit: str = ""


class Pasted(NamedTuple):
    """The steps that were found, and how many rows were heads of a table."""

    steps: list[PastedStep]
    heads: int = 0


# What a head says of its column; anything else of a head stays with the text, as do columns without one.
_TEXT, _DUE, _UNIT, _NUMBER = "text", "due", "unit", "number"
_HEADS = {
    _NUMBER: re.compile(r"序号|编号|步骤号|No\.?", re.IGNORECASE),
    _DUE: re.compile(
        r"(?:完成|起止|截止|计划|进度|工作|实施)?(?:时限|时间|期限|日期|进度)(?:安排|要求|节点)?|时间节点|节点"
    ),
    _UNIT: re.compile(r"(?:承担|责任|牵头|实施|承办|负责|落实|主责)?(?:单位|部门)"),
    _TEXT: re.compile(
        r"(?:主要|具体|重点)?(?:工作|实施)?(?:步骤|内容|任务|事项|措施|举措|安排)|主要工作|重点工作|工作步骤及完成时限"
    ),
}
_BESIDE = re.compile(r"备注|说明|阶段|责任人|负责人|联系人|责任处室|承办处室")
_CELL = re.compile(r'[ ]*(?:"((?:[^"]|"")*)"(?=[ ]*(?:[\t\r\n]|$))[ ]*|([^\t\r\n]*))')
_LINE_END = re.compile(r"\r\n?|\n")


def read(text: str) -> Pasted:
    """The steps in `text`, pasted from wherever: a table with heads or with breaks in its cells, or else lines."""
    rows = _rows(text) if "\t" in text else []
    heads = list(takewhile(_is_head, rows))
    if heads and (found := _by_columns(rows, heads)).steps:
        return found
    if any("\n" in cell for row in rows for cell in row):
        found = (pasting.read_row(row) for row in rows)
    else:
        found = pasting.split_steps(text)
    return Pasted([PastedStep(*step) for step in found if any(step)])


def _by_columns(rows: list[Row], heads: list[Row]) -> Pasted:
    """Heads that come again, as on every page of a long table, are left out too."""
    body = [row for row in rows if row not in heads]
    kinds = _told_by_rows(_kinds(heads), body)
    steps = [_step(row, kinds) for row in body]
    return Pasted([step for step in steps if any(step)], len(rows) - len(body))


def _kinds(heads: list[Row]) -> list[str]:
    """Of each column what it holds; the first time and the first unit are those of the step."""
    kinds: list[str] = []
    for cells in zip(*_even(heads), strict=True):
        said = next((kind for cell in cells if (kind := _kind(cell)) not in ("", _TEXT)), _TEXT)
        kinds.append(_TEXT if said in (_DUE, _UNIT) and said in kinds else said)
    return kinds


def _told_by_rows(kinds: list[str], body: list[Row]) -> list[str]:
    """步骤 beside 内容 may be the column of numbers: that counts 1, 2, 3 … What no head stands over is text, a number too."""
    width = max(map(len, body), default=0)
    columns = list(zip(*_even([[*kinds, *[_TEXT] * (width - len(kinds))], *body]), strict=True))
    found = [kind for kind, *_ in columns]
    for at, (kind, *cells) in enumerate(columns[: len(kinds)]):
        if kind == _TEXT and _counts(cells):
            found[at] = _NUMBER
    says = any(kind == _TEXT and any(cells) for kind, (_, *cells) in zip(found, columns, strict=True))
    return found if says else [kind for kind, *_ in columns]


def _counts(cells: Iterable[str]) -> bool:
    written = [cell for cell in cells if cell]
    return bool(written) and written == [str(number) for number in range(1, len(written) + 1)]


def _even(rows: list[Row]) -> list[Row]:
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def _step(row: Row, kinds: Sequence[str]) -> PastedStep:
    texts, due, unit = [], "", ""
    for column, cell in enumerate(row):
        kind = kinds[column] if column < len(kinds) else _TEXT
        if kind == _DUE:
            due = _in_one_line(cell)
        elif kind == _UNIT:
            unit = cell
        elif kind == _TEXT or not pasting.NUMBER_CELL.fullmatch(cell):
            texts.append(cell)
    text = pasting.without_numbering(" ".join(filter(None, texts)))
    return PastedStep(text, due, unit) if due else PastedStep(*pasting.find_time_in(text), unit)


def _in_one_line(cell: str) -> str:
    return "".join(line.strip() for line in cell.split("\n"))


def _is_head(row: Row) -> bool:
    """Cells that say what stands below them and nothing else, at least one of them in a known word."""
    written = [cell for cell in row if cell]
    known = [cell for cell in written if _kind(cell)]
    return bool(known) and all(_kind(cell) or _BESIDE.fullmatch(_bare(cell)) for cell in written)


def _kind(cell: str) -> str:
    bare = _bare(cell)
    return next((kind for kind, words in _HEADS.items() if words.fullmatch(bare)), "")


def _bare(cell: str) -> str:
    """序 号, 完成时限（年月）"""
    return re.sub(r"\s|[（(][^（）()]{0,12}[)）]", "", cell)


def _rows(text: str) -> list[Row]:
    """Rows of cells without white space around them; blank rows are left out."""
    rows, row, position = [], [], 0
    while position <= len(text):
        cell = _CELL.match(text, position)
        quoted = cell[1] is not None
        written = cell[1].replace('""', '"') if quoted else cell[2]
        row.append("\n".join(line.strip() for line in _LINE_END.split(written)).strip())
        position = cell.end()
        if text[position : position + 1] == "\t":
            position += 1
            continue
        if any(row):
            rows.append(row)
        row = []
        ends = _LINE_END.match(text, position)
        position = ends.end() if ends else len(text) + 1
    return rows
