"""The days from which a light holds are those on which `attention.light` says so, over random tasks and every day."""

import random
from datetime import date, timedelta

import pytest

from tasks.enums import Light, StepProgress, StepState, TaskState
from tasks.rules import attention, deadlines, step_standing
from tasks.rules.attention import Limits
from tasks.rules.course import CourseDays, Owed, course
from tasks.rules.periods import Period
from tasks.rules.sheet import Step
from tasks.rules.step_standing import RoundDays, Said

TODAY = date(2015, 6, 1)
LIMITS = Limits(red_days=30, red_rounds=2)


def day(chance: random.Random, *, before: bool = False) -> date:
    return TODAY + timedelta(chance.randint(-90, 0 if before else 90))


def random_round(chance: random.Random) -> tuple[RoundDays, date]:
    covers, opens = day(chance), day(chance)
    due = opens + timedelta(chance.randint(0, 20))
    return RoundDays(covers, covers + timedelta(chance.randint(0, 60)), due), opens


def random_said(chance: random.Random) -> Said | None:
    """Also of years before."""
    found = None
    for _ in range(chance.choice([0, 1, 1, 3])):
        state, said_on = chance.choice(list(StepProgress)), day(chance, before=True)
        done_on = chance.choice([None, said_on - timedelta(300)]) if state == StepProgress.DONE else None
        found = Said(state, said_on, done_on).after(found)
    return found


def random_time(chance: random.Random) -> Period:
    last = chance.choice([None, day(chance)])
    return Period(chance.choice(["", "每年底前", "2015年6月底前完成，此后每年12月底前更新"]), last=last)


@pytest.mark.parametrize("seed", range(40))
def test_every_day_reads_as_the_rule_says(seed):
    chance = random.Random(seed)  # noqa: S311
    rounds = [random_round(chance) for _ in range(chance.randint(0, 4))]
    steps = [Step("办理", random_time(chance), key=key) for key in range(1, chance.randint(1, 5))]
    said = {step.key: each for step in steps if (each := random_said(chance))}
    filed = {
        n: max(opens, TODAY - timedelta(5))
        for n, (_, opens) in enumerate(rounds)
        if opens <= TODAY and chance.random() < 0.5
    }
    put_off = {n: chance.choice([0, 0, 3]) for n in range(len(rounds))}
    ended = chance.random() < 0.1
    deadline = {n: each.due_on + timedelta(put_off[n]) for n, (each, _) in enumerate(rounds)}
    found = course(
        steps,
        said,
        rounds=[each for each, _ in rounds],
        owed=[Owed(deadline[n], filed.get(n)) for n in range(len(rounds))],
        limits=LIMITS,
        ended=ended,
    )
    for later in (*range(0, 120, 2), *range(200, 700, 50)):
        as_of = TODAY + timedelta(later)
        begun = {n: each for n, (each, opens) in enumerate(rounds) if opens <= as_of}
        in_time = step_standing.in_time(steps, said, list(begun.values()), as_of)
        standings = [
            deadlines.standing(
                has_lead=True, deadline=deadline[n], as_of=as_of, has_draft=False, first_filed_on=filed.get(n),
                decided=None, refile_by=None, checked=False,
            )
            for n in begun
        ]  # fmt: skip
        missing = tuple(str(each) for each in standings if each.state == TaskState.MISSING)
        facts = attention.Facts(
            steps=tuple((each.number, each.standing) for each in in_time),
            owed=sum(each.filed is not None or each.state == TaskState.MISSING for each in standings),
            missing=missing,
            ended=ended,
        )
        overdue = any(each.standing.state == StepState.OVERDUE for each in in_time)
        assert read(found, as_of) == (
            attention.light(facts, LIMITS),
            overdue and not ended,
            bool(missing) and not ended,
        ), (seed, as_of)


def read(found: CourseDays, as_of: date) -> tuple[Light, bool, bool]:
    def by_then(since: date | None) -> bool:
        return since is not None and since <= as_of

    reached = [
        light
        for light, since in (
            (Light.RED, found.red_from),
            (Light.YELLOW, found.yellow_from),
            (Light.GREEN, found.rated_from),
        )
        if by_then(since)
    ]
    light = reached[0] if reached else Light.NOT_RATED
    return light, by_then(found.step_overdue_from), by_then(found.round_missing_from)
