"""As of a past date never changes: random histories, whose every day is looked at again when all is over.

And what lists filter by, the plan's current columns, agrees with the ledger of today on every one of those days.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from tasks import ledger
from tasks.enums import CoordinationStatus, PlanStatus, TaskState
from tasks.exports import csv, json, ledger_pdf, table, xlsx
from tasks.exports.catalogue import EXPORTS
from tasks.exports.made import Made
from tasks.ledger import COLUMNS, Ledger
from tasks.models import CoordinationEvent, Filing, Task
from tasks.querysets.standing import end_of, standing_of
from tests.factories import make_unit
from tests.kept import kept
from tests.ledger.world import Nothing, World, at, make_world
from tests.of_a_kind import one_of_each
from units.models import Unit
from zgc_tasks.common.refusal import Refusal

FIRST_DAY, DAYS = date(2015, 3, 26), 24
ON_THE_LAST_DAY = at(date(2015, 4, 3), time(23, 59))
REFUSED = (Refusal, Nothing)
AFTER_THE_LIVES = date(2015, 4, 11)  # those below count on the deadline they began with


def random_act(world: World, chance: random.Random, moment: datetime) -> str:
    """Try something at `moment`; much of it is refused, as in life. Returns what was done, and whether to a revision,
    or ''.
    """
    number = chance.choice([1, 1, 1, 3])
    earlier = moment - timedelta(days=chance.randint(0, 6), hours=1)
    if moment > ON_THE_LAST_DAY:  # letters of the deadline's own day, and of the first moment after it
        earlier = chance.choice([earlier, ON_THE_LAST_DAY, ON_THE_LAST_DAY + timedelta(minutes=1)])
    later = chance.randint(-2, 3) if moment.date() > AFTER_THE_LIVES else 0
    acts = {
        "save": lambda: world.save(number, moment),
        "file": lambda: world.file(number, moment),
        "withdraw": lambda: world.withdraw(number, moment),
        "return": lambda: world.give_back(number, moment, days=chance.randint(1, 5)),
        "accept": lambda: world.accept(number, moment),
        "enter": lambda: world.enter(number, moment, received=earlier),
        "stamp": lambda: world.stamp(number, moment),
        "designate": lambda: world.designate(moment, chance.choice([world.a, world.b])),
        "resolve": lambda: world.resolve(moment, [make_unit()]),
        "correct": lambda: world.correct(number, moment),
        "start": lambda: world.start(number, moment),
        "rename": lambda: world.rename(chance.choice([world.a, world.b]), moment),
        "assign": lambda: world.assign(number, moment),
        "contacts": lambda: world.change_contacts(number, moment),
        "revise": lambda: world.revise(number, moment),
        "give_up": lambda: world.give_up(number, moment),
        "take_back": lambda: world.take_back(number, moment),
        "move_times": lambda: world.move_times(number, moment),
        "decide_time": lambda: world.decide_time(
            number, moment, chance.choice(["in_full", "in_part", "refused"])
        ),
        "cancel_step": lambda: world.cancel_step(number, moment),
        "letter": lambda: world.letter(number, moment, received=earlier),
        "strike": lambda: world.strike(number, moment),
        "reword": lambda: world.reword(number, moment),
        "list_units": lambda: world.list_units(number, moment),
        "rename_area": lambda: world.rename_area(moment),
        "edit_programme": lambda: world.edit_programme(moment, days=later),
        "move_on": lambda: world.move_on(moment),
        "put_problem": lambda: world.put_problem(number, moment),
        "go_on_with_problem": lambda: world.go_on_with_problem(number, moment),
    }
    plan = world.plan(number)
    revision = plan and plan.revision
    weights = dict.fromkeys(acts, 1) | (REVISED if revision else USUAL)
    act = chance.choices(list(acts), weights=[weights[name] for name in acts])[0]
    try:
        acts[act]()
    except REFUSED:
        return ""
    return f"{act} {revision}" if act in OF_A_REVISION and revision else act


# How often what is tried. Of what is done to a revision it is told how far that was.
USUAL = {
    "file": 8,
    "start": 4,
    "withdraw": 6,
    "return": 4,
    "accept": 10,
    "enter": 6,
    "designate": 2,
    "correct": 4,
    "revise": 10,
    "take_back": 6,
    "letter": 6,
    "strike": 2,
    "put_problem": 4,
    "go_on_with_problem": 8,
}
REVISED = {"file": 20, "withdraw": 12, "return": 20, "accept": 8, "give_up": 25}
OF_A_REVISION = ("file", "withdraw", "return", "accept", "give_up")


# Another unit comes to lead the second task on this day of every history, whatever there is of its plan.
REPLACED_ON = 17


def days_of_history(world: World, seed: int):
    """Live through the days; yields each when it is over, with what was done on it.

    Beside what chance does with the others, task 2 has a life that chance brings about too seldom, in the first moment of
    each day: it belongs to that day, and to none before.
    """
    chance, life = random.Random(seed), LIVES[seed % len(LIVES)]  # noqa: S311
    for n in range(DAYS):
        day = FIRST_DAY + timedelta(days=n)
        hours = sorted(chance.sample(range(24), chance.randint(0, 6)))
        done = [act_of_life(world, act, at(day, time(0))) for act in life.get(day, ())]
        done += [act for hour in hours if (act := random_act(world, chance, at(day, time(hour, 59))))]
        if n == REPLACED_ON:
            world.designate(at(day, time(23, 59, 30)), world.a, number=2)
            done.append("replace")
        yield day, done


def april(day: int) -> date:
    return date(2015, 4, day)


# What is done with task 2 on which days; a letter with the day and time it was received.
LIVES = (
    {  # filed late; a letter of the last day comes to light, is said to be a mistake, and one of the day after is none
        april(5): ["file"],
        april(7): [("letter", ON_THE_LAST_DAY)],
        april(9): ["strike"],
        april(10): [("letter", ON_THE_LAST_DAY + timedelta(minutes=1))],
        april(11): [("letter", at(april(1)))],
    },
    {  # entered, corrected, the correction taken back; then an older paper beside it
        date(2015, 3, 28): [("enter", at(date(2015, 3, 27)))],
        date(2015, 3, 30): ["correct"],
        april(1): ["withdraw"],
        april(2): [("enter", at(date(2015, 3, 26)))],
    },
    {  # accepted early; its 完成时间 moves before and after what is decided of it, and is taken back in between
        date(2015, 3, 27): ["file", "accept"],
        date(2015, 3, 28): ["revise", "move_times", "file_as_written", "accept"],
        date(2015, 3, 30): [("decide_time", "in_part")],
        april(1): ["take_back"],
        april(2): ["accept", "revise"],
        april(3): ["cancel_step", "file_as_written", "accept"],
        april(5): ["revise", "move_times", "file_as_written", "withdraw", "file_as_written"],
        april(6): [("decide_time", "in_full"), "give_back"],
        april(7): ["file"],  # with the time of before
        april(8): ["accept"],
    },
    {  # filed and withdrawn beside a letter that stands, filed again late; entered from the letter of before in the end
        date(2015, 3, 28): ["file"],
        date(2015, 3, 29): [("letter", ON_THE_LAST_DAY - timedelta(days=6))],
        april(2): ["withdraw"],
        april(6): ["file"],
        april(8): [("enter", at(april(2)))],
    },
)


def act_of_life(world: World, act: str | tuple, moment: datetime) -> str:
    name, *received = (act,) if isinstance(act, str) else act
    revision = (plan := world.plan(2)) and plan.revision
    getattr(world, name)(2, moment, *received)
    return f"{name} {revision}" if name in OF_A_REVISION and revision else name


# The last one is there for a revision that is returned and filed again.
SEEDS = (*range(8), 105)


def built(world: World, day: date) -> Ledger:
    return ledger.build(world.programme_now, as_of=day)


def in_formats(found: Ledger) -> dict[str, bytes]:
    """The ledger of a day in every format that draws no PDF; of those, what is drawn."""
    made = Made(by="市甲局", at=at(FIRST_DAY + timedelta(days=DAYS)))
    return {
        "rows": found.rows,
        "json": json.dumps(json.rows(found)),
        "csv": csv.text(found, COLUMNS),
        "table": table.text(found),
        "about": list(xlsx.about(found, made)),
        "file": [kind.file_name(found) for kind in EXPORTS.values()],
        "heads": (xlsx.heading(found, "汇总表"), ledger_pdf.subtitle(found, made)),
        "areas": [(number, name, totals) for number, name, totals in found.by_area],
    }


SAME = (
    "number", "content", "group", "deadline", "state", "filed", "has_draft", "first_filed_on", "refile_by",
    "refile_overdue", "checking", "revision",
)  # fmt: skip


def of_ledger(found: Ledger) -> list[dict]:
    """What the annotations of `with_standing` say, out of the ledger of the day. Only there is a plan without any
    event of no status; both mean that nothing was filed.
    """
    return [
        {name: getattr(row, name) for name in (*SAME, "explanation")}
        | {"lead": row.lead and row.lead.pk, "status": row.status or PlanStatus.DRAFT}
        for row in found.rows
    ]


def of_database(world: World, day: date, *, past: bool) -> list[dict]:
    tasks = list(
        Task.objects.filter(programme=world.programme).with_standing(day, past=past).order_by("number")
    )
    numbers = dict(world.programme.groups.values_list("pk", "number"))
    for task in tasks:
        # of the task itself these say what it is today
        task.content, task.group_number = task.said, numbers[task.area]
        task.first_filed_on = task.first_filed_at and timezone.localdate(task.first_filed_at)
        task.explanation = standing_of(task, day).explanation
    return [
        {name: getattr(task, name) for name in (*SAME, "explanation") if name != "group"}
        | {"group": task.group_number, "lead": task.lead_unit, "status": task.status or PlanStatus.DRAFT}
        for task in tasks
    ]


def of_lists(world: World, day: date) -> tuple:
    """Which tasks lists find in each state by the plan's current columns, and where each stands."""
    tasks = Task.objects.filter(programme=world.programme)
    found = {state: set(tasks.in_state(state, day).values_list("number", flat=True)) for state in TaskState}
    shown = [standing_of(task, day) for task in tasks.with_standing(day).order_by("number")]
    return found, [(stands.state, stands.filed) for stands in shown]


