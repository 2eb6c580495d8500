"""需要办理: its lines as homes show them, whatever they are about."""

from typing import NamedTuple


class Badge(NamedTuple):
    state: str
    label: str
    note: str = ""


class Time(NamedTuple):
    words: str
    overdue: bool = False


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
