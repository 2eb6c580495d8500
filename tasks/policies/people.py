"""Whose people somebody is: of the lead, of a unit of the task, of the receiving office, of the leading group's."""

from tasks.enums import PlanStatus
from tasks.models import PlanAuthor, Task
from units.models import Membership
from units.roles import UNIT_ROLES, Role
from zgc_tasks.common.prepared import Prepared


def leads(by, task) -> bool:
    return by.unit_id is not None and by.unit_id == task.lead_id


_OF_UNIT = Prepared(lambda unit, task: Task.objects.of_unit(unit).filter(pk=task).values_list("pk"))


def of_task(by, task) -> bool:
    """Of a unit that leads it or takes part in it now."""
    return by.role in UNIT_ROLES and (leads(by, task) or bool(_OF_UNIT(unit=by.unit_id, task=task.pk)))


def receives(by, programme) -> bool:
    return by.role == Role.CHECKER and by.office_id == programme.receiving_office_id


def stands_in(by, programme) -> bool:
    office = programme.stand_in_office_id
    return by.role == Role.CHECKER and office is not None and by.office_id == office


def leadership_of(by, programme) -> bool:
    return by.role == Role.LEADERSHIP and by.unit_id == programme.leadership_unit_id


def oversees(by, programme) -> bool:
    """Of the receiving office or of the leading group's, which see all units."""
    return receives(by, programme) or leadership_of(by, programme)


def carried_out_by(plan) -> set[int]:
    """The office the plan is assigned to; until it is returned also the one under which it was filed; and the one that
    what was filed names as 责任处室 (decision 0039).
    """
    with_filing, named = plan.filing and plan.status != PlanStatus.RETURNED, plan.filing or plan.in_force
    filed_under = plan.filing.office_id if with_filing else None
    return {plan.office_id, filed_under, named and named.named_office_id} - {None}


def wrote(by, plan) -> bool:
    """Whether the person wrote or filed it, under whichever membership."""
    return bool(_WROTE(plan=plan.pk, user=by.user_id))


def works_in(by, offices: set[int]) -> bool:
    """Whether one of them is an office of the person, under whichever membership."""
    return bool(_IN_OFFICES(user=by.user_id, offices=list(offices)))


_WROTE = Prepared(lambda plan, user: PlanAuthor.objects.filter(plan=plan, user=user).values_list("pk")[:1])
_IN_OFFICES = Prepared(
    lambda user, offices: (
        Membership.objects.filter(user=user, is_active=True, office__pk__in=offices)
        .order_by()
        .values_list("pk")[:1]
    )
)


def is_checker_of(by, plan) -> bool:
    """Plans the receiving office itself carries out are checked by the office that stands in too (decision 0022)."""
    programme = plan.task.programme
    if programme.receiving_office_id in carried_out_by(plan) and stands_in(by, programme):
        return True
    return receives(by, programme)


def sits_in_the_office(unit, programme) -> bool:
    """Whether people of the unit are also those of the leading group's office, which then does not decide for it."""
    if unit is None:
        return False
    return unit.pk == programme.leadership_unit_id or bool(
        _IN_BOTH(unit=unit.pk, office=programme.leadership_unit_id)
    )


_IN_BOTH = Prepared(
    lambda unit, office: (
        Membership.objects.filter(unit=office, is_active=True, role=Role.LEADERSHIP)
        .filter(user__memberships__unit=unit, user__memberships__is_active=True)
        .order_by()
        .values_list("pk")[:1]
    )
)
