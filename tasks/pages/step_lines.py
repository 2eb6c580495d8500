"""Steps of plans in force as lines of a timeline: text, time, drawing and where each stands; of a task and of a programme."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString

from tasks import steps_in_time
from tasks.charts import times as charts
from tasks.charts.times import Axis, StepDrawn
from tasks.models import Task
from tasks.pages import marks
from tasks.pages.marks import Mark
from tasks.rules.step_standing import StepInTime
from tasks.rules.times import Held


class StepLine(NamedTuple):
    """`moved` says what the time was at first, where it was moved; `word` is what the lead said of it last. `shown` is drawn on
    `axis` when the line is.
    """

    number: int
    text: str
    due: str
    moved: str
    mark: Mark
    explanation: str
    word: str
    shown: StepDrawn
    axis: Axis

    @property
    def drawing(self) -> SafeString:
        return charts.step(self.shown, self.axis)


class TaskSteps(NamedTuple):
    """The steps of one task, to be drawn on an axis."""

    steps: tuple[StepInTime, ...]
    held: Mapping[int, Held]

    @property
    def days(self) -> list[date]:
        return [day for step in self.steps for day in charts.shown(step, self.held.get(step.key)).days]

    def lines(self, axis: Axis) -> tuple[StepLine, ...]:
        return tuple(_line(step, self.held.get(step.key), axis) for step in self.steps)


NO_STEPS = TaskSteps((), {})


def steps_of(task: Task, today: date) -> TaskSteps:
    """Of one task, which comes with what is in force of its plan; three queries, and up to three more where rounds are not kept
    yet.
    """
    return TaskSteps(*steps_in_time.of_tasks_with_times([task], today=today)[task.pk])


def axis_of(tasks: Iterable[TaskSteps], today: date) -> Axis:
    return charts.axis([day for task in tasks for day in task.days], today)


def _line(step: StepInTime, held: Held | None, axis: Axis) -> StepLine:
    return StepLine(
        number=step.number,
        text=step.step.text,
        due=str(step.step.due),
        moved=held.in_words if held else "",
        mark=marks.of_step(step.standing.state),
        explanation=step.standing.explanation,
        word=step.said.word if step.said else "",
        shown=charts.shown(step, held),
        axis=axis,
    )
