"""What the documents of a report say, from its frozen rows: their context, and words they share."""

from datetime import date

from tasks.enums import CompletionKind, Outlook
from tasks.rules import dates, report_text
from tasks.rules.frozen import grouped
from tasks.rules.report_text import marks


def progress_in_words(row: dict) -> str:
    if row["done_text"]:
        return "".join(f"（{mark}）" for mark in marks(row)) + row["done_text"]
    return "未报送" if row["state"] and not row["filed"] else ""


def outlook_in_words(row: dict) -> str:
    if row["ended"]:
        return CompletionKind(row["ended"]).label
    return Outlook(row["outlook"]).label if row["outlook"] else ""


def context(
    *,
    number: str,
    title: list[str],
    frozen: dict,
    paragraphs: list[dict],
    digest: str,
    text_digest: str = "",
    day: date,
    signed_by: str = "",
    document_number: str = "",
) -> dict:
    """What a template may name; the names are Chinese, for whoever edits it in Word. 发文字号 is blank until it is issued.

    `paragraphs` are those of the final text: key, section, heading, text; `text_digest` is '' until there is one.
    """
    return {
        "文件编号": number,
        "发文字号": document_number,
        "签发人": signed_by,
        "标题": title,
        "主送": frozen["programme"]["issuer"],
        "正文": [
            {"标题": report_text.section_heading(section), "段落": _paragraphs(paragraphs, section)}
            for section in range(1, len(report_text.SECTIONS) + 1)
        ],
        "任务": [_row(row) for row in frozen["rows"]],
        "落款": frozen["programme"]["leadership"],
        "日期": dates.in_words(day),
        "统计日期": dates.in_words(date.fromisoformat(frozen["as_of"])),
        "报送期": frozen["round"],
        "校验值": grouped(digest),
        "正文校验值": grouped(text_digest),
    }


def _paragraphs(paragraphs: list[dict], section: int) -> list[dict]:
    return [
        {"标题": each["heading"], "内容": each["text"].splitlines()}
        for each in paragraphs
        if each["section"] == section
    ]


def _row(row: dict) -> dict:
    return {
        "序号": row["number"],
        "任务": row["content"],
        "牵头单位": row["lead"] or "待明确",
        "进展": progress_in_words(row),
        "推进状态": outlook_in_words(row),
    }
