"""Which badge shows 推进状态, a light, and where a step stands: always with the word beside it."""

from collections.abc import Mapping
from typing import NamedTuple

from tasks.enums import Light, Outlook, StepState


class Mark(NamedTuple):
    """What `{% badge mark.state mark.label %}` shows."""

    state: str
    label: str


def of_outlook(outlook: str) -> Mark | None:
    return _OUTLOOKS[outlook] if outlook else None


def of_step(state: StepState) -> Mark:
    return _STEPS[state]


def of_light(light: str) -> Mark:
    return _LIGHTS[light]


def _marks(badges: Mapping) -> dict[str, Mark]:
    """Put together once: a page shows one beside each of a hundred steps."""
    return {each: Mark(badge, each.label) for each, badge in badges.items()}


_OUTLOOKS = _marks(
    {
        Outlook.NOT_BEGUN: "not_started",
        Outlook.ON_COURSE: "on_time",
        Outlook.STANDING: "offline",
        Outlook.BEHIND: "late",
        Outlook.UNLIKELY: "missing",
        Outlook.DONE: "accepted",
    }
)
_LIGHTS = _marks(
    {
        Light.NOT_RATED: "not_started",
        Light.GREEN: "on_time",
        Light.YELLOW: "due_soon",
        Light.RED: "missing",
    }
)
_STEPS = _marks(
    {
        StepState.DONE: "on_time",
        StepState.OVERDUE: "missing",
        StepState.TO_REPORT: "due_soon",
        StepState.DUE_SOON: "due_soon",
        StepState.OPEN: "not_started",
        StepState.NEVER_DUE: "offline",
    }
)
