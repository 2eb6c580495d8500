"""The series of charts about plans: where they stand, from done to not begun, so that the bars of all areas read the same way."""

from tasks.charts.bars import Series
from tasks.charts.colours import COLOURS
from tasks.enums import TaskState

STATES = (
    Series(TaskState.ACCEPTED, TaskState.ACCEPTED.label, COLOURS.green, dark=True),
    Series(TaskState.ON_TIME, TaskState.ON_TIME.label, COLOURS.green_tint, "."),
    Series(TaskState.LATE, TaskState.LATE.label, COLOURS.red_tint, "/", COLOURS.red),
    Series(TaskState.RETURNED, TaskState.RETURNED.label, COLOURS.amber_tint, "-", COLOURS.amber),
    Series(TaskState.DRAFT, TaskState.DRAFT.label, COLOURS.blue_tint, "+", COLOURS.blue),
    Series(TaskState.NOT_STARTED, TaskState.NOT_STARTED.label, COLOURS.grey_tint),
    Series(TaskState.DUE_SOON, TaskState.DUE_SOON.label, COLOURS.amber_tint, "|", COLOURS.amber),
    Series(TaskState.MISSING, TaskState.MISSING.label, COLOURS.red, "|", COLOURS.paper, dark=True),
    Series(TaskState.NO_LEAD, TaskState.NO_LEAD.label, COLOURS.paper),
)
