"""What a request writes to, and a database that fails at one of its writes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

# Sessions and tries to sign in are written beside the business, when all of it is done.
WRITE = re.compile(r'(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "(?!units_session|axes_)(\w+)"')


@contextmanager
def tables_written() -> Iterator[set[str]]:
    """Names of those that are written to inside."""
    tables: set[str] = set()

    def note(execute, sql, params, many, context):
        if write := WRITE.match(sql):
            tables.add(write[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


class Fault:
    """The `nth` write fails as on a full disk, or as when the connection is lost."""

    def __init__(self, nth: int):
        self._nth, self._writes = nth, 0

    @property
    def happened(self) -> bool:
        return self._writes >= self._nth

    def execute(self, execute, sql, params, many, context):
        if WRITE.match(sql):
            self._writes += 1
            if self._writes == self._nth:
                raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)


@contextmanager
def fault(nth: int) -> Iterator[Fault]:
    made = Fault(nth)
    with connection.execute_wrapper(made.execute):
        yield made
