"""Two histories of plans and of what is reported, of which each act was done in the first moment of its day, and all that
querysets say of them: what is put down in `asked.txt` and `asked_further.txt`.
"""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from tests import asked
from tests.ledger.further import lived_further
from tests.ledger.history import lived
from tests.ledger.world import World, at
from tests.of_a_kind import one_of_each
from tests.rounds.conftest import on

# Of a unit, in short too, of a name that an area had, of an entry that came and of contents.
WORDS = ("syj", "3月17日", "3月27日", "市第")


@pytest.fixture
def at_midnight(monkeypatch):
    monkeypatch.setattr(at, "__defaults__", (time(0),))


@pytest.mark.parametrize(
    ("live", "name"),
    one_of_each([(lived, "asked.txt"), (lived_further, "asked_further.txt")]),
    ids=["history", "further"],
)
def test_querysets_say_what_is_put_down_here(
    at_midnight, world, live: Callable[[World], World], name: str, tmp_path
):
    """Where something else is meant, what is found takes the place of what is put down."""
    live(world)
    on(date(2018, 3, 1))
    found, put_down = tmp_path / name, Path(__file__).with_name(name)
    lines = [*asked.now(*WORDS), *asked.in_time(*WORDS)]
    found.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert lines == put_down.read_text(encoding="utf-8").splitlines(), f"cp {found} {put_down}"
