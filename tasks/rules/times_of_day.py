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
_AFTER_NOON = ("下午", "傍晚", "晚", "晚上")


def read(text: str) -> time | None:
    """None for what is no time of day."""
    plain = "".join(arabic_numerals(unicodedata.normalize("NFKC", text)).split())
    found = _TIME.fullmatch(plain)
    if found is None:
        return None
    hour, said = int(found["hour"]), found["said"]
    minute = (
        int(found["minute"]) if found["minute"] else _SAID[said] if said in _SAID else int(said.rstrip("分"))
    )
    if (hour < 12 and found["part"] in _AFTER_NOON) or (found["part"] == "中午" and hour < 3):
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None
