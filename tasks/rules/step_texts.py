"""How much the steps of a plan may say together (decision 0057)."""

MAX_STEPS_TEXT = 30_000  # about 108 pages of the 表样
LINE_BREAK = 10  # characters that one counts as, for the line it leaves unfilled
COUNTING = f"（一次换行按{LINE_BREAK}字计）"


def measured(text: str) -> int:
    """The characters of a text as they count."""
    return len(text.strip().replace("\r", "")) + (LINE_BREAK - 1) * text.strip().count("\n")
