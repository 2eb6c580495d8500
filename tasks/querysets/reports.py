"""Reports filtered: who sees which."""

from django.db import models
from django.db.models import Q

from units.roles import Role


class ReportQuerySet(models.QuerySet):
    def used_since(self, moment):
        """Those of which a 送审稿 taken since tells what was known at `moment`."""
        return self.filter(drafts__taken_at__gte=moment, cancelled_at=None)

    def visible_to(self, membership):
        """They are about all units, for whoever oversees them."""
        if membership is None or membership.role not in (Role.CHECKER, Role.LEADERSHIP):
            return self.none()
        return self.filter(
            Q(programme__receiving_office=membership.office_id, programme__receiving_office__isnull=False)
            if membership.role == Role.CHECKER
            else Q(programme__leadership_unit=membership.unit_id)
        )
