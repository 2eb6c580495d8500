"""时间的写法: the tables of docs/wordings.md, which tests hold to what is understood."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

PATH = Path(settings.BASE_DIR, "docs", "wordings.md")


@dataclass(frozen=True)
class WordingLine:
    """A row of a table, by the number of its line; `said` is what stands there by the head of its column."""

    number: int
    said: dict[str, str]


@dataclass(frozen=True)
class WordingTable:
    title: str
    columns: tuple[str, ...]
    lines: tuple[WordingLine, ...]


def tables(text: str) -> list[WordingTable]:
    """Each under the heading it stands below; the row before |---| names its columns."""
    found: list[WordingTable] = []
    title, columns, lines = "", (), []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if not line.startswith("|"):
            if lines:
                found.append(WordingTable(title, columns, tuple(lines)))
            title, columns, lines = line.lstrip("# ") if line.startswith("#") else title, (), []
        elif not columns:
            columns = _cells(line)
        elif not re.fullmatch(r"[|-]+", line):
            lines.append(WordingLine(number, dict(zip(columns, _cells(line), strict=True))))
    return found


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|"))


@cache
def drawn() -> SafeString:
    """Drawn at the first reading: the file does not change while the server runs."""
    return render_to_string("help/_wordings.html", {"tables": tables(PATH.read_text(encoding="utf-8"))})
