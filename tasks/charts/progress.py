"""The series of charts about progress: lights, and 推进状态, from what is well to what is not."""

from tasks.charts.bars import Series
from tasks.charts.colours import COLOURS
from tasks.enums import Light, Outlook, Turn

UNSAID = "unsaid"  # of a task whose lead has not said yet how it goes

LIGHTS = (
    Series(Light.GREEN, Light.GREEN.label, COLOURS.green_tint, "."),
    Series(Light.YELLOW, Light.YELLOW.label, COLOURS.amber_tint, "|", COLOURS.amber),
    Series(Light.RED, Light.RED.label, COLOURS.red, dark=True),
    Series(Light.NOT_RATED, Light.NOT_RATED.label, COLOURS.paper),
)
OUTLOOKS = (
    Series(Outlook.DONE, Outlook.DONE.label, COLOURS.green, dark=True),
    Series(Outlook.ON_COURSE, Outlook.ON_COURSE.label, COLOURS.green_tint, "."),
    Series(Outlook.STANDING, Outlook.STANDING.label, COLOURS.blue_tint, "-", COLOURS.blue),
    Series(Outlook.NOT_BEGUN, Outlook.NOT_BEGUN.label, COLOURS.grey_tint),
    Series(Outlook.BEHIND, Outlook.BEHIND.label, COLOURS.amber_tint, "|", COLOURS.amber),
    Series(Outlook.UNLIKELY, Outlook.UNLIKELY.label, COLOURS.red, "|", COLOURS.paper, dark=True),
    Series(UNSAID, "未报", COLOURS.paper),
)
# What weighs most stands first.
TURNS = (
    Series(Turn.WORSE, Turn.WORSE.label, COLOURS.red, dark=True),
    Series(Turn.BETTER, Turn.BETTER.label, COLOURS.green_tint, "."),
    Series(Turn.MOVED, Turn.MOVED.label, COLOURS.blue_tint, "-", COLOURS.blue),
    Series(Turn.SAME, Turn.SAME.label, COLOURS.paper),
)
