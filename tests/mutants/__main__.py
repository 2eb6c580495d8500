"""`make mutants`: how many of a sample of small changes to the code its tests notice, room by room (decision 0094).

In a copy of the project (bin/mutants): what is changed stands on disk for as long as its tests run.
"""

import argparse
import difflib
import hashlib
import re
import shlex
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import mutate_and_test, mutate_code
from cosmic_ray.work_item import MutationSpec, TestOutcome

from tests.mutants.equivalent import reason_of
from tests.mutants.kinds import FROM_THE_TOOL, KINDS
from tests.mutants.noticed_by import ON_POSTGRES, tests_of

ROOMS = ("rules", "policies", "querysets", "ledger", "actions")
plugins.OPERATOR_PROVIDERS["ours"] = KINDS
OPERATORS = [f"core/{name}" for name in sorted(FROM_THE_TOOL)] + [f"ours/{name}" for name in KINDS]
# A survivor has met all of its tests: those through a browser or through the migrations would notice what others do.
NEAREST_FIRST = ["-p", "tests.mutants.nearest_first"]
QUICKLY = ["-x", "-q", *NEAREST_FIRST, "-p", "no:cacheprovider", "-m", "not browser and not migration"]
SECONDS = 1200
NOTICED, SURVIVED, OUT_OF_TIME, UNCLEAR, SAME = "noticed", "survived", "out of time", "unclear", "equivalent"


@dataclass(frozen=True)
class Mutant:
    spec: MutationSpec
    rank: str

    @property
    def kind(self) -> str:
        return self.spec.operator_name.partition("/")[2]

    @property
    def place(self) -> str:
        return f"{self.spec.module_path}:{self.spec.start_pos[0]}"

    @cached_property
    def change(self) -> str:
        """The lines that differ, as was → is."""
        source = self.spec.module_path.read_text(encoding="utf-8")
        mutated = mutate_code(source, plugins.get_operator(self.spec.operator_name)(), self.spec.occurrence)
        lines = list(difflib.ndiff(source.splitlines(), mutated.splitlines()))
        return " → ".join(
            " ".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
        )

    @property
    def runner(self) -> str:
        pure = self.spec.module_path.parent.name == "rules"
        locks = self.spec.module_path.stem == "locking"
        differs = self.kind in ON_POSTGRES or locks or "[:1]" in self.change
        return "tests.postgres" if differs and not pure else "pytest"

    @property
    def tests(self) -> list[str]:
        return tests_of(self.spec.module_path, self.kind)

    @property
    def command(self) -> str:
        return shlex.join([".venv/bin/python", "-m", self.runner, *self.tests, *QUICKLY])


def mutants(room: str) -> list[Mutant]:
    """One a place and kind, in an order that their own lines alone decide: a sample stays the same for as long as they do,
    and a larger one begins with the smaller.
    """
    found: dict[tuple, Mutant] = {}
    ranked = sorted(_all_of(room), key=lambda mutant: mutant.rank)
    for mutant in ranked:
        found.setdefault((mutant.spec.module_path, mutant.kind, mutant.spec.start_pos), mutant)
    return list(found.values())


def _all_of(room: str) -> Iterator[Mutant]:
    for path in sorted(Path("tasks", room).glob("*.py")):
        lines, tree = path.read_text(encoding="utf-8").splitlines(), get_ast_from_path(path)
        for name in OPERATORS:
            operator = plugins.get_operator(name)()
            changes = [place for node in ast_nodes(tree) for place in operator.mutation_positions(node)]
            for nth, (start, end) in enumerate(changes):
                same = changes[:nth].count((start, end))
                about = f"{path} {name} {lines[start[0] - 1]} {start[1]} {same}"
                yield Mutant(
                    MutationSpec(path, name, nth, start, end), hashlib.sha256(about.encode()).hexdigest()
                )


def outcome(mutant: Mutant) -> tuple[str, str]:
    """With whoever noticed it, or why nobody can."""
    if reason := reason_of(str(mutant.spec.module_path), mutant.kind, mutant.change):
        return SAME, reason
    result = mutate_and_test([mutant.spec], mutant.command, SECONDS)
    if result.test_outcome == TestOutcome.SURVIVED:
        return SURVIVED, ""
    if result.test_outcome != TestOutcome.KILLED:
        raise SystemExit(f"{mutant.place}: {result.output}")
    if result.output == "timeout":
        return OUT_OF_TIME, ""
    noticed = re.search(r"^(?:FAILED|ERROR) (\S+)", result.output, re.MULTILINE)
    tests = [noticed[1].partition("[")[0]] if noticed else mutant.tests
    found = NOTICED if passes_without(mutant.runner, *tests) else UNCLEAR
    return found, noticed[1] if noticed else "nothing starts"


@cache
def passes_without(runner: str, *tests: str) -> bool:
    """Whoever fails without a mutant too has noticed nothing."""
    return not subprocess.call(
        [".venv/bin/python", "-m", runner, *tests, *QUICKLY], stdout=subprocess.DEVNULL
    )


def look_at(room: str, size: int) -> str:
    """The rate of a room; what is equivalent is no mutant at all."""
    counted = Counter()
    for mutant in mutants(room)[:size]:
        found, by = outcome(mutant)
        counted[found] += 1
        print(f"{found:<12}{mutant.place}  {mutant.kind}\n{'':12}{mutant.change}\n{'':12}{by}", flush=True)
    tried = counted.total() - counted[SAME]
    rest = ", ".join(f"{counted[each]} {each}" for each in counted if each != NOTICED)
    return f"{room}: {counted[NOTICED]} of {tried} noticed ({counted[NOTICED] / tried:.0%}) {rest}"


def check_kinds() -> None:
    """Each makes what it says."""
    for name, operator in KINDS.items():
        for example in operator.examples():
            made = mutate_code(example.pre_mutation_code, operator(), example.occurrence)
            assert (made or "").strip() == example.post_mutation_code, (name, made)


def check_table() -> None:
    """What stands in the table is there: else pytest would end at once, and all would be noticed."""
    for room in ROOMS:
        for path in Path("tasks", room).glob("*.py"):
            tests = [test for kind in KINDS for test in tests_of(path, kind)]
            missing = [test for test in tests if not Path(test).exists()]
            assert not missing, (path, missing)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__.splitlines()[0])
    parser.add_argument("--room", choices=ROOMS, action="append", help="of these rooms alone")
    parser.add_argument("--sample", type=int, default=20, help="how many of each room")
    asked = parser.parse_args()
    check_kinds()
    check_table()
    rates = [look_at(room, asked.sample) for room in asked.room or ROOMS]
    print("", *rates, sep="\n")


if __name__ == "__main__":
    main()
