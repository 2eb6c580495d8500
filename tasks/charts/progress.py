"""The series of charts about progress: lights, and 推进状态, from what is well to what is not."""

from tasks.charts.bars import Series
from tasks.enums import Light, Outlook, Turn

UNSAID = "unsaid"  # of a task whose lead has not said yet how it goes

LIGHTS = (
    Series(Light.GREEN, Light.GREEN.label, "#d5eadc", "."),
    Series(Light.YELLOW, Light.YELLOW.label, "#fbe7a9", "|", "#855600"),
    Series(Light.RED, Light.RED.label, "#b3261e", dark=True),
    Series(Light.NOT_RATED, Light.NOT_RATED.label, "#fff"),
)
OUTLOOKS = (
    Series(Outlook.DONE, Outlook.DONE.label, "#1a6a3a", dark=True),
    Series(Outlook.ON_COURSE, Outlook.ON_COURSE.label, "#d5eadc", "."),
    Series(Outlook.STANDING, Outlook.STANDING.label, "#c6d5ea", "-", "#1d4f91"),
    Series(Outlook.NOT_BEGUN, Outlook.NOT_BEGUN.label, "#e2e5ea"),
    Series(Outlook.BEHIND, Outlook.BEHIND.label, "#fbe7a9", "|", "#855600"),
    Series(Outlook.UNLIKELY, Outlook.UNLIKELY.label, "#b3261e", "|", "#fff", dark=True),
    Series(UNSAID, "未报", "#fff"),
)
# What weighs most stands first.
TURNS = (
    Series(Turn.WORSE, Turn.WORSE.label, "#b3261e", dark=True),
    Series(Turn.BETTER, Turn.BETTER.label, "#d5eadc", "."),
    Series(Turn.MOVED, Turn.MOVED.label, "#c6d5ea", "-", "#1d4f91"),
    Series(Turn.SAME, Turn.SAME.label, "#fff"),
)
