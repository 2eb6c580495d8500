"""What became of every task between two days, for the page that counts and lists it (decision 0046)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import NamedTuple

from tasks.counted import kept
from tasks.enums import StepState, Turn
from tasks.ledger.build import build, parts_of
from tasks.ledger.rows import Row
from tasks.models import Programme
from tasks.rules import comparison
from tasks.rules.comparison import Stood


class Turned(NamedTuple):
    """A task with what became of it: `area` is a number, `lead` a key, `said` the changes of each turn in words."""

    pk: int
    number: int
    area: int
    lead: int | None
    turns: frozenset[Turn]
    said: tuple[tuple[str, str], ...]


class Between(NamedTuple):
    """`tasks` in order of number; how many of an area have the same `turns`; how many had each light on both days."""

    tasks: tuple[Turned, ...]
    turns: Counter[tuple[int, frozenset[Turn]]]
    lights_before: Counter[str]
    lights: Counter[str]


def between(programme: Programme, before: date, day: date) -> Between:
    """Of two days of the ledger, kept until something is written in the programme."""
    return kept(programme.pk, ("between", before, day), partial(_read, programme, before, day))


def _read(programme: Programme, before: date, day: date) -> Between:
    tasks, lights_before, lights = [], Counter(), Counter()
    once: dict = {}  # many tasks have the same told of them
    for part in parts_of(programme):
        earlier = {row.task_id: row for row in build(programme, as_of=before, tasks=part).rows}
        rows = build(programme, as_of=day, tasks=part).rows
        lights_before.update(row.reported.light for row in earlier.values())
        lights.update(row.reported.light for row in rows)
        for row in rows:
            task = _turned(earlier.get(row.task_id), row, before, day)
            tasks.append(
                task._replace(
                    turns=once.setdefault(task.turns, task.turns), said=once.setdefault(task.said, task.said)
                )
            )
    return Between(tuple(tasks), Counter((task.area, task.turns) for task in tasks), lights_before, lights)


def _turned(earlier: Row | None, now: Row, before: date, day: date) -> Turned:
    found = comparison.changes(_stood(earlier, before) if earlier else Stood(), _stood(now, day))
    turns = comparison.turns(found)
    return Turned(
        pk=now.task_id,
        number=now.number,
        area=now.group,
        lead=now.lead and now.lead.pk,
        turns=turns,
        said=tuple(_in_words(found, turns)),
    )


def _in_words(found: tuple[comparison.TurnInWords, ...], turns: frozenset[Turn]) -> Iterator[tuple[str, str]]:
    for turn in Turn:
        if turn in turns and turn is not Turn.SAME:
            yield turn.label, "；".join(change.words for change in found if change.turn == turn)


def _stood(row: Row, day: date) -> Stood:
    said = row.reported

    def keys(state: StepState) -> frozenset[int]:
        return frozenset(step.key for step in said.steps if step.standing.state == state)

    return Stood(
        day=day,
        light=said.light,
        outlook=said.outlook,
        ended=said.ended,
        lead=row.lead.short if row.lead else "",
        finish=row.finish.time if row.finish else None,
        steps={step.key: (step.number, step.step.due) for step in said.steps},
        done=keys(StepState.DONE),
        again=frozenset(step.key for step in said.steps if step.asked_again),
        overdue=frozenset() if said.ended else keys(StepState.OVERDUE),
        said={step.key: step.said.said_on for step in said.steps if step.said},
        missing=said.missing,
        coordinations=row.coordination_open,
    )
