"""Which rows of a ledger are wanted, and that choice in words for the reader of an export."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from tasks.charts.progress import UNSAID
from tasks.enums import Figure, Light, Outlook, PlanStatus, TaskState
from tasks.ledger.rows import Row
from tasks.rules import sought
from units.models import Spelling
from zgc_tasks.common.initials import asked_for

# What the filter 状态 offers: 核对中 says more of some that were filed, on time or late.
STATES = (*TaskState.choices, (PlanStatus.CHECKING.value, PlanStatus.CHECKING.label))

UNSAID_IN_WORDS = "未报推进状态"
OUTLOOKS = (*Outlook.choices, (UNSAID, UNSAID_IN_WORDS))


class Part(StrEnum):
    """How the unit asked for stands to a task."""

    LEAD = "lead"
    PARTICIPANT = "participant"

    @property
    def label(self) -> str:
        return {"lead": "牵头", "participant": "参与"}[self]


@dataclass(frozen=True)
class Filters:
    """Conditions that all hold at once; the empty one keeps every row. `unit` is the slug of a unit, `outlook` an
    `Outlook`, or `UNSAID` for what the lead has not said yet.
    """

    unit: str = ""
    part: Part | None = None
    group: int | None = None
    states: tuple[TaskState, ...] = ()
    checking: bool = False
    figure: Figure | None = None
    query: str = ""
    light: str = ""
    outlook: str = ""

    @property
    def judges(self) -> bool:
        """Whether they ask how a task goes."""
        return bool(self.light or self.outlook)

    @property
    def said(self) -> str:
        return "" if self.outlook == UNSAID else self.outlook

    def keep(self, row: Row, code: str) -> bool:
        """Of the programme with this code."""
        return (
            (not self.unit or self._concerns_unit(row))
            and (self.group is None or row.group == self.group)
            and (not self.states or row.state in self.states)
            and (not self.checking or row.checking)
            and (self.figure is None or self.figure.counts(row))
            and (not self.query or self._says(row, code))
            and (not self.light or row.reported.light == self.light)
            and (not self.outlook or row.reported.outlook == self.said)
        )

    def _says(self, row: Row, code: str) -> bool:
        """In what it says, as on the page 任务分解: content, area, 责任单位."""
        texts = [row.content, row.group_name, *map(str, row.entries)]
        return all(
            sought.is_number(word, row.number, code)
            or any(word in text.casefold() for text in texts)
            or not spelt.isdisjoint(texts)
            for word, spelt in self._words
        )

    @cached_property
    def _words(self) -> list[tuple[str, frozenset[str]]]:
        """Each with the texts whose pinyin initials it is."""
        return [(word.casefold(), _spelt(word)) for word in sought.words(self.query)]

    def _concerns_unit(self, row: Row) -> bool:
        leads = row.lead is not None and row.lead.slug == self.unit
        if self.part is Part.LEAD:
            return leads
        if self.part is Part.PARTICIPANT:
            return not leads and self.unit in row.units
        return self.unit in row.units

    def in_words(self, unit_names: dict[str, str]) -> Iterator[tuple[str, str]]:
        """(label, value) of every condition; `unit_names` gives the short name of a slug."""
        if self.unit:
            part = f"（{self.part.label}）" if self.part else ""
            yield "单位", unit_names.get(self.unit, self.unit) + part
        if self.group is not None:
            yield "工作任务", f"第{self.group}项"
        if self.states:
            yield "状态", "、".join(TaskState(state).label for state in self.states)
        if self.checking:
            yield "状态", PlanStatus.CHECKING.label
        if self.figure:
            yield "范围", self.figure.label
        if self.query:
            yield "关键词", self.query
        if self.light:
            yield "红黄灯", Light(self.light).label
        if self.outlook:
            yield "推进状态", Outlook(self.said).label if self.said else UNSAID_IN_WORDS


def _spelt(word: str) -> frozenset[str]:
    letters = asked_for(word)
    return (
        frozenset(Spelling.objects.texts(letters).values_list("text", flat=True)) if letters else frozenset()
    )
