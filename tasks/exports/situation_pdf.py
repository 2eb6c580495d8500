"""报送情况 as PDF on one page: the figures, the areas, and the units with what is missing."""

from typing import BinaryIO

from tasks.exports import report_pdf
from tasks.exports.made import Made
from tasks.exports.summary_counts import area_lines, unit_lines
from tasks.ledger import Figure, Ledger


def write(ledger: Ledger, out: BinaryIO, made: Made) -> None:
    missing: dict[str, list[str]] = {}
    for row in ledger.rows:
        if Figure.UNFILED.counts(row):
            missing.setdefault(row.lead.short, []).append(str(row.number))
    units = [(line, "、".join(missing.get(line.name, []))) for line in unit_lines(ledger)]
    report_pdf.write(
        "pdf/situation.html",
        ledger,
        made,
        out,
        name="实施方案报送情况",
        areas=area_lines(ledger),
        units=units,
        rules=[(figure.label, figure.rule) for figure in Figure],
    )
