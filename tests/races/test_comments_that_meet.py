"""Commenting on what is reported in a round, disputing and verifying what was entered of it, each met by another act on the
same: whoever comes second is judged by what stands behind the lock, not by the page it was drawn from.
"""

import pytest

from tasks.actions import progress_written
from tasks.models import Comment, Entry
from tests.access.scene import STATES, Scene
from tests.races.test_acts_that_meet import Press, fresh, meet, press, withdrawing

__all__ = ["fresh", "meet"]  # fixtures

# Whoever is first stops with the locks in hand and has written nothing yet.
LOCKED = (progress_written, "locked_round")


def commenting(scene: Scene, who: str = "checker") -> Press:
    typed = {"place": "next_text", "text": "请说明进度", "nth": 1}
    return press(scene, who, "progress-comment-add", typed, round=1, number=STATES["accepted"])


def returning(scene: Scene, state: str = "accepted") -> Press:
    typed = {"based_on": scene.progress(state).version, "refile_by": "2015-04-10", "note": "请补充"}
    return press(scene, "checker", "progress-return", typed, round=1, number=STATES[state])


def disputing(scene: Scene, who: str = "liaison") -> Press:
    return of_entry(scene, who, "entry-dispute", {"dispute": "应为46项"})


def verifying(scene: Scene, who: str = "checker") -> Press:
    return of_entry(scene, who, "entry-verify", {})


def of_entry(scene: Scene, who: str, route: str, typed: dict) -> Press:
    return press(scene, who, route, typed, round=1, number=STATES["on_behalf"], nth=1)


def returning_entered(scene: Scene) -> Press:
    return returning(scene, "on_behalf")


def made() -> Comment | None:
    return Comment.objects.filter(text="请说明进度").first()


def entered() -> Entry:
    return Entry.objects.get(letter__isnull=False)


@pytest.mark.parametrize("meanwhile", [returning, withdrawing])
def test_nothing_is_noted_on_what_is_returned_or_withdrawn_in_this_moment(fresh, meet, meanwhile):
    thread, scene = fresh
    acts = thread(lambda: [meanwhile(scene), commenting(scene, "clerk")])
    assert meet(*acts, behind=LOCKED) == [302, 409]
    assert thread(made) is None


def test_what_was_noted_a_moment_before_goes_with_the_return(fresh, meet):
    thread, scene = fresh
    acts = thread(lambda: [commenting(scene, "clerk"), returning(scene)])
    assert meet(*acts, behind=LOCKED) == [302, 302]
    assert thread(made).sent_at is not None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (disputing, disputing),
        (verifying, verifying),
        (verifying, disputing),
        (returning_entered, disputing),
        (returning_entered, lambda scene: verifying(scene, "liaison")),
    ],
)
def test_of_two_who_compare_the_one_behind_the_lock_is_told(fresh, meet, first, second):
    thread, scene = fresh
    acts = thread(lambda: [first(scene), second(scene)])
    assert meet(*acts, behind=LOCKED) == [302, 409]
    entry = thread(entered)
    assert bool(entry.disputed_at) == (first is disputing)
    assert bool(entry.verified_at) == (first is verifying)


def test_what_is_disputed_may_be_verified_all_the_same(fresh, meet):
    thread, scene = fresh
    acts = thread(lambda: [disputing(scene), verifying(scene)])
    assert meet(*acts, behind=LOCKED) == [302, 302]
    entry = thread(entered)
    assert entry.disputed_at
    assert entry.verified_at
