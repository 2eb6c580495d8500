"""Of a unit's tasks in a round what the templates show: plain values, so that each is drawn once, and what follows from them
is put together only then.
"""

from typing import NamedTuple

from tasks.forms.progress import html_id
from tasks.pages import answering, contributions
from tasks.pages.comments import CommentPaper
from tasks.pages.todo import Badge
from tasks.rules.statement import FIGURE_LABELS, TEXTS

_TEXT_WIDTH = 30  # characters of a line of the form


class Link(NamedTuple):
    text: str
    href: str


class Text(NamedTuple):
    """One of the four texts of task `number`, `field` says which of TEXTS; `before` is that of the round before."""

    number: int
    field: str
    value: str
    before: str
    error: str
    comments: tuple[answering.ToAnswer, ...] = ()

    @property
    def id(self) -> str:
        return html_id(self.number, self.field)

    @property
    def name(self) -> str:
        return f"{self.number}-{self.field}"

    @property
    def label(self) -> str:
        return TEXTS[self.field]

    @property
    def lines(self) -> int:
        lines = self.value.split("\n")
        return min(max(3, *(1 + len(line) // _TEXT_WIDTH for line in lines)) + len(lines) - 1, 30)

    @property
    def carry(self) -> str:
        """What takes over the text of the round before; "" where there is none, or none other."""
        return f"carry-{self.name}" if self.before and self.before != self.value else ""


class StepPart(NamedTuple):
    """A step of the plan in force, or (`number` 0) one that it does not have any more; `asks` where there is something
    to say of it. `mark` is the state it has, in the words of a badge.
    """

    key: int
    number: int
    text: str
    standing: str
    mark: Badge | None
    said: str
    asks: bool
    state: str = ""
    done_on: str = ""
    word: str = ""
    error: str = ""
    comments: tuple[answering.ToAnswer, ...] = ()


class FigurePart(NamedTuple):
    """`part` of the figure in a `row` of task `number`."""

    number: int
    row: int
    part: str
    value: str
    error: str

    @property
    def id(self) -> str:
        return html_id(self.number, "figures", self.row, self.part)

    @property
    def name(self) -> str:
        return f"{self.number}-figure_{self.part}"

    @property
    def label(self) -> str:
        return FIGURE_LABELS[self.part]


class File(NamedTuple):
    """佐证材料 beside a task or one of its steps; `op` takes it out."""

    name: str
    address: str
    step: str
    op: str


class Comments(NamedTuple):
    """核对意见 of the return that do not stand beside a text or a step."""

    whole: tuple[answering.ToAnswer, ...]
    outlook: tuple[answering.ToAnswer, ...]
    steps: tuple[answering.ToAnswer, ...]
    figures: tuple[answering.ToAnswer, ...]


class SavedFacts(NamedTuple):
    """What is saved of a task, and what is still to be filled in, each a link to its field."""

    number: int
    saved: str
    missing: tuple[Link, ...]
    ready: bool


class ReturnNote(NamedTuple):
    """Why it was returned, and the paper that says so."""

    words: str
    papers: tuple[CommentPaper, ...]


class OpenTask(NamedTuple):
    """A task with its form; all that the template shows, plain values, so that it is drawn once."""

    number: int
    content: str
    address: str
    office: str
    badge: Badge
    notes: tuple[str, ...]
    returned: ReturnNote | None
    comments: Comments
    version: int
    seen: str
    unchanged: bool
    may_be_unchanged: bool
    texts: tuple[Text, ...]
    steps: tuple[StepPart, ...]
    later_steps: tuple[StepPart, ...]
    states: tuple[tuple[str, str], ...]
    outlooks: tuple[tuple[str, str], ...]
    outlook: str
    outlook_error: str
    reason: str
    reason_error: str
    figures: tuple[tuple[FigurePart, ...], ...]
    figures_before: str
    figures_error: str
    figures_open: bool
    given: tuple[contributions.Contributed, ...]
    offline: str
    troubled: bool
    coordination: str
    plan: str
    files: tuple[File, ...]
    file_error: str
    file_step: str
    evidence_steps: tuple[tuple[str, str], ...]
    facts: SavedFacts
    may_file: bool


class ClosedTask(NamedTuple):
    """A task as one row; `buttons` are (op, label) of the form."""

    number: int
    content: str
    address: str
    office: str
    badge: Badge
    words: str
    warning: str
    buttons: tuple[tuple[str, str], ...]
    link: Link | None
