"""An answer to a comment: which one a page was drawn with, and how it reads."""

import hashlib

from tasks.enums import CommentAnswer


def mark_of(answer: str, text: str) -> str:
    """A short mark of it, equal for answers that are saved as the same."""
    text = text.replace("\r\n", "\n").strip()
    return hashlib.sha256(f"{answer}\n{text}".encode(errors="replace")).hexdigest()[:16]


def in_words(answer: str, text: str) -> str:
    """Also while it is half typed."""
    label = CommentAnswer(answer).label if answer in CommentAnswer.values else ""
    return "\n".join(filter(None, (label, text)))
