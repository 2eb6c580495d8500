"""One history of which each act was done in the first moment of its day, and all that ledgers have of it, day by day: what is
put down in `built.txt`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from tasks import ledger
from tasks.charts.progress import UNSAID
from tasks.enums import Figure, Light, Outlook, TaskState
from tasks.ledger import Filters, Ledger, Part, progress, totals_in
from tasks.ledger.frozen import frozen
from tasks.ledger.goals import goals_then
from tasks.ledger.supplements import supplements
from tasks.models import Programme, Report
from tasks.querysets.standing import end_of
from tasks.rules.sheet import Sheet
from tests.factories import numbered_from
from tests.ledger.longer import lived_longer
from tests.ledger.world import World
from tests.rounds.conftest import on

PUT_DOWN = Path(__file__).with_name("built.txt")
MARCH = [date(2015, 3, day) for day in (8, 10, *range(11, 32))]
APRIL = [date(2015, 4, day) for day in (*range(1, 21), 30)]
LATER = [
    date(2015, 5, 4), date(2015, 5, 31), date(2015, 7, 8), date(2015, 12, 20), date(2015, 12, 31), date(2016, 7, 1),
    date(2016, 12, 29), date(2017, 1, 4), date(2018, 1, 1),
]  # fmt: skip
DAYS = [*MARCH, *APRIL, *LATER]
FEW = (APRIL[0], APRIL[-1], LATER[-2])
# How many days are left or gone is another number each day, and the words say which matter it is; which units were made
# first is a number of the process.
_COUNTED = re.compile(r" \d+ 个?|（.*?）")
_NOT_TOLD = {"days_late", "working_days_late", "matter"}
# Numbers that the tests before have a part in: names that are made up, and keys of rows.
_MADE = re.compile(r"(?<=市第)\d+(?=局)|(?<=unit-)\d+|(?<=task_id: )\d+|(?<=reported\.entry: )\d+")

_IS = ": "

KEYS = range(7)
ASKED = (
    *({"round_name": name} for name in (None, "第一期", "第二期", "第三期", "同日开启", "没有这一期")),
    *({"year": year} for year in (2015, 2016, 2017)),
)
FILTERS = (
    *(Filters(unit=unit, part=part) for unit, part in product(("jia", "yi", "bing", "没有"), (None, *Part))),
    *(Filters(group=group) for group in (1, 2, 0)),
    *(Filters(states=(state,)) for state in TaskState),
    Filters(states=(TaskState.MISSING, TaskState.DRAFT)),
    Filters(checking=True),
    *(Filters(figure=figure) for figure in Figure),
    *(Filters(query=query) for query in ("第1项", "syj", "SYJ", "改名", "等有关", "市甲局", "没有", "gj")),
    *(Filters(light=light) for light in Light),
    *(Filters(outlook=outlook) for outlook in (*Outlook, UNSAID)),
    Filters("jia", Part.LEAD, 1, (TaskState.MISSING,), query="具体", light="red", outlook="behind"),
)


def of_another_day(found: Ledger) -> Ledger:
    return found.for_overseers().seen_on(date(2015, 4, 1))


def without_what_was_filed(found: Ledger) -> Ledger:
    return found.without_filings({"GJRC-12-2", "GJRC-05-1", "GJRC-17-2"})


def without_what_was_said(found: Ledger) -> Ledger:
    return found.without_entries({row.reported.entry for row in found.rows if row.number % 2})


def without_judgements(found: Ledger) -> Ledger:
    return found.with_judgements_of(lambda row: row.number % 2)


def without_phones(found: Ledger) -> Ledger:
    return found.with_phones_of(lambda row: row.number % 2)


READ = (of_another_day, without_what_was_filed, without_what_was_said, without_judgements, without_phones)


@pytest.fixture
def history(at_midnight, world: World) -> World:
    """Units stand in order of their numbers, and their slugs as text, of which unit-1000 comes before unit-999."""
    with numbered_from(1_000_000):
        lived_longer(world)
    on(date(2018, 3, 1))
    return world


@pytest.mark.long
def test_ledgers_have_what_is_put_down_here(history, tmp_path):
    """Where something else is meant, what is found takes the place of what is put down."""
    found = tmp_path / PUT_DOWN.name
    lines = [_MADE.sub("…", line).replace("\n", "\\n").rstrip() for line in _in_full(history)]
    found.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert lines == PUT_DOWN.read_text(encoding="utf-8").splitlines(), f"cp {found} {PUT_DOWN}"


def _in_full(world: World) -> Iterator[str]:
    programme = Programme.objects.get(pk=world.programme.pk)
    built = {day: ledger.build(programme, as_of=day) for day in DAYS}
    for name, days, told in (
        ("rows", DAYS, lambda day: (*_rows(built[day]), *_following(built[day]))),
        ("register, goals and rounds", DAYS, lambda day: _beside(programme, day)),
        ("outline", FEW, lambda day: _outline(programme, day)),
        ("who owes", FEW, lambda day: _owing(programme, day)),
        ("columns", FEW[1:], lambda day: _columns(built[day].for_overseers())),
        ("frozen", FEW[1:], lambda day: _said("", frozen(built[day]))),
    ):
        yield f"# {name}"
        yield from _from_one_to_the_next(days, told)
    for day in FEW:
        yield f"# {day}"
        yield from _some(programme, built[day])
        as_it_is = list(_rows(built[day]))
        for read in READ:
            yield from (read.__name__, *_otherwise(as_it_is, list(_rows(read(built[day])))))
        for asked in ASKED:
            found = ledger.build(programme, as_of=day, **asked)
            yield from (str(asked), *_otherwise(as_it_is, list(_rows(found))))
        for found in (
            *(ledger.of_round(built[day], past=past) for past in (True, False)),
            ledger.of_steps(built[day]),
        ):
            yield found.about
            yield from (f"  {_checked(row)}" for row in found.rows)
    for report, day in product(Report.objects.order_by("pk"), APRIL):
        for each in supplements(report.programme, of=report, before=end_of(day)):
            yield f"{report} {day} {each}"


def _checked(row: ledger.Row) -> str:
    columns = (ledger.ROUND, ledger.STEP, *ledger.CHECKER_COLUMNS)
    return " | ".join(_masked(column.text(row)) for column in columns if column.key not in _NOT_TOLD)


def _from_one_to_the_next(asked: Iterable, told: Callable[..., Iterable[str]]) -> Iterator[str]:
    """What is told of the first, and then what changes."""
    before: list[str] = []
    for each in asked:
        now = list(told(each))
        yield from (str(each), *_otherwise(before, now))
        before = now


def _otherwise(before: list[str], now: list[str]) -> Iterator[str]:
    """What is gone, and what has come or is another one."""
    known, by_now = set(before), {line.partition(_IS)[0] for line in now}
    yield from (f"  -{name}" for line in before if (name := line.partition(_IS)[0]) not in by_now)
    yield from (f"  +{line}" for line in now if line not in known)


def _rows(found: Ledger) -> Iterator[str]:
    for row in found.rows:
        yield from _said(row.number, row)
    told = (
        found.about,
        found.part,
        found.day_in_words,
        found.overseen,
        found.conditions_in_words,
        *found.units,
    )
    yield f"all{_IS}{' '.join(map(str, told))}"


def _following(found: Ledger) -> Iterator[str]:
    """What rows say besides their fields."""
    for row in found.rows:
        due = row.reported.next_step
        follows = {
            "is_wrong": row.is_wrong,
            "with_checker": row.with_checker,
            "note": row.state_note,
            "as printed": row.participants_as_printed,
            "wording": row.wording,
            "next step": due and due.number,
            "steps": [f"{step.key} {step.due}" for step in row.steps_in_force],
            "times": [f"{key} {row.time_in_words(key)}" for key in KEYS if row.time_in_words(key)],
            "asked": [f"{key} {asked.asked_in_words}" for key in KEYS if (asked := row.asked_time(key))],
        }
        yield from _said(row.number, follows)


def _beside(programme: Programme, day: date) -> Iterator[str]:
    then = ledger.programme_then(programme, end_of(day))
    yield f"programme: {then.title} {then.document_number} {then.plan_deadline}"
    yield from _said("areas", sorted(ledger.areas_then(programme, end_of(day)).values()))
    yield from _said("goals", goals_then(programme, day))
    yield from (f"round: {round.name} {round.due_on}" for round in progress.begun_by(programme, day))
    facts, tasks = progress.gather(programme, day), programme.tasks.order_by("number")
    yield from (
        f"{task.number} outlook: {facts.outlook(task.pk)} {facts.ended_as(task.pk)}" for task in tasks
    )


def _outline(programme: Programme, day: date) -> Iterator[str]:
    for each in ledger.outline(programme, day):
        yield from _said(each.number, each._replace(pk=0, lead=bool(each.lead)))


def _owing(programme: Programme, day: date) -> Iterator[str]:
    leads = dict.fromkeys(programme.tasks.order_by("number").values_list("lead", flat=True))
    for round, (nth, lead) in product(programme.rounds.order_by("number"), enumerate(leads)):
        yield f"{round} {nth}: {_counted(totals_in(round, day, lead=lead))}"


def _counted(totals: ledger.Totals) -> str:
    counts = {"rows": totals.rows, **totals.figures, **totals.states}
    return ", ".join(f"{name} {count}" for name, count in counts.items() if count)


def _columns(found: Ledger) -> Iterator[str]:
    for row in found.rows:
        columns = [column for column in ledger.columns_of(found) if column.key not in _NOT_TOLD]
        yield f"{row.number}: {_masked(' | '.join(column.text(row) for column in columns))}"
        yield f"{row.number} as cells: {' '.join(type(column.cell(row)).__name__ for column in columns)}"
        typed = row.plan.steps if row.plan else ()
        for columns, each in (
            *((ledger.STEP_IN_TIME_COLUMNS, (row, step)) for step in row.reported.steps),
            *((ledger.TIME_CHANGE_COLUMNS, (row, change)) for change in row.time_changes),
            *((ledger.STEP_COLUMNS, (row, number, step)) for number, step in enumerate(typed, 1)),
        ):
            yield f"{row.number}: {_masked(' | '.join(str(column.value(*each)) for column in columns))}"
        if row.reported.said:
            yield f"{row.number}: {' | '.join(column.text(row) for column in ledger.SAID_COLUMNS)}"
        yield from (f"{row.number}: {change}" for change in ledger.time_changes_in_json(row))


def _some(programme: Programme, whole: Ledger) -> Iterator[str]:
    some = [row.task_id for row in whole.rows if row.number in (5, 28)]
    for found in (
        *map(whole.filtered, FILTERS),
        whole.of_unit("bing", "市丙局").seen_on(whole.as_of),
        ledger.build(programme, as_of=whole.as_of, tasks=some),
        ledger.build(programme, as_of=whole.as_of, tasks=[], filters=FILTERS[0]),
    ):
        numbers = " ".join(str(row.number) for row in found.rows)
        yield f"{found.filters.judges} {found.part}{found.conditions_in_words}：{numbers}；{_counted(found.totals)}"
    yield from (f"{number} {name}: {_counted(totals)}" for number, name, totals in whole.by_area)
    yield from (f"{unit}: {_counted(totals)}" for unit, totals in whole.by_unit)


def _said(name, value) -> Iterator[str]:
    for path, each in _values(value):
        if path.rpartition(".")[2] not in _NOT_TOLD:
            yield f"{name} {path}: {_masked(each)}"


def _masked(words: str) -> str:
    return _COUNTED.sub("…", words)


def _values(value, path: str = "") -> Iterator[tuple[str, str]]:
    """Each that says anything, by where it stands."""
    if isinstance(value, ledger.NamedUnit):
        value = value.full
    elif isinstance(value, Sheet):
        value = value.to_json()
        value |= {"steps": [" ".join(map(str, step.values())) for step in value["steps"]]}
    if is_dataclass(value):
        inside = ((field.name, getattr(value, field.name)) for field in fields(value))
    elif hasattr(value, "_asdict"):
        inside = value._asdict().items()
    elif isinstance(value, Mapping):
        inside = value.items()
    elif isinstance(value, tuple | list | frozenset):
        inside = enumerate(sorted(value) if isinstance(value, frozenset) else value, start=1)
    else:
        inside = ()
        if value not in (None, "", False, 0):
            yield path, str(value)
    for key, each in inside:
        yield from _values(each, f"{path}.{key}" if path else str(key))
