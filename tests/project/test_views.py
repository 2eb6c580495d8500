"""Views translate, and no more: they ask no model for rows, and none imports another."""

import ast
from pathlib import Path

import pytest

from tests.project.test_rooms import imported, imports_of, modules, path_of

VIEWS = [name for name in modules() if ".views." in name]


def managers_used_in(source: str) -> list[int]:
    """Lines on which something is asked of a model's manager."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager")
    ]


def test_a_view_asks_no_model_for_rows():
    """A page is built in tasks/pages, a row found in tasks/requests/."""
    assert len(VIEWS) > 30
    found = {module: managers_used_in(path_of(module).read_text(encoding="utf-8")) for module in VIEWS}
    assert {module: lines for module, lines in found.items() if lines} == {}


def test_a_view_imports_no_other_view():
    found = {module: _other_views(module) for module in VIEWS}
    assert {module: others for module, others in found.items() if others} == {}


def _other_views(module: str) -> set[str]:
    return {name for name in imported()[module] if ".views" in name} - {module.rpartition(".")[0]}


@pytest.mark.parametrize(
    "source", ["Plan.objects.all()", "models.Plan.objects", "def view():\n    x = [Plan._default_manager]"]
)
def test_the_check_sees_a_manager_wherever_it_stands(source):
    assert managers_used_in(source)


@pytest.mark.parametrize(
    "source",
    [
        "from tasks.views import plans",
        "from . import plans",
        "from .plans import plan_list",
        "import tasks.views.plans",
    ],
)
def test_the_check_sees_a_view_however_it_is_imported(source, monkeypatch):
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: source)
    assert "tasks.views.plans" in imports_of("tasks.views.home")
