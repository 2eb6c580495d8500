"""Counting tasks. A figure and the list it links to use the same condition, so they cannot differ."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tasks.enums import Figure, TaskState


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


def totals_in(round, tasks, day: date, *, past: bool = False) -> Totals:
    """Those of a round, of the ones among `tasks` that owe in it, on `day`, today or (`past`) a day gone by."""
    return Totals.of(
        tasks.with_round_standing(round, day, past=past).filter(owes=True).situations("state", "filed")
    )


class Situation(NamedTuple):
    """How many tasks are in one state and were filed on time, late or not at all."""

    state: str
    filed: str | None
    tasks: int
