"""A 落实情况报告 as PDF in the layout of GB/T 9704-2012: the text, then 附件1, its checksum at the foot."""

from tasks.exports import pdf
from tasks.exports.fonts import require_coverage


def write(context: dict) -> bytes:
    """Of the same `context` as the Word file. Raises `UncoveredCharacter` before anything is made."""
    require_coverage(_texts(context), owner=context["文件编号"])
    return pdf.render(
        "pdf/report.html", {"report": context, "title": "".join(context["标题"])}, stylesheet="report.css"
    )


def _texts(context: dict):
    for part in context["正文"]:
        for paragraph in part["段落"]:
            for line in (paragraph["标题"], *paragraph["内容"]):
                yield part["标题"], line
    for row in context["任务"]:
        for name, text in row.items():
            yield f"第{row['序号']}项{name}", str(text)
    for name in ("发文字号", "签发人", "主送", "落款"):
        yield name, context[name]
