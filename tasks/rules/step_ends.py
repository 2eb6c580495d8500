"""Steps in force that a revision no longer has: cancelled, split or merged, each with its reason (decision 0044)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tasks.enums import StepEnding
from tasks.rules.sheet import Sheet


@dataclass(frozen=True)
class StepEnd:
    """Of the step with this `key`; `into` are the keys of the steps that are in its place."""

    key: int
    ending: StepEnding
    into: tuple[int, ...]
    reason: str

    def to_json(self) -> dict:
        return {"key": self.key, "ending": self.ending, "into": list(self.into), "reason": self.reason}

    @classmethod
    def from_json(cls, data: dict) -> "StepEnd":
        return cls(data["key"], StepEnding(data["ending"]), tuple(data["into"]), data["reason"])

    def in_words(self, numbers: Mapping[int, int]) -> str:
        """并入第2步：两步合办; `numbers` are those of the steps as they stand now, by key."""
        steps = "、".join(f"第{numbers[key]}步" for key in self.into if key in numbers)
        where = f"为{steps}" if self.ending == StepEnding.SPLIT else steps
        return f"{self.ending.label}{where}：{self.reason}"


def numbers_of(sheet: Sheet) -> dict[int, int]:
    """The numbers of the steps by their keys."""
    return {step.key: number for number, step in enumerate(sheet.steps, start=1) if step.key}


def in_words(ends: Iterable[StepEnd], sheet: Sheet) -> dict[int, str]:
    """What became of steps, by their keys; `sheet` is the one without them, with the keys of its steps."""
    numbers = numbers_of(sheet)
    return {end.key: end.in_words(numbers) for end in ends}


@dataclass(frozen=True)
class Unexplained:
    """A step in force that is gone without a word, or in whose place is a step that is gone too; its `number` and
    `text` as they are in force.
    """

    key: int
    number: int
    text: str


def unexplained(in_force: Sheet, written: Sheet, ends: Iterable[StepEnd]) -> list[Unexplained]:
    """What keeps a revision from being filed; both sheets with the keys of their steps."""
    present, ended = {step.key for step in written.steps}, {end.key: end for end in ends}
    return [
        Unexplained(step.key, number, step.text)
        for number, step in enumerate(in_force.steps, start=1)
        if step.key not in present and (step.key not in ended or not set(ended[step.key].into) <= present)
    ]
