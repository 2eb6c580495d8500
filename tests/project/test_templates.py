"""Every template that is named exists, and every template keeps to the Content-Security-Policy."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NAMED_IN_TEMPLATES = re.compile(r"""\{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")
TEMPLATE_NAME = re.compile(r"[\w./-]+\.html")


def names_in_templates() -> set[tuple[str, str]]:
    return {
        (str(path.relative_to(ROOT)), name)
        for path in TEMPLATES
        for name in NAMED_IN_TEMPLATES.findall(path.read_text(encoding="utf-8"))
    }


def names_in_python() -> set[tuple[str, str]]:
    """Every string constant that is a template's name: in render(), template_name, layouts and tags alike."""
    found = set()
    for package in ("zgc_tasks", "units", "tasks"):
        for path in (ROOT / package).rglob("*.py"):
            strings = [node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if is_string(node)]
            found.update(
                (str(path.relative_to(ROOT)), name) for name in strings if TEMPLATE_NAME.fullmatch(name)
            )
    return found


def is_string(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize(("where", "name"), sorted(names_in_templates() | names_in_python()))
def test_a_template_that_is_named_exists(where, name):
    try:
        get_template(name)
    except TemplateDoesNotExist:
        pytest.fail(f"{where} names {name}, which does not exist")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_compiles(path):
    get_template(str(path.relative_to(ROOT / "templates")))


PAGES = [path for path in TEMPLATES if "pdf" not in path.relative_to(ROOT).parts]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_has_no_inline_script_or_style(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(
        r"""<script(?![^>]*\bsrc=)(?![^>]*type="application/json")|<style|\sstyle=|\son[a-z]+=["']""", source
    )
    assert "javascript:" not in source


def names_of_static_files() -> set[tuple[str, str]]:
    named = re.compile(r"""\{%-?\s*static\s+["']([^"']+)["']""")
    return {
        (str(path.relative_to(ROOT)), name)
        for path in TEMPLATES
        for name in named.findall(path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize(("where", "name"), sorted(names_of_static_files()))
def test_a_static_file_that_is_named_exists(where, name):
    assert finders.find(name), f"{where} names {name}, which does not exist"


LONGEST_LINE = 140


def test_no_line_of_a_template_is_too_long_to_be_read():
    long = [
        f"{path.relative_to(ROOT)}:{number} has {len(line)} characters"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert long == []


DECIDES = re.compile(r"\{% (?:if|elif) [^%]*\b(?:status|state|role|outcome|kind)\s*(?:==|!=|in\b)")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_compares_no_state_no_role_and_no_kind(path):
    """What follows from them is decided before, and comes with the page."""
    assert DECIDES.findall(path.read_text(encoding="utf-8")) == []
