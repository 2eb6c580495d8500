"""What code, templates, tests and documents cite by number or name is there: design §3, reading note 8, decision 0022."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
OURS = (
    "*.md", "*.toml", "*.txt", "Makefile", "bench/**/*.py", "bin/*", "docs/**/*.md", "fixtures/**/*.toml", "fonts/*.md",
    "static/css/*.css", "static/js/*.js", "tasks/**/*.py", "templates/**/*", "tests/**/*.py", "units/**/*.py",
    "zgc_tasks/**/*.py",
)  # fmt: skip
FILES = sorted({path for pattern in OURS for path in ROOT.glob(pattern) if path.is_file()} - {Path(__file__)})

# Each way of citing, and what may be cited in it. White space stands for a broken line too.
DESIGN = re.compile(r"[Dd]esign\s+§\s*(\d+)")
NOTES = re.compile(r"[Rr]eading[ -]notes?\s+(\d+)")
DECISIONS = re.compile(r"[Dd]ecisions?\s+(\d+)")
STANDARDS = re.compile(r"\bstandards,\s+([A-Z][\w ]+)")
FOLDERS = "bench|bin|docs|fixtures|fonts|static|tasks|templates|tests|units|zgc_tasks"
PATHS = re.compile(rf"(?<![\w/.-])((?:{FOLDERS})/[\w./-]+\.(?:css|html|js|md|py|svg|toml|txt))\b")
WAYS = {
    "design": DESIGN,
    "reading note": NOTES,
    "decision": DECISIONS,
    "standards": STANDARDS,
    "file": PATHS,
}


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def there() -> dict[str, set[str]]:
    """What can be cited: numbers of headings, notes and decisions; sections and bold words of standards; files."""
    return {
        "design": set(re.findall(r"^## (\d+) ", text("design.md"), re.MULTILINE)),
        "reading note": set(re.findall(r"^(\d+)\. \*\*", text("reading-notes.md"), re.MULTILINE)),
        "decision": {path.name[:4] for path in DOCS.glob("decisions/[0-9]*.md")},
        "standards": set(re.findall(r"^(?:## |- \*\*)([\w ]+)", text("standards.md"), re.MULTILINE)),
        "file": {
            str(path.relative_to(start))
            for start in (ROOT, ROOT / "templates")  # templates name each other from theirs
            for folder in FOLDERS.split("|")
            for path in (start / folder).rglob("*.*")
        },
    }


def cited(path: Path) -> Iterator[tuple[str, str]]:
    source = path.read_text(encoding="utf-8")
    for way, pattern in WAYS.items():
        if way == "file" and path.is_relative_to(ROOT / "tests"):
            continue  # tests make up files of their own
        for name in pattern.findall(source):
            yield way, f"{int(name):04}" if way == "decision" else name


def test_whatever_is_cited_is_there():
    known = there()
    missing = {
        f"{path.relative_to(ROOT)}: {way} {name}"
        for path in FILES
        for way, name in cited(path)
        if name not in known[way]
    }
    assert missing == set()


def test_every_way_of_citing_is_found_in_code():
    """Else the test above would look for what nobody writes any more."""
    code = [path for path in FILES if path.suffix == ".py"]
    assert {way for path in code for way, _ in cited(path)} == set(WAYS)


@pytest.mark.parametrize(
    "said",
    [
        "(design §12)",
        "Design\n§ 9",
        "reading note 16",
        "decision 999",
        "[decision 0](x)",
        "(standards, Cakes)",
        "see docs/cakes.md",
    ],
)
def test_what_is_not_there_is_seen_however_it_is_written(said, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(said, encoding="utf-8")
    ((way, name),) = cited(page)
    assert name not in there()[way]
