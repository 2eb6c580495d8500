"""A 落实情况报告 as PDF in the layout of GB/T 9704-2012: the text, then 附件1, its checksum at the foot."""

from tasks.exports import pdf
from tasks.exports.extent import lines

# How many characters a line of the columns of 附件1 holds.
_WIDTHS = {"任务": 16, "牵头单位": 6, "进展": 27, "推进状态": 5}
LINES_IN_ONE_PIECE = (
    17  # which stand below the title too, whatever their commas make of them; a longer row is split
)


def write(context: dict) -> bytes:
    """Of the same `context` as the Word file."""
    about = {
        "report": context,
        "title": "".join(context["标题"]),
        "author": context["落款"],
        "rows": [(row, _is_long(row)) for row in context["任务"]],
    }
    return pdf.render("pdf/report.html", about, stylesheet="report.css")


def _is_long(row: dict) -> bool:
    return max(lines(row[name], width) for name, width in _WIDTHS.items()) > LINES_IN_ONE_PIECE
