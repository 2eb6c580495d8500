"""工作任务实施方案 as PDF on the 表样 of 京人才发〔2015〕3号: one form, or several in one file with bookmarks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from tasks.exports import extent, pdf
from tasks.exports.fonts import codes_in
from tasks.rules import dates
from tasks.rules.sheet import FIELDS, IN_ONE_LINE, Field, FieldKind, Sheet, Step
from zgc_tasks.common import faces

BOOKMARK_LENGTH = 24


@dataclass(frozen=True)
class Room:
    """What fits the page: characters in a line of 工作步骤; lines, on the first page and on any other. A step of no more
    than `in_one_piece` stays so. Were it kept so and higher than a page, WeasyPrint would leave out the heads.
    """

    characters: int
    first_lines: int
    lines: int
    in_one_piece: int


ROOM = Room(characters=15, first_lines=18, lines=31, in_one_piece=26)
# In letters of 12 points instead of 14.
ROOM_BESIDE_UNITS = Room(characters=11, first_lines=21, lines=36, in_one_piece=30)


@dataclass(frozen=True)
class FilingMark:
    """What the foot of a filed form says: 报送编号 GJRC-04-1　第1次报送　2015年3月30日."""

    number: str
    nth: int
    filed_on: date

    def __str__(self) -> str:
        return f"报送编号 {self.number}　第{self.nth}次报送　{dates.in_words(self.filed_on)}"


@dataclass(frozen=True)
class PrintedSheet:
    """A plan to print. What is to be signed and stamped has its `mark` on every page, 送审稿 say, and lines for that; what
    is only read may say there how it is `standing`. `filing` or, before it is filed, `version` tells which text it is.
    `on_behalf` is the note, in full words, that somebody else entered it from a letter, `changed` the one that other
    people are in charge since, `moved` which times hold and what they were at first.
    """

    sheet: Sheet
    mark: str = ""
    standing: str = ""
    filing: FilingMark | None = None
    version: str = ""
    on_behalf: str = ""
    changed: str = ""
    moved: str = ""

    @property
    def page_note(self) -> str:
        return str(self.filing) if self.filing else self.version

    @property
    def layouts(self) -> list[dict]:
        """What is to be signed stands closer where that keeps it on one page with its lines; pages of what is read are
        all alike.
        """
        roomy, compact = {"form": self, "compact": False}, {"form": self, "compact": True}
        return [roomy, compact, roomy] if self.mark and self.pages == 1 else [roomy]

    @property
    def coded(self) -> str:
        """What stands in place of characters that no face has."""
        return "、".join(codes_in("".join(text for _, text in _printed_fields(self))).values())

    @property
    def bookmark(self) -> str:
        text = "".join(self.sheet.content.split())
        shortened = text if len(text) <= BOOKMARK_LENGTH else f"{text[:BOOKMARK_LENGTH]}…"
        return f"{self.sheet.number} {shortened}"

    @property
    def pairs(self) -> list[tuple[tuple[str, str], ...]]:
        """Label and text of the fields of one line, two a row."""
        cells = [(field.label, self.sheet.in_words(field.name)) for field in IN_ONE_LINE]
        return [tuple(cells[n : n + 2]) for n in range(0, len(cells), 2)]

    @property
    def participants(self) -> str:
        return self.sheet.in_words("participants")

    @property
    def shows_step_units(self) -> bool:
        return any(step.unit for step in self.sheet.steps)

    @property
    def steps(self) -> list[tuple[Step, bool]]:
        """Each with whether it stays in one piece."""
        return [
            (step, lines <= self._room.in_one_piece)
            for step, lines in zip(self.sheet.steps, self._lines_of_steps, strict=True)
        ]

    @property
    def pages(self) -> int:
        """About how many; what is long is the steps."""
        page = self._room
        pages, room = 1, page.first_lines
        for lines in self._lines_of_steps:
            if room < lines <= page.in_one_piece:
                pages, room = pages + 1, page.lines
            room -= lines
            overleaf = max(0, -(room // page.lines))
            pages, room = pages + overleaf, room + overleaf * page.lines
        return pages

    @property
    def _lines_of_steps(self) -> list[int]:
        return [extent.lines(step.text, self._room.characters) for step in self.sheet.steps]

    @property
    def _room(self) -> Room:
        return ROOM_BESIDE_UNITS if self.shows_step_units else ROOM


def write(forms: Sequence[PrintedSheet], out: BinaryIO) -> None:
    """Write the forms, each numbered within itself from a right-hand page, with one bookmark each.

    Raises `TooMuch` and `UncoveredCharacter` before anything is written.
    """
    require_few(forms, extent.ONE_BY_ONE)
    about = {"title": _title(forms), "author": forms[0].sheet.lead}
    parts = [[about | layout for layout in form.layouts] for form in forms]
    out.write(pdf.render_joined("pdf/plan_form.html", parts, stylesheet="plan_form.css"))


def require_few(forms: Sequence[PrintedSheet], in_parts: str = extent.IN_PARTS) -> None:
    """Raise `TooMuch` for more than one file may hold."""
    extent.require_few_forms(len(forms), sum(form.pages for form in forms), in_parts)


def unprintable(sheet: Sheet) -> tuple[str, str] | None:
    """The first character of a plan that no face can draw, behind the label of its field; None where there is none or
    further faces are yet to be installed.
    """
    if not faces.behind_installed():
        return None
    for label, text in _printed_fields(PrintedSheet(sheet)):
        if found := faces.without_a_face(text):
            return label, min(found, key=text.index)
    return None


def _title(forms: Sequence[PrintedSheet]) -> str:
    if len(forms) == 1:
        return f"工作任务实施方案（任务{forms[0].sheet.number}）"
    return f"工作任务实施方案（{len(forms)}项）"


def _printed_fields(form: PrintedSheet) -> Iterator[tuple[str, str]]:
    for field in FIELDS:
        if field.kind is FieldKind.STEPS:
            yield from _printed_steps(field, form.sheet)
        else:
            yield field.label, form.sheet.in_words(field.name)
    yield "报送信息", form.page_note
    yield "代录说明", form.on_behalf
    yield "联系信息变更", form.changed
    yield "时限变动", form.moved


def _printed_steps(field: Field, sheet: Sheet) -> Iterator[tuple[str, str]]:
    for number, step in enumerate(sheet.steps, start=1):
        for text in (step.text, str(step.due), step.unit):
            yield f"{field.label}第{number}步", text
