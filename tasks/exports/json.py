"""The ledger as JSON: the checker's rows and, for the export, the plan in force of each."""

import json
from collections.abc import Sequence
from typing import BinaryIO

from tasks.ledger import (
    CHECKER_COLUMNS,
    COORDINATION_OPEN,
    FORECAST,
    LIGHT,
    PROGRESS_COLUMNS,
    REVISION,
    SIGNED_COLUMNS,
    TIME_COLUMNS,
    Column,
    Ledger,
    time_changes_in_json,
)


def rows(ledger: Ledger, columns: Sequence[Column] = CHECKER_COLUMNS) -> list[dict]:
    """The checker's rows as JSON knows them."""
    columns = (*columns, FORECAST) if ledger.forecast else columns
    return [{column.key: column.value(row) for column in columns} for row in ledger.rows]


def dumps(values: list[dict]) -> str:
    """One list, indented, Chinese as Chinese, with a line end."""
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def write(ledger: Ledger, out: BinaryIO) -> None:
    """The rows with `revision`, `coordination_open`, the times in force, what was reported and who signed, with
    `time_changes`, the later times that were asked, and with `plan`: the eleven fields with times as {text, first, last}, or
    null; and each with the programme, the day and the part of all tasks that it is of.
    `docs/ledger.schema.json` says what the keys mean.
    """
    of = {
        "programme": ledger.programme.code,
        "as_of": ledger.as_of.isoformat(),
        "conditions": ledger.conditions_in_words or None,
    }
    columns = (REVISION, COORDINATION_OPEN, *TIME_COLUMNS, *PROGRESS_COLUMNS, *SIGNED_COLUMNS)
    if ledger.overseen:
        columns = (*columns, LIGHT)
    more = [
        {column.key: column.value(row) for column in columns}
        | {
            "time_changes": time_changes_in_json(row),
            "plan": row.plan.to_json() if row.plan else None,
        }
        | of
        for row in ledger.rows
    ]
    out.write(dumps([row | rest for row, rest in zip(rows(ledger), more, strict=True)]).encode())
