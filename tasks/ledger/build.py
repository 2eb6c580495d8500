"""From the facts of a day to the rows of its ledger."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from tasks.enums import DECIDED
from tasks.ledger import progress
from tasks.ledger.facts import TaskFacts, gather
from tasks.ledger.filters import Filters
from tasks.ledger.former import programme_then
from tasks.ledger.ledger import Ledger
from tasks.ledger.rows import Row
from tasks.models import Programme
from tasks.querysets.standing import end_of
from tasks.rules import deadlines

ALL = Filters()
_AT_ONCE = 1_000


def build(
    programme: Programme,
    *,
    as_of: date,
    filters: Filters = ALL,
    round_name: str | None = "",
    year: int | None = None,
    tasks: Collection[int] | None = None,
) -> Ledger:
    """The ledger of `programme` as known at the end of `as_of`; of progress about the round of that name, '' for the
    newest that had begun, None for no round: of each task what was said last, in whichever. What
    recurs is asked for in `year`, that of the day where none is named. With `tasks`, by their keys, only the rows of
    those. At most 23 queries, however many tasks and rounds.
    """
    programme = programme_then(programme, end_of(as_of))
    reported = progress.gather(programme, as_of, round_name=round_name, year=year, tasks=tasks)
    known = (_row(facts, as_of) for facts in gather(programme, as_of, tasks))
    rows = tuple(replace(row, reported=reported.of(row)) for row in known)
    return Ledger(programme, as_of, ALL, rows).filtered(filters)


def parts_of(programme: Programme) -> Iterator[list[int]]:
    """The keys of its tasks in order of number, some at a time: the ledger of 38,000 takes half a gigabyte."""
    keys = list(programme.tasks.order_by("number").values_list("pk", flat=True))
    return (keys[first : first + _AT_ONCE] for first in range(0, len(keys), _AT_ONCE))


def _row(facts: TaskFacts, as_of: date) -> Row:
    task = facts.task
    participants = tuple(unit for unit in facts.participants if unit != facts.lead)
    stands = deadlines.standing(
        has_lead=facts.lead is not None,
        deadline=facts.deadline,
        as_of=as_of,
        has_draft=facts.has_draft,
        first_filed_on=facts.first_filed_on,
        decided=DECIDED.get(facts.life.status),
        refile_by=facts.life.refile_by,
    )
    return Row(
        task_id=task["id"],
        number=task["number"],
        group=task["area"],
        group_name=task["area_name"],
        group_printed=task["printed_area"],
        group_printed_name=task["printed_area_name"],
        content=task["content"],
        entries=facts.entries,
        lead=facts.lead,
        participants=participants,
        units=facts.units_of_plan | {unit.slug for unit in (facts.lead, *participants) if unit},
        deadline=facts.deadline,
        status=facts.life.status,
        revision=facts.life.revision,
        state=stands.state,
        filed=stands.filed,
        has_draft=facts.has_draft,
        first_filed_on=facts.first_filed_on,
        days_late=stands.days_late,
        working_days_late=stands.working_days_late,
        refile_by=facts.life.refile_by,
        refile_overdue=deadlines.refile_overdue(refile_by=facts.life.refile_by, as_of=as_of),
        explanation=stands.explanation,
        filing=facts.in_force,
        coordination_open=facts.coordination_open,
        times=facts.times,
        time_changes=facts.time_changes,
    )
