"""Two people do the same at the same moment, each with a connection of their own: it ends as when one comes after the other.

Where only one of two may, that one wins and the other is told in words; what both may do is done twice; and none fails.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection
from django.test import Client

from tests.access.acts import ACTS, Act, room
from tests.access.dump import of_business
from tests.access.faults import WRITE
from tests.access.scene import Scene
from tests.factories import client_for
from tests.of_a_kind import one_of_each
from tests.races.worlds import Worlds, at_once
from units.models import AuditEntry
from units.models.audit import AuditOutcome

DONE = (200, 204, 302)
REFUSED = (403, 404, 409, 422)
# How long one that is about to write waits for the other to be about to write too: where they lock, it never comes.
MEETING_SECONDS = 0.15

# Of a demonstration's date one is written at a time, and whoever comes meanwhile is told so; whether somebody does is a matter
# of luck (tests/play/test_page.py). Whoever ends all other sessions, as with a new password, ends the other's.
OTHERWISE = {"demo-date", "demo-play", "password", "sessions-end-others"}
RACES = [act for act in ACTS if act.posted and act.route not in OTHERWISE]

Press = Callable[[], int]


def two_of(act: Act, scene: Scene) -> list[Press]:
    """The same by two browsers that show the same page, each ready to be pressed."""
    return [partial(_pressed, _browser(act, scene), act.posted(scene)) for _ in range(2)]


def _browser(act: Act, scene: Scene) -> Client:
    if act.who == "anonymous":
        return Client(raise_request_exception=False)
    return client_for(scene.members[act.who], raise_request_exception=False)


def _pressed(client: Client, posted: tuple[str, dict]) -> int:
    return client.post(*posted).status_code


class Meeting:
    """Whoever is about to write first waits for the other, for a while."""

    def __init__(self):
        self._barrier = Barrier(2)

    def before_the_first_write(self, press: Press) -> Press:
        came = False

        def execute(execute, sql, params, many, context):
            nonlocal came
            if not came and WRITE.match(sql):
                came = True
                self._wait()
            return execute(sql, params, many, context)

        def pressed() -> int:
            with connection.execute_wrapper(execute):
                return press()

        return pressed

    def _wait(self) -> None:
        try:
            self._barrier.wait(MEETING_SECONDS)
        except BrokenBarrierError:
            return


def rows() -> dict[str, int]:
    """With what the log says was done; whoever is refused may be shown a page of which it says that it was read."""
    counted = {model._meta.label: model._default_manager.count() for model in of_business()}
    done = AuditEntry.objects.filter(outcome=AuditOutcome.OK).exclude(action__endswith=".read")
    return counted | Counter(done.values_list("action", flat=True))


def one_after_the_other(worlds: Worlds, scene: Scene, act: Act) -> tuple[list[int], dict[str, int]]:
    with worlds.fresh() as thread:
        return [thread(press) for press in thread(two_of, act, scene)], thread(rows)


@pytest.mark.parametrize("act", one_of_each(RACES, room), ids=str)
def test_at_once_ends_as_one_after_the_other(world, act):
    worlds, scene = world
    statuses, left = one_after_the_other(worlds, scene, act)
    with worlds.fresh() as thread:
        meeting = Meeting()
        became = at_once(*map(meeting.before_the_first_write, thread(two_of, act, scene)))
        assert set(became) <= {*DONE, *REFUSED}
        assert sum(status in DONE for status in became) == sum(status in DONE for status in statuses)
        assert thread(rows) == left
