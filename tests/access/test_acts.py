"""Every act once: what it writes, column by column, and what its action refuses whoever calls it, without the form before it."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.access.acts import ACTS, succeeds
from tests.access.answers import undone
from tests.access.dump import business
from tests.access.faults import tables_written
from tests.access.otherwise import DONE, Tried, actions, name_of, tried_otherwise
from tests.access.written import logged, told
from units.models import AuditEntry

pytestmark = pytest.mark.django_db

# Done by a command: the register is loaded as a whole or not at all in tests/register/test_load_register.py.
ELSEWHERE = {"register.load_register"}
PUT_DOWN = Path(__file__).with_name("acts.txt")


class Acted(NamedTuple):
    tried: list[Tried]  # of each act
    put_down: list[str]


@pytest.fixture(scope="module")
def acted(acting) -> Acted:
    before, found = business(), Acted([], [])
    for act in ACTS:
        with undone(), tried_otherwise(acting) as tried:
            last = AuditEntry.objects.latest("pk").pk
            with tables_written() as tables:
                assert succeeds(act, acting), act
            entries = AuditEntry.objects.filter(pk__gt=last).order_by("pk")
            lines = (*told(before, business(tables)), *logged(entries), *_let_through(tried))
        found.tried.append(tried)
        found.put_down.extend([str(act), *(f"  {line}" for line in lines)])
    return found


def _let_through(tried: Tried) -> Iterator[str]:
    """Who else might do it, and what else might be handed in."""
    for name, outcomes in tried.items():
        done = [what for what, outcome in outcomes.items() if outcome == DONE]
        people = [what.removeprefix("by ") for what in done if what.startswith("by ")]
        others = [what for what in done if not what.startswith("by ")]
        if done:
            yield "; ".join([f"{name.partition('.')[2]} by {' '.join(people)}", *others])


def test_every_action_is_among_the_acts(acted):
    done = {name for tried in acted.tried for name in tried}
    assert {name_of(action) for _, action in actions()} - done == ELSEWHERE


def test_every_act_writes_what_is_put_down_here_and_its_action_lets_nothing_else_through(acted, tmp_path):
    """Where something else is meant, what is found takes the place of what is put down."""
    found = tmp_path / PUT_DOWN.name
    found.write_text("\n".join([*acted.put_down, ""]), encoding="utf-8")
    assert acted.put_down == PUT_DOWN.read_text(encoding="utf-8").splitlines(), f"cp {found} {PUT_DOWN}"


@pytest.mark.parametrize("what", ["based_on", "long past", "far ahead", "later"])
def test_no_action_rests_on_an_older_version_or_takes_a_day_that_cannot_be(acted, what):
    tried = [
        (name, *each) for tried in acted.tried for name, of_it in tried.items() for each in of_it.items()
    ]
    found = [(name, given, outcome) for name, given, outcome in tried if given.endswith(what)]
    assert found
    assert [each for each in found if each[2] == DONE] == []
