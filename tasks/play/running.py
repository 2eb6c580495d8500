"""快进 beside the requests: in a process of its own, one at a time.

Whoever plays holds the lock of a file; it goes with the process, however that ends. Whoever starts one takes the lock
first and hands it down, so that of two who press at once one is refused.
"""

import fcntl
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings

from tasks.actions import demonstration
from units.models import Membership
from zgc_tasks.common.refusal import Kind, Refusal

RUNNING = "正在快进，请等它结束后再开始"
_TRIES, _BETWEEN = 10, 0.05  # seconds; whoever looks holds the lock for less than one of them


def lock() -> int:
    """The open file whose lock is held; closing it gives the lock up. Refused while another one plays; whoever only looks
    whether one does is waited for.
    """
    file = _opened()
    for _ in range(_TRIES):
        if _took(file, fcntl.LOCK_EX):
            return file
        time.sleep(_BETWEEN)
    os.close(file)
    raise Refusal(RUNNING, Kind.NOT_NOW)


def _opened() -> int:
    return os.open(_beside_the_data("lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _took(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def nobody_plays() -> Iterator[int]:
    """Inside nobody else begins to; refused while somebody does. What it gives is the lock, to be handed down."""
    held = lock()
    try:
        yield held
    finally:
        os.close(held)


def is_running() -> bool:
    """By a shared lock: any number may look at the same time, and none is taken for one that plays."""
    file = _opened()
    try:
        return not _took(file, fcntl.LOCK_SH)
    finally:
        os.close(file)


def begin(*, until: date, today: date, by: Membership, held: int) -> None:
    """快进 as somebody asked for it on a page, who holds the lock since before they read `today`; the answer does not wait
    for it.
    """
    demonstration.begin_playing(until=until, today=today, by=by)
    _start(until, held)


def _start(until: date, held: int) -> None:
    """A process that plays under the lock that is `held`. What it says is in play_history.log of the data folder."""
    command = [sys.executable, "manage.py", "play_history", "--until", f"{until}", "--lock", f"{held}"]
    with _beside_the_data("log").open("wb") as log:
        child = subprocess.Popen(  # noqa: S603 - nothing of it was typed by anybody
            command,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=(held,),
        )
    # Somebody has to ask how it ended, or it stays in the list of processes.
    threading.Thread(target=child.wait, daemon=True).start()


def _beside_the_data(kind: str) -> Path:
    return settings.DATA_DIR / f"play_history.{kind}"
