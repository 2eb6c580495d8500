"""关注事项: what about a task wants looking at, each as a sentence with its facts; and the light that follows from them.

Not a ranking, and nobody's judgement: the lead's own is 推进状态, which stands beside the light and may differ.
`COUNTS` is the table of what counts in the light, which a page shows to everybody; from how many days or rounds on it is
red is data of the programme.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from tasks.enums import Light, Matter, Outlook, StepState, TaskState
from tasks.rules import dates, deadlines
from tasks.rules.step_standing import RoundDays, StepInTime, StepStanding, covering
from tasks.rules.wording import joined

UNCHANGED_TOO_OFTEN = 3
FINISH_IS_NEAR_WORKING_DAYS = 10


@dataclass(frozen=True)
class Limits:
    """Of a programme: from how many calendar days overdue, and from how many missed rounds on, a light is red."""

    red_days: int
    red_rounds: int


# What counts in the light, with the figures of the programme: yellow from the first. Everything else is said, no more.
COUNTS = {
    Matter.STEP_OVERDUE: "有步骤逾期为黄灯；任一步骤逾期满 {0.red_days} 天为红灯",
    Matter.ROUND_MISSING: "有一期未报为黄灯；满 {0.red_rounds} 期未报为红灯",
}
_ONLY_SAID = "只作提示，不计入"
WHEN = {
    Matter.STEP_OVERDUE: "步骤过了完成时限，牵头单位报未完成，或者所在报送期已截止仍未报已完成",
    Matter.ROUND_MISSING: "应报的报送期过了截止日期（有延期的按延期）仍未报送",
    Matter.RETURNED: "进展退回修改后尚未重新报送",
    Matter.UNLIKELY: "牵头单位报进度滞后或难以按期完成",
    Matter.STEP_TO_REPORT: "步骤过了完成时限，完成情况尚待牵头单位报送",
    Matter.ROUND_LATE: "最近一期进展晚于截止日期报送",
    Matter.UNCHANGED: f"连续 {UNCHANGED_TOO_OFTEN} 期无新进展，或者本期报无新进展、其间有步骤到期",
    Matter.FINISH_NEAR: f"{FINISH_IS_NEAR_WORKING_DAYS} 个工作日内到完成时间，或者已过完成时间，尚有步骤未完成",
    Matter.NO_PLAN: "实施方案尚未核收",
    Matter.COORDINATION: "有提请协调事项尚未解决",
}
MEANS = {
    Light.NOT_RATED: "还没有步骤或报送期到期，不评定",
    Light.GREEN: "到期的步骤和报送期没有逾期；已办结的任务也为绿灯",
    Light.YELLOW: "有步骤逾期，或者有一期进展逾期未报",
    Light.RED: "任一步骤逾期满 {0.red_days} 天，或者满 {0.red_rounds} 期进展逾期未报",
}


def counting(matter: Matter, limits: Limits) -> str:
    """How a matter counts in the light, in words."""
    return COUNTS.get(matter, _ONLY_SAID).format(limits)


def meaning(light: Light, limits: Limits) -> str:
    return MEANS[light].format(limits)


@dataclass(frozen=True)
class Attention:
    matter: Matter
    words: str


@dataclass(frozen=True)
class Facts:
    """Of one task at the end of a day. `missing` are the names of rounds that are past due and not filed, `late` the
    name of the newest round, where it was filed late, with how many days; `owed` how many rounds were due by then.
    """

    steps: tuple[tuple[int, StepStanding], ...] = ()
    owed: int = 0
    missing: tuple[str, ...] = ()
    late: tuple[str, int] | None = None
    returned: str = ""
    outlook: str = ""
    unchanged_in_a_row: int = 0
    step_fell_due_meanwhile: bool = False
    finish: date | None = None
    plan: TaskState | None = None
    coordinations: int = 0
    ended: bool = False


def attention(facts: Facts, as_of: date) -> tuple[Attention, ...]:
    """Of a task that has ended nothing does."""
    return () if facts.ended else tuple(_matters(facts, as_of))


def light(facts: Facts, limits: Limits) -> Light:
    """未评定 while nothing was owed yet, neither a step nor a round."""
    overdue = [standing for _, standing in facts.steps if standing.state == StepState.OVERDUE]
    came_due = overdue or any(s.state in _CAME_DUE or s.years_done for _, s in facts.steps)
    if not came_due and not facts.owed:
        return Light.NOT_RATED
    if facts.ended:
        return Light.GREEN
    longest = max((standing.days_late for standing in overdue), default=0)
    if longest >= limits.red_days or len(facts.missing) >= limits.red_rounds:
        return Light.RED
    return Light.YELLOW if overdue or facts.missing else Light.GREEN


_CAME_DUE = (StepState.DONE, StepState.TO_REPORT)


def _matters(facts: Facts, as_of: date) -> Iterator[Attention]:
    for number, standing in facts.steps:
        if standing.state == StepState.OVERDUE:
            yield Attention(Matter.STEP_OVERDUE, f"第{number}步{standing.explanation}")
    if facts.missing:
        yield Attention(Matter.ROUND_MISSING, f"{joined(facts.missing)}进展逾期未报")
    if facts.returned:
        yield Attention(Matter.RETURNED, f"{facts.returned}进展已退回修改，尚未重新报送")
    if facts.outlook and Outlook(facts.outlook).needs_reason:
        yield Attention(Matter.UNLIKELY, f"牵头单位报“{Outlook(facts.outlook).label}”")
    if waiting := [number for number, standing in facts.steps if standing.state == StepState.TO_REPORT]:
        yield Attention(Matter.STEP_TO_REPORT, f"第{joined(map(str, waiting))}步已到完成时限，完成情况待报")
    if facts.late:
        name, days = facts.late
        yield Attention(Matter.ROUND_LATE, f"{name}进展逾期 {days} 天报送")
    yield from _unchanged(facts)
    yield from _finish(facts, as_of)
    if facts.plan not in (None, TaskState.ACCEPTED, TaskState.NO_LEAD):
        yield Attention(Matter.NO_PLAN, f"实施方案{facts.plan.label}，尚未核收")
    if facts.coordinations:
        yield Attention(Matter.COORDINATION, f"有 {facts.coordinations} 件提请协调事项尚未解决")


def _unchanged(facts: Facts) -> Iterator[Attention]:
    """Once is nobody's business, unless a step fell due meanwhile."""
    if facts.unchanged_in_a_row >= UNCHANGED_TOO_OFTEN:
        yield Attention(Matter.UNCHANGED, f"连续 {facts.unchanged_in_a_row} 期无新进展")
    elif facts.unchanged_in_a_row and facts.step_fell_due_meanwhile:
        yield Attention(Matter.UNCHANGED, "本期报无新进展，其间有步骤到期")


