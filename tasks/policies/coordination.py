"""提请协调: raising a problem, what the leading group's office notes about it, settling it."""

from tasks.enums import CoordinationAction
from tasks.policies.asking import require
from tasks.policies.people import leadership_of, leads, of_task
from tasks.rules.coordination_life import COORDINATION
from units.roles import UNIT_ROLES


def may_raise(by, task) -> None:
    """Put a problem of a task to the leading group's office: everybody of the units that lead it or take part in it."""
    require(of_task(by, task), "只有本项的牵头单位和参与单位可以提请协调")


def may_handle(by, coordination) -> None:
    """Note what the leading group's office does about it."""
    require(leadership_of(by, coordination.task.programme), "只有领导小组办公室可以登记协调办理情况")


def _raised_it(by, coordination) -> None:
    """The unit that raised it, or who leads in place of the unit that did so as the lead."""
    raised = by.unit_id == coordination.unit_id or (coordination.led and leads(by, coordination.task))
    require(by.role in UNIT_ROLES and raised, "只有提请单位可以确认解决或继续提请")


def _passed_on_to(by, coordination) -> None:
    passed_on = by.role in UNIT_ROLES and coordination.events.filter(units=by.unit_id).exists()
    require(passed_on, "只有转办单位可以反馈")


_ABOUT_COORDINATION = {
    CoordinationAction.REPLY: _passed_on_to,
    CoordinationAction.RENEW: _raised_it,
    CoordinationAction.SETTLE: _raised_it,
}


def may_act_on(by, action: CoordinationAction, coordination) -> None:
    """Whose act it is, at whatever time."""
    _ABOUT_COORDINATION.get(action, may_handle)(by, coordination)


def check_coordination(by, action: CoordinationAction, coordination) -> None:
    """Whether `by` may take `action` on it now. Raises a Refusal."""
    may_act_on(by, action, coordination)
    COORDINATION.after(coordination.status, action)
