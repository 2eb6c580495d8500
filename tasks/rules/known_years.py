"""The years a programme can know: from its issue to ten years after its end.

A day outside of them was mistyped. Computed here and nowhere else; who asks, and with which words it is refused, is
in `tasks/rules/typed.py`.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from zgc_tasks.common import days

AFTER_THE_END = 10
LONGEST = 30  # from issue to end; a plan for longer than that has never been issued


@dataclass(frozen=True, slots=True)
class KnownYears:
    """Both included; none lies where moments overflow, whatever a row of an earlier version says. A day without a year is
    of that of `today`.
    """

    first: int
    last: int
    today: date | None = field(default=None, compare=False)

    def __contains__(self, day: date) -> bool:
        return days.can_be(day) and self.first <= day.year <= self.last

    def __str__(self) -> str:
        return f"{self.first}年至{self.last}年"


def known_years(
    *, document_number: str, plan_deadline: date, ends_on: date | None, today: date
) -> KnownYears:
    """Today is always among them: a programme that goes on beyond what it said, and a date set before its issue."""
    begins = (issued_in(document_number) or plan_deadline.year, plan_deadline.year, today.year)
    ends = ((ends_on or plan_deadline).year, today.year)
    return KnownYears(
        max(min(begins), days.EARLIEST.year), min(max(ends) + AFTER_THE_END, days.LATEST.year), today
    )


def issued_in(document_number: str) -> int | None:
    """2015 of 京人才发〔2015〕3号."""
    found = re.search(r"[〔（(\[【]((?:19|20)\d\d)[〕）)\]】]", document_number)
    return int(found[1]) if found else None