def in_a_row(unchanged: Iterable[bool | None]) -> int:
    """How many rounds in a row nothing new was said: one of which anything new was filed, or nothing at all (None), ends it.
    From the newest on.
    """
    return sum(1 for _ in takewhile(bool, unchanged))


def fell_due(steps: Iterable[StepInTime], days: RoundDays) -> list[StepInTime]:
    """Those that are not done, and whose last day lay in what a round covers and is over."""
    passed = (StepState.TO_REPORT, StepState.OVERDUE)
    return [each for each in steps if each.standing.state in passed and covering((days,), each.step.due.last)]


def _finish(facts: Facts, as_of: date) -> Iterator[Attention]:
    still_open = [number for number, standing in facts.steps if standing.state != StepState.DONE]
    if facts.finish is None or not still_open:
        return
    day = dates.beside(facts.finish, as_of)
    if as_of > facts.finish:
        yield Attention(Matter.FINISH_NEAR, f"完成时间（{day}）已过，尚有 {len(still_open)} 个步骤未完成")
    elif facts.finish <= deadlines.working_days_from(as_of, FINISH_IS_NEAR_WORKING_DAYS):
        yield Attention(Matter.FINISH_NEAR, f"临近完成时间（{day}），尚有 {len(still_open)} 个步骤未完成")
