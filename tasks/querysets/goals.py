"""What was counted of 具体目标: what was known of them on a day."""

from datetime import date, datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q


class GoalQuerySet(models.QuerySet):
    def known_at(self, moment: datetime):
        """Those that had come before `moment`."""
        return self.filter(Q(entered_at=None) | Q(entered_at__lt=moment))


class GoalReadingQuerySet(models.QuerySet):
    def known_at(self, moment: datetime):
        """Recorded before `moment`, and not superseded by then."""
        known = self.model.objects.filter(recorded_at__lt=moment)
        return self.filter(recorded_at__lt=moment).exclude(Exists(known.filter(corrects=OuterRef("pk"))))

    def newest(self, *, before: datetime, until: date) -> dict[int, models.Model]:
        """By goal, of those that were known before `moment` the one that was counted last, by `until`."""
        known = self.known_at(before).filter(counted_on__lte=until).select_related("recorded_by__user")
        return {reading.goal_id: reading for reading in known.order_by("counted_on", "pk")}
