"""Letters, scans, consultations and contact notes filtered: who sees which (design §2)."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from tasks.enums import ConsultationAnswer, PlanStatus
from tasks.querysets.plans import of_seen_plans
from tasks.querysets.related import related
from units.roles import UNIT_ROLES, Role


class LetterQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """A letter is the business of its own unit and of the receiving office."""
        if membership is None:
            return self.none()
        if membership.role in UNIT_ROLES:
            return self.filter(unit=membership.unit_id)
        if membership.role == Role.CHECKER:
            return self.filter(programme__receiving_office=membership.office_id)
        return self.none()


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """Scans of stamped forms go to those who may see the filing, scans of letters to those who may see the letter:
        it may carry other plans, and telephones. Whoever checks what was entered from it compares it with the scan.
        佐证材料 goes to those who may see what was filed with it, and to the people of the lead.
        """
        if membership is None:
            return self.none()
        letters = related(self, "letters").visible_to(membership)
        filings = related(self, "letters__filings").visible_to(membership)
        evidence = (
            related(self, "evidence__entries").visible_to(membership).filter(evidence__file=OuterRef("pk"))
        )
        of_filing = Q(stamped_scan=OuterRef("pk"))
        if membership.role == Role.CHECKER:
            of_filing |= Q(letter__scan=OuterRef("pk"))
        drafts = related(self, "evidence").filter(
            file=OuterRef("pk"), progress__task__lead=membership.unit_id
        )
        reports = related(self, "report_issues__report").visible_to(membership).values("pk")
        issued = related(self, "report_issues").filter(report__in=reports)
        kept = related(self, "report_files").filter(draft__report__in=reports)
        return self.filter(
            Exists(letters.filter(scan=OuterRef("pk")))
            | Exists(filings.filter(of_filing))
            | Exists(evidence)
            | (Exists(drafts) if membership.role in UNIT_ROLES else Q(pk__in=[]))
            | Exists(issued.filter(scan=OuterRef("pk")))
            | Exists(kept.filter(kept=OuterRef("pk")))
        )


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """The lead's people and the unit that was asked; checkers and leadership once the plan is filed."""
        if membership is None:
            return self.none()
        if membership.role in UNIT_ROLES:
            return self.filter(Q(unit=membership.unit_id) | Q(plan__task__lead=membership.unit_id))
        return self.filter(of_seen_plans(self, membership, "plan"))

    def on_text_being_written(self):
        """Of a plan under revision those since what is in force was filed: earlier ones were about that."""
        revised = Q(plan__in_force__isnull=False) & ~Q(plan__filing=F("plan__in_force"))
        return self.exclude(revised & Q(asked_at__lt=F("plan__in_force__recorded_at")))

    def _asked_later(self):
        """Of one row, what the same unit was asked later about the same plan."""
        return self.model.objects.filter(plan=OuterRef("plan"), unit=OuterRef("unit"), pk__gt=OuterRef("pk"))

    def _answered_later(self):
        """Of these what it has answered, in the system or on paper."""
        return self._asked_later().exclude(answer="")

    def with_settling(self):
        """Of the newest later question that has its answer and counts instead: `settled_by` (pk), `settled_answer`
        (已线下征求 or what the unit answered) and `settled_on`; all None where there is none.
        """
        newest = self._answered_later().order_by("-pk")
        return self.annotate(
            settled_by=Subquery(newest.values("pk")[:1]),
            settled_answer=Subquery(newest.values("answer")[:1]),
            settled_on=Subquery(newest.values("answered_on")[:1]),
        )

    def waiting_for(self, unit_id: int):
        """What a unit is asked and has not answered, of several questions on a plan the newest."""
        newest = self._not_answered().exclude(Exists(self._asked_later()))
        waiting = newest.on_text_being_written().filter(unit=unit_id)
        return waiting.exclude(plan__status=PlanStatus.ACCEPTED)

    def unanswered(self):
        """Questions that still wait: not answered, nor settled by a later one to the same unit (已线下征求)."""
        return self._not_answered().exclude(Exists(self._answered_later()))

    def unsettled(self):
        """Questions that still wait, and answers 有意见: those that no later answer of the same unit settles."""
        found = self.filter(answer__in=("", ConsultationAnswer.OPINION)).exclude(unit=F("plan__task__lead"))
        return found.exclude(Exists(self._answered_later()))

    def with_objections(self):
        """`is_objection`: 有意见 that no later answer of the same unit settles, whether it was asked again or not."""
        return self.annotate(
            is_objection=Q(answer=ConsultationAnswer.OPINION) & ~Exists(self._answered_later())
        )

    def _not_answered(self):
        """Who leads by now is asked no more."""
        return self.filter(answer="").exclude(unit=F("plan__task__lead"))


class ContactNoteQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """Notes of whom the receiving office spoke to are its own."""
        if membership is None or membership.role != Role.CHECKER:
            return self.none()
        return self.filter(programme__receiving_office=membership.office_id)
