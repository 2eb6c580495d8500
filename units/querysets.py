"""Filtering of the audit log, and of texts by their pinyin initials."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class AuditQuerySet(models.QuerySet):
    def matching(
        self,
        *,
        who="",
        action="",
        outcome="",
        since: date | None = None,
        until: date | None = None,
        number="",
    ):
        """Rows that meet all filters given; both days are included. `number` is as paper has it, with what it gives of the
        hash or without.
        """
        rows = self
        if who:
            rows = rows.filter(who__icontains=who)
        if action:
            rows = rows.filter(action=action)
        if outcome:
            rows = rows.filter(outcome=outcome)
        if since:
            rows = rows.filter(at__gte=_midnight(since))
        if until:
            rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
        if number:
            key, _, start = number.partition("-")
            rows = rows.filter(pk=int(key), hash__startswith=start)
        return rows


class SpellingQuerySet(models.QuerySet):
    def texts(self, letters: str):
        """Those in whose initials these letters stand together."""
        return self.filter(initials__contains=letters).order_by().values("text")
