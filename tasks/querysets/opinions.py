"""Opinions of participating units on accepted plans filtered: who sees which."""

from django.db import models
from django.db.models import Q

from tasks.querysets.plans import of_seen_plans
from units.roles import UNIT_ROLES


class OpinionQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """The unit that noted it and the lead; checkers and leadership with the plan."""
        if membership is None:
            return self.none()
        if membership.role in UNIT_ROLES:
            lead = Q(filing__plan__task__lead=membership.unit_id)
            return self.filter(Q(unit=membership.unit_id) | lead)
        return self.filter(of_seen_plans(self, membership, "filing__plan"))

    def unanswered(self):
        return self.filter(answered_at=None)
