"""Two histories of plans and of what is reported, of which each act was done in the first moment of its day, and all that
querysets say of them: what is put down in `asked.txt` and `asked_further.txt` of now and of the moments before each act, in
`asked_days.txt` and `asked_further_days.txt` of each day.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests import asked
from tests.factories import numbered_from
from tests.ledger.further import lived_further
from tests.ledger.history import lived
from tests.ledger.world import World
from tests.of_a_kind import one_of_each
from tests.rounds.conftest import on

# Of a unit, in short too, of a name that an area had, of an entry that came and of contents.
WORDS = ("syj", "3月17日", "3月27日", "市第")


def now_and_before_each_act() -> list[str]:
    return [*asked.now(*WORDS), *asked.before_each_act(*WORDS)]


def on_each_day() -> list[str]:
    return asked.on_each_day(*WORDS)


@pytest.mark.parametrize(
    ("live", "name"),
    one_of_each([(lived, "asked"), (lived_further, "asked_further")]),
    ids=["history", "further"],
)
@pytest.mark.parametrize(
    ("say", "of"), one_of_each([(now_and_before_each_act, ""), (on_each_day, "_days")]), ids=["acts", "days"]
)
def test_querysets_say_what_is_put_down_here(
    at_midnight,
    world,
    live: Callable[[World], World],
    name: str,
    say: Callable[[], list[str]],
    of: str,
    tmp_path,
):
    """Where something else is meant, what is found takes the place of what is put down."""
    with numbered_from(1_000_000):
        live(world)
    on(date(2018, 3, 1))
    found = tmp_path / f"{name}{of}.txt"
    put_down, lines = Path(__file__).with_name(found.name), say()
    found.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert lines == put_down.read_text(encoding="utf-8").splitlines(), f"cp {found} {put_down}"
