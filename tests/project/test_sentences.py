"""What the product says to people stands once: a condition asked in two places has one function and one sentence."""

import ast
import re
from collections import defaultdict
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
AT_LEAST = 10  # a label may be said twice, a sentence may not

# Said twice, and meant so.
TWICE: dict[str, str] = {}


def sentences() -> dict[str, set[str]]:
    """Every literal with so many Chinese characters, also the parts of f-strings, by where it stands."""
    found = defaultdict(set)
    for path in (ROOT / "tasks").rglob("*.py"):
        if {"migrations", "models"} & set(path.parts):
            continue  # names of things, which may be called alike
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            words = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if len(CHINESE.findall(words)) >= AT_LEAST:
                found[words].add(f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def test_no_sentence_stands_twice():
    twice = {words: places for words, places in sentences().items() if len(places) > 1}
    assert {words: places for words, places in twice.items() if words not in TWICE} == {}
    assert twice.keys() == TWICE.keys(), "a reason for what is said once"


def test_units_and_people_are_addressed_politely():
    """贵单位, 您: 你 nowhere."""
    said = [
        path
        for folder in ("tasks", "units", "zgc_tasks", "templates", "docs/manual", "static/js")
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in (".py", ".html", ".md", ".js", ".txt")
    ]
    assert len(said) > 500
    assert [path for path in said if "你" in path.read_text(encoding="utf-8")] == []
