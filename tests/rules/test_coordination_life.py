"""The life of 提请协调: open until who raised it says that it is settled."""

import pytest

from tasks.enums import HANDLING, CoordinationAction, CoordinationStatus
from tasks.rules.coordination_life import COORDINATION
from zgc_tasks.common.refusal import Kind, Refusal

OPEN = [status for status in CoordinationStatus if status != CoordinationStatus.SETTLED]


@pytest.mark.parametrize("status", OPEN)
def test_an_answer_of_a_unit_moves_nothing_and_whatever_is_open_can_be_settled(status):
    assert COORDINATION.after(status, CoordinationAction.REPLY) == status
    assert COORDINATION.after(status, CoordinationAction.SETTLE) == CoordinationStatus.SETTLED


@pytest.mark.parametrize("action", CoordinationAction)
def test_nothing_is_done_about_what_is_settled(action):
    with pytest.raises(Refusal, match="现为“已解决”") as refused:
        COORDINATION.after(CoordinationStatus.SETTLED, action)
    assert refused.value.kind is Kind.NOT_NOW
    assert COORDINATION.possible(CoordinationStatus.SETTLED) == []


def test_only_what_is_answered_is_put_again_and_then_everything_is_possible_once_more():
    assert [one for one in OPEN if CoordinationAction.RENEW in COORDINATION.possible(one)] == ["answered"]
    assert COORDINATION.after(CoordinationStatus.ANSWERED, CoordinationAction.RENEW) == "raised"
    assert set(HANDLING) < set(COORDINATION.possible(CoordinationStatus.RAISED))


def test_what_is_further_on_is_not_under_study_again():
    assert CoordinationAction.STUDY not in COORDINATION.possible(CoordinationStatus.PASSED_ON)
