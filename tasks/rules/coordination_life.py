"""The life of 提请协调 as a table: raised by a unit, handled by the leading group's office, settled by who raised it."""

from tasks.enums import CoordinationAction, CoordinationStatus
from tasks.rules.workflow import Machine, Transition
from units.roles import Role

_OFFICE = frozenset({Role.LEADERSHIP})
_UNIT = frozenset({Role.LIAISON, Role.OFFICER})
_HANDLED = {
    CoordinationAction.STUDY: CoordinationStatus.STUDYING,
    CoordinationAction.PASS_ON: CoordinationStatus.PASSED_ON,
    CoordinationAction.SUBMIT: CoordinationStatus.IN_MEETING,
    CoordinationAction.ANSWER: CoordinationStatus.ANSWERED,
}
# What the office may note of a problem that stands so; each may be noted again, but for what comes first.
_NOTED = {
    CoordinationStatus.RAISED: tuple(_HANDLED),
    CoordinationStatus.STUDYING: tuple(_HANDLED)[1:],
    CoordinationStatus.PASSED_ON: tuple(_HANDLED)[1:],
    CoordinationStatus.IN_MEETING: tuple(_HANDLED)[1:],
    CoordinationStatus.ANSWERED: (CoordinationAction.ANSWER,),
}

COORDINATION = Machine(
    subject="提请协调事项",
    begun="提请协调",
    first=CoordinationStatus.RAISED,
    table=(
        *(
            Transition(status, action, _OFFICE, _HANDLED[action])
            for status, actions in _NOTED.items()
            for action in actions
        ),
        *(Transition(status, CoordinationAction.REPLY, _UNIT, status) for status in _NOTED),
        Transition(CoordinationStatus.ANSWERED, CoordinationAction.RENEW, _UNIT, CoordinationStatus.RAISED),
        *(
            Transition(status, CoordinationAction.SETTLE, _UNIT, CoordinationStatus.SETTLED)
            for status in _NOTED
        ),
    ),
)
