"""A life as a table, and the machine made from it."""

from enum import StrEnum

import pytest

from tasks.enums import Action, PlanStatus
from tasks.rules.workflow import PLAN, Barred, Machine, Transition
from units.roles import Role
from zgc_tasks.common.refusal import Kind, Refusal


class Labelled(StrEnum):
    @property
    def label(self) -> str:
        return self.value


class Stage(Labelled):
    OWED = "待报"
    DONE = "已报"


class Act(Labelled):
    SEND = "上报"
    TAKE_BACK = "收回"


ROUND = Machine(
    subject="本期进展",
    begun="开始报送期",
    first=Stage.OWED,
    table=(
        Transition(Stage.OWED, Act.SEND, frozenset({Role.LIAISON, Role.OFFICER}), Stage.DONE),
        Barred(Stage.DONE, Act.TAKE_BACK, frozenset({Role.LIAISON}), "本期已截稿，不能收回"),
    ),
)


def refusal(status, action, machine=PLAN) -> Refusal:
    with pytest.raises(Refusal) as raised:
        machine.after(status, action)
    assert raised.value.kind is Kind.NOT_NOW
    return raised.value


def test_a_second_table_needs_no_second_code():
    assert ROUND.after("待报", Act.SEND) is Stage.DONE
    assert refusal("待报", Act.TAKE_BACK, ROUND).words.startswith("本期进展现为“待报”，不能收回")
    assert refusal("已报", Act.TAKE_BACK, ROUND).words == "本期已截稿，不能收回"
    assert ROUND.diagram() == (
        "stateDiagram-v2\n    [*] --> 待报: 开始报送期\n    待报 --> 已报: 上报（单位联络员、经办人）\n"
    )


def test_checking_is_a_state_between_filed_and_decided():
    assert PLAN.after("filed", Action.START_CHECK) is PlanStatus.CHECKING
    assert PLAN.after("checking", Action.RETURN) is PlanStatus.RETURNED
    assert PLAN.after("checking", Action.ACCEPT) is PlanStatus.ACCEPTED


@pytest.mark.parametrize("action", [Action.RETURN, Action.ACCEPT])
def test_nothing_is_decided_before_checking_began(action):
    assert refusal("filed", action).words == "请先点击“开始核对”"


@pytest.mark.parametrize("action", [Action.WITHDRAW, Action.CORRECT])
def test_what_is_being_checked_is_neither_withdrawn_nor_corrected(action):
    assert refusal("checking", action).words.startswith(f"已开始核对，不能{action.label[:2]}")


def test_a_status_without_the_action_says_what_it_is_now():
    assert refusal("accepted", Action.FILE).words == "实施方案现为“已核收”，不能报送；请查看最新情况"
