"""Times of day as people type them: 9:30, 9点半, 下午3点15分, 九时."""

import re
import unicodedata
from datetime import time

from zgc_tasks.common.text import arabic_numerals

_TIME = re.compile(
    r"(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上?)?(?P<hour>[0-9]{1,2})"
    r"(?::(?P<minute>[0-9]{2})(?::[0-9]{2})?|[点时](?P<said>半|整|[1-3]刻|[0-9]{1,2}分?)?)"
)
_SAID = {None: 0, "整": 0, "半": 30, "1刻": 15, "2刻": 30, "3刻": 45}
_EVENING = ("傍晚", "晚", "晚上")


def read(text: str) -> time | None:
    """None for what is no time of day, as 中午3点, and for one that may be of the day after: 晚上12点, 晚上1点."""
    plain = "".join(arabic_numerals(unicodedata.normalize("NFKC", text).replace("两", "二")).split())
    found = _TIME.fullmatch(plain)
    if found is None:
        return None
    hour, said = int(found["hour"]), found["said"]
    minute = (
        int(found["minute"]) if found["minute"] else _SAID[said] if said in _SAID else int(said.rstrip("分"))
    )
    hour = _hour_of(found["part"], hour)
    return time(hour, minute) if hour is not None and hour < 24 and minute < 60 else None


def _hour_of(part: str | None, hour: int) -> int | None:
    """`hour` as the part of the day has it; None where it is not one of it for certain."""
    if part in _EVENING and (hour == 12 or hour < 4):
        return None
    if part == "中午" and 3 <= hour < 11:
        return None
    if part == "凌晨":
        return 0 if hour == 12 else hour
    if (part in _EVENING or part == "下午") and hour < 12:
        return hour + 12
    return hour + 12 if part == "中午" and hour < 3 else hour
