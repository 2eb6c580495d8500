"""Counting tasks. A figure and the list it links to use the same condition, so they cannot differ."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tasks.counted import counted
from tasks.enums import Figure, TaskState
from tasks.models import Task
from tasks.prepared import Days, PreparedInRound, of_round


@dataclass(frozen=True)
class Totals:
    """How many rows there are, by figure and by state; all figures and states are present, if only with 0."""

    rows: int
    figures: dict[Figure, int]
    states: dict[TaskState, int]

    @classmethod
    def of(cls, situations: Iterable) -> "Totals":
        """Of rows of a ledger, or of Situations."""
        situations = tuple(situations)
        states = Counter()
        for found in situations:
            states[found.state] += found.tasks
        return cls(
            rows=states.total(),
            figures={
                figure: sum(found.tasks for found in situations if figure.counts(found)) for figure in Figure
            },
            states={state: states[state] for state in TaskState},
        )


def totals_in(round, today: date, *, lead: int | None = None) -> Totals:
    """Those of a round as it stands today, of all who owe in it, or of the tasks that the unit `lead` leads now."""
    days = Days.of(today)._asdict()

    def found() -> Totals:
        return Totals.of(_OWED(round, **days) if lead is None else _OWED_BY(round, lead=lead, **days))

    return counted(round.programme_id, ("owed", *of_round(round).values(), today, lead), found)


def _owed(round, day, soon, **led):
    owing = Task.objects.filter(programme=round.programme_id, **led).with_round_standing(
        round, Days(day, soon)
    )
    return owing.filter(owes=True).situations("state", "filed")


_OWED = PreparedInRound(_owed)
_OWED_BY = PreparedInRound(_owed)


class Situation(NamedTuple):
    """How many tasks are in one state and were filed on time, late or not at all."""

    state: str
    filed: str | None
    tasks: int