@dataclass
class Day:
    """What was done on it, and what was said of it when it was over."""

    done: list[str]
    ledger: Ledger
    formats: dict
    database: list[dict]
    lists: tuple


@dataclass
class Lived:
    """A history that was lived through, beside another one in the same database."""

    world: World
    other: World
    days: dict[date, Day]


@pytest.fixture(scope="module", params=one_of_each(SEEDS))
def lived(request, django_db_setup, django_db_blocker):
    """Once for all that is asked of it: living takes longer than looking."""
    seed = request.param
    with kept(django_db_blocker):
        world, other = make_world(), make_world("KCZH")
        both = zip(days_of_history(world, seed), days_of_history(other, seed + 100), strict=True)
        days = {day: when_it_is_over(world, day, done) for (day, done), _ in both}
        KINDS[seed] = kinds_of(world, ((said.done, said.ledger) for said in days.values()))
        yield Lived(world, other, days)


def when_it_is_over(world: World, day: date, done: list[str]) -> Day:
    found = built(world, day)
    return Day(
        done,
        found,
        formats=in_formats(found),
        database=of_database(world, day, past=False),
        lists=of_lists(world, day),
    )


@pytest.mark.django_db
def test_the_ledger_of_a_past_date_never_changes(lived):
    then = {day: said.formats for day, said in lived.days.items()}
    assert {day: in_formats(built(lived.world, day)) for day in then} == then


