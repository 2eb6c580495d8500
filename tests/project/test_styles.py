"""The style sheets: a colour stands once, nothing is styled that is not used, nothing is named that is not styled."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tasks.charts.colours import COLOURS as OF_DRAWINGS

ROOT = Path(settings.BASE_DIR)
COLOURS = ROOT / "static/css/colours.css"
SHEETS = sorted((ROOT / "static/css").glob("*.css"))
# Pages of 系统管理 are Django's, and so are most classes that admin.css dresses.
SHEETS_OF_PAGES = [path for path in SHEETS if path.name != "admin.css"]
SHEETS_OF_DOCUMENTS = sorted((ROOT / "templates/pdf").glob("*.css"))
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "admin" not in path.parts)
PAGES = [path for path in TEMPLATES if "pdf" not in path.parts]
DOCUMENTS = [path for path in TEMPLATES if "pdf" in path.parts]
SCRIPTS = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "static/js").glob("*.js")))
CODE = "\n".join(
    path.read_text("utf-8") for room in ("tasks", "units") for path in sorted((ROOT / room).rglob("*.py"))
)

A_COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(|(?<![\w-])(?:white|black|gr[ae]y)(?![\w-])",
    re.I,
)
OF_CLASS = re.compile(r'\sclass="((?:\{%.*?%\}|\{\{.*?\}\}|[^"])*)"')
OF_BODY = re.compile(r"\{% block body_class %\}([\w -]+)\{% endblock %\}")


def rules(path: Path) -> str:
    """A sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)


def styled(sheets: list[Path]) -> set[str]:
    """The classes that the selectors of `sheets` name."""
    selectors = "\n".join(re.sub(r"\{[^{}]*\}|\"[^\"]*\"", "{}", rules(path)) for path in sheets)
    return set(re.findall(r"\.([a-z][\w-]*)", selectors, re.IGNORECASE))


def named(path: Path) -> set[str]:
    """The classes in a template; `*` stands for what comes with the page, as in state-*."""
    source = path.read_text("utf-8")
    lists = OF_CLASS.findall(source) + OF_BODY.findall(source)
    return {name for each in lists for name in _without_tags(each).split()}


def _without_tags(text: str) -> str:
    text = re.sub(r"\{\{.*?\}\}|\{% firstof .*?%\}|\{\}", "*", text)
    text = re.sub(r"\{% (?:else|elif) ?.*?%\}", " ", text)
    return re.sub(r"\{%.*?%\}", "", text)


def named_in(templates: list[Path]) -> set[str]:
    return set().union(*(named(path) for path in templates))


# A few small pieces are drawn without a template.
DRAWN_IN_PYTHON = [ROOT / "tasks/pages/pictures.py", ROOT / "tasks/pages/manual.py"]


def read_by_scripts(name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", SCRIPTS) is not None


def completed(name: str, names: set[str]) -> bool:
    """`state-late` is named as `state-*`, and "late" is a word of the code or of a template."""
    said = CODE + "".join(path.read_text("utf-8") for path in PAGES)
    beginnings = [each.removesuffix("*") for each in names if each.endswith("-*")]
    ends = [name.removeprefix(each) for each in beginnings if name.startswith(each)]
    return any(re.search(rf"""["']{re.escape(end)}["']""", said) for end in ends)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_colour_is_written_down_in_one_sheet_only(path):
    if path != COLOURS:
        assert A_COLOUR.findall(rules(path)) == []


def test_a_drawing_has_no_colour_of_its_own():
    drawings = [*(ROOT / "tasks/charts").glob("*.py"), *(ROOT / "templates/charts").glob("*.html")]
    with_colours = {path.name for path in drawings if re.search(r"#[0-9a-f]{3,8}\b", path.read_text("utf-8"))}
    assert with_colours == {"colours.py"}


def test_a_colour_of_drawings_that_pages_have_too_is_the_same():
    of_pages = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", rules(COLOURS)))
    of_drawings = {name.replace("_", "-"): colour for name, colour in OF_DRAWINGS._asdict().items()}
    alike = of_pages.keys() & of_drawings.keys() - {
        "blue-pale",
        "amber-tint",
    }  # darker where textures are drawn on them
    assert len(alike) > 7
    assert {name: of_pages[name] for name in alike} == {name: of_drawings[name] for name in alike}


def test_no_colour_is_written_down_twice():
    found = [colour.lower() for colour in re.findall(r"#[0-9a-f]+\b", rules(COLOURS), re.IGNORECASE)]
    assert sorted(found) == sorted(set(found))


def test_every_colour_face_and_measure_is_used_and_every_one_used_is_there():
    defined = set(re.findall(r"^\s*(--[\w-]+):", rules(COLOURS), re.MULTILINE))
    used = {name for path in SHEETS_OF_PAGES for name in re.findall(r"var\((--[\w-]+)\)", rules(path))}
    assert used == defined


def test_the_admin_takes_its_colours_from_the_same_sheet():
    defined = set(re.findall(r"(--[\w-]+):", rules(COLOURS)))
    sheet = rules(ROOT / "static/css/admin.css")
    of_django = set(re.findall(r"(--[\w-]+):", sheet)) | {"--delete-button-bg"}
    assert set(re.findall(r"var\((--[\w-]+)\)", sheet)) <= defined | of_django


def test_every_class_that_is_styled_is_used():
    names = named_in(PAGES + DRAWN_IN_PYTHON)
    unused = {
        name
        for name in styled(SHEETS_OF_PAGES) - names
        if not read_by_scripts(name) and not completed(name, names)
    }
    assert unused == set()


def test_every_class_of_a_page_is_styled_or_read_by_a_script():
    known = styled(SHEETS_OF_PAGES)
    names = {(path.name, name) for path in PAGES for name in named(path) - known if "*" not in name}
    assert {(where, name) for where, name in names if not read_by_scripts(name)} == set()


def test_every_class_of_a_document_is_styled_and_every_one_styled_is_used():
    assert named_in(DOCUMENTS) == styled(SHEETS_OF_DOCUMENTS)


@pytest.mark.parametrize("path", SHEETS_OF_PAGES, ids=lambda path: path.name)
def test_a_sheet_is_loaded_by_a_template(path):
    assert any(f"css/{path.name}" in template.read_text("utf-8") for template in PAGES)
