"""Who the rules are asked by: the people of the scene, and colleagues of theirs who differ in one thing."""

from tests.access.scene import Scene
from tests.factories import make_office, make_user
from units.models import Membership
from units.roles import Role


def everybody(scene: Scene) -> dict[str, Membership]:
    """With colleagues who have another role, or another membership beside theirs, in use or no longer."""
    who, programme = scene.members, scene.programme
    office, stand_in = programme.receiving_office, programme.stand_in_office
    leading = programme.leadership_unit
    talents, resources = make_office(scene.receiving, "人才处"), make_office(scene.receiving, "资源处")
    people = who | {
        "receiving_liaison": Membership.objects.get(unit=scene.receiving, role=Role.LIAISON),
        "receiving_officer": make_user(Role.OFFICER, office=office),
        "stand_in_officer": make_user(Role.OFFICER, office=stand_in),
        "lead_checker": make_user(Role.CHECKER, office=scene.office),
        "lead_leadership": make_user(Role.LEADERSHIP, scene.lead),
        "consulted_checker": make_user(Role.CHECKER, scene.consulted),
        "leadership_liaison": make_user(Role.LIAISON, leading),
        "checker_of_no_office": _of_no_office(make_user(Role.CHECKER, office=office)),
        "of_two_offices": make_user(Role.CHECKER, office=office),
        "of_an_office_before": make_user(Role.CHECKER, office=office),
        "wrote_elsewhere": make_user(Role.CHECKER, office=office),
        "of_offices_alike": make_user(Role.CHECKER, office=office),
        "of_an_office_alike_before": make_user(Role.CHECKER, office=stand_in),
    }
    _also(people["of_two_offices"], Role.OFFICER, office=scene.office)
    _also(people["of_an_office_before"], Role.OFFICER, office=scene.office, is_active=False)
    _also(people["wrote_elsewhere"], Role.LIAISON, unit=scene.lead)
    _also(people["of_offices_alike"], Role.OFFICER, office=talents)
    _also(people["of_offices_alike"], Role.OFFICER, office=resources)
    _also(people["of_an_office_alike_before"], Role.OFFICER, office=talents, is_active=False)
    _of_the_leading_group_too(scene, people["leadership_liaison"])
    return people


def _of_the_leading_group_too(scene: Scene, liaison: Membership) -> None:
    """People of units who are of its office: one now, one of a unit before, one of the office before; and a liaison."""
    unit = scene.programme.leadership_unit
    _also(make_user(Role.LEADERSHIP, unit), Role.LIAISON, unit=scene.participant)
    _also(make_user(Role.LEADERSHIP, unit), Role.LIAISON, unit=scene.consulted, is_active=False)
    before = make_user(Role.LIAISON, scene.members["stranger"].unit)
    _also(before, Role.LEADERSHIP, unit=unit, is_active=False)
    _also(liaison, Role.LIAISON, unit=scene.lead)


def _of_no_office(checker: Membership) -> Membership:
    checker.office = None
    checker.save()
    return checker


def _also(member: Membership, role: Role, *, is_active: bool = True, **where) -> None:
    also = make_user(role, **where, user=member.user)
    also.is_active = is_active
    also.save()
