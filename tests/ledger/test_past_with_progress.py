"""As of a past date never changes, of plans and of what is reported together: random histories in which plans are revised,
given up, taken back and led by others while rounds are filed, returned, changed and closed. Looked at again when all is
over, every day says what it said then, in JSON and CSV, and every third in XLSX: it is made of the same ledger, and dearer
than all the rest.
"""

import io
import random
from dataclasses import dataclass, field
from datetime import date
from zipfile import ZipFile

import pytest
from django.http import QueryDict

from tasks import ledger
from tasks.actions import revising, step_ends
from tasks.enums import Matter, TimeChangeState
from tasks.exports import csv, json, xlsx
from tasks.exports.made import Made
from tasks.pages import task_page
from tests.ledger.test_past_is_fixed import FIRST_DAY, REFUSED, days_of_history
from tests.ledger.with_progress import WEIGHTS, Reporting
from tests.ledger.world import World, at, make_world
from tests.of_a_kind import one_of_each

SEEDS = range(6)
MADE = Made(by="市甲局", at=at(date(2015, 5, 1)))


def days_with_progress(world: World, seed: int):
    """Each day when it is over, with what was done on it, of plans and of what is reported."""
    reporting = Reporting(world, random.Random(seed + 1000))  # noqa: S311
    for day, acts in days_of_history(world, seed):
        if day == FIRST_DAY:
            reporting.begin(day)
        done = list(acts)
        for _ in range(reporting.chance.choice([1, 2, 3, 4])):
            try:
                done.append(f"report {reporting.act(day)}")
            except REFUSED:
                continue
        yield day, done


def content(world: World, day: date, round_name: str | None = "") -> dict:
    found = ledger.build(world.programme_now, as_of=day, round_name=round_name).for_overseers()
    written = {"json": _written(json, found), "csv": _written(csv, found)}
    if (day - FIRST_DAY).days % 3 == 0:
        written["sheets"] = _sheets(found)
    return written


def _written(kind, found) -> bytes:
    out = io.BytesIO()
    kind.write(found, out)
    return out.getvalue()


def _sheets(found) -> dict[str, bytes]:
    """Each sheet as it stands in the file: what is equal there need not be read."""
    out = io.BytesIO()
    xlsx.write(found, out, MADE)
    with ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")}


@dataclass
class Kinds:
    """What was done in a history, what stood beside what was reported, and how far later times were that were asked."""

    done: set[str] = field(default_factory=set)
    together: set[str] = field(default_factory=set)
    times: set[str] = field(default_factory=set)

    def note(self, acts: list[str], world: World, day: date) -> None:
        self.done.update(acts)
        for row in ledger.build(world.programme_now, as_of=day).rows:
            self.together.update(_beside(row))
            self.times.update(each.state for each in row.time_changes)


KINDS: dict[int, Kinds] = {}  # by seed


@pytest.mark.long  # in `make test` test_past_is_fixed.py, and tests/rounds/test_ledger.py of what is reported
@pytest.mark.parametrize("seed", one_of_each(SEEDS))
def test_no_past_day_changes_with_what_is_done_and_reported_later(world, seed):
    then, kinds = {}, Kinds()
    for day, acts in days_with_progress(world, seed):
        kinds.note(acts, world, day)
        assert attention_on_pages(world, day) == attention_of_the_ledger(world, day), day
        then[day] = content(world, day)
        then[day, None] = content(world, day, None)["json"]
    KINDS[seed] = kinds
    for day in kept_days(then):
        assert content(world, day) == then[day], day
        assert content(world, day, None)["json"] == then[day, None], day
    for day in (FIRST_DAY, *kept_days(then)[-2:]):
        assert_some_rows_are_those_of_the_whole(world, day)


def attention_on_pages(world: World, day: date) -> dict[int, tuple[str, ...]]:
    """关注事项 of today, which the page of a task asks the database for."""
    programme = world.programme_now
    return {
        number: task_page.page_of(programme, number, world.leadership, QueryDict(), today=day).attention
        for number in world.tasks
    }


def attention_of_the_ledger(world: World, day: date) -> dict[int, tuple[str, ...]]:
    return {
        row.number: tuple(each.words for each in row.reported.attention if each.matter != Matter.NO_PLAN)
        for row in ledger.build(world.programme_now, as_of=day).rows
    }


def kept_days(then: dict) -> list[date]:
    return [day for day in then if isinstance(day, date)]


def assert_some_rows_are_those_of_the_whole(world: World, day: date) -> None:
    whole = ledger.build(world.programme_now, as_of=day).rows
    for some in (whole[::2], whole[1::2], ()):
        keys = [row.task_id for row in some]
        assert ledger.build(world.programme_now, as_of=day, tasks=keys).rows == tuple(some), day


@pytest.mark.long  # lives through all of them
@pytest.mark.django_db
def test_these_histories_contain_every_act_on_what_is_reported_and_on_plans_beside_it():
    """Otherwise the test above would say less than it seems to."""
    for seed in SEEDS:
        if seed not in KINDS:  # lived through in another process, or not at all
            world, KINDS[seed] = make_world(f"P{seed}"), Kinds()
            for day, acts in days_with_progress(world, seed):
                KINDS[seed].note(acts, world, day)
    done = set().union(*(kinds.done for kinds in KINDS.values()))
    together = set().union(*(kinds.together for kinds in KINDS.values()))
    times = set().union(*(kinds.times for kinds in KINDS.values()))
    restored = {f"report {name}" for name in WEIGHTS if name != "restore_step"}
    assert done >= restored | {
        "revise", "give_up draft", "take_back", "move_times", "decide_time", "cancel_step", "replace", "designate",
        "contacts", "withdraw", "withdraw filed", "return filed", "accept filed",
    }  # fmt: skip
    assert together == {"revision", "moved", "returned", "late", "unchanged", "ended", "done", "on behalf"}
    assert times == set(TimeChangeState)


def _beside(row):
    """What stands beside what was reported of a task."""
    reported = row.reported
    if reported.entry is None:
        return
    facts = {
        "revision": row.revision,
        "moved": any(held.moves for held in row.times.values()),
        "returned": reported.state == "returned",
        "late": reported.filed == "late",
        "unchanged": reported.unchanged_in_a_row,
        "ended": reported.ended,
        "done": any(step.standing.state == "done" for step in reported.steps),
        "on behalf": row.filing and row.filing.on_behalf,
    }
    yield from (name for name, holds in facts.items() if holds)


@pytest.mark.long
def test_what_was_ended_and_restored_again_before_it_was_accepted_leaves_the_past_as_it_was(world):
    day = date(2015, 3, 27)
    world.file(1, at(day))
    world.accept(1, at(day))
    before = content(world, day)
    world.revise(1, at(date(2015, 3, 30)))
    world.cancel_step(1, at(date(2015, 3, 30)))
    cancelled = content(world, date(2015, 3, 30))
    plan = world.plan(1)
    act = {"by": world.lead(1), "at": at(date(2015, 3, 31))}
    step_ends.restore_step(plan_id=plan.pk, based_on=plan.version, key=2, **act)
    plan = world.plan(1)
    revising.give_up(plan_id=plan.pk, based_on=plan.version, **act)
    assert content(world, day) == before
    assert content(world, date(2015, 3, 30)) == cancelled
