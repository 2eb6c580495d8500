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

    def counted_by(self, day: date, *, known_before: datetime):
        """What was counted by that day and known before a moment; of each goal the one counted last comes last."""
        return self.known_at(known_before).filter(counted_on__lte=day).order_by("counted_on", "pk")
