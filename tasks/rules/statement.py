"""What a lead says of a task in a round (进展报送): the form, drafts, filed entries, paper, ledger and exports all hold it
as a `Statement`, as they hold a plan as a `Sheet`.
"""

import dataclasses
from dataclasses import dataclass, replace

from tasks.enums import Outlook, StepProgress
from tasks.rules import periods
from tasks.rules.periods import NO_TIME, Period

LONGEST_TEXT = 3000  # characters of one of the four texts: two printed pages
LONGEST_LINE = 200
MOST_FIGURES = 20

# The four texts, in the order in which they are written and read.
TEXTS = {
    "done_text": "进展情况",
    "next_text": "下一步工作",
    "problem_text": "存在问题",
    "practice_text": "经验做法",
}
LABELS = TEXTS | {"outlook": "推进状态", "outlook_reason": "原因说明", "steps": "步骤情况", "figures": "数据"}

# What a comment can be pinned to, beside single steps.
WHOLE = "whole"
PLACES = {WHOLE: "整体"} | {name: label for name, label in LABELS.items() if name != "outlook_reason"}


@dataclass(frozen=True)
class StepStatement:
    """步骤情况 of the step with this `key`; `done_on` is the day it was done, as written."""

    key: int
    state: str = ""
    done_on: Period = NO_TIME
    word: str = ""

    @property
    def blank(self) -> bool:
        return not (self.state or self.done_on.text.strip() or self.word.strip())

    @property
    def is_done(self) -> bool:
        return self.state == StepProgress.DONE

    def to_json(self) -> dict:
        return {
            "key": self.key,
            "state": str(self.state),
            "done_on": self.done_on.to_json(),
            "word": self.word,
        }

    @classmethod
    def from_json(cls, data: dict) -> "StepStatement":
        return cls(data["key"], data["state"], Period.from_json(data["done_on"]), data["word"])


@dataclass(frozen=True)
class ReportedFigure:
    """数据: what was counted, how many, in which unit of measure, on which day, and where that is from."""

    what: str = ""
    number: str = ""
    measure: str = ""
    day: Period = NO_TIME
    source: str = ""

    @property
    def blank(self) -> bool:
        return not any(
            part.strip() for part in (self.what, self.number, self.measure, self.day.text, self.source)
        )

    def to_json(self) -> dict:
        return dataclasses.asdict(self) | {"day": self.day.to_json()}

    @classmethod
    def from_json(cls, data: dict) -> "ReportedFigure":
        return cls(**data | {"day": Period.from_json(data["day"])})


FIGURE_LABELS = {
    "what": "内容",
    "number": "数值",
    "measure": "计量单位",
    "day": "截至日期",
    "source": "数据来源",
}


@dataclass(frozen=True)
class Statement:
    """As typed or as filed. `unchanged`: 本期无新进展, the texts are those of the round before."""

    done_text: str = ""
    next_text: str = ""
    problem_text: str = ""
    practice_text: str = ""
    outlook: str = ""
    outlook_reason: str = ""
    unchanged: bool = False
    steps: tuple[StepStatement, ...] = ()
    figures: tuple[ReportedFigure, ...] = ()

    @property
    def outlook_in_words(self) -> str:
        return Outlook(self.outlook).label if self.outlook else ""

    def read(self, *, year: int) -> "Statement":
        """With the days that its times denote, 4月3日 being of `year`: done once, on the way to the database."""
        steps = (replace(step, done_on=periods.read(step.done_on.text, year=year)) for step in self.steps)
        figures = (replace(figure, day=periods.read(figure.day.text, year=year)) for figure in self.figures)
        return replace(self, steps=tuple(steps), figures=tuple(figures))

    def trimmed(self) -> "Statement":
        """As it is saved: without steps of which nothing is said, and without blank figures."""
        return replace(
            self,
            steps=tuple(step for step in self.steps if not step.blank),
            figures=tuple(figure for figure in self.figures if not figure.blank),
        )

    def carried_over(self) -> "Statement":
        """For the round after: the same texts, marked; what steps and figures said was of its own round."""
        return replace(self, unchanged=True, steps=(), figures=())

    def step(self, key: int) -> StepStatement:
        return next((step for step in self.steps if step.key == key), StepStatement(key))

    def to_json(self) -> dict:
        written = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return written | {
            "outlook": str(self.outlook),
            "steps": [step.to_json() for step in self.steps],
            "figures": [figure.to_json() for figure in self.figures],
        }

    @classmethod
    def from_json(cls, data: dict) -> "Statement":
        steps = tuple(StepStatement.from_json(step) for step in data["steps"])
        figures = tuple(ReportedFigure.from_json(figure) for figure in data["figures"])
        return cls(**data | {"steps": steps, "figures": figures})


NOTHING_SAID = Statement()
