"""Which badge shows 推进状态, a light, and where a step stands: always with the word beside it."""

from typing import NamedTuple

from tasks.enums import Light, Outlook, StepState

_OUTLOOKS = {
    Outlook.NOT_BEGUN: "not_started",
    Outlook.ON_COURSE: "on_time",
    Outlook.STANDING: "offline",
    Outlook.BEHIND: "late",
    Outlook.UNLIKELY: "missing",
    Outlook.DONE: "accepted",
}
_LIGHTS = {
    Light.NOT_RATED: "not_started",
    Light.GREEN: "on_time",
    Light.YELLOW: "due_soon",
    Light.RED: "missing",
}
_STEPS = {
    StepState.DONE: "on_time",
    StepState.OVERDUE: "missing",
    StepState.TO_REPORT: "due_soon",
    StepState.DUE_SOON: "due_soon",
    StepState.OPEN: "not_started",
    StepState.NEVER_DUE: "offline",
}


class Mark(NamedTuple):
    """What `{% badge mark.state mark.label %}` shows."""

    state: str
    label: str


def of_outlook(outlook: str) -> Mark | None:
    return Mark(_OUTLOOKS[Outlook(outlook)], Outlook(outlook).label) if outlook else None


def of_step(state: StepState) -> Mark:
    return Mark(_STEPS[state], state.label)


def of_light(light: str) -> Mark:
    return Mark(_LIGHTS[Light(light)], Light(light).label)
