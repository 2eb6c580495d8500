"""What the PDFs about the ledger have in common: title lines and columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from tasks.exports import pdf
from tasks.exports.made import Made
from tasks.ledger import COLUMNS, Column, Figure, Ledger

STYLESHEET = "ledger.css"
_BY_KEY = {column.key: column for column in COLUMNS}


@dataclass(frozen=True)
class Width:
    """A column of a printed table and how wide it is, in the unit of the template: per cent of the page, or em."""

    column: Column
    size: float


def widths(**sizes: float) -> list[Width]:
    """The columns of these keys with their widths."""
    return [Width(_BY_KEY[key], size) for key, size in sizes.items()]


def figures(ledger: Ledger) -> list[tuple[str, int]]:
    return [(figure.label, ledger.totals.figures[figure]) for figure in Figure]


def write(
    template: str,
    ledger: Ledger,
    made: Made,
    out: BinaryIO,
    *,
    name: str,
    layouts: Sequence[dict] = ({},),
    **context,
) -> None:
    """Fill `template` with the ledger's own lines and `context`; `name` is what the document is called.

    Each of `layouts` is added to the context in turn until the document takes one page; the last is for one that
    takes more.
    """
    name = f"{name}{ledger.part}"
    title_lines = {
        "title": f"{ledger.programme.title}{name}",
        "author": made.by,
        "name": name,
        "ledger": ledger,
        "figures": figures(ledger),
        "subtitle": subtitle(ledger, made),
        "programme": ledger.programme,
    }
    contexts = [title_lines | context | layout for layout in layouts]
    out.write(pdf.render_first_on_one_page(template, contexts, stylesheet=STYLESHEET))


def subtitle(ledger: Ledger, made: Made) -> list[str]:
    """截至2015年4月7日, 状态：逾期未报, 中关村管委会人力资源处 2015年4月7日14:03生成"""
    log = f"审计日志 {made.log}" if made.log else ""
    parts = [ledger.day_in_words, ledger.conditions_in_words, f"{made.by} {made.at_in_words}生成", log]
    return [part for part in parts if part]
