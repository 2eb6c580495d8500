"""What is said of 具体目标: 超过 is strictly more; nothing is summed and nothing foretold."""

from datetime import date
from typing import NamedTuple

from tasks.rules import dates


class Told(NamedTuple):
    """A goal as of a day, with what was counted last; None of both where nothing was yet."""

    number: int
    name: str
    target: int
    measure: str
    value: int | None = None
    counted_on: date | None = None
    source: str = ""

    @property
    def aim(self) -> str:
        return f"超过{self.target}{self.measure}"

    @property
    def exceeded(self) -> bool | None:
        """None where nothing was counted yet."""
        return None if self.value is None else self.value > self.target

    @property
    def standing(self) -> str:
        return {None: "尚无数据", True: "已超过目标", False: "尚未超过目标"}[self.exceeded]

    def to_json(self) -> dict:
        return self._asdict() | {"counted_on": self.counted_on.isoformat() if self.counted_on else ""}

    @classmethod
    def from_json(cls, data: dict) -> "Told":
        day = date.fromisoformat(data["counted_on"]) if data["counted_on"] else None
        return cls(**data | {"counted_on": day})


def sentence(goals: list[Told]) -> str:
    """具体目标最近登记的情况：外国专家4001人（截至2015年4月30日，目标为超过4000人，已超过目标）；……。"""
    if not goals:
        return ""
    return f"具体目标最近登记的情况：{'；'.join(map(_said, goals))}。"


def _said(goal: Told) -> str:
    if goal.value is None:
        return f"{goal.name}尚无数据（目标为{goal.aim}）"
    day = dates.in_words(goal.counted_on)
    return f"{goal.name}{goal.value}{goal.measure}（截至{day}，目标为{goal.aim}，{goal.standing}）"
