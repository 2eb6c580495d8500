"""Prepared queries of what a membership may see."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.db.models import QuerySet

from units.models import Membership
from units.roles import Role
from zgc_tasks.common.prepared import Argument, Prepared, Value


@dataclass(frozen=True)
class _AnyOne:
    """Stands for whoever has a role, where a queryset reads unit and office of the membership that asks."""

    role: Role
    unit_id: Argument
    office_id: Argument


class PreparedFor:
    """`PreparedFor(lambda by, task: Plan.objects.visible_to(by).filter(task=task))(membership, task=4)`.

    Prepared for each role, because what one may see is asked differently by role; of a membership the queryset may
    read role, unit_id and office_id only.
    """

    def __init__(self, build: Callable[..., QuerySet]):
        @cache
        def of_role(role: Role) -> Prepared:
            return Prepared(lambda unit, office, **arguments: build(_AnyOne(role, unit, office), **arguments))

        self._of_role = of_role

    def __call__(self, by: Membership, **arguments: Value | list[int]) -> list:
        return self._of_role(by.role)(unit=by.unit_id, office=by.office_id, **arguments)

    def first(self, by: Membership, **arguments: Value):
        """The first row, or None."""
        return next(iter(self(by, **arguments)), None)
