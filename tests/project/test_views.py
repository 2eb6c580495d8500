"""Views translate, and no more: they ask no model for rows, and none imports another."""

import ast
from pathlib import Path

import pytest

from tests.project.test_rooms import ROOT, imports_of, modules

VIEWS = [name for name in modules() if ".views." in name]


def managers_used_in(source: str) -> list[int]:
    """Lines on which something is asked of a model's manager."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager")
    ]


@pytest.mark.parametrize("module", VIEWS)
def test_a_view_asks_no_model_for_rows(module):
    lines = managers_used_in(_source(module))
    assert not lines, (
        f"{module}, lines {lines}: a page is built in tasks/pages, a row found in tasks/requests/"
    )


@pytest.mark.parametrize("module", VIEWS)
def test_a_view_imports_no_other_view(module):
    others = {name for name in imports_of(module) if ".views" in name} - {module.rpartition(".")[0]}
    assert not others, f"{module} imports {others}"


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


def _source(module: str) -> str:
    return ROOT.joinpath(*module.split(".")).with_suffix(".py").read_text(encoding="utf-8")