def test_what_the_database_says_of_today_is_the_ledger_of_today(lived):
    for day, said in lived.days.items():
        assert said.database == of_ledger(said.ledger), day


@pytest.mark.django_db
def test_what_the_database_says_of_a_past_day_is_the_ledger_of_that_day(lived):
    for n in range(-1, DAYS + 3):
        day = FIRST_DAY + timedelta(days=n)
        for one in (lived.world, lived.other):
            assert of_database(one, day, past=True) == of_ledger(built(one, day)), day


def test_lists_that_read_current_columns_agree_with_the_ledger_of_today(lived):
    for day, said in lived.days.items():
        found, shown = said.lists
        assert found == {
            state: {row.number for row in said.ledger.rows if row.state == state} for state in TaskState
        }, day
        assert shown == [(row.state, row.filed) for row in said.ledger.rows]


@pytest.mark.django_db
def test_whom_a_plan_names_on_a_past_day_is_what_the_ledger_of_that_day_says(lived):
    """Units that only a plan names: of a revision, none before it was accepted."""
    of_world = Filing.objects.filter(plan__task__programme=lived.world.programme)
    named = Unit.objects.filter(pk__in=of_world.values("added_units")).order_by("pk")
    tasks = Task.objects.filter(programme=lived.world.programme)
    for day in (FIRST_DAY + timedelta(days=n) for n in range(0, DAYS, 3)):
        rows = ledger.build(lived.world.programme, as_of=day).rows
        known = tasks.with_standing(day, past=True)
        for unit in named:
            found = known.concerning(unit, "participant", before=end_of(day))
            expected = {row.number for row in rows if unit.slug in row.units and unit != row.lead}
            assert set(found.values_list("number", flat=True)) == expected, (day, unit)


