"""A lock that those who wait for it get in the order in which they came.

Of Python's own, whoever asks at the right moment is next: also somebody who has only just come.
"""

from collections import deque
from threading import Lock


class Line:
    def __init__(self):
        self._guard, self._waiting, self._taken = Lock(), deque[Lock](), False

    def acquire(self, timeout: float) -> bool:
        """Whether it was got within so many seconds."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        return mine.acquire(timeout=timeout) or not self._left(mine)

    def release(self) -> None:
        """Give it to who has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

    def _left(self, mine: Lock) -> bool:
        """Whether the place was given up; not where the lock came in the very moment."""
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return True
            return False
