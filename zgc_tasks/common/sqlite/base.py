"""SQLite whose writers queue (decision 0025).

A transaction that has to wait asks SQLite again and again, sleeping up to a tenth of a second in between, and whoever
asks at the right moment is next: of eight people who save at once some wait over a second for a turn of a few
milliseconds. Here a transaction first takes the lock of a file beside the database, which the system hands on at once.
"""

import fcntl
import os

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with one transaction at a time among all processes. A statement outside of any waits as before."""

    _turn: int | None = None  # the open file whose lock is held

    def _start_transaction_under_autocommit(self):
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _commit(self):
        super()._commit()
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
        if not self.is_in_memory_db():
            path = f"{self.settings_dict['NAME']}-turn"
            self._turn = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._turn, fcntl.LOCK_EX)

    def _end_turn(self):
        if self._turn is not None:
            os.close(self._turn)  # which gives up the lock
            self._turn = None
