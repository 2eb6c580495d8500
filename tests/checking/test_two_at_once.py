"""Two people press at the same moment, each with a connection of their own: one wins, the other is told.

SQLite writes one after the other from the start (tests/common/test_sqlite_queue.py); here rows are locked.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tasks.actions import checking, filing
from tasks.actions.locking import StaleWrite
from tests.story import at, begin

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]


def both(plan, *acts) -> list[str]:
    """What became of each, all of them based on what the plan is now."""
    start = Barrier(len(acts))

    def press(action, by) -> str:
        start.wait()
        try:
            action(plan_id=plan.pk, based_on=plan.version, by=by, at=at(27))
        except StaleWrite:
            return "stale"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(lambda act: press(*act), acts))


def test_one_of_two_checkers_begins():
    story = begin()
    plan = story.file()
    acts = [(checking.start_check, story.checker), (checking.start_check, story.second_checker)]
    assert both(plan, *acts) == ["done", "stale"]
    assert story.plan.events.filter(action="start_check").count() == 1


def test_one_of_two_checkers_accepts():
    story = begin()
    story.file()
    plan = story.start_check()
    acts = [(checking.accept, story.checker), (checking.accept, story.second_checker)]
    assert both(plan, *acts) == ["done", "stale"]
    assert story.plan.events.filter(action="accept").count() == 1


def test_what_is_withdrawn_is_not_checked_in_the_same_moment():
    story = begin()
    plan = story.file()
    acts = [(filing.withdraw, story.liaison), (checking.start_check, story.checker)]
    assert both(plan, *acts) == ["done", "stale"]
    assert story.plan.status in ("draft", "checking")
    assert story.plan.events.count() == 2
