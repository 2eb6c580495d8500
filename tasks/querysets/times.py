"""Which times are in force, and which wait for a decision."""

from datetime import date, datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from tasks.enums import Action, PlanStatus, TimeChangeKind
from tasks.querysets.related import related
from tasks.querysets.steps import IS_DONE, goes_on, known_in_force, with_said, with_step_standing
from tasks.rules.times import FINISH, Held


class StepInForceQuerySet(models.QuerySet):
    def of(self, filing_id: int):
        """Of one filing the row of each key that holds."""
        return self.filter(filing=filing_id)._newest()

    def held_of(self, plan) -> dict[int, Held]:
        """The times in force of a plan by their keys; none of one that was not accepted."""
        if plan.in_force_id is None or plan.status_in_force != PlanStatus.ACCEPTED:
            return {}
        return {row.key: row.held() for row in self.of(plan.in_force_id)}

    def in_force(self):
        """Of every plan that is accepted, also while it is revised."""
        accepted = Q(filing__plan__status=PlanStatus.ACCEPTED) | ~Q(filing__plan__filing=F("filing"))
        accepted |= Q(filing__plan__filing=None)
        return self.filter(accepted, filing__plan__in_force=F("filing"))._newest()

    def in_force_before(self, moment: datetime):
        """The same of what was in force before `moment`."""
        return known_in_force(self, moment)

    def not_done(self, year: int, before: datetime):
        """Those of which what was said before that moment leaves something to do by their last day."""
        return with_said(self, before, year).filter(~IS_DONE, ~goes_on(self, before))

    def with_step_standing(self, day: date, before: datetime, rounds):
        return with_step_standing(self, day, before, rounds)

    def seen_by_unit(self, unit_id):
        """Of plans that the unit leads or takes part in."""
        plans = related(self, "filing__plan").seen_by_unit(unit_id)
        return self.filter(Exists(plans.filter(pk=OuterRef("filing__plan"))))

    def of_steps(self):
        """Of steps that go on."""
        return self.filter(key__gt=FINISH, ending="")

    def known_at(self, moment: datetime):
        """Recorded before; of several rows of a key the last one holds."""
        return self.filter(recorded_at__lt=moment).order_by("pk")

    def telling(self):
        """完成时间, and every other time that is not as it was at first, or not as its filing asks."""
        asked = related(self, "filing__time_changes").filter(filings=OuterRef("filing"), key=OuterRef("key"))
        return self.filter(Q(key=FINISH) | Q(moves__gt=0) | ~Q(text=F("original_text")) | Exists(asked))

    def _newest(self):
        following = related(self, "filing__times").filter(
            filing=OuterRef("filing"), key=OuterRef("key"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(following)).order_by("filing_id", "key")


class TimeChangeQuerySet(models.QuerySet):
    def waiting(self):
        """Changes of 完成时间 that what is filed or in force of their plan asks, and nobody has decided of."""
        asked = Q(filings__plan__filing=F("filings")) | Q(filings__plan__in_force=F("filings"))
        return (
            self.filter(asked, key=FINISH, kind=TimeChangeKind.DECIDED, decision=None)
            .distinct()
            .order_by("pk")
        )

    def waited_before(self, moment: datetime):
        """The same of a past day, before its end: asked by then of what was filed last or in force then, and not decided
        by then.
        """
        last = related(self, "plan__events").filter(plan=OuterRef("plan"), at__lt=moment).order_by("-pk")
        asked = self.filter(key=FINISH, kind=TimeChangeKind.DECIDED, asked_at__lt=moment)
        asked = asked.exclude(decision__recorded_at__lt=moment).annotate(
            filed_then=Subquery(last.values("filing")[:1]), held_then=Subquery(last.values("in_force")[:1])
        )
        then = Q(filings=F("filed_then")) | Q(filings=F("held_then"))
        stood = Q(filings__withdrawn_at=None) | Q(filings__withdrawn_at__gte=moment)
        return asked.filter(then, stood).distinct().order_by("pk")

    def before(self, plan_id: int, in_force_id: int):
        """What was asked that the next filing of a revision need not ask again: in the newest revision of the plan, and
        what still waits of the text in force.
        """
        waits = Q(filings=in_force_id, kind=TimeChangeKind.DECIDED, decision=None)
        begun = related(self, "plan__events").filter(plan=plan_id, action=Action.REVISE).order_by("-pk")
        asked = self.filter(Q(revision=Subquery(begun.values("pk")[:1])) | waits, plan=plan_id)
        return asked.select_related("decision", "asked_by").distinct().order_by("pk")
