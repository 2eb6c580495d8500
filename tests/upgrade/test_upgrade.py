"""A database of the version before there was anything after 已核收 (its migrations end with 0012), with plans in every state,
is migrated: its exports of earlier days, restricted to the keys of then, are the same bytes, and in the spreadsheets,
restricted to the columns of then, the same cells.

`before.sql.gz` is that database, `exports.json.gz` what that version exported of it as JSON and `sheets.json.gz` the cells
of its spreadsheets, both by programme and day. None is ever made again: the code that made them is gone.
"""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tasks.exports.json import dumps

pytestmark = pytest.mark.long  # goes the way from a migration of before

HERE = Path(__file__).parent


def kept(name: str) -> str:
    return gzip.decompress((HERE / name).read_bytes()).decode()


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> tuple[dict[str, str], dict[str, dict]]:
    """What was exported before as JSON, and what is in either format now that the same database was migrated."""
    path = tmp_path_factory.mktemp("before") / "before.sqlite3"
    database = sqlite3.connect(path)
    database.executescript(kept("before.sql.gz"))
    database.close()
    before = json.loads(kept("exports.json.gz"))
    settled = {"TEST_DATABASE_URL": f"sqlite:///{path}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.upgrade.exported"],
        input=json.dumps(list(before)), env=os.environ | settled, cwd=settings.BASE_DIR,
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return before, json.loads(ran.stdout)


def restricted(now, before):
    """What is said now, to the keys that were there before, in their order."""
    if isinstance(before, dict) and isinstance(now, dict):
        return {key: restricted(now[key], value) for key, value in before.items()}
    if isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        return [restricted(*pair) for pair in zip(now, before, strict=True)]
    return now


def test_exports_of_earlier_days_are_the_same_bytes_restricted_to_the_keys_of_before(exported):
    before, now = exported
    assert len(before) == 91  # seven programmes, thirteen days
    for asked, text in before.items():
        assert dumps(restricted(json.loads(now[asked]["json"]), json.loads(text))) == text, asked


def in_columns(heads: list[str], sheet: list[list[str]]) -> list[list[str]]:
    """The rows of a sheet in the columns of before, but for the lines that add up what a filter leaves."""
    places = [sheet[0].index(head) for head in heads]
    rows = ([row[place] for place in places] for row in sheet)
    return [row for row in rows if not any(cell.startswith("=SUBTOTAL") for cell in row)]


def test_spreadsheets_of_earlier_days_have_the_same_cells_in_the_columns_of_before(exported):
    before, now = exported
    sheets = json.loads(kept("sheets.json.gz"))
    assert sheets.keys() == before.keys()
    for asked, tables in sheets.items():
        for title, rows in tables.items():
            assert in_columns(rows[0], now[asked]["sheets"][title]) == rows, (asked, title)


def test_the_database_of_before_has_plans_in_every_state(exported):
    """Otherwise the test above would say less than it seems to."""
    before, _ = exported
    rows = [row for text in before.values() for row in json.loads(text)]
    assert {row["state"] for row in rows} == {
        "no_lead", "not_started", "draft", "due_soon", "missing", "on_time", "late", "returned", "accepted",
    }  # fmt: skip
    assert {row["checking"] for row in rows} == {True, False}
    assert any(row["plan"] for row in rows)
