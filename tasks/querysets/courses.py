"""How far tasks are on a day, asked of what is kept of them: lights, 推进状态, what is overdue and missing."""

from datetime import date

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from tasks.enums import Light
from tasks.querysets.standing import true


def out_of_date(tasks: QuerySet, basis: str) -> QuerySet:
    """Those that were written on since what is kept of them was worked out, or on another `basis`."""
    kept = Q(course__known=F("course__changes")) & Q(course__basis=basis)
    return tasks.filter(Q(course=None) | ~kept)


def with_course(tasks: QuerySet, day: date) -> QuerySet:
    """`tasks` annotated with how far each is on `day`, today or a day to come: `light`, `outlook`, `ended`, and whether
    a step is overdue (`overdue`) or a round missing (`missing`). What is kept of them is up to date.
    """
    return tasks.annotate(
        light=Case(
            When(course__red_from__lte=day, then=Value(Light.RED)),
            When(course__yellow_from__lte=day, then=Value(Light.YELLOW)),
            When(course__rated_from__lte=day, then=Value(Light.GREEN)),
            default=Value(Light.NOT_RATED),
            output_field=CharField(),
        ),
        outlook=F("course__outlook"),
        ended=F("course__ended"),
        overdue=true(Q(course__step_overdue_from__lte=day)),
        missing=true(Q(course__round_missing_from__lte=day)),
    )
