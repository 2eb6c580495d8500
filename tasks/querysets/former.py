"""What the register said before it was changed, by day."""

from datetime import datetime

from django.db import models
from django.db.models import OuterRef, Q, Subquery


class FormerQuerySet(models.QuerySet):
    def since(self, moment: datetime):
        """Rows of changes from `moment` on, in the order they were made: of each subject the first holds for the time
        before.
        """
        return self.filter(until__gte=moment).order_by("pk")


def then(formers: FormerQuerySet, subject: str, before: datetime, now: Q, said: Q) -> Q:
    """Of subjects, those that met a condition on a past day: `now` asks it of what they say today, `said` of a former
    row, which holds for those that were changed since.
    """
    changed = formers.since(before).order_by()
    first = formers.since(before).filter(**{subject: OuterRef(subject)}).values("pk")[:1]
    met = changed.filter(said, pk=Subquery(first))
    return Q(pk__in=met.values(subject)) | (now & ~Q(pk__in=changed.values(subject)))
