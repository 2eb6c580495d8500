"""Where tasks stand, asked of the database: one definition for pages, filters and counts, today's and a past day's.

The rule in words for one row is `tasks/rules/deadlines.py`; tests hold it, this and the ledger equal for random
histories. A past day is read from the events before its end and from who was known to lead, today from the columns in
force.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.db.models import (
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

from tasks.enums import DECIDED, Action, Figure, PlanStatus, TaskState, Timeliness
from tasks.querysets.receipts import changed_since, first_receipt
from tasks.querysets.related import related
from tasks.rules import deadlines

FILED_STATUSES = (PlanStatus.FILED, PlanStatus.CHECKING, PlanStatus.RETURNED, PlanStatus.ACCEPTED)
# The conditions of `Figure.counts`, as the database has them.
COUNTED = {
    Figure.DUE: Q(lead_unit__isnull=False),
    Figure.FILED: Q(status__in=FILED_STATUSES),
    Figure.ON_TIME: Q(filed=Timeliness.ON_TIME),
    Figure.LATE: Q(filed=Timeliness.LATE),
    Figure.UNFILED: Q(lead_unit__isnull=False) & (Q(status=None) | Q(status=PlanStatus.DRAFT)),
    Figure.NO_LEAD: Q(lead_unit=None),
}
# Where the receiving office has a task: a revision counts by its own status once it was filed.
AT_DESK = Case(
    When(plan__in_force__isnull=False, plan__status=PlanStatus.DRAFT, then=Value(PlanStatus.ACCEPTED)),
    default=F("plan__status"),
    output_field=CharField(null=True),
)
COMMON_DEADLINE = F("programme__plan_deadline")


class Days(NamedTuple):
    """A day and the last deadline that presses on it; in a prepared query both are arguments."""

    day: date
    soon: date

    @classmethod
    def of(cls, day: "date | Days") -> "Days":
        return day if isinstance(day, cls) else cls(day, deadlines.due_soon_until(day))


def with_standing(tasks: QuerySet, day: date | Days, *, past: bool) -> QuerySet:
    """`tasks` with the annotations of `TaskQuerySet.with_standing`."""
    days = Days.of(day)
    known, filed = _known_on(tasks, days.day) if past else _in_force(tasks)
    return by_deadline(known, days, filed=filed, decided=When(status__in=DECIDED, then=F("status")))


def by_deadline(tasks: QuerySet, days: Days, *, filed: Q, decided: When) -> QuerySet:
    """Annotated with `filed`, `state` and `refile_overdue`: of what has a `deadline` and was `filed` at `first_filed_at`,
    a plan or what is reported in a round; a state that was `decided` stands before those of time.
    """
    day, soon = days
    in_time = Q(first_filed_at__lt=DayAfter(F("deadline")))
    return tasks.annotate(
        filed=Case(
            When(in_time, then=Value(Timeliness.ON_TIME)),
            When(filed, then=Value(Timeliness.LATE)),
            output_field=CharField(null=True),
        ),
        state=Case(
            When(lead_unit=None, then=Value(TaskState.NO_LEAD)),
            decided,
            When(in_time, then=Value(TaskState.ON_TIME)),
            When(filed, then=Value(TaskState.LATE)),
            When(deadline__lt=day, then=Value(TaskState.MISSING)),
            When(deadline__lte=soon, then=Value(TaskState.DUE_SOON)),
            When(has_draft=True, then=Value(TaskState.DRAFT)),
            default=Value(TaskState.NOT_STARTED),
            output_field=CharField(),
        ),
        refile_overdue=true(Q(refile_by__lt=day)),
    )


class DayAfter(Func):
    """The first moment after a day in Beijing, as the database writes moments. What is filed from then on is late.

    Django's own way from moments to days calls back into Python for every row on SQLite: ten times the time.
    """

    output_field = DateTimeField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="DATETIME(%(expressions)s, '+16 hours')", **context)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(
            compiler,
            connection,
            template="((%(expressions)s + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')",
            **context,
        )


class DayOf(Func):
    """The day of a moment in Beijing: in the database, for the same reason."""

    output_field = DateField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="DATE(%(expressions)s, '+8 hours')", **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "(%(expressions)s AT TIME ZONE 'Asia/Shanghai')::date"
        return self.as_sql(compiler, connection, template=template, **context)


def _in_force(tasks: QuerySet) -> tuple[QuerySet, Q]:
    """What stands now, by the columns of task and plan; and which of them were filed."""
    not_revised = Q(plan__in_force=None) | Q(plan__filing=F("plan__in_force"))  # Plan.revising
    found = tasks.annotate(
        said=F("content"),
        area=F("group"),
        lead_unit=F("lead"),
        deadline=Coalesce("own_deadline", COMMON_DEADLINE),
        status=_status(not_revised, F("plan__status")),
        revision=_revision(not_revised, F("plan__status")),
        has_draft=true(Q(plan__begun_at__isnull=False)),
        first_filed_at=F("plan__first_filed_at"),
        refile_by=Case(When(not_revised, then=F("plan__refile_by"))),
        checking=true(Q(status=PlanStatus.CHECKING)),
    )
    return found, Q(plan__first_filed_at__isnull=False)


def _known_on(tasks: QuerySet, day: date) -> tuple[QuerySet, Q]:
    """The same of the end of `day`: by the last event before it, and who led by then."""
    before = end_of(day)
    tasks = tasks.annotate(
        last_event=only(
            tasks,
            "plan__events",
            # In the order of writing: within its day a demonstration's clock may have been behind what was done before.
            lambda events: events.filter(plan=OuterRef("plan__pk"), at__lt=before).order_by("-pk"),
        ),
        led=only(
            tasks,
            "leadings",
            lambda leadings: leadings.filter(task=OuterRef("pk")).known_at(before).order_by("-pk"),
        ),
        was=_first_since(tasks, "former", "task", OuterRef("pk"), before),
        programme_was=_first_since(tasks, "programme__former", "programme", OuterRef("programme"), before),
    )
    not_revised = Q(last_event__in_force=None)
    filed = Q(last_event__status__in=FILED_STATUSES) | ~not_revised
    # Before 核对中 was a status of its own, the event of its beginning left the plan 待核对.
    status = Case(
        When(last_event__action=Action.START_CHECK, then=Value(PlanStatus.CHECKING)),
        default=F("last_event__status"),
    )
    common = Coalesce("programme_was__plan_deadline", COMMON_DEADLINE)
    found = tasks.annotate(
        said=Case(When(was__isnull=False, then=F("was__content")), default=F("content")),
        area=Case(When(was__isnull=False, then=F("was__group")), default=F("group")),
        lead_unit=F("led__unit"),
        deadline=Coalesce("led__plan_deadline", common),
        status=_status(not_revised, status),
        revision=_revision(not_revised, status),
        has_draft=true(Q(plan__begun_at__lt=before)),
        first_filed_at=Case(
            When(~filed, then=None),
            When(changed_since(tasks, before), then=first_receipt(tasks, before=before)),
            default=F("plan__first_filed_at"),
            output_field=DateTimeField(null=True),
        ),
        refile_by=Case(When(not_revised, then=F("last_event__refile_by"))),
        checking=true(Q(status=PlanStatus.CHECKING)),
    )
    return found, filed


def _status(not_revised: Q, status) -> Case:
    """Plan.status_in_force"""
    return Case(
        When(not_revised, then=status),
        default=Value(PlanStatus.ACCEPTED),
        output_field=CharField(null=True),
    )


def _revision(not_revised: Q, status) -> Case:
    """Plan.revision"""
    return Case(When(not_revised, then=None), default=status, output_field=CharField(null=True))


def only(tasks: QuerySet, path: str, wanted: Callable[[QuerySet], QuerySet]) -> FilteredRelation:
    """Of the rows at the end of `path` the first `wanted`, joined to each task."""
    rows = wanted(related(tasks, path))
    return FilteredRelation(path, condition=Q(**{f"{path}__pk": Subquery(rows.values("pk")[:1])}))


def _first_since(tasks: QuerySet, path: str, key: str, of: OuterRef, moment: datetime) -> FilteredRelation:
    """The row at the end of `path` that says what held until its subject was first changed since, joined to each task."""
    return only(tasks, path, lambda formers: formers.since(moment).filter(**{key: of}))


def true(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


@lru_cache(maxsize=1024)  # a ledger asks for the same few days of every task
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
