"""One history of plans and of what is reported, each act done in the first moment of its day, and all that exports tell of
it, day by day and reader by reader: what is put down in `told.txt`. A value that is another one there is another one in some
column.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from difflib import unified_diff
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tasks.actions import (
    reports,
)
from tests.factories import client_for
from tests.ledger.history import april, lived, round_of
from tests.ledger.world import World
from tests.rounds.test_check_of import check

PUT_DOWN = Path(__file__).with_name("told.txt")
# What is numbered by all that a process has made before.
_COUNTED = re.compile(r"第\d+局")
_IN_EACH = ("number", "as_of", "programme")
_OF_THE_REGISTER = ("group", "group_name", "group_printed", "content", "participants", "wording")


@pytest.fixture
def history(at_midnight, world: World) -> World:
    return lived(world)


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
    for round in (None, round_of(world, 0)):
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
