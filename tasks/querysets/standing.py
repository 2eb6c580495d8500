"""Where tasks stand, asked of the database: one definition for pages, filters and counts, today's and a past day's.

The rule in words for one row is `tasks/rules/deadlines.py`; tests hold it, this and the ledger equal for random
histories. A past day is read from the events and the designations before its end, today from the columns in force.
"""

from datetime import date, datetime, time, timedelta

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    F,
    FilteredRelation,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from tasks.enums import DECIDED, Action, PlanStatus, TaskState, Timeliness
from tasks.rules import deadlines

COMMON_DEADLINE = F("programme__plan_deadline")


def with_standing(tasks: QuerySet, day: date, *, past: bool) -> QuerySet:
    """`tasks` with the annotations of `TaskQuerySet.with_standing`."""
    known = _known_on(tasks, day) if past else _in_force(tasks)
    led, filed = Q(lead_unit__isnull=False), Q(first_filed_at__isnull=False)
    in_time = Q(first_filed_at__lt=DayAfter(F("deadline")))
    return known.annotate(
        filed=Case(
            When(led & in_time, then=Value(Timeliness.ON_TIME)),
            When(led & filed, then=Value(Timeliness.LATE)),
            output_field=CharField(null=True),
        ),
        state=Case(
            When(lead_unit=None, then=Value(TaskState.NO_LEAD)),
            *(When(status=status, then=Value(state)) for status, state in DECIDED.items()),
            When(in_time, then=Value(TaskState.ON_TIME)),
            When(filed, then=Value(TaskState.LATE)),
            When(deadline__lt=day, then=Value(TaskState.MISSING)),
            When(deadline__lte=deadlines.due_soon_until(day), then=Value(TaskState.DUE_SOON)),
            When(has_draft=True, then=Value(TaskState.DRAFT)),
            default=Value(TaskState.NOT_STARTED),
            output_field=CharField(),
        ),
        refile_overdue=_true(Q(refile_by__lt=day)),
    )


class DayAfter(Func):
    """The first moment after a day in Beijing, as the database writes moments. What is filed from then on is late.

    Django's own way from moments to days calls back into Python for every row on SQLite: ten times the time.
    """

    output_field = DateTimeField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(
            compiler, connection, template="DATETIME(%(expressions)s, '+1 day', '-8 hours')", **context
        )

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(
            compiler,
            connection,
            template="((%(expressions)s + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')",
            **context,
        )


def _in_force(tasks: QuerySet) -> QuerySet:
    """What stands now, by the columns of task and plan."""
    return tasks.annotate(
        lead_unit=F("lead"),
        deadline=Coalesce("own_deadline", COMMON_DEADLINE),
        status=Case(  # Plan.status_in_force
            When(Q(plan__in_force=None) | Q(plan__filing=F("plan__in_force")), then=F("plan__status")),
            default=Value(PlanStatus.ACCEPTED),
            output_field=CharField(null=True),
        ),
        checking=_true(Q(status=PlanStatus.CHECKING)),
        has_draft=_true(Q(plan__begun_at__isnull=False)),
        first_filed_at=F("plan__first_filed_at"),
        refile_by=F("plan__refile_by"),
    )


def _known_on(tasks: QuerySet, day: date) -> QuerySet:
    """What stood at the end of `day`: by the last event before it, and the last designation."""
    before = end_of(day)
    own = Q(own_deadline__isnull=False)  # a designation set it; only such a task ever had another lead
    designations = _before(tasks, "designations", "task", before, moment="recorded_at")
    events = _before(tasks, "plan__events", "plan", before, moment="at", outer="plan__pk")
    filings = _related(tasks, "plan__filings")
    standing = filings.filter(plan=OuterRef("plan__pk")).known_at(before).order_by("pk")
    # Of what was not taken back since, the first filing is still the plan's.
    taken_back = Q(plan__in=filings.filter(withdrawn_at__gte=before).values("plan"))
    filed = Q(last_event__status__isnull=False) & ~Q(last_event__status=PlanStatus.DRAFT)
    tasks = tasks.annotate(
        last_event=FilteredRelation(
            "plan__events", condition=Q(plan__events__pk=Subquery(events.values("pk")[:1]))
        )
    )
    return tasks.annotate(
        lead_unit=Case(
            When(own, then=Subquery(designations.values("unit")[:1])),
            default=F("lead"),
            output_field=BigIntegerField(null=True),
        ),
        deadline=Case(
            When(own, then=Coalesce(Subquery(designations.values("plan_deadline")[:1]), COMMON_DEADLINE)),
            default=COMMON_DEADLINE,
            output_field=DateField(),
        ),
        # Before 核对中 was a status of its own, the event of its beginning left the plan 待核对.
        status=Case(
            When(last_event__action=Action.START_CHECK, then=Value(PlanStatus.CHECKING)),
            default=F("last_event__status"),
            output_field=CharField(null=True),
        ),
        has_draft=_true(Q(last_event__isnull=False) | Q(plan__begun_at__lt=before)),
        first_filed_at=Case(
            When(filed & taken_back, then=Subquery(standing.values("counts_from")[:1])),
            When(filed, then=F("plan__first_filed_at")),
            output_field=DateTimeField(null=True),
        ),
        refile_by=F("last_event__refile_by"),
        checking=_true(Q(last_event__action=Action.START_CHECK)),
    )


def _before(tasks: QuerySet, relation: str, key: str, before: datetime, *, moment: str, outer="pk"):
    """Rows of `relation` of one task from before the moment, the newest first."""
    rows = _related(tasks, relation).filter(**{key: OuterRef(outer), f"{moment}__lt": before})
    return rows.order_by(f"-{moment}", "-pk")


def _related(queryset: QuerySet, path: str) -> QuerySet:
    """Rows of the model at the end of `path`; models import this module, so it cannot name them."""
    model = queryset.model
    for relation in path.split("__"):
        model = model._meta.get_field(relation).related_model
    return model._default_manager.all()


def _true(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def end_of(day: date) -> datetime:
    """The first moment that no longer belongs to `day`."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def standing_of(row, as_of: date) -> deadlines.Standing:
    """The rule in words for a row with these annotations: an instance, or a row of named columns."""
    return deadlines.standing(
        has_lead=row.lead_unit is not None,
        deadline=row.deadline,
        as_of=as_of,
        has_draft=row.has_draft,
        first_filed_on=row.first_filed_at and timezone.localdate(row.first_filed_at),
        decided=DECIDED.get(row.status),
        refile_by=row.refile_by,
    )
