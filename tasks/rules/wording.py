"""How names of units and the open wording of 责任单位 (等有关区县, 及相关分园区管委会) are read as one text."""

from collections.abc import Iterable

_FOLLOWS_ON = ("等", "及")
_LEADS_ON = "等"


def joined(entries: Iterable[str]) -> str:
    """市科委、海淀区等有关区县; 市科委等市人才工作领导小组相关成员单位: no 、 before 等 or 及, nor after a lone 等."""
    return "".join(in_pieces(entries))


def in_pieces(entries: Iterable[str]) -> list[str]:
    """The same, to be broken between: an entry with the 、 behind it, a lone 等 with what it leads on to."""
    pieces: list[str] = []
    for entry in entries:
        if pieces and pieces[-1].endswith(_LEADS_ON):
            pieces[-1] += entry
            continue
        if pieces and not entry.startswith(_FOLLOWS_ON):
            pieces[-1] += "、"
        pieces.append(entry)
    return pieces


def in_lines(entries: Iterable[str]) -> list[str]:
    """One under another: what follows on to an entry, or leads on from a lone 等, on the line of its unit."""
    lines: list[str] = []
    for entry in entries:
        if lines and (entry.startswith(_FOLLOWS_ON) or lines[-1].endswith(_LEADS_ON)):
            lines[-1] += entry
        else:
            lines.append(entry)
    return lines


def within_title_marks(title: str) -> str:
    """A title as it stands between 《 and 》, which are 〈 and 〉 inside of them (GB/T 15834-2011 §4.15)."""
    return title.translate(_INNER_MARKS)


_INNER_MARKS = str.maketrans("《》", "〈〉")


def beginning(text: str, most: int) -> str:
    """A text, of a longer one its first characters."""
    return text if len(text) <= most else f"{text[:most]}…"
