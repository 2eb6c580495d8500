"""The 表样 of 工作任务实施方案 (京人才发〔2015〕3号, annex): its fields, and a plan as it stands on it.

The browser's form, drafts, filings, comparisons, paper, ledger and exports all hold a plan as a `Sheet`, so they
can never show two different plans. The fields of `Sheet` are the one table of the 表样: whatever lists its fields
reads `FIELDS`. A further field is a line there, a column of `models.Plan`, and its migration.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from tasks.rules import periods
from tasks.rules.periods import NO_TIME, Period
from tasks.rules.wording import joined


class FieldKind(StrEnum):
    """How a field is written: HEAD and REGISTER are printed from the register, everything else is typed."""

    HEAD = "head"
    REGISTER = "register"
    LINE = "line"
    TIME = "time"
    STEPS = "steps"
    PARTICIPANTS = "participants"


@dataclass(frozen=True)
class Field:
    """A field of the 表样. `width` is that of its column in spreadsheets, in Chinese characters, and `paper_width`
    that in the printed 汇总表, 0 where it is left out there.

    `demanded`: the notice itself asks for it, so that a blank blocks filing; `people`: says who is in charge and
    how to reach them, which is offered while typing and copied from one plan of a unit to another; `by_decision`: it
    changes by somebody's decision, whose basis has to be noted.
    """

    name: str
    label: str
    kind: FieldKind
    width: float = 0
    paper_width: float = 0
    demanded: bool = False
    people: bool = False
    phone: bool = False
    by_decision: bool = False

    @property
    def in_one_line(self) -> bool:
        return self.kind in (FieldKind.LINE, FieldKind.TIME)

    @property
    def wide(self) -> bool:
        """Whether it takes the whole width of the form; the others stand two in a row."""
        return not self.in_one_line


class Place(NamedTuple):
    """What an error or a finding is about: a field of the `Sheet`, or with `step` (from 1) one of `Step`.

    Of `participants` it is the added one that is counted.
    """

    field: str
    step: int | None = None


NEW = 0


@dataclass(frozen=True)
class Step:
    """One row of 工作步骤及完成时限; `unit` is the short name of the unit that carries it out, or ''.

    `key` tells the step from every other of its plan for ever, however it is moved and reworded (decision 0026): NEW
    for one that was added and not saved yet, None where nothing is known of keys, as on paper. What two steps say may
    be equal though their keys are not.
    """

    text: str = ""
    due: Period = NO_TIME
    unit: str = ""
    key: int | None = dataclasses.field(default=None, compare=False)

    @property
    def blank(self) -> bool:
        return not (self.text.strip() or self.due.text.strip() or self.unit)

    def to_json(self) -> dict:
        data = {"text": self.text, "due": self.due.to_json(), "unit": self.unit}
        return data if self.key is None else data | {"key": self.key}

    @classmethod
    def from_json(cls, data: dict) -> "Step":
        """Without its key, for which few ask and which filings of before have elsewhere: `Sheet.with_keys`."""
        return cls(data["text"], Period.from_json(data["due"]), data["unit"])


STEP_LABELS = {"text": "工作步骤", "due": "完成时限", "unit": "承担单位"}
PHONE_NOT_SHOWN = "（不显示）"


def _field(label: str, kind: FieldKind, *, of: type = str, **more):
    return dataclasses.field(default=of(), metadata={"label": label, "kind": kind, **more})


_register = partial(_field, kind=FieldKind.REGISTER)
_line = partial(_field, kind=FieldKind.LINE, people=True)
_time = partial(_field, kind=FieldKind.TIME, of=Period)


@dataclass(frozen=True)
class Sheet:
    """A plan on the 表样, its fields in printed order and with the printed words.

    As typed, the fields of the register are blank and `participants` are those the lead adds; `completed` puts the
    register's beside them, additions last.
    """

    number: int = _register("任务编号", kind=FieldKind.HEAD, of=int)
    lead: str = _register("牵头单位", kind=FieldKind.HEAD)
    content: str = _register("工作任务")
    supervising_leader: str = _line("主管领导", width=6, paper_width=7.2, demanded=True, by_decision=True)
    responsible_office: str = _line("责任处室", width=6, paper_width=6.8, demanded=True)
    contact_name: str = _line("联系人", width=5, paper_width=5.6, demanded=True)
    contact_phone: str = _line("联系电话", width=7, paper_width=8.5, phone=True)
    start: Period = _time("启动时间", width=6)  # noqa: RUF009 (not shared: nobody can change it)
    finish: Period = _time("完成时间", width=6, paper_width=7.3)  # noqa: RUF009
    steps: tuple[Step, ...] = _field("工作步骤及完成时限", FieldKind.STEPS, of=tuple, width=28, demanded=True)
    participants: tuple[str, ...] = _field("参与单位", FieldKind.PARTICIPANTS, of=tuple, width=8)

    def in_words(self, name: str) -> str:
        """A field, other than the steps, as one text."""
        value = getattr(self, name)
        return joined(value) if isinstance(value, tuple) else str(value)

    def read(self, *, issued: int | None = None) -> "Sheet":
        """With the days its times denote: done once, on the way from what was typed to the database. `issued` is the
        year of the programme.
        """
        dues = [step.due.text for step in self.steps]
        start, finish, dues = periods.read_plan(self.start.text, self.finish.text, dues, issued=issued)
        steps = (
            Step(step.text, due, step.unit, step.key) for step, due in zip(self.steps, dues, strict=True)
        )
        return replace(self, start=start, finish=finish, steps=tuple(steps))

    def completed(self, *, number: int, lead: str, content: str, participants: Sequence[str]) -> "Sheet":
        """As typed, with what the register says."""
        everybody = (*participants, *self.participants)
        return replace(self, number=number, lead=lead, content=content, participants=everybody)

    def trimmed(self) -> "Sheet":
        """As it is saved: without blank participants, and without the blank steps at the end.

        A blank step in between stays, so that 第 3 步 is the third row on the page too.
        """
        steps = list(self.steps)
        while steps and steps[-1].blank:
            steps.pop()
        named = tuple(name for name in self.participants if name.strip())
        return replace(self, steps=tuple(steps), participants=named)

    def with_rows(self, *, steps: int = 0, participants: int = 0) -> "Sheet":
        """With blank rows at the end, so that at least so many can be typed into."""
        return replace(
            self,
            steps=self.steps + (Step(),) * (steps - len(self.steps)),
            participants=self.participants + ("",) * (participants - len(self.participants)),
        )

    def with_keys(self, keys: Iterable[int | None]) -> "Sheet":
        """With these keys for its steps, in their order."""
        steps = (replace(step, key=key) for step, key in zip(self.steps, keys, strict=True))
        return replace(self, steps=tuple(steps))

    def without_phone(self) -> "Sheet":
        """For readers who may not see phone numbers (design §2); a blank stays a blank."""
        hidden = {
            field.name: PHONE_NOT_SHOWN for field in FIELDS if field.phone and getattr(self, field.name)
        }
        return replace(self, **hidden) if hidden else self

    def to_json(self) -> dict:
        return {field.name: _TO_JSON.get(field.kind, _same)(getattr(self, field.name)) for field in FIELDS}

    @classmethod
    def from_json(cls, data: dict) -> "Sheet":
        return cls(**data | {name: read(data[name]) for name, read in _FROM_JSON.items() if name in data})


def written(
    *, steps: Iterable[tuple[str, ...]] = (), participants: Iterable[str] = (), **lines: str
) -> Sheet:
    """A sheet as typed, from plain texts: each step is what is done, by when and, if it is said, by which unit."""
    wrong = lines.keys() - {field.name for field in IN_ONE_LINE}
    if wrong:
        raise TypeError(f"no field of one line: {wrong}")
    texts = {
        name: Period(text) if FIELD[name].kind is FieldKind.TIME else text for name, text in lines.items()
    }
    rows = tuple(Step(text, Period(due), *unit) for text, due, *unit in steps)
    return Sheet(**texts, steps=rows, participants=tuple(participants)).read()


def _same(value):
    return value


def _steps_from_json(steps: list[dict]) -> tuple[Step, ...]:
    return tuple(Step.from_json(step) for step in steps)


FIELDS = tuple(Field(field.name, **field.metadata) for field in dataclasses.fields(Sheet))
IN_ONE_LINE = tuple(field for field in FIELDS if field.in_one_line)
PEOPLE = tuple(field for field in FIELDS if field.people)
FIELD = {field.name: field for field in FIELDS}
LABELS = {field.name: field.label for field in FIELDS}
(LEADER,) = (field for field in FIELDS if field.by_decision)  # who is in charge of a plan
PHONES = tuple(field.name for field in FIELDS if field.phone)

_TO_JSON = {
    FieldKind.TIME: Period.to_json,
    FieldKind.STEPS: lambda steps: [step.to_json() for step in steps],
    FieldKind.PARTICIPANTS: list,
}
_READERS = {
    FieldKind.TIME: Period.from_json,
    FieldKind.STEPS: _steps_from_json,
    FieldKind.PARTICIPANTS: tuple,
}
_FROM_JSON = {field.name: _READERS[field.kind] for field in FIELDS if field.kind in _READERS}
