"""Pinyin initials of a text: 人才引进 is rcyj (decision 0083)."""

import re
import unicodedata

AROUND = 12  # so many characters to each side
_OTHER = re.compile(r"[^a-z0-9]+")
_ASKED = re.compile(r"(?=.*[a-z])[a-z0-9]{2,50}")


def initials(text: str) -> str:
    """A character that is read in several ways is read as in its phrase: 银行 yh, 行政 xz. Where it stands in none, as 长 in
    长效, its first reading is followed, after a space, by what stands around it with each of the others. Letters and
    digits stay, all else is left out.
    """
    # Its dictionaries are left to the first text that is written: no page needs them.
    from pypinyin import Style, pinyin

    found = pinyin(unicodedata.normalize("NFKC", text), style=Style.FIRST_LETTER, heteronym=True)
    kept = [[_OTHER.sub("", reading.lower()) for reading in readings] for readings in found]
    read = [readings for readings in kept if readings[0]]
    first = [readings[0] for readings in read]
    others = [
        "".join([*first[max(place - AROUND, 0) : place], other, *first[place + 1 : place + 1 + AROUND]])
        for place, readings in enumerate(read)
        for other in dict.fromkeys(readings[1:])
        if other not in ("", readings[0])
    ]
    return " ".join(["".join(first), *others])


def asked_for(words: str) -> str:
    """The initials that somebody may have typed, without regard to case; "" for all other words."""
    letters = unicodedata.normalize("NFKC", words).strip().lower()
    return letters if _ASKED.fullmatch(letters) else ""
