"""Two people editing: what differs between the saved text and one's own, and the text made from the choices."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tasks.forms.plan_values import LINES, PlanValues, StepValues
from tasks.rules.content import FIELD_LABELS

THEIRS, MINE = "theirs", "mine"


@dataclass(frozen=True)
class Difference:
    """One thing to choose: a field, one step where both have the same number of steps, or all steps.

    `chosen` is MINE or THEIRS, or '' while nobody has chosen.
    """

    key: str
    label: str
    theirs: object
    mine: object
    chosen: str = ""

    @property
    def name(self) -> str:
        return f"choose_{self.key}"

    @property
    def is_step(self) -> bool:
        return self.key.startswith("step_")

    def with_names(self, units: dict[str, str]) -> "Difference":
        """To be read: units of steps by their names, where the form has their keys."""
        if not (self.is_step or self.key == "steps"):
            return self
        return replace(self, theirs=_named(self.theirs, units), mine=_named(self.mine, units))


def _named(steps: tuple[StepValues, ...], units: dict[str, str]) -> tuple[StepValues, ...]:
    return tuple(replace(step, unit=units.get(step.unit, "")) for step in steps)


def differences(theirs: PlanValues, mine: PlanValues, choices=None) -> list[Difference]:
    """In the order of the form; `choices` is what was posted from the page of choices."""
    theirs, mine = _normal(theirs), _normal(mine)
    found = [*_lines(theirs, mine), *_steps(theirs, mine), *_participants(theirs, mine)]
    return [replace(each, chosen=_choice(each, choices or {})) for each in found]


def merge(theirs: PlanValues, mine: PlanValues, chosen: list[Difference]) -> PlanValues:
    """Theirs, with mine wherever it was chosen."""
    own = {each.key for each in chosen if each.chosen == MINE}
    mine = _normal(mine)
    steps = list(theirs.steps)
    for number in range(1, len(steps) + 1):
        if f"step_{number}" in own:
            steps[number - 1] = mine.steps[number - 1]
    return PlanValues(
        lines={name: (mine if name in own else theirs).lines[name] for name in LINES},
        steps=mine.steps if "steps" in own else tuple(steps),
        participants=mine.participants if "participants" in own else theirs.participants,
    )


def _choice(each: Difference, choices) -> str:
    """What was chosen; before that, the text where only one of the two has any."""
    chosen = choices.get(each.name, "")
    if chosen in (THEIRS, MINE):
        return chosen
    if not each.theirs or not each.mine:
        return MINE if each.mine else THEIRS
    return ""


def _normal(values: PlanValues) -> PlanValues:
    """As it would be saved, so that a space or a line end of another kind is no difference."""
    values = values.trimmed()
    return PlanValues(
        lines={name: " ".join(values.lines[name].split()) for name in LINES},
        steps=tuple(
            StepValues("\n".join(step.text.strip().splitlines()), step.due.strip(), step.unit)
            for step in values.steps
        ),
        participants=tuple(name.strip() for name in values.participants),
    )


def _lines(theirs: PlanValues, mine: PlanValues) -> Iterator[Difference]:
    for name in LINES:
        if theirs.lines[name] != mine.lines[name]:
            yield Difference(name, FIELD_LABELS[name], theirs.lines[name], mine.lines[name])


def _steps(theirs: PlanValues, mine: PlanValues) -> Iterator[Difference]:
    if len(theirs.steps) != len(mine.steps):
        yield Difference("steps", FIELD_LABELS["steps"], theirs.steps, mine.steps)
        return
    for number, (saved, own) in enumerate(zip(theirs.steps, mine.steps, strict=True), start=1):
        if saved != own:
            yield Difference(f"step_{number}", f"第 {number} 步", (saved,), (own,))


def _participants(theirs: PlanValues, mine: PlanValues) -> Iterator[Difference]:
    if theirs.participants != mine.participants:
        yield Difference(
            "participants", "增列的参与单位", "、".join(theirs.participants), "、".join(mine.participants)
        )
