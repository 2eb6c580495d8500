"""What about a task wants looking at, and its light."""

from datetime import date

import pytest

from tasks.enums import Light, Matter, Outlook, StepState, TaskState
from tasks.rules.attention import COUNTS, Facts, Limits, attention, light
from tasks.rules.step_standing import StepStanding

TODAY = date(2015, 6, 30)
LIMITS = Limits(red_days=30, red_rounds=2)


def step(number: int, state: StepState, days: int | None = None):
    return number, StepStanding(state, f"（{state.label}）", days, days)


def matters(**facts) -> list[Matter]:
    return [each.matter for each in attention(Facts(**facts), TODAY)]


def words(**facts) -> list[str]:
    return [each.words for each in attention(Facts(**facts), TODAY)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, Light.NOT_RATED),
        ({"steps": (step(1, StepState.OPEN),)}, Light.NOT_RATED),
        ({"steps": (step(1, StepState.NEVER_DUE),), "plan": TaskState.MISSING}, Light.NOT_RATED),
        ({"steps": (step(1, StepState.DONE),)}, Light.GREEN),
        ({"steps": ((1, StepStanding(StepState.NEVER_DUE, "", years_done=(2015,))),)}, Light.GREEN),
        ({"steps": (step(1, StepState.TO_REPORT),)}, Light.GREEN),
        ({"owed": 1}, Light.GREEN),
        ({"owed": 3, "missing": ("4月",)}, Light.YELLOW),
        ({"owed": 3, "missing": ("4月", "5月")}, Light.RED),
        ({"steps": (step(1, StepState.OVERDUE, 29),)}, Light.YELLOW),
        ({"steps": (step(1, StepState.OVERDUE, 1), step(2, StepState.OVERDUE, 30))}, Light.RED),
        ({"steps": (step(1, StepState.OVERDUE, 99),), "ended": True}, Light.GREEN),
        ({"owed": 1, "outlook": Outlook.UNLIKELY, "returned": "4月"}, Light.GREEN),
    ],
)
def test_only_what_is_overdue_and_missed_counts_in_the_light(facts, expected):
    assert light(Facts(**facts), LIMITS) == expected


def test_from_when_on_it_is_red_is_data_of_the_programme():
    assert light(Facts(owed=3, missing=("4月",)), Limits(red_days=30, red_rounds=1)) == Light.RED


def test_every_matter_says_its_facts():
    found = words(
        steps=(step(1, StepState.OVERDUE, 4), step(2, StepState.TO_REPORT), step(3, StepState.TO_REPORT)),
        missing=("2015年4月", "2015年5月"),
        returned="2015年3月",
        outlook=Outlook.BEHIND,
        late=("2015年3月", 2),
        unchanged_in_a_row=3,
        finish=TODAY,
        plan=TaskState.LATE,
        coordinations=1,
    )
    assert found == [
        "第1步（逾期）",
        "2015年4月、2015年5月进展逾期未报",
        "2015年3月进展已退回修改，尚未重新报送",
        "牵头单位报“进度滞后”",
        "第2、3步已到完成时限，完成情况待报",
        "2015年3月进展逾期 2 天报送",
        "连续 3 期无新进展",
        "临近完成时间（6月30日），尚有 3 个步骤未完成",
        "实施方案逾期报送，尚未核收",
        "有 1 件提请协调事项尚未解决",
    ]


def test_of_a_task_that_has_ended_nothing_wants_looking_at():
    assert matters(missing=("4月",), coordinations=1, ended=True) == []


@pytest.mark.parametrize(
    ("in_a_row", "meanwhile", "said"),
    [(1, False, False), (1, True, True), (2, False, False), (3, False, True), (0, True, False)],
)
def test_unchanged_is_said_the_third_time_or_when_a_step_fell_due(in_a_row, meanwhile, said):
    found = matters(unchanged_in_a_row=in_a_row, step_fell_due_meanwhile=meanwhile)
    assert (Matter.UNCHANGED in found) is said


@pytest.mark.parametrize(
    ("finish", "said"), [(date(2015, 6, 29), "已过"), (date(2015, 7, 14), "临近"), (date(2015, 7, 15), "")]
)
def test_the_end_is_near_ten_working_days_before(finish, said):
    found = words(steps=(step(1, StepState.OPEN),), finish=finish)
    assert [said in sentence for sentence in found] == ([True] if said else [])
    assert words(steps=(step(1, StepState.DONE),), finish=finish) == []


@pytest.mark.parametrize("plan", [None, TaskState.ACCEPTED, TaskState.NO_LEAD])
def test_a_plan_that_is_accepted_or_that_nobody_can_file_is_no_matter(plan):
    assert matters(plan=plan) == []


def test_the_table_of_what_counts_is_what_counts():
    """A matter in the table lights, alone; the others do not."""
    alone = {
        Matter.STEP_OVERDUE: {"steps": (step(1, StepState.OVERDUE, 1),)},
        Matter.ROUND_MISSING: {"missing": ("4月",)},
        Matter.RETURNED: {"returned": "4月"},
        Matter.UNLIKELY: {"outlook": Outlook.UNLIKELY},
        Matter.STEP_TO_REPORT: {"steps": (step(1, StepState.TO_REPORT),)},
        Matter.ROUND_LATE: {"late": ("4月", 1)},
        Matter.UNCHANGED: {"unchanged_in_a_row": 3},
        Matter.FINISH_NEAR: {"finish": TODAY, "steps": (step(1, StepState.OPEN),)},
        Matter.NO_PLAN: {"plan": TaskState.MISSING},
        Matter.COORDINATION: {"coordinations": 1},
    }
    for matter in Matter:
        facts = Facts(owed=1, **alone[matter])
        assert [each.matter for each in attention(facts, TODAY)] == [matter]
        assert (light(facts, LIMITS) != Light.GREEN) is (matter in COUNTS)
