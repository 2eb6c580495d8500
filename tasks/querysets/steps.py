"""Where the steps of plans in force stand, asked of the database: for lists that are filtered, counted and paged.

The rule in words for one row is `tasks/rules/step_standing.py`; a test holds both and the ledger equal, of today and of past
days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractYear, TruncDate

from tasks.enums import PlanStatus, StepProgress, StepState
from tasks.querysets.related import related
from tasks.querysets.standing import DayAfter
from tasks.rules import step_standing
from tasks.rules.periods import NO_END
from tasks.rules.step_standing import RoundDays

_TASK = "filing__plan__task"


@dataclass(frozen=True)
class RoundAsked:
    """A round as it was on the day asked about: its days, the tasks it is about (None for all), and until when each unit
    that was told may file.
    """

    days: RoundDays
    chosen: frozenset[int] | None
    told: Mapping[int, date]


def known_in_force(steps: QuerySet, before: datetime) -> QuerySet:
    """Of each plan that was accepted by then the rows of its filing in force, and of each key the last one known."""
    events = related(steps, "filing__plan__events").filter(plan=OuterRef("filing__plan"), at__lt=before)
    last = events.order_by("-pk")
    following = related(steps, "filing__times").filter(
        filing=OuterRef("filing"), key=OuterRef("key"), pk__gt=OuterRef("pk"), recorded_at__lt=before
    )
    found = steps.annotate(
        revised=Subquery(last.values("in_force")[:1]),
        status=Subquery(last.values("status")[:1]),
        filed=Subquery(last.values("filing")[:1]),
    )
    in_force = Q(revised=F("filing")) | Q(revised=None, status=PlanStatus.ACCEPTED, filed=F("filing"))
    return found.filter(in_force, ~Exists(following), recorded_at__lt=before)


def with_said(steps: QuerySet, before: datetime) -> QuerySet:
    """`steps` annotated with what was said of each last before that moment; `said_state` is "" where nothing was."""
    last = _said(steps, before).order_by("-pk")
    return steps.annotate(
        said_state=Coalesce(Subquery(last.values("state")[:1]), Value("")),
        said_at=Subquery(last.values("recorded_at")[:1]),
        said_year=Subquery(last.values(year=_YEAR)[:1]),
    )


def _said(steps: QuerySet, before: datetime) -> QuerySet:
    said = related(steps, f"{_TASK}__step_reports").filter(task=OuterRef(_TASK), key=OuterRef("key"))
    return said.known_at(before)


# Which one a report is about.
_YEAR = ExtractYear(Coalesce("done_on", TruncDate("recorded_at")))


def is_done(year: int) -> Q:
    """Of `with_said`, whether that holds in `year`."""
    holds = Q(recurs_until=None) | Q(said_year__gte=F("recurs_until")) | Q(said_year__gte=year)
    return Q(said_state=StepProgress.DONE) & holds


def goes_on(steps: QuerySet, before: datetime) -> Q:
    """Of `with_said`, whether the last day is settled: it recurs without an end, and was done in a year before."""
    reports = _said(steps, before)
    since = related(reports, "task__step_reports").known_at(before)
    since = since.filter(task=OuterRef("task"), key=OuterRef("key"), pk__gt=OuterRef("pk"))
    since = since.annotate(year=_YEAR).filter(year__lte=OuterRef("year"))
    done = reports.filter(state=StepProgress.DONE).annotate(year=_YEAR)
    return Q(recurs_until=NO_END) & (Q(said_state=StepProgress.DONE) | Exists(done.filter(~Exists(since))))


def with_step_standing(
    steps: QuerySet, day: date, before: datetime, rounds: Iterable[RoundAsked]
) -> QuerySet:
    """`steps`, of which the task is led by `lead_unit`, annotated with `state`, a StepState, by what was said of each last
    before that moment.
    """
    # What is said to be done of a step that does not recur is done; only of others it has to be asked.
    told = Q(said_at__gte=DayAfter(F("last"))) & (Q(recurs_until=None) | ~Q(said_state=StepProgress.DONE))
    return (
        with_said(steps, before)
        .annotate(round_due=_due(rounds))
        .annotate(
            state=Case(
                When(is_done(day.year), then=Value(StepState.DONE)),
                When(Q(last=None) | goes_on(steps, before), then=Value(StepState.NEVER_DUE)),
                When(
                    last__gte=day, last__lte=step_standing.due_soon_until(day), then=Value(StepState.DUE_SOON)
                ),
                When(last__gte=day, then=Value(StepState.OPEN)),
                When(told, then=Value(StepState.OVERDUE)),
                When(round_due__lt=day, then=Value(StepState.OVERDUE)),
                default=Value(StepState.TO_REPORT),
                output_field=CharField(),
            )
        )
    )


def _due(rounds: Iterable[RoundAsked]) -> Case:
    """Until when the first round that covers the last day of a step is filed by its lead."""
    found = [pair for asked in rounds for pair in _dues(asked)]
    whens = [When(about, then=Value(due)) for due, about in sorted(found, key=lambda pair: pair[0])]
    return Case(*whens, default=Value(None), output_field=DateField(null=True))


def _dues(asked: RoundAsked) -> Iterable[tuple[date, Q]]:
    days = asked.days
    covered = Q(last__gte=days.covers_from, last__lte=days.covers_until)
    if asked.chosen is not None:
        covered &= Q(**{f"{_TASK}__in": asked.chosen})
    # Of nobody's task no extension counts, and NULL is in no list and out of none.
    yield days.due_on, covered & (Q(lead_unit=None) | ~Q(lead_unit__in=list(asked.told)))
    for unit, until in asked.told.items():
        yield days.put_off(until).due_on, covered & Q(lead_unit=unit)
