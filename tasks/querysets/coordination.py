"""提请协调 filtered: who sees which, where they stood on a day, and which units owe an answer."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from tasks.enums import CoordinationAction, CoordinationStatus
from tasks.querysets.related import related
from units.roles import UNIT_ROLES, Role


class CoordinationQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """The unit that raised it, those of the task and those it was passed on to; checkers and leadership."""
        if membership is None:
            return self.none()
        if membership.role in UNIT_ROLES:
            unit = membership.unit_id
            of_task = related(self, "task").of_unit(unit).filter(pk=OuterRef("task"))
            passed_on = related(self, "events").filter(units=unit, coordination=OuterRef("pk"))
            return self.filter(Q(unit=unit) | Exists(of_task) | Exists(passed_on))
        if membership.role == Role.CHECKER:
            return self.filter(task__programme__receiving_office=membership.office_id)
        if membership.role == Role.LEADERSHIP:
            return self.filter(task__programme__leadership_unit=membership.unit_id)
        return self.none()

    def standing(self):
        """With the status `stood` of now."""
        return self.annotate(stood=F("status"))

    def stood_before(self, moment: datetime):
        """Those raised before a moment, with the status `stood` that each had then."""
        last = related(self, "events").filter(coordination=OuterRef("pk"), at__lt=moment).order_by("-pk")
        then = Coalesce(Subquery(last.values("status")[:1]), Value(CoordinationStatus.RAISED))
        return self.filter(raised_at__lt=moment).annotate(stood=then)

    def waiting_for(self, unit_id: int):
        """Open ones that a unit raised, or that were raised by the lead in whose place it leads; and those that it owes
        an answer to, with `answer_by`, the day by which.
        """
        owed = related(self, "events").owed_by(unit_id)
        newest = owed.filter(coordination=OuterRef("pk")).order_by("-pk").values("answer_by")[:1]
        raised = Q(unit=unit_id) | Q(led=True, task__lead=unit_id)
        found = self.exclude(status=CoordinationStatus.SETTLED)
        found = found.filter(raised | Q(Exists(owed.filter(coordination=OuterRef("pk")))))
        return found.annotate(answer_by=Subquery(newest))

    def owed_by(self, unit_id: int):
        """Those that a unit owes an answer to."""
        return self.filter(
            Exists(related(self, "events").owed_by(unit_id).filter(coordination=OuterRef("pk")))
        )


class CoordinationEventQuerySet(models.QuerySet):
    def owed_by(self, unit_id: int):
        """What was passed on to a unit and has no answer of it since, of what is not settled."""
        answers = self.model.objects.filter(
            action=CoordinationAction.REPLY,
            coordination=OuterRef("coordination"),
            by__unit=unit_id,
            pk__gt=OuterRef("pk"),
        )
        passed_on = self.filter(action=CoordinationAction.PASS_ON, units=unit_id)
        return passed_on.exclude(coordination__status=CoordinationStatus.SETTLED).exclude(Exists(answers))
