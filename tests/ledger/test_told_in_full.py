"""One history of plans and of what is reported, and all that exports tell of it, day by day and reader by reader: what is put
down in `told.txt`. A value that is another one there is another one in some column.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from difflib import unified_diff
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tasks.actions import (
    completions,
    filing,
    progress,
    progress_checking,
    progress_filing,
    reports,
    rounds,
    step_reports,
)
from tasks.actions.leading import set_lead
from tasks.enums import CompletionKind, Outlook, StepProgress
from tasks.models import Progress, Round, Task
from tasks.rules.periods import Period, read
from tasks.rules.round_terms import Terms
from tasks.rules.sheet import Step
from tasks.rules.statement import ReportedFigure, Statement, StepStatement
from tests.factories import client_for, make_unit, make_user
from tests.ledger.with_progress import TERMS
from tests.ledger.world import COMPLETE, World, at, make_world
from tests.rounds.conftest import on
from tests.rounds.test_check_of import check
from units.roles import Role

PUT_DOWN = Path(__file__).with_name("told.txt")
# What is numbered by all that a process has made before.
_COUNTED = re.compile(r"第\d+局")
_IN_EACH = ("number", "as_of", "programme")
_OF_THE_REGISTER = ("group", "group_name", "group_printed", "content", "participants", "wording")

OF_ONE = Terms("专项", date(2015, 4, 1), date(2015, 4, 30), date(2015, 4, 28), date(2015, 5, 4))
NAMING = replace(COMPLETE, participants=("市丙局", "某公司"))
SOON = replace(COMPLETE, finish=read("2015年4月底"))
BEHIND = Statement(
    "印发了细则", "组织论证", "经费不足", "两级会商", Outlook.BEHIND, "经费未到", False,
    (StepStatement(1, StepProgress.DONE, Period("3月28日"), "已印发"),),
    (ReportedFigure("到岗", "12", "人", Period("3月30日"), "本局统计"),),
)  # fmt: skip
ON_COURSE = Statement("已论证", "继续推进", "", "", Outlook.ON_COURSE)
UNCHANGED = Statement("无变化", "继续推进", outlook=Outlook.STANDING, unchanged=True)


def march(day: int):
    return at(date(2015, 3, day))


def april(day: int):
    return at(date(2015, 4, day))


@pytest.fixture
def history(world: World) -> World:
    world.liaisons["named"] = make_user(Role.LIAISON, make_unit("市丙局", slug="bing"))
    world.edit_programme(march(2), days=0)
    for terms, tasks in ((list(TERMS), []), ([OF_ONE], [world.tasks[2]])):
        rounds.open_rounds(
            programme=world.programme, terms=terms, tasks=tasks, by=world.checker, at=march(2)
        )  # fmt: skip
    _plans(world)
    _reports(world)
    _later(world)
    _beside(make_world("KCZH"))
    on(date(2015, 6, 1))
    return world


def _plans(world: World) -> None:
    world.save(1, march(10))
    world.put_problem(1, march(10))
    world.file(1, march(11))
    world.withdraw(1, march(12))
    world.file(1, march(16), NAMING)
    world.give_back(1, march(17))
    world.enter(2, march(18), march(12))
    world.correct(2, march(19))
    world.file(1, march(24), NAMING)
    world.accept(1, march(25))
    world.accept(2, march(25))
    world.designate(march(25), world.b, days=10)
    world.change_contacts(1, march(26))
    world.revise(1, march(26))
    world.move_times(1, march(27))
    world.resolve(march(27), [world.b])
    world.reword(2, march(27))
    world.list_units(1, march(27))
    world.list_units(2, march(27))
    world.rename(world.a, march(27))
    world.rename_area(march(27))
    world.file_as_written(1, march(28))
    world.stamp(2, at(date(2015, 3, 29), time(0)))
    world.accept(1, march(29))
    world.decide_time(1, march(30), "in_part")
    world.go_on_with_problem(1, march(30))


def _reports(world: World) -> None:
    _report(world, 1, 0, BEHIND, march(30))
    by = {"progress_id": _row(world, 1, 0).pk, "based_on": _row(world, 1, 0).version, "by": world.checker}
    progress_checking.send_back(**by, refile_by=date(2015, 4, 1), note="请补充", at=march(31))
    _enter_without_a_time(world, 3)
    _report(world, 1, 0, replace(BEHIND, problem_text=""), april(3))
    _report(world, 2, 0, ON_COURSE, april(7))
    _report(world, 1, 1, UNCHANGED, april(8))
    _extend(world, 1, date(2015, 4, 14), april(8))
    step_reports.report_step(
        task=world.tasks[2], key=1, state=StepProgress.UNDER_WAY, done_on=None, word="过半", by=world.lead(2),
        at=april(9),
    )  # fmt: skip


def _later(world: World) -> None:
    completions.complete(
        task=world.tasks[1], kind=CompletionKind.DONE, basis="minutes", basis_number="", dated_on=date(2015, 4, 10),
        by=world.leadership, at=april(10),
    )  # fmt: skip
    completions.reopen(task=world.tasks[1], reason="未达标", by=world.leadership, at=april(14))
    world.list_units(1, april(10))
    world.reword(2, april(10))
    world.rename_area(april(10))
    world.edit_programme(april(10), days=0)
    for number, sheet in ((2, COMPLETE), (3, SOON)):
        world.revise(number, april(12))
        world.save(number, april(12), sheet)
        world.cancel_step(number, april(12))
        world.file_as_written(number, april(13))
    world.accept(2, april(15))
    _extend(world, 2, date(2015, 5, 12), april(16))
    set_lead(
        Task.objects.get(pk=world.tasks[1].pk),
        None,
        since=april(17).date(),
        plan_deadline=None,
        recorded_at=april(17),
    )


def _enter_without_a_time(world: World, number: int) -> None:
    """The letter does not say by when the second step is done, and all of it is to be soon."""
    letter = world.letter(number, april(5), april(2))
    steps = (COMPLETE.steps[0], Step("公布名单"))
    filing.enter_on_behalf(
        task=letter.tasks.get(), letter=letter, based_on=0, sheet=replace(SOON, steps=steps), by=world.checker,
        at=april(5),
    )  # fmt: skip
    world.accept(number, april(6))


def _beside(other: World) -> None:
    """Another programme, of whose tasks the exports of this one tell nothing."""
    rounds.open_rounds(programme=other.programme, terms=list(TERMS), tasks=[], by=other.checker, at=march(2))
    other.put_problem(1, march(10))
    other.file(1, march(16))
    other.accept(1, march(25))
    _report(other, 1, 0, BEHIND, march(30))


def _extend(world: World, nth: int, until: date, moment) -> None:
    rounds.extend(
        round=_round(world, nth), unit=world.b, until=until, told="周某", reason="", by=world.checker, at=moment
    )  # fmt: skip


def _round(world: World, nth: int) -> Round:
    return Round.objects.get(programme=world.programme, name=TERMS[nth].name)


def _row(world: World, number: int, nth: int) -> Progress | None:
    return Progress.objects.filter(task=world.tasks[number], round=_round(world, nth)).first()


def _report(world: World, number: int, nth: int, said: Statement, moment) -> None:
    row = _row(world, number, nth)
    row = progress.save(
        task=world.tasks[number], round=_round(world, nth), based_on=row.version if row else 0, said=said,
        by=world.lead(number), at=moment,
    )  # fmt: skip
    progress_filing.file_progress(progress_id=row.pk, based_on=row.version, by=world.lead(number), at=moment)


DAYS = [date(2015, 3, day) for day in (17, 23, 28, 31)] + [date(2015, 4, day) for day in (8, 12, 15, 17)]
FOR_ALL = (DAYS[2], DAYS[-1])


def test_every_reader_is_told_of_every_day_what_is_put_down_here(history, tmp_path):
    """Where something else is meant, what is found takes the place of what is put down."""
    found = tmp_path / PUT_DOWN.name
    lines = list(_in_full(history))
    found.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert lines == PUT_DOWN.read_text(encoding="utf-8").splitlines(), f"cp {found} {PUT_DOWN}"


def _in_full(world: World) -> Iterator[str]:
    """Of the first day all, then what is otherwise than the day before, and otherwise for a unit than for those who oversee."""
    before: list[str] = []
    for day in DAYS:
        whole = _rows(world, world.leadership, day)
        yield from (f"{day} 领导小组办公室", *_otherwise(before, whole))
        before = whole
        for by in world.liaisons.values() if day in FOR_ALL else ():
            found = _rows(world, by, day)
            theirs = {line.split()[0] for line in found}
            of_theirs = [line for line in whole if line.split()[0] in theirs]
            yield from (f"{day} {by.unit}：{'、'.join(sorted(theirs))}", *_otherwise(of_theirs, found))
    for day, of in product((DAYS[3], DAYS[-1], date(2015, 5, 8)), ("round", "steps")):
        yield f"{day} check_deadlines --of {of}"
        for row in json.loads(
            check("--programme", "GJRC", "--of", of, "--as-of", day.isoformat(), "--format", "json")[0]
        ):
            yield f"  {' | '.join(str(value) for key, value in row.items() if key not in _OF_THE_REGISTER)}"
    for round in (None, _round(world, 0)):
        report = reports.begin(
            programme=world.programme,
            round=round,
            as_of=DAYS[-1],
            corrects=None,
            by=world.leadership,
            at=april(18),
        )
        yield f"{DAYS[-1]} 落实情况报告 {round.name if round else ''}"
        yield from (f"  {line}" for line in sorted(_said(report.drafts.get().frozen["rows"])))
    before = []
    for day in FOR_ALL:
        sheets = _sheets(world, day)
        yield from (f"{day} Excel", *_otherwise(before, sheets))
        before = sheets


def _otherwise(before: list[str], now: list[str]) -> Iterator[str]:
    return (f"  {line}" for line in list(unified_diff(before, now, n=0, lineterm=""))[2:] if line[0] != "@")


def _export(world: World, by, name: str, day: date) -> bytes:
    return client_for(by).get(f"/gjrc/exports/{name}/", {"as_of": day.isoformat()}).getvalue()


def _rows(world: World, by, day: date) -> list[str]:
    return _said(json.loads(_export(world, by, "summary.json", day)))


def _said(rows: list[dict]) -> list[str]:
    return [_named(f"{row['number']} {path}: {value}") for row in rows for path, value in _values(row)]


def _values(found, path: str = "") -> Iterator[tuple[str, object]]:
    inside = (
        found.items()
        if isinstance(found, dict)
        else enumerate(found, start=1)
        if isinstance(found, list)
        else ()
    )
    for key, value in inside:
        yield from _values(value, f"{path}.{key}" if path else str(key))
    if not isinstance(found, dict | list) and found not in (None, "") and path not in _IN_EACH:
        yield path, found


def _sheets(world: World, day: date) -> list[str]:
    book = load_workbook(BytesIO(_export(world, world.leadership, "summary.xlsx", day)))
    lines = [
        (sheet.title, " | ".join("" if value is None else str(value) for value in row).rstrip(" |"))
        for sheet in book.worksheets if sheet.title != "说明" for row in sheet.values
    ]  # fmt: skip
    return [_named(f"{title}: {line}") for title, line in lines if "SUBTOTAL" not in line]


def _named(line: str) -> str:
    return _COUNTED.sub("某局", line).replace("\n", "\\n")