@pytest.mark.long  # lives through all of them
@pytest.mark.django_db
def test_these_histories_contain_every_kind_of_act():
    """Otherwise the tests above would say less than they seem to."""
    for seed in SEEDS:
        if seed not in KINDS:  # lived through in another process, or not at all
            world = make_world(f"P{seed}")
            days = ((done, built(world, day)) for day, done in days_of_history(world, seed))
            KINDS[seed] = kinds_of(world, days)
    done = set().union(*(kinds.done for kinds in KINDS.values()))
    receipts = set().union(*(kinds.receipts for kinds in KINDS.values()))
    assert done >= {
        "save", "file", "withdraw", "return", "accept", "enter", "stamp", "designate", "resolve",
        "correct", "start", "rename", "assign", "contacts", "revise", "letter", "strike", "replace",
        "file draft", "file returned", "withdraw filed", "return filed", "accept filed",
        "give_up draft", "give_up returned", "take_back",
        "move_times", "decide_time", "cancel_step",
        "reword", "list_units", "rename_area", "edit_programme", "move_on", "put_problem", "go_on_with_problem",
    }  # fmt: skip
    assert any(kinds.led_by_another for kinds in KINDS.values())
    assert set().union(*(kinds.problems for kinds in KINDS.values())) >= {0, 1, 2}
    assert any(kinds.settled for kinds in KINDS.values())
    assert {"late, then on time", "on time, then late", "on the last day", "on behalf", "undone"} <= receipts


@dataclass
class Kinds:
    """What there was in a history."""

    done: set[str]
    receipts: set[str]
    problems: set[int]
    led_by_another: bool
    settled: bool


KINDS: dict[int, Kinds] = {}  # by seed


def kinds_of(world: World, days) -> Kinds:
    done, receipts, problems, before = set(), set(), set(), {}
    for acts, found in days:
        done.update(acts)
        for row in found.rows:
            receipts.add(turn(before.get(row.number), row, found.as_of))
            before[row.number] = row
            problems.add(row.coordination_open)
    settled = CoordinationEvent.objects.filter(
        coordination__task__programme=world.programme, status=CoordinationStatus.SETTLED
    )
    led_by_another = world.tasks[3].designations.values("unit").distinct().count() > 1
    return Kinds(done, receipts, problems, led_by_another, settled.exists())


def turn(before, row, day: date) -> str:
    """What a day brought for the earliest receipt of a task."""
    filed_before = before and before.filed
    if filed_before and row.filed and filed_before != row.filed:
        return "late, then on time" if row.filed == "on_time" else "on time, then late"
    if before and before.filing and row.filing and row.filing.nth < before.filing.nth:
        return "undone"
    if row.first_filed_on == row.deadline < day:
        return "on the last day"
    return "on behalf" if row.filing and row.filing.on_behalf else ""
