"""The series of charts about plans: where they stand, from done to not begun, so that the bars of all areas read the same way."""

from tasks.charts.bars import Series
from tasks.enums import TaskState

STATES = (
    Series(TaskState.ACCEPTED, TaskState.ACCEPTED.label, "#1a6a3a", dark=True),
    Series(TaskState.ON_TIME, TaskState.ON_TIME.label, "#d5eadc", "."),
    Series(TaskState.LATE, TaskState.LATE.label, "#f3d0cd", "/", "#b3261e"),
    Series(TaskState.RETURNED, TaskState.RETURNED.label, "#fbe7a9", "-", "#855600"),
    Series(TaskState.DRAFT, TaskState.DRAFT.label, "#c6d5ea", "+", "#1d4f91"),
    Series(TaskState.NOT_STARTED, TaskState.NOT_STARTED.label, "#e2e5ea"),
    Series(TaskState.DUE_SOON, TaskState.DUE_SOON.label, "#fbe7a9", "|", "#855600"),
    Series(TaskState.MISSING, TaskState.MISSING.label, "#b3261e", "|", "#fff", dark=True),
    Series(TaskState.NO_LEAD, TaskState.NO_LEAD.label, "#fff"),
)
