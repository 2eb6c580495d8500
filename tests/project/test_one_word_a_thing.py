"""One word a thing (design §1): what several modules would call alike has a name for each."""

import ast
from collections import defaultdict
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
OF_DJANGO = {"Command"}  # every module of a command has one of this name


def classes() -> dict[str, list[str]]:
    """The modules that define a public class, by its name."""
    found = defaultdict(list)
    for package in ("zgc_tasks", "units", "tasks"):
        for path in (ROOT / package).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name].append(str(path.relative_to(ROOT)))
    return found


def test_no_two_modules_call_different_things_alike():
    twice = {name: modules for name, modules in classes().items() if len(modules) > 1}
    assert twice.keys() == OF_DJANGO, twice
