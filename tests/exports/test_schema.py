"""`docs/ledger.schema.json` says what the JSON export holds, and the export holds nothing else."""

import io
import json
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from tasks import ledger
from tasks.exports import json as ledger_json
from tasks.ledger import CHECKER_COLUMNS, LIGHT, PROGRESS_COLUMNS, SIGNED_COLUMNS, TIME_COLUMNS
from tests.exports.conftest import DAY
from tests.ledger.world import at

SCHEMA = json.loads((settings.BASE_DIR / "docs" / "ledger.schema.json").read_text(encoding="utf-8"))
TYPES = {
    "string": str, "integer": int, "boolean": bool, "null": type(None), "array": list, "object": dict,
}  # fmt: skip


def wrong(value: Any, rule: dict, place: str = "") -> list[str]:
    """Where a value is not as the schema has it; the words of JSON Schema that ours uses."""
    if "$ref" in rule:
        return wrong(value, SCHEMA["$defs"][rule["$ref"].rpartition("/")[2]], place)
    if "anyOf" in rule:
        found = [wrong(value, each, place) for each in rule["anyOf"]]
        return [] if [] in found else min(found, key=len)
    if "enum" in rule:
        return [] if value in rule["enum"] else [f"{place}: {value!r}"]
    types = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
    if type(value) not in {TYPES[name] for name in types}:
        return [f"{place}: {value!r}"]
    if rule.get("format") == "date" and value is not None:
        date.fromisoformat(value)
    if isinstance(value, list):
        return [it for n, each in enumerate(value) for it in wrong(each, rule["items"], f"{place}/{n}")]
    if isinstance(value, dict):
        missing = [f"{place}/{key}" for key in (*rule["required"], *value) if key not in value]
        unknown = [f"{place}/{key}" for key in value if key not in rule["properties"]]
        known = value.keys() & rule["properties"].keys()
        inside = [it for key in known for it in wrong(value[key], rule["properties"][key], f"{place}/{key}")]
        return [*missing, *unknown, *inside]
    return []


def exported(found) -> list[dict]:
    out = io.BytesIO()
    ledger_json.write(found, out)
    return json.loads(out.getvalue())


def test_exports_of_plans_in_all_states_are_as_the_schema_has_them(world):
    world.start(1, at(date(2015, 4, 1)))
    world.accept(1, at(date(2015, 4, 2)))
    world.file(2, at(date(2015, 4, 4)))
    world.start(2, at(date(2015, 4, 5)))
    world.give_back(2, at(date(2015, 4, 6)))
    world.revise(1, at(date(2015, 4, 7)))
    for n in range(28, 40):
        day = date(2015, 3, 1).replace(month=3 + n // 32, day=n if n < 32 else n - 31)
        found = ledger.build(world.programme, as_of=day)
        for shown in (found, found.for_overseers(), found.seen_on(date(2015, 3, 1))):
            assert wrong(exported(shown), SCHEMA) == [], day


def test_each_row_says_of_which_programme_and_day_it_is(found):
    assert {(row["programme"], row["as_of"]) for row in exported(found)} == {("GJRC", f"{DAY}")}


@pytest.mark.parametrize(
    "change", [{"state": "lost"}, {"deadline": 3}, {"number": "1"}, {"plan": {}}, {"more": 1}]
)
def test_what_is_otherwise_is_found(found, change):
    rows = exported(found)
    rows[0] |= change
    assert wrong(rows, SCHEMA)


def test_every_key_is_described_in_the_words_of_its_column():
    known = SCHEMA["$defs"]["row"]["properties"]
    for column in (*CHECKER_COLUMNS, *TIME_COLUMNS, *PROGRESS_COLUMNS, *SIGNED_COLUMNS, LIGHT):
        assert known[column.key]["description"].startswith(column.title)
