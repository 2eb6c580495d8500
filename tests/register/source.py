"""Reads 京人才发〔2015〕3号 from `docs/source/`, without looking at the register files.

Only what the tests compare: the 38 rows of the 任务分解表 and the ten sections of the body. The seventeen names
stand here a second time on purpose: they are reading note 9, not the register.
"""

import re
from dataclasses import dataclass

from django.conf import settings

SOURCE = settings.BASE_DIR / "docs" / "source" / "jingrencaifa-2015-3.txt"

NAMED_UNITS = (
    *("市委组织部", "市人力社保局", "市科委", "中关村管委会", "市教委", "市经济信息化委", "市商务委"),
    *("海淀区", "石景山区", "朝阳区", "房山区", "中关村发展集团", "市金融局", "市财政局"),
    *("市知识产权局", "市政府外办", "市民政局"),
)

_ROW = re.compile(r"^([^\t]*)\t(\d+)\. ([^\t]+)\t([^\t]+)$")
_SECTION = re.compile(r"[（(]([一二三四五六七八九十])[）)]")
_LINE = re.compile(r"[（(]落实单位[：:](.+)[）)]$")
_AFTER_AND_OTHERS = re.compile(r"(?<=等)\s")
_UNIT = re.compile("(" + "|".join(NAMED_UNITS) + ")")


@dataclass(frozen=True)
class PrintedRow:
    """A row of the table: `area` as printed on it or on the nearest row above, `cell` is 责任单位."""

    number: int
    area: str
    content: str
    cell: str

    @property
    def entries(self) -> list[str]:
        """A line of the cell that ends in 等 ends an entry (docs/decisions/0001); other breaks mean nothing."""
        return [entry for part in _AFTER_AND_OTHERS.split(self.cell) for entry in entries(part)]


@dataclass(frozen=True)
class Section:
    """A section of 三、主要任务 without white space: heading, text and the 落实单位 line in its brackets."""

    number: int
    name: str
    text: str
    line: str

    @property
    def entries(self) -> list[str]:
        listed = _LINE.match(self.line).group(1)
        return [entry for part in listed.split("、") for entry in entries(part)]


def text() -> str:
    return SOURCE.read_text(encoding="utf-8")


def entries(cell: str) -> list[str]:
    """Named units, and whatever stands between them as wording, in order; line breaks in the cell mean nothing."""
    return [part for part in _UNIT.split("".join(cell.split())) if part]


def units_in(listed: list[str]) -> list[str]:
    return [entry for entry in listed if entry in NAMED_UNITS]


def wordings_in(listed: list[str]) -> list[str]:
    return [entry for entry in listed if entry not in NAMED_UNITS]


def table() -> list[PrintedRow]:
    rows, area = [], ""
    for line in text().splitlines():
        if found := _ROW.match(line):
            area = "".join(found[1].split()) or area
            rows.append(PrintedRow(int(found[2]), area, found[3], found[4]))
    return rows


def sections() -> list[Section]:
    body = text().split("三、主要任务")[1].split("四、工作要求")[0]
    parts = _SECTION.split("".join(body.split()))[1:]
    return [_section(number, part) for number, part in enumerate(parts[1::2], start=1)]


def _section(number: int, part: str) -> Section:
    name, rest = part.split("。", 1)
    start = re.search(r"[（(]落实单位", rest).start()
    return Section(number, name, rest[:start], rest[start:])
