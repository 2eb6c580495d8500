"""A 落实情况报告 as PDF in the layout of GB/T 9704-2012: the text, then 附件1, its checksum at the foot."""

from tasks.exports import pdf
from tasks.exports.fonts import in_printable, require_coverage


def write(context: dict) -> bytes:
    """Of the same `context` as the Word file. Its rows are frozen: a character that no face has is printed as its code,
    with a note. Raises `UncoveredCharacter` before anything is made where faces are not installed.
    """
    coded = in_printable(text for _, text in _texts(context))
    report = _coded(context, str.maketrans(coded)) if coded else context
    require_coverage(_texts(report), owner=context["文件编号"])
    about = {"report": report, "coded": "、".join(coded.values()), "title": "".join(context["标题"])}
    return pdf.render("pdf/report.html", about, stylesheet="report.css")


def _coded(value, codes: dict):
    if isinstance(value, str):
        return value.translate(codes)
    if isinstance(value, list):
        return [_coded(each, codes) for each in value]
    if isinstance(value, dict):
        return {name: _coded(each, codes) for name, each in value.items()}
    return value


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
