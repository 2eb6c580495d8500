"""What stands in the plan form, as typed: posted by a browser, or read from the working copy.

Everything the form does with a plan (clean, read its times, compare two versions, add and move steps) works on
`PlanValues`, so the page drawn from the database and the one drawn again after an error are the same page.
"""

from dataclasses import dataclass, field, replace
from itertools import zip_longest

from tasks.models import Plan

# The six one-line fields of the 表样 that a unit types; steps and participants come in rows.
LINES = ("supervising_leader", "responsible_office", "contact_name", "contact_phone", "start", "finish")


@dataclass(frozen=True)
class StepValues:
    """One row of steps; `unit` is the key of the unit that carries it out, or ''."""

    text: str = ""
    due: str = ""
    unit: str = ""

    @property
    def blank(self) -> bool:
        return not (self.text.strip() or self.due.strip() or self.unit)


@dataclass(frozen=True)
class PlanValues:
    """`participants` are the names added to those of the register, one a row; rows may be blank."""

    lines: dict[str, str] = field(default_factory=dict)
    steps: tuple[StepValues, ...] = ()
    participants: tuple[str, ...] = ()

    @classmethod
    def posted(cls, post) -> "PlanValues":
        """Rows are the fields of one name in their order on the page; a row cut short has blanks."""
        rows = zip_longest(
            post.getlist("step_text"), post.getlist("step_due"), post.getlist("step_unit"), fillvalue=""
        )
        return cls(
            lines={name: post.get(name, "") for name in LINES},
            steps=tuple(StepValues(*row) for row in rows),
            participants=tuple(post.getlist("participant")),
        )

    @classmethod
    def of(cls, plan: Plan | None) -> "PlanValues":
        """The working copy, fetched by `with_content()`; blank where there is none yet."""
        if plan is None:
            return cls(lines=dict.fromkeys(LINES, ""))
        return cls(
            lines={
                name: plan.start_text
                if name == "start"
                else plan.finish_text
                if name == "finish"
                else getattr(plan, name)
                for name in LINES
            },
            steps=tuple(
                StepValues(step.text, step.due_text, str(step.unit_id or "")) for step in plan.steps.all()
            ),
            participants=tuple(str(added) for added in plan.participants.all()),
        )

    def trimmed(self) -> "PlanValues":
        """As it is saved: without blank participants, and without the blank steps at the end.

        A blank step in between stays, so that 第 3 步 is the third row on the page too.
        """
        steps = list(self.steps)
        while steps and steps[-1].blank:
            steps.pop()
        named = tuple(name for name in self.participants if name.strip())
        return replace(self, steps=tuple(steps), participants=named)

    def with_rows(self, *, steps: int, participants: int) -> "PlanValues":
        """With blank rows at the end, so that at least so many can be typed into."""
        return replace(
            self,
            steps=self.steps + (StepValues(),) * (steps - len(self.steps)),
            participants=self.participants + ("",) * (participants - len(self.participants)),
        )
