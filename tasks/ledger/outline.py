"""Of every task on a day gone by what lists choose and count by; the few rows that are shown are asked for by themselves."""

from datetime import date
from functools import partial
from typing import NamedTuple

from tasks.counted import kept
from tasks.ledger.build import build, parts_of
from tasks.ledger.rows import Row
from tasks.models import Programme


class Outline(NamedTuple):
    """A task; `area` and `lead` are keys. `overdue` and `missing` say whether a step is overdue and a round was not filed,
    from which day on the dates beside them.
    """

    pk: int
    number: int
    area: int
    lead: int | None
    has_steps: bool
    light: str
    outlook: str
    ended: str
    overdue: bool
    missing: bool
    step_overdue_from: date | None
    round_missing_from: date | None


def outline(programme: Programme, day: date) -> tuple[Outline, ...]:
    """In order of number, kept until something is written in the programme."""
    return kept(programme.pk, ("outline", day), partial(_read, programme, day))


def _read(programme: Programme, day: date) -> tuple[Outline, ...]:
    parts = parts_of(programme)
    return tuple(_of(row, day) for part in parts for row in build(programme, as_of=day, tasks=part).rows)


def _of(row: Row, day: date) -> Outline:
    said, course = row.reported, row.reported.course
    return Outline(
        pk=row.task_id,
        number=row.number,
        area=row.group,
        lead=row.lead and row.lead.pk,
        has_steps=bool(said.steps),
        light=said.light,
        outlook=said.outlook,
        ended=said.ended,
        overdue=course.step_overdue(day),
        missing=course.round_missing(day),
        step_overdue_from=course.step_overdue_from,
        round_missing_from=course.round_missing_from,
    )
