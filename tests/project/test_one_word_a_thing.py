"""One word a thing (design §1): what several rooms would call alike has a name for each."""

import ast
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def classes() -> Counter:
    paths = [path for package in ("zgc_tasks", "units", "tasks") for path in (ROOT / package).rglob("*.py")]
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in paths if "migrations" not in path.parts)
    return Counter(node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


@pytest.mark.parametrize("name", ["Entry", "Part", "Row", "Standing", "UnitName"])
def test_a_name_that_several_things_could_have_is_that_of_one(name):
    assert classes()[name] == 1
