"""The databases of the benchmark, a folder each: what stands in them, and from which other they are made."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Database:
    """`filling` are the words of bench/fillings.py that make it out of `origin`."""

    name: str
    filling: tuple[str, ...]
    origin: str = ""


PEOPLE = Database("people", ("signed_in_people",))
PLANS = Database("plans", ("story",), "people")
SMALL = Database("38", ("rounds_reported",), "plans")
LARGE = Database("3800", ("one_programme", "100"), "38")
MANY = Database("1000x38", ("programmes", "1000"), "38")
HUGE = Database("38000", ("one_programme", "1000"), "38")
BEGUN = Database("begun", ("rounds_begun",), "plans")
FORMS = Database("forms", ("forms",), "people")
LONGEST = Database("longest", ("longest",), "people")
_KNOWN = {one.name: one for one in (PEOPLE, PLANS, SMALL, LARGE, MANY, HUGE, BEGUN, FORMS, LONGEST)}


def drafts(count: int) -> Database:
    """Drafts to save and to file."""
    return Database("drafts", ("drafts", str(count)), "people")


def fill(wanted: set[Database], folder: Path) -> None:
    """All of `wanted` below `folder`; those that do not wait for one another side by side."""
    made: set[str] = set()
    todo = _with_origins(wanted)
    while todo:
        ready = {one for one in todo if not one.origin or one.origin in made}
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda one: _fill(one, folder), ready))
        made |= {one.name for one in ready}
        todo -= ready


def _with_origins(wanted: set[Database]) -> set[Database]:
    origins = {_KNOWN[one.origin] for one in wanted if one.origin}
    return wanted | _with_origins(origins) if origins else wanted


def _fill(one: Database, folder: Path) -> None:
    if one.origin:
        shutil.copytree(folder / one.origin, folder / one.name)
    else:
        (folder / one.name).mkdir()
    command = [sys.executable, "-m", "bench.fill", *one.filling]
    subprocess.run(command, env=os.environ | {"DATA_DIR": str(folder / one.name)}, check=True)  # noqa: S603
