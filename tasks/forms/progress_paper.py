"""代录 of 进展: what a letter, a fax or a call says of a task in a round, typed as it is."""

from collections.abc import Iterable

from django import forms

from tasks.enums import Outlook, StepProgress
from tasks.forms.fields import BasedOnForm, LineField, ParagraphField
from tasks.rules.periods import Period
from tasks.rules.statement import (
    FIGURE_LABELS,
    LABELS,
    LONGEST_LINE,
    LONGEST_TEXT,
    TEXTS,
    ReportedFigure,
    Statement,
    StepStatement,
)
from tasks.rules.step_standing import StepInTime

FIGURES = 5  # as many as a letter is likely to give
_NOT_SAID = ("", "（来文未写）")


class PaperForm(BasedOnForm):
    """The statement with, of each step of the plan in force, what is said of it, and a few figures."""

    unchanged = forms.BooleanField(label="本期无新进展", required=False)
    outlook = forms.ChoiceField(
        label=LABELS["outlook"],
        choices=[_NOT_SAID, *Outlook.choices],
        required=False,
        error_messages={"invalid_choice": "请从列表中选择推进状态"},
    )
    outlook_reason = LineField(label=LABELS["outlook_reason"], max_length=LONGEST_LINE, required=False)

    def __init__(self, *args, steps: Iterable[StepInTime], **kwargs):
        super().__init__(*args, **kwargs)
        self.steps = list(steps)
        texts = {
            name: ParagraphField(label=label, max_length=LONGEST_TEXT, rows=4, required=False)
            for name, label in TEXTS.items()
        }
        self.fields = {"based_on": self.fields["based_on"], **texts, **self.fields}
        for step in self.steps:
            self.fields |= _of_step(step)
        for row in range(1, FIGURES + 1):
            for part, label in FIGURE_LABELS.items():
                self.fields[f"figure_{row}_{part}"] = LineField(
                    label=label, max_length=LONGEST_LINE, required=False
                )

    @property
    def general(self) -> list[forms.BoundField]:
        return [self[name] for name in (*TEXTS, "unchanged", "outlook", "outlook_reason")]

    @property
    def step_rows(self) -> list[tuple[StepInTime, list[forms.BoundField]]]:
        return [
            (step, [self[f"step_{step.key}_{part}"] for part in ("state", "done_on", "word")])
            for step in self.steps
        ]

    @property
    def figure_rows(self) -> list[tuple[list[forms.BoundField], bool]]:
        """Each with whether it stands open: the first one, and whichever has something in it."""
        rows = ([self[f"figure_{row}_{part}"] for part in FIGURE_LABELS] for row in range(1, FIGURES + 1))
        return [(row, nth == 0 or any(field.value() for field in row)) for nth, row in enumerate(rows)]

    def said(self) -> Statement:
        typed = self.cleaned_data
        return Statement(
            **{name: typed[name] for name in (*TEXTS, "outlook", "outlook_reason", "unchanged")},
            steps=tuple(
                StepStatement(
                    step.key,
                    typed[f"step_{step.key}_state"],
                    Period(typed[f"step_{step.key}_done_on"]),
                    typed[f"step_{step.key}_word"],
                )
                for step in self.steps
            ),
            figures=tuple(self._figure(row) for row in range(1, FIGURES + 1)),
        ).trimmed()

    def _figure(self, row: int) -> ReportedFigure:
        parts = {part: self.cleaned_data[f"figure_{row}_{part}"] for part in FIGURE_LABELS}
        return ReportedFigure(**parts | {"day": Period(parts["day"])})


def _of_step(step: StepInTime) -> dict[str, forms.Field]:
    name = f"第{step.number}步"
    return {
        f"step_{step.key}_state": forms.ChoiceField(
            label=f"{name}情况",
            choices=[_NOT_SAID, *StepProgress.choices],
            required=False,
            error_messages={"invalid_choice": f"请从列表中选择{name}情况"},
        ),
        f"step_{step.key}_done_on": LineField(label=f"{name}完成日期", required=False),
        f"step_{step.key}_word": LineField(label=f"{name}说明", max_length=LONGEST_LINE, required=False),
    }
