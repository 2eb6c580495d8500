"""How properties are tried: a busy machine is no failure, so no single example has a time limit. Whatever rules are asked, they
answer: what takes a minute of the processor would never end.
"""

import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("no time limit", deadline=None)
settings.load_profile("no time limit")


@pytest.fixture(autouse=True)
def ends() -> Iterator[None]:
    before = signal.signal(signal.SIGVTALRM, _does_not_end)
    signal.setitimer(signal.ITIMER_VIRTUAL, 60)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


def _does_not_end(*_) -> None:
    raise TimeoutError("asked for a minute of the processor, and still no answer")
