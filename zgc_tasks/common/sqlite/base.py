"""SQLite whose writers queue (decision 0025), and whose statements are put into its words once (0023).

A transaction that has to wait asks SQLite again and again, sleeping up to a tenth of a second in between, and whoever
asks at the right moment is next: of eight people who save at once some wait over a second for a turn of a few
milliseconds. Here a transaction first takes the lock of a file beside the database, and asks for it five times a millisecond.
"""

import fcntl
import os
import time
from functools import lru_cache
from pathlib import Path

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from zgc_tasks.common.sqlite.line import Line

WAIT_SECONDS = 0.0002
_STATEMENTS = 512  # some 350 prepared ones over all roles, and what is asked beside them

# Only one thread of a process asks for the file: the fewer ask, the less it is a matter of luck who is next.
_threads = Line()


class Cursor(base.SQLiteCursorWrapper):
    """Django's, which writes `?` for each `%s` at every call: of a page that takes ten milliseconds that was up to a third of
    one, its statements being long. Here it is done once for each.
    """

    def convert_query(self, query, *, param_names=None):
        if param_names is not None:
            return super().convert_query(query, param_names=param_names)
        return _with_marks(query)


@lru_cache(maxsize=_STATEMENTS)
def _with_marks(query: str) -> str:
    return base.SQLiteCursorWrapper.convert_query(None, query)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with one transaction at a time among all processes. A statement outside of any waits as before.

    Django has no public place at the start and end of a transaction, so these are its private ones. Without the queue
    eight people save 316 instead of 379 times a second, and the slowest waits one to two seconds (run).
    """

    _turn: int | None = None  # the open file whose lock is held
    _is_first = False  # of the threads of this process

    def create_cursor(self, name=None):
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self):
        try:
            self._take_turn()
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _commit(self):
        try:
            super()._commit()
        finally:
            self._end_turn()

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self._end_turn()

    def _close(self):
        try:
            super()._close()
        finally:
            self._end_turn()

    def _take_turn(self):
        """Wait for as long as SQLite itself would (`timeout`, seconds), then fail with the words it has for it."""
        if self.is_in_memory_db():
            return
        end = time.monotonic() + self.settings_dict["OPTIONS"]["timeout"]
        self._is_first = _threads.acquire(timeout=self.settings_dict["OPTIONS"]["timeout"])
        if not self._is_first:
            raise OperationalError("database is locked")
        self._turn = _opened(self.settings_dict["NAME"])
        while not _locked(self._turn):
            if time.monotonic() > end:
                raise OperationalError("database is locked")
            time.sleep(WAIT_SECONDS)

    def _end_turn(self):
        if self._turn is not None:
            os.close(self._turn)  # which gives up the lock
            self._turn = None
        if self._is_first:
            self._is_first = False
            _threads.release()


def _opened(database: str | Path) -> int:
    """The file of turns beside the database, which belongs to whom the database belongs, also if root was first."""
    turn = os.open(f"{database}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if os.geteuid() == 0:
        owner = os.stat(database)
        os.fchown(turn, owner.st_uid, owner.st_gid)
    return turn


def _locked(turn: int) -> bool:
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
