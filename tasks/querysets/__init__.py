"""All filtering of the domain: who sees which rows, and what is fetched with them (design §2).

What one may not see is absent from these querysets, so a page answers 404 for it.
"""

from datetime import date, datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects

from tasks.enums import PlanStatus
from tasks.querysets import standing
from units.roles import BUSINESS_ROLES, UNIT_ROLES, Role


def takes_part(unit_id: int, task: str = "pk") -> Q:
    """Tasks whose register names the unit, or whose wording was resolved into it; `task` is the path to their key.

    Each is asked for by itself, so that the database goes from the unit to its tasks and not through all of them.
    """
    from tasks.models import Responsibility, WordingResolution  # the models import this module

    named = Responsibility.objects.filter(unit=unit_id).values("task")
    resolved = WordingResolution.objects.filter(units=unit_id).values("responsibility__task")
    return Q(**{f"{task}__in": named}) | Q(**{f"{task}__in": resolved})


def seen_by_a_unit(unit_id: int, plan: str = "") -> Q:
    """Plans the unit leads, and those in force that it takes part in; `plan` is the path to the plan."""
    from tasks.models import Filing

    added = Filing.objects.filter(added_units=unit_id).values("pk")
    leads = Q(**{f"{plan}task__lead": unit_id})
    filed = Q(**{f"{plan}in_force__isnull": False})
    part = takes_part(unit_id, f"{plan}task") | Q(**{f"{plan}in_force__in": added})
    return leads | (filed & part)


def checked_by(office_id: int) -> Q:
    """Plans an office checks: of the programmes it receives all, of those it stands in for what the receiving
    office itself carries out (decision 0022).
    """
    received, stands_in = _programmes_of_checkers(office_id, "task__programme__")
    return received | (stands_in & Q(office=F("task__programme__receiving_office")))


def _programmes_of_checkers(office_id: int, programme: str = "") -> tuple[Q, Q]:
    """Programmes the office receives, and those it stands in for (never all that name no such office)."""
    stand_in = f"{programme}stand_in_office"
    return (
        Q(**{f"{programme}receiving_office": office_id}),
        Q(**{f"{stand_in}__isnull": False, stand_in: office_id}),
    )


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """The register of every programme is open to all business roles."""
        return self.all() if membership and membership.role in BUSINESS_ROLES else self.none()

    def start_of(self, membership):
        """The oldest programme the membership has work in, else the oldest; None where there is none."""
        for condition in (*_own_programmes(membership), Q()):
            # One after the other, so that the database stops at the first programme that fits.
            if found := self.filter(condition).order_by("pk").first():
                return found
        return None


def _own_programmes(membership) -> tuple:
    """Conditions for the programmes the membership has work in, the most of it first."""
    from tasks.models import Task

    if membership.role == Role.CHECKER:
        return _programmes_of_checkers(membership.office_id)
    if membership.role == Role.LEADERSHIP:
        return (Q(leadership_unit=membership.unit_id),)
    tasks = Task.objects.filter(programme=OuterRef("pk"))
    return (Exists(tasks.filter(Q(lead=membership.unit_id) | takes_part(membership.unit_id))),)


def units_named_in(programme):
    """Units the register names or a designation made the lead, in document order."""
    from tasks.models import Responsibility, Task
    from units.models import Unit

    # Asked for each unit by its index, so that thousands of tasks do not make it slower.
    entries = Responsibility.objects.filter(unit=OuterRef("pk"), task__programme=programme)
    led = Task.objects.filter(lead=OuterRef("pk"), programme=programme)
    return Unit.objects.filter(Exists(entries) | Exists(led)).in_document_order()


class TaskQuerySet(models.QuerySet):
    def visible_to(self, membership):
        return self.all() if membership and membership.role in BUSINESS_ROLES else self.none()

    def with_register(self):
        """With area, lead and responsible units in printed order: three queries whatever the number of rows."""
        from tasks.models import Responsibility

        entries = Responsibility.objects.select_related("unit").order_by("position")
        return self.select_related("group", "printed_group", "lead", "programme").prefetch_related(
            Prefetch("responsibilities", entries)
        )

    def led_by(self, unit):
        return self.filter(lead=unit)

    def joined_by(self, unit):
        """Tasks the unit takes part in without leading them."""
        from tasks.models import Plan

        added = Plan.objects.filter(in_force__added_units=unit.pk).values("task")
        part = takes_part(unit.pk) | Q(pk__in=added)
        return self.filter(part).exclude(lead=unit.pk)

    def matching(self, *, today, q="", group=None, unit=None, part="", state=""):
        """What the filter row above 任务分解 asks for; every filter optional, all of them hold at once."""
        found = self
        if q:
            names = Q(responsibilities__wording__icontains=q) | Q(
                responsibilities__unit__short_name__icontains=q
            )
            said = Q(content__icontains=q) | Q(group__name__icontains=q)
            numbered = Q(number=int(q)) if q.isdecimal() and len(q) < 5 else Q(pk__in=[])
            found = found.filter(said | numbered | Q(pk__in=self.filter(names).values("pk")))
        if group:
            found = found.filter(group=group)
        if unit:
            found = found.concerning(unit, part)
        return found.in_state(state, today) if state else found

    def concerning(self, unit, part: str = ""):
        """Tasks a unit leads (part "lead"), takes part in ("participant"), or either."""
        if part == "lead":
            return self.led_by(unit)
        joined = self.joined_by(unit)
        return joined if part == "participant" else self.filter(Q(lead=unit) | Q(pk__in=joined.values("pk")))

    def with_standing(self, day: date, *, past: bool = False):
        """Annotated with where each task stands on `day`, today or (`past`) a day gone by; equal to the ledger of it.

        `lead_unit` (pk), `deadline`, `status` of the plan, `has_draft`, `first_filed_at`, `refile_by`, `checking`,
        `filed` (on_time, late or None), `state` (a TaskState) and `refile_overdue`: to show, filter and count by.
        `standing.standing_of(row, day)` says the same of one row in words.
        """
        return standing.with_standing(self, day, past=past)

    def in_state(self, state: str, today: date):
        """Tasks in a `TaskState` as of today, or those whose filed plan is being checked (`PlanStatus.CHECKING`)."""
        standing_today = self.with_standing(today)
        if state == PlanStatus.CHECKING:
            return standing_today.filter(lead_unit__isnull=False, checking=True)
        return standing_today.filter(state=state)


class PlanQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """Drafts for the lead's people; plans of which a filing is in force for lead, participants, checkers and leadership."""
        if membership is None:
            return self.none()
        if membership.role in UNIT_ROLES:
            return self.filter(seen_by_a_unit(membership.unit_id))
        if membership.role == Role.CHECKER:
            return self.filter(checked_by(membership.office_id), in_force__isnull=False)
        if membership.role == Role.LEADERSHIP:
            return self.filter(in_force__isnull=False, task__programme__leadership_unit=membership.unit_id)
        return self.none()

    def led_by(self, unit):
        return self.filter(task__lead=unit)

    def with_sheet(self):
        """With all that `Plan.sheet()` reads."""
        return self.select_related(
            "task__programme", "task__lead", "task__group", "filing", "in_force"
        ).prefetch_related(*_rows_of_a_sheet())

    @staticmethod
    def fetch_sheet(plan) -> None:
        """The same for a plan that was fetched without."""
        prefetch_related_objects([plan], *_rows_of_a_sheet())


def _rows_of_a_sheet() -> tuple[Prefetch, ...]:
    from tasks.models import PlanParticipant, PlanStep, Responsibility

    return (
        Prefetch(
            "task__responsibilities", Responsibility.objects.select_related("unit").order_by("position")
        ),
        Prefetch("steps", PlanStep.objects.select_related("unit").order_by("position")),
        Prefetch("participants", PlanParticipant.objects.select_related("unit").order_by("position")),
    )


class FilingQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """Those of visible plans; one that was taken back stays with the lead and its checkers."""
        from tasks.models import Plan

        seen = self.filter(plan__in=Plan.objects.visible_to(membership).values("pk"))
        if membership is None or membership.role == Role.CHECKER:
            return seen
        return seen.filter(Q(withdrawn_at=None) | Q(plan__task__lead=membership.unit_id))

    def known_at(self, moment: datetime):
        """Filings recorded before `moment` and not withdrawn by then."""
        return self.filter(recorded_at__lt=moment).exclude(withdrawn_at__lt=moment)


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
        """Scans of letters and of stamped forms go to those who may see the plan they belong to."""
        from tasks.models import Filing, IncomingLetter

        if membership is None:
            return self.none()
        filings = Filing.objects.visible_to(membership)
        letters = IncomingLetter.objects.visible_to(membership)
        return self.filter(
            Exists(letters.filter(scan=OuterRef("pk")))
            | Exists(filings.filter(Q(stamped_scan=OuterRef("pk")) | Q(letter__scan=OuterRef("pk"))))
        )


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """The lead's people and the unit that was asked; checkers and leadership once the plan is filed."""
        if membership is None:
            return self.none()
        if membership.role in UNIT_ROLES:
            return self.filter(Q(unit=membership.unit_id) | Q(plan__task__lead=membership.unit_id))
        from tasks.models import Plan

        return self.filter(plan__in=Plan.objects.visible_to(membership).values("pk"))

    def _answered_later(self):
        """Of one row, what the same unit was asked later and has answered, in the system or on paper."""
        later = self.model.objects.filter(
            plan=OuterRef("plan"), unit=OuterRef("unit"), asked_at__gt=OuterRef("asked_at")
        )
        return later.exclude(answer="")

    def with_settling(self):
        """Of the newest later question that has its answer and counts instead: `settled_by` (pk), `settled_answer`
        (已线下征求 or what the unit answered) and `settled_on`; all None where there is none.
        """
        newest = self._answered_later().order_by("-asked_at", "-pk")
        return self.annotate(
            settled_by=Subquery(newest.values("pk")[:1]),
            settled_answer=Subquery(newest.values("answer")[:1]),
            settled_on=Subquery(newest.values("answered_on")[:1]),
        )

    def unanswered(self):
        """Questions that still wait: not answered, nor settled by a later one to the same unit (已线下征求)."""
        return self.filter(answer="").exclude(Exists(self._answered_later()))


class ContactNoteQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """Notes of whom the receiving office spoke to are its own."""
        if membership is None or membership.role != Role.CHECKER:
            return self.none()
        return self.filter(programme__receiving_office=membership.office_id)
