"""The lock that goes round in the order in which it was asked for."""

import threading
import time

import pytest

from zgc_tasks.common.sqlite.line import Line

SECONDS = 20


@pytest.fixture
def line():
    made = Line()
    assert made.acquire(timeout=0)
    return made


def waiting(line: Line) -> int:
    return len(line._waiting)


def asking(line: Line, name: str, got: list[str]) -> threading.Thread:
    """Somebody who waits for the lock, and gives it on at once; in the line before this returns."""
    before = waiting(line)

    def ask():
        if line.acquire(timeout=SECONDS):
            got.append(name)
            line.release()

    thread = threading.Thread(target=ask)
    thread.start()
    while waiting(line) == before:
        time.sleep(0.001)
    return thread


def test_who_came_first_is_next(line):
    got = []
    threads = [asking(line, name, got) for name in "甲乙丙丁"]
    line.release()
    for thread in threads:
        thread.join(SECONDS)
    assert got == list("甲乙丙丁")


def test_nobody_comes_between_the_one_who_gives_it_on_and_the_one_who_waits(line):
    got = []
    thread = asking(line, "先到", got)
    line.release()
    assert line.acquire(timeout=SECONDS)
    assert got == ["先到"]
    thread.join(SECONDS)


def test_who_has_waited_long_enough_leaves_the_line_and_the_next_gets_it(line):
    got = []
    assert not line.acquire(timeout=0.01)
    thread = asking(line, "后到", got)
    line.release()
    thread.join(SECONDS)
    assert got == ["后到"]


def test_it_is_not_lost_where_it_is_given_on_in_the_moment_in_which_one_gives_up(line):
    got = []
    with line._guard:  # where both wait, the one who gives it on first
        giving = threading.Thread(target=line.release)
        waits = threading.Lock()
        waits.acquire()
        line._waiting.append(waits)
        giving.start()
        time.sleep(0.05)
        leaving = threading.Thread(target=lambda: got.append(line._left(waits)))
        leaving.start()
        time.sleep(0.05)
    giving.join(SECONDS)
    leaving.join(SECONDS)
    left = got[0]
    assert line.acquire(timeout=0) is left  # had by who waited, or free


def test_one_at_a_time_has_it(line):
    having, most = [], []

    def ask():
        for turn in range(300):
            if line.acquire(timeout=turn % 3 / 10_000):
                having.append(turn)
                most.append(len(having))
                time.sleep(0.0001)
                having.pop()
                line.release()

    line.release()
    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert set(most) == {1}
    assert line.acquire(timeout=0)
