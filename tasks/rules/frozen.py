"""Rows that are frozen for a report, and how it is told whether they still are what they were.

JSON with sorted keys, UTF-8, without spaces; a SHA-256 for each row and one over all.
"""

import hashlib
import json


def canonical(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value) -> str:
    """The SHA-256 of a value, in hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def digests(rows: list[dict]) -> dict[str, str]:
    """Of every row, by its number."""
    return {str(row["number"]): digest(row) for row in rows}


def differing(rows: list[dict], known: dict[str, str]) -> list[int]:
    """The numbers of rows that are no longer what they were, that are gone, or that have come since."""
    now = digests(rows)
    return sorted(int(number) for number in now.keys() | known.keys() if now.get(number) != known.get(number))


def grouped(checksum: str) -> str:
    """As it is printed and read out: four digits and four digits."""
    return " ".join(checksum[at : at + 4] for at in range(0, len(checksum), 4))


def ungrouped(typed: str) -> str:
    """As somebody typed it from paper."""
    return "".join(typed.split()).lower()
