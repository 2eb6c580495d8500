"""Words that the documents of a report share, from a frozen row."""

from tasks.enums import CompletionKind, Outlook
from tasks.rules.report_text import marks


def progress_in_words(row: dict) -> str:
    if row["done_text"]:
        return "".join(f"（{mark}）" for mark in marks(row)) + row["done_text"]
    return "未报送" if row["state"] and not row["filed"] else ""


def outlook_in_words(row: dict) -> str:
    if row["ended"]:
        return CompletionKind(row["ended"]).label
    return Outlook(row["outlook"]).label if row["outlook"] else ""
