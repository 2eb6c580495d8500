"""What many tests begin with takes longer to make than to copy: it is made once in a process, afterwards its rows are copied.

Of SQLite, and where the database has nobody in it yet; else it is made each time.
"""

import pickle
from collections.abc import Callable
from functools import wraps
from typing import NamedTuple, ParamSpec, TypeVar

from django.db import connection, transaction

from tasks.models import Programme
from units.models import Unit, User

P = ParamSpec("P")
T = TypeVar("T")


class Rows(NamedTuple):
    """Of a table, as the database has them."""

    table: str
    columns: tuple[str, ...]
    values: tuple[tuple, ...]


def copied(make: Callable[P, T]) -> Callable[P, T]:
    """`make` writes what it returns; a copy has the same keys, and is nobody else's."""
    known: dict[tuple, tuple[bytes, list[Rows]]] = {}

    @wraps(make)
    def made(*args: P.args, **named: P.kwargs) -> T:
        if connection.vendor != "sqlite" or not _is_empty():
            return make(*args, **named)
        # What waits for a commit is done in a test that commits only.
        asked = args, tuple(named.items()), connection.in_atomic_block, _last_keys()
        if asked not in known:
            before = set(_all_rows())
            found = make(*args, **named)
            known[asked] = pickle.dumps(found), _since(before)
            return found
        found, rows = known[asked]
        _insert(rows)
        return pickle.loads(found)  # noqa: S301 - written above

    return made


def _is_empty() -> bool:
    return not any(model.objects.exists() for model in (Programme, Unit, User))


def _last_keys() -> tuple:
    return tuple(_execute('SELECT name, seq FROM "sqlite_sequence" ORDER BY name'))


def _since(before: set[Rows]) -> list[Rows]:
    known = {rows.table: set(rows.values) for rows in before}
    return [
        rows._replace(values=new)
        for rows in _all_rows()
        if (new := tuple(row for row in rows.values if row not in known[rows.table]))
    ]


def _all_rows() -> list[Rows]:
    return [_rows(table) for table in connection.introspection.table_names()]


def _rows(table: str) -> Rows:
    columns = tuple(name for _, name, *_ in _execute(f'PRAGMA table_info("{table}")'))
    # A plus has SQLite's own value, which Python is not told to make a day or a moment of.
    asked = ", ".join(f'+"{name}"' for name in columns)
    return Rows(table, columns, tuple(_execute(f'SELECT {asked} FROM "{table}"')))  # noqa: S608 - our own tables


def _insert(found: list[Rows]) -> None:
    """The head of the audit log is not new but another one."""
    with transaction.atomic():
        for table, columns, values in found:
            names, places = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
            connection.connection.executemany(
                f'INSERT OR REPLACE INTO "{table}" ({names}) VALUES ({places})',  # noqa: S608 - our own tables
                values,
            )


def _execute(statement: str) -> list[tuple]:
    return connection.connection.execute(statement).fetchall()
