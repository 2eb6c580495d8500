"""When the plan of a task came: filed in the system, or with letters. The earliest of these decides whether it was on
time (decision 0038).
"""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least, TruncDate

from tasks.enums import Action, PlanStatus
from tasks.querysets.related import related


class KnownQuerySet(models.QuerySet):
    """Rows recorded at a moment, and withdrawn at a later one."""

    def known_at(self, moment: datetime):
        """Recorded before `moment` and not withdrawn by then."""
        return self.filter(recorded_at__lt=moment).exclude(withdrawn_at__lt=moment)

    def standing(self):
        """Recorded and not withdrawn."""
        return self.filter(recorded_at__isnull=False, withdrawn_at=None)


class ArrivalQuerySet(KnownQuerySet):
    """Letters that brought the plan of a task."""

    def with_entering(self):
        """`entered`, whether the plan was entered from the letter, and `returned_at`, when it was returned last."""
        filings = related(self, "letter__filings").filter(
            letter=OuterRef("letter"), plan__task=OuterRef("task")
        )
        returns = related(self, "task__plan__events").filter(
            plan__task=OuterRef("task"), action=Action.RETURN
        )
        return self.annotate(entered=Exists(filings), returned_at=last_moment(returns))

    def to_enter(self):
        """What stands and waits to be entered: nothing is filed of the plan, or the letter came since it was returned or its
        revision begun.
        """
        asked = related(self, "task__plan__events").filter(
            plan__task=OuterRef("task"), action__in=(Action.RETURN, Action.REVISE)
        )
        nothing = Q(task__plan=None) | Q(task__plan__in_force=None)
        again = Q(
            task__plan__status__in=(PlanStatus.RETURNED, PlanStatus.DRAFT),
            letter__received_at__date__gte=TruncDate("asked_at"),
        )
        waiting = self.with_entering().filter(withdrawn_at=None, entered=False)
        return waiting.annotate(asked_at=last_moment(asked)).filter(nothing | again)


def last_moment(events: QuerySet) -> Subquery:
    """When the last of them was."""
    return Subquery(events.order_by("-pk").values("at")[:1])


def first_receipt(tasks: QuerySet, *, before: datetime | None = None) -> Least:
    """For each of the tasks, of whose plan something is filed: when that came first, as was known before a moment or
    (None) is known now. What came with a letter alone, of which nothing was entered, is not filed.
    """
    filings = related(tasks, "plan__filings").filter(plan=OuterRef("plan__pk"))
    arrivals = related(tasks, "arrivals").filter(task=OuterRef("pk"))
    filed = _earliest(filings, "counts_from", before)
    return Least(filed, Coalesce(_earliest(arrivals, "letter__received_at", before), filed))


def _earliest(rows: KnownQuerySet, counts_from: str, before: datetime | None) -> Subquery:
    known = rows.known_at(before) if before else rows.standing()
    return Subquery(known.order_by(counts_from).values(counts_from)[:1])


def changed_since(tasks: QuerySet, moment: datetime) -> models.Q:
    """Tasks whose earliest receipt may have been another one then: few, so that the others are not asked for theirs.

    Whatever is filed by the lead later than something that stands is not the earliest; what is entered has its arrival.
    """
    withdrawn = related(tasks, "plan__filings").filter(withdrawn_at__gte=moment)
    arrivals = related(tasks, "arrivals")
    since = arrivals.filter(models.Q(recorded_at__gte=moment) | models.Q(withdrawn_at__gte=moment))
    return models.Q(plan__in=withdrawn.values("plan")) | models.Q(pk__in=since.values("task"))
