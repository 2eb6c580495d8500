"""From the facts of a day to the rows of its ledger."""

from datetime import date

from tasks.enums import DECIDED
from tasks.ledger.facts import TaskFacts, cutoff, gather
from tasks.ledger.filters import Filters
from tasks.ledger.former import programme_then
from tasks.ledger.ledger import Ledger
from tasks.ledger.rows import Row, UnitName
from tasks.models import Programme
from tasks.rules import deadlines

ALL = Filters()


def build(programme: Programme, *, as_of: date, filters: Filters = ALL) -> Ledger:
    """The ledger of `programme` as known at the end of `as_of`. At most eleven queries, however many tasks."""
    programme = programme_then(programme, cutoff(as_of))
    rows = tuple(_row(facts, programme, as_of) for facts in gather(programme, as_of))
    return Ledger(programme, as_of, ALL, rows).filtered(filters)


def _row(facts: TaskFacts, programme: Programme, as_of: date) -> Row:
    task = facts.task
    lead, deadline = _lead_and_deadline(facts, programme)
    participants = tuple(unit for unit in facts.participants if unit != lead)
    stands = deadlines.standing(
        has_lead=lead is not None,
        deadline=deadline,
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
        group_printed_name=task["printed_area_name"] or "",
        content=task["content"],
        entries=facts.entries,
        lead=lead,
        participants=participants,
        units=facts.units_of_plan | {unit.slug for unit in (lead, *participants) if unit},
        deadline=deadline,
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
    )


def _lead_and_deadline(facts: TaskFacts, programme: Programme) -> tuple[UnitName | None, date]:
    """The unit at position 1, else the designated one, whose designation sets the task's own deadline."""
    first = facts.entries[0].unit if facts.entries else None
    if first is None and facts.designated:
        return facts.designated
    return first, programme.plan_deadline
