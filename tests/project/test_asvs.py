"""docs/asvs.md: every requirement of the standard's levels 1 and 2 stands there once, and what is said to hold it is there."""

import ast
import re
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs/asvs.md").read_text(encoding="utf-8")
# The last number of each section's requirements; some between them are of level 3.
LAST = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4, "3.4": 6,
    "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12,
    "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2,
    "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1,
    "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5,
    "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
REQUIRED = [f"{section}.{nth}" for section, last in LAST.items() for nth in range(1, last + 1)]

APPLIES = re.findall(r"^\| ([\d.]+) \| ([^|]+) \| (met|office|not met) \| ([^|]+) \|$", PAGE, re.MULTILINE)
LEFT_OUT = re.findall(r"^\| ([\d., ]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
NAMED = re.findall(r"`((?:tests|units|tasks|zgc_tasks|static|docs)/[\w./-]+\.\w+)(?:::(\w+))?`", PAGE)


def test_every_requirement_of_both_levels_stands_there_once():
    assert len(REQUIRED) == 253
    found = [number for number, *_ in APPLIES] + [number for ids, _ in LEFT_OUT for number in ids.split(", ")]
    assert sorted(found) == sorted(REQUIRED)


def test_no_line_of_a_table_is_written_otherwise():
    lines = re.findall(r"^\| \d.*$", PAGE, re.MULTILINE)
    assert len(lines) == len(APPLIES) + len(LEFT_OUT)


def test_what_is_said_to_hold_it_is_there():
    assert len(NAMED) > 150
    assert [name for name in NAMED if not is_there(*name)] == []


def is_there(path: str, test: str) -> bool:
    return (ROOT / path).is_file() and (not test or test in functions_of(path))


@cache
def functions_of(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_what_is_met_names_what_holds_it():
    """A test, a document or the place in the code."""
    assert [number for number, _, said, by in APPLIES if said == "met" and not re.search(r"[`\[]", by)] == []
