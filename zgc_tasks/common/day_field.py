"""A field for a day on pages that know of no programme: 系统管理 and the audit log."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from django import forms

from zgc_tasks.common import clock, days

_DAY = re.compile(r"(?:(\d{4})\s*[年./-]\s*)?(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")


class DayField(forms.DateField):
    """A day as an office types it (2015年4月1日, 4月1号, 4.1); without a year it is of that of `today`, of business unless
    another clock is named.
    """

    def __init__(self, *, today: Callable[[], date] = clock.today, **options):
        options.setdefault("input_formats", days.DATE_FORMATS)
        super().__init__(**options)
        self.today = today

    def to_python(self, value):
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).strip()
            if found := _DAY.fullmatch(value):
                year, month, day = found.groups()
                value = f"{year or self.year_of(int(month), int(day))}-{month}-{day}"
        return super().to_python(value)

    def year_of(self, month: int, day: int) -> int:
        """Of a day that was typed without one."""
        return self.today().year
