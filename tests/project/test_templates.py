"""Every template that is named exists, and every template keeps to the Content-Security-Policy."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Template, TemplateDoesNotExist, engines
from django.template.defaulttags import IfNode, TemplateLiteral
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


def test_a_template_that_is_named_exists():
    named = names_in_templates() | names_in_python()
    assert len(named) > 400
    assert sorted(f"{where} names {name}" for where, name in named if not _exists(name)) == []


def _exists(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def test_a_template_compiles():
    for path in TEMPLATES:
        get_template(str(path.relative_to(ROOT / "templates")))  # its error names the place


PAGES = [path for path in TEMPLATES if "pdf" not in path.relative_to(ROOT).parts]


INLINE = re.compile(
    r"""<script(?![^>]*\bsrc=)(?![^>]*type="application/json")|<style|\sstyle=|\son[a-z]+=["']|javascript:"""
)


def test_a_page_has_no_inline_script_or_style():
    assert found_in(PAGES, INLINE) == {}


def found_in(paths: list[Path], wrong: re.Pattern[str]) -> dict[str, list[str]]:
    found = {str(path.relative_to(ROOT)): wrong.findall(path.read_text(encoding="utf-8")) for path in paths}
    return {where: words for where, words in found.items() if words}


def names_of_static_files() -> set[tuple[str, str]]:
    named = re.compile(r"""\{%-?\s*static\s+["']([^"']+)["']""")
    return {
        (str(path.relative_to(ROOT)), name)
        for path in TEMPLATES
        for name in named.findall(path.read_text(encoding="utf-8"))
    }


def test_a_static_file_that_is_named_exists():
    assert (
        sorted(f"{where} names {name}" for where, name in names_of_static_files() if not finders.find(name))
        == []
    )


UNCLOSED_COMMENT = re.compile(r"\{#(?:(?!#\}).)*$", re.MULTILINE)


def test_a_comment_ends_on_its_line():
    """Over two of them it is no comment and is sent as text."""
    assert found_in(TEMPLATES, UNCLOSED_COMMENT) == {}


LONGEST_LINE = 140


def test_no_line_of_a_template_is_too_long_to_be_read():
    long = [
        f"{path.relative_to(ROOT)}:{number} has {len(line)} characters"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert long == []


# Neither says anything of what a page shows: which control a field is, how a page was asked for, Django's own pages.
HARMLESS = {
    "base.html": {'request.method == "POST"'},
    "tasks/plan_enter.html": {'request.method == "POST"'},
    "django/forms/field.html": {'field.widget_type == "checkbox"'},
    "admin/app_list.html": {"app.app_url in request.path", "model.admin_url in request.path"},
    "admin/change_form_object_tools.html": {
        'opts.model_name == "user"',
        "original.pk != request.user.pk",
    },
    "admin/change_list.html": {'name != "q"'},
}


def comparisons(template: Template) -> set[str]:
    """Whatever a condition compares; whether something is there at all is none."""
    conditions = (
        condition
        for node in template.nodelist.get_nodes_by_type(IfNode)
        for condition, _ in node.conditions_nodelists
        if condition is not None
    )
    return {found for condition in conditions for found in _compared(condition)}


def _compared(condition) -> Iterator[str]:
    if isinstance(condition, TemplateLiteral):
        return
    sides = [side for side in (condition.first, condition.second) if side is not None]
    if condition.id in ("and", "or", "not"):
        for side in sides:
            yield from _compared(side)
    elif "None" not in (side.text for side in sides):
        yield f" {condition.id} ".join(side.text for side in sides)


def test_a_template_decides_nothing():
    """What follows from a value is decided before, and comes with the page."""
    names = [str(path.relative_to(ROOT / "templates")) for path in TEMPLATES]
    found = {name: comparisons(get_template(name).template) for name in names}
    assert {name: said for name, said in found.items() if said} == HARMLESS


def test_a_comparison_is_found_wherever_it_stands():
    drawn = engines["django"].from_string(
        "{% for x in xs %}{% with y=x %}{% if a and not y|length > 1 or b is None %}{% elif y in a %}{% endif %}"
        "{% endwith %}{% endfor %}"
    )
    assert comparisons(drawn.template) == {"y|length > 1", "y in a"}
