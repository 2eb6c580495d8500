"""Who acts: the accounts of the demonstration, by unit, office and role."""

from dataclasses import dataclass

from tasks.models import Plan, Programme, Task
from tasks.play import chance
from units.models import Membership
from units.roles import Role
from zgc_tasks.common.prepared import Prepared

_PEOPLE = Prepared(
    lambda: (
        Membership.objects.filter(is_active=True, user__is_active=True)
        .select_related("user", "unit", "office")
        .order_by("pk")
    )
)


@dataclass(frozen=True)
class People:
    """Of several with the same role in the same place the one with the oldest account comes first."""

    programme: Programme
    memberships: tuple[Membership, ...]

    @classmethod
    def of(cls, programme: Programme) -> "People":
        return cls(programme, tuple(_PEOPLE()))

    def _first(self, role: Role, **place) -> Membership | None:
        fitting = (
            each
            for each in self.memberships
            if each.role == role and all(getattr(each, name) == pk for name, pk in place.items())
        )
        return next(fitting, None)

    def liaison(self, unit_id: int | None) -> Membership | None:
        return self._first(Role.LIAISON, unit_id=unit_id) if unit_id else None

    def writer(self, task: Task, plan: Plan | None) -> Membership | None:
        """Of the office that the plan is assigned to, where somebody there has an account; else the liaison."""
        office = plan.office_id if plan else None
        return (office and self._first(Role.OFFICER, office_id=office)) or self.liaison(task.lead_id)

    @property
    def checkers(self) -> list[Membership]:
        """Of the receiving office, then of the one that stands in for it."""
        offices = (self.programme.receiving_office_id, self.programme.stand_in_office_id)
        return [
            each
            for office in offices
            if office
            for each in self.memberships
            if each.role == Role.CHECKER and each.office_id == office
        ]

    def a_checker(self, *about) -> Membership | None:
        """One of them, by what it is about."""
        found = self.checkers
        return chance.one_of(found, *about) if found else None

    @property
    def leadership(self) -> Membership | None:
        return self._first(Role.LEADERSHIP, unit_id=self.programme.leadership_unit_id)
