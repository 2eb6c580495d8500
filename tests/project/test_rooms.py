"""The rooms of the house (design §6), in the order in which they may import each other.

A module may import its own room and the rooms above it in the table, never one below or beside it.
"""

import ast
import re
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("zgc_tasks", "units", "tasks")

TABLE = (ROOT / "docs/design.md").read_text(encoding="utf-8").partition("\n## 6 Rooms\n")[2]


def _patterns(path: str) -> list[str]:
    """Of the modules at a path of the table: a folder, a file, or files by the beginning of their name."""
    module = path.removesuffix(".py").removesuffix("/__init__").strip("/").replace("/", ".")
    return [module, f"{module}.*"] if path.endswith("/") else [module]


def _rooms() -> list[tuple[int, str, list[str]]]:
    """(level, room, its modules). Rooms on one level do not import each other."""
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", TABLE, re.MULTILINE)
    rooms = [(int(level), re.findall(r"`(.+?)`", paths)) for level, paths in rows]
    return [(level, paths[0], [p for path in paths for p in _patterns(path)]) for level, paths in rooms]


ROOMS = _rooms()


@cache
def room_of(module: str) -> tuple[int, str]:
    """The most special pattern counts: `zgc_tasks/common/` is a room of its own in `zgc_tasks/`."""
    fitting = [
        (len(pattern), level, room)
        for level, room, patterns in ROOMS
        for pattern in patterns
        if fnmatch(module, pattern)
    ]
    return max(fitting)[1:] if fitting else (0, "nowhere")


@cache
def modules() -> list[str]:
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths
    ]
    return sorted(names)


def path_of(module: str) -> Path:
    base = ROOT.joinpath(*module.split("."))
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


def imports_of(module: str) -> set[str]:
    """Modules of this project that `module` imports anywhere in it, also inside functions."""
    path = path_of(module)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.update(_imported_from(node, package))
    return {name for name in found if name.split(".")[0] in PACKAGES}


def _imported_from(node: ast.ImportFrom, package: str) -> set[str]:
    base = node.module or ""
    if node.level:
        parents = package.split(".")[: len(package.split(".")) - node.level + 1]
        base = ".".join([*parents, base] if base else parents)
    names = {f"{base}.{alias.name}" for alias in node.names}
    return {name if path_of(name).exists() else base for name in names}


@cache
def imported() -> dict[str, set[str]]:
    """By each module."""
    return {module: imports_of(module) for module in modules()}


def test_a_module_stands_in_a_room():
    outside = [module for module in modules() if room_of(module)[1] == "nowhere"]
    assert outside == [], "move it, or give it a room in docs/design.md"


def _may_import(module: str, other: str) -> bool:
    (level, room), (other_level, other_room) = room_of(module), room_of(other)
    return other_room == room or other_level < level


def test_a_module_imports_only_from_its_own_room_and_the_rooms_above():
    wrong = [
        f"{module} {room_of(module)} imports {other} {room_of(other)}"
        for module, others in imported().items()
        for other in others
        if not _may_import(module, other)
    ]
    assert wrong == []


FORBIDDEN = ("django.db", "django.http", "django.utils.timezone", "common.clock", "common import clock")


def test_rules_are_pure_without_database_request_and_clock():
    rules = [module for module in modules() if room_of(module)[1] == "tasks/rules/"]
    assert len(rules) > 30
    sources = {module: path_of(module).read_text(encoding="utf-8") for module in rules}
    assert [(module, name) for module in rules for name in FORBIDDEN if name in sources[module]] == []


def test_below_the_views_time_is_an_argument():
    below = [module for module in modules() if 2 < room_of(module)[0] < 10]
    assert len(below) > 200
    assert [module for module in below if "zgc_tasks.common.clock" in imported()[module]] == []


def test_the_table_knows_every_room_that_exists_and_none_besides():
    """A pattern nothing fits is a room that was moved: the table would hold nobody to anything."""
    found = {room_of(module)[1] for module in modules()}
    assert found == {room for _, room, _ in ROOMS}
