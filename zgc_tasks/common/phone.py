"""Reading Chinese telephone numbers as people write them, so that two ways of writing compare equal."""

import re
import unicodedata

_BETWEEN_NUMBERS = re.compile(r"[、，,；;/]")
_COUNTRY = re.compile(r"^(?:\+|00)86")
_EXTENSION = re.compile(r"(?:-?(?:转|分机|#)|-):?-?(?P<extension>[0-9]{1,6})$")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# Behind its area code a number may begin with any digit, so that invented ones (010-00000001) can be read. Where the code
# has three digits, 010 and 02x, the number has eight.
_LANDLINE = re.compile(r"(?:010|02[0-9])[0-9]{8}|0[3-9][0-9]{2}[0-9]{7,8}|[2-8][0-9]{6,7}")
# Behind +86 the area code is usually written without its 0.
_LANDLINE_ABROAD = re.compile(r"0?((?:10|2[0-9])[0-9]{8}|[3-9][0-9]{2}[0-9]{7,8})")
_CODE_OF_EIGHT = re.compile(r"(010|02[0-9])[0-9]{1,7}")
_LONGEST = 200  # characters; what is longer fits no field and is not read, however many numbers it may hold


def normalise(text: str) -> tuple[str, ...] | None:
    """The numbers in `text` as `01088828902`, `88828902-123` (extension) or `13800000000`; None when unreadable.

    Several numbers are separated by 、 ， ; or /. An area code that was not written is not guessed.
    """
    numbers = tuple(_read(part) for part in _parts(text) if part.strip())
    return None if not numbers or None in numbers else numbers


def short_of_digits(text: str) -> str:
    """The area code in `text` behind which a number has fewer digits than it must; "" where that is not so."""
    for part in _parts(text):
        found = _CODE_OF_EIGHT.fullmatch(re.sub(r"[\s()—–−-]+", "", part))
        if found and _read(part) is None:
            return found[1]
    return ""


def _parts(text: str) -> list[str]:
    """What stands between the signs that separate numbers."""
    return _BETWEEN_NUMBERS.split(unicodedata.normalize("NFKC", text)) if len(text) <= _LONGEST else []


def _read(text: str) -> str | None:
    written = re.sub(r"[\s()—–−]+", "-", text).strip("-")
    extension = _EXTENSION.search(written)
    if extension:
        number = _read_number(written[: extension.start()])
        if number:
            return f"{number}-{extension['extension']}"
    return _read_number(written)


def _read_number(written: str) -> str | None:
    """A number without extension; hyphens inside it mean nothing."""
    digits = written.replace("-", "")
    country = _COUNTRY.match(digits)
    if country:
        digits = digits[country.end() :]
    if _MOBILE.fullmatch(digits):
        return digits
    if country and (abroad := _LANDLINE_ABROAD.fullmatch(digits)):
        return f"0{abroad[1]}"
    return digits if _LANDLINE.fullmatch(digits) else None
