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


def with_said(steps: QuerySet, before: datetime, year: int) -> QuerySet:
    """`steps` annotated with what was said of each last before that moment, where years count of `year`; `said_state` is ""
    where nothing was.
    """
    said, of_year = _said(steps, before), _said_by_year(steps, before)
    of_year = of_year.filter(Q(about__gte=OuterRef("recurs_until")) | Q(about__gte=year))
    state = _of_last("state", recurring=of_year, other=said.filter(_FOR_GOOD))
    return steps.annotate(said_state=Coalesce(state, Value("")))


def _said(steps: QuerySet, before: datetime) -> QuerySet:
    said = related(steps, f"{_TASK}__step_reports").filter(task=OuterRef(_TASK), key=OuterRef("key"))
    return said.known_at(before)


def _said_by_year(steps: QuerySet, before: datetime) -> QuerySet:
    return _said(steps, before).annotate(about=_ABOUT)


# Which year a report is about.
_ABOUT = Coalesce("year", ExtractYear(Coalesce("done_on", TruncDate("recorded_at"))))
_LAST_YEAR = ExtractYear(OuterRef("last"))
# Of what does not recur: what was said when it did counts for the year of its last day.
_FOR_GOOD = Q(year=None) | Q(year__gte=_LAST_YEAR)


def _of_last(column: str, *, recurring: QuerySet, other: QuerySet) -> Case:
    """The same by another name for what recurs, and what does not: only one of both is asked."""

    def last(found: QuerySet) -> Subquery:
        return Subquery(found.order_by("-pk").values(column)[:1])

    return Case(When(recurs_until=None, then=last(other)), default=last(recurring))


IS_DONE = Q(said_state=StepProgress.DONE)


def goes_on(steps: QuerySet, before: datetime) -> Q:
    """Whether the last day is settled: it recurs without an end, and was done in some year."""
    reports = _said_by_year(steps, before)
    since = related(reports, "task__step_reports").known_at(before)
    since = since.filter(task=OuterRef("task"), key=OuterRef("key"), pk__gt=OuterRef("pk"))
    since = since.annotate(about=_ABOUT).filter(about=OuterRef("about"))
    return Q(recurs_until=NO_END) & Exists(reports.filter(~Exists(since), state=StepProgress.DONE))


def with_step_standing(
    steps: QuerySet, day: date, before: datetime, rounds: Iterable[RoundAsked]
) -> QuerySet:
    """`steps`, of which the task is led by `lead_unit`, annotated with `state`, a StepState, by what was said of each last
    before that moment.
    """
    since = _said_by_year(steps, before).filter(about__gte=_LAST_YEAR)
    said_at = _of_last("recorded_at", recurring=since, other=_said(steps, before).filter(_FOR_GOOD))
    return (
        with_said(steps, before, day.year)
        .annotate(round_due=_due(rounds), said_at=said_at)
        .annotate(
            state=Case(
                When(IS_DONE, then=Value(StepState.DONE)),
                When(Q(last=None) | goes_on(steps, before), then=Value(StepState.NEVER_DUE)),
                When(
                    last__gte=day, last__lte=step_standing.due_soon_until(day), then=Value(StepState.DUE_SOON)
                ),
                When(last__gte=day, then=Value(StepState.OPEN)),
                When(said_at__gte=DayAfter(F("last")), then=Value(StepState.OVERDUE)),
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
