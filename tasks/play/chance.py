"""Choices that look like chance and are the same every time: made of what they are about (a task, a day), never of a
generator that remembers.
"""

import hashlib
from collections.abc import Sequence


def number(low: int, high: int, *about) -> int:
    """Both included."""
    drawn = hashlib.blake2b("/".join(map(str, about)).encode(), digest_size=8).digest()
    return low + int.from_bytes(drawn, "big") % (high - low + 1)


def happens(percent: float, *about) -> bool:
    """To a hundredth of a percent."""
    return number(1, 10_000, *about) <= percent * 100


def one_of(options: Sequence, *about):
    return options[number(0, len(options) - 1, *about)]
