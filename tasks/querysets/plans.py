"""Plans and filings filtered: who sees which (design §2)."""

from datetime import datetime

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce

from tasks.enums import WITH_THE_CHECKER, Action, PlanStatus
from tasks.querysets.receipts import KnownQuerySet
from tasks.querysets.register import in_order, programmes_of_checkers, takes_part
from tasks.querysets.related import related
from units.roles import UNIT_ROLES, Role


def _seen_by_a_unit(plans: models.QuerySet, unit_id: int) -> Q:
    """Plans the unit leads, and those in force that it takes part in."""
    added = related(plans, "filings").filter(added_units=unit_id, pk=OuterRef("in_force"))
    part = takes_part(related(plans, "task"), unit_id, "task") | Q(Exists(added))
    return Q(task__lead=unit_id) | (Q(in_force__isnull=False) & part)


def _checked_by(office_id: int) -> Q:
    """Plans an office checks: of the programmes it receives all, of those it stands in for what the receiving
    office itself carries out or carried out when it was filed, by 分办 or as 责任处室 (decisions 0022, 0048 and 0039).
    """
    received, stands_in = programmes_of_checkers(office_id, "task__programme__")
    receiving = F("task__programme__receiving_office")
    filed_so = Q(filing__office=receiving) & ~Q(status=PlanStatus.RETURNED)
    named = Q(filing__named_office=receiving) | Q(filing=None, in_force__named_office=receiving)
    return received | (stands_in & (Q(office=receiving) | filed_so | named))


def of_seen_plans(rows: models.QuerySet, membership, plan: str) -> Q:
    """Rows of plans the membership sees, whose path is `plan`. It is asked of each row by itself: a list of all plans it
    sees would be as long as there are other programmes.
    """
    return Q(Exists(related(rows, plan).visible_to(membership).filter(pk=OuterRef(plan))))


class PlanQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """Drafts for the lead's people; plans of which a filing is in force for lead, participants, checkers, leadership."""
        if membership is None:
            return self.none()
        if membership.role in UNIT_ROLES:
            return self.seen_by_unit(membership.unit_id)
        if membership.role == Role.CHECKER:
            return self.filter(_checked_by(membership.office_id), in_force__isnull=False)
        if membership.role == Role.LEADERSHIP:
            return self.filter(in_force__isnull=False, task__programme__leadership_unit=membership.unit_id)
        return self.none()

    def seen_by_unit(self, unit_id: int):
        """The same for whoever acts for a unit."""
        return self.filter(_seen_by_a_unit(self, unit_id))

    def unread_by(self, unit_id: int):
        """Accepted plans that a unit takes part in, of which nobody of it has opened what is in force."""
        revised = Q(in_force__isnull=False) & ~Q(filing=F("in_force"))
        opened = related(self, "filings__readings").filter(filing=OuterRef("in_force"), unit=unit_id)
        accepted = self.filter(Q(status=PlanStatus.ACCEPTED) | revised)
        joined = accepted.filter(_seen_by_a_unit(self, unit_id)).exclude(task__lead=unit_id)
        return joined.exclude(Exists(opened))

    def to_verify(self):
        """Entered from a letter, and not compared with it by a second person."""
        entered = related(self, "filings").filter(letter__isnull=False, verified_at=None)
        return self.filter(filing__in=entered)  # few of all, and indexed

    def to_verify_by(self, user):
        """Not what the person entered and may not compare."""
        return self.to_verify().exclude(filing__by__user=user)

    def to_check_by(self, user):
        """Not what the person wrote and may not accept."""
        return self.filter(status__in=WITH_THE_CHECKER).exclude(authors__user=user)

    def led_by(self, unit):
        return self.filter(task__lead=unit)

    def with_sheet(self):
        """With all that `Plan.sheet()` reads, of many plans at once."""
        return self.select_related(
            "task__programme", "task__lead", "task__group", "filing", "in_force"
        ).prefetch_related(
            self._rows("task__responsibilities", "entries"),
            self._rows("steps", "step_rows"),
            self._rows("participants", "participant_rows"),
        )

    def _rows(self, path: str, kept_as: str) -> Prefetch:
        return Prefetch(path, in_order(related(self, path)), to_attr=kept_as)


def _filed_by(membership) -> Q:
    return Q(lead=membership.unit_id) if membership.role in UNIT_ROLES else Q(pk__in=[])


class FilingQuerySet(KnownQuerySet):
    def visible_to(self, membership):
        """Those of visible plans; one that was taken back stays with the lead and its checkers. What a unit filed it
        goes on reading when another one leads.
        """
        of_plans = of_seen_plans(self, membership, "plan")
        if membership is None or membership.role == Role.CHECKER:
            return self.filter(of_plans)
        led = Q(plan__task__lead=membership.unit_id)
        return self.filter((of_plans & (Q(withdrawn_at=None) | led)) | _filed_by(membership))

    def of(self, plan, membership):
        """The same of one plan that the membership sees, which need not be asked again."""
        seen = self.filter(plan=plan)
        if membership.role == Role.CHECKER:
            return seen
        led = Q(plan__task__lead=membership.unit_id)
        return seen.filter(Q(withdrawn_at=None) | led | _filed_by(membership))

    def in_force_at(self, moment: datetime):
        """Of every plan the filing that held then: by its last event, the one beside a revision or the one filed."""
        events = related(self, "events").filter(plan=OuterRef("plan"), at__lt=moment).order_by("-pk")
        held = Coalesce("in_force", Case(When(~Q(action=Action.WITHDRAW), then=F("filing"))))
        return self.filter(pk=Subquery(events.values_list(held)[:1]))


class ContactChangeQuerySet(models.QuerySet):
    def on(self, filing):
        """Those that hold for a filing, in the order in which they were made."""
        return self.filter(filing__plan=filing.plan_id, filing__nth__gte=filing.nth).order_by("pk")

    def in_force(self):
        """Those that hold for what is in force of their plan, in the same order."""
        return self.filter(filing__nth__gte=F("filing__plan__in_force__nth")).order_by("pk")
