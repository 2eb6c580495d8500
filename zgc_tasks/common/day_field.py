"""A field for a day on pages that know of no programme: 系统管理 and the audit log."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from django import forms

from zgc_tasks.common import clock, days

_WITHOUT_A_YEAR = re.compile(r"(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")


class DayField(forms.DateField):
    """A day as an office types it; without a year (4月1日, 4.1) it is of that of `today`, of business unless another
    clock is named.
    """

    def __init__(self, *, today: Callable[[], date] = clock.today, **options):
        options.setdefault("input_formats", days.DATE_FORMATS)
        super().__init__(**options)
        self.today = today

    def to_python(self, value):
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).strip()
            if found := _WITHOUT_A_YEAR.fullmatch(value):
                value = f"{self.today().year}-{found[1]}-{found[2]}"
        return super().to_python(value)
