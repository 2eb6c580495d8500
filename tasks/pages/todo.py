"""需要办理: its lines as homes show them, whatever they are about."""

from datetime import date
from typing import NamedTuple

from tasks.rules import dates, deadlines


class Badge(NamedTuple):
    state: str
    label: str
    note: str = ""


class Time(NamedTuple):
    words: str
    overdue: bool = False


def until_refiled(refile_by: date, today: date, *, before: str = "") -> tuple[Time, ...]:
    """Of what was returned: until when it is to be filed again, and how long that is over. Of a revision too, which the
    standing of the plan in force does not tell. `before` stands before the day.
    """
    overdue = deadlines.refile_overdue(refile_by=refile_by, as_of=today)
    until = Time(f"{before}{dates.without_year(refile_by)}前重新报送", overdue)
    passed = f"已过重新报送时限 {deadlines.late_by(refile_by, today)}"
    return (until, Time(passed, overdue=True)) if overdue else (until,)


class Button(NamedTuple):
    """`about` is what only screen readers are told after the label."""

    label: str
    about: str
    address: str
    kind: str = "outline"


class Item(NamedTuple):
    """`beside` and `below` stand at the badge, `below` on a line of its own."""

    number: int
    about: str
    address: str
    badge: Badge
    times: tuple[Time, ...]
    button: Button | None
    office: str = ""
    beside: str = ""
    below: str = ""
