"""A 落实情况报告 as PDF in the layout of GB/T 9704-2012: the text, then 附件1, its checksum at the foot."""

from tasks.exports import pdf


def write(context: dict) -> bytes:
    """Of the same `context` as the Word file."""
    about = {"report": context, "title": "".join(context["标题"]), "author": context["落款"]}
    return pdf.render("pdf/report.html", about, stylesheet="report.css")
