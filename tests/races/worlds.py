"""A database on a disk, with something in it, and a fresh copy of it for each race.

The tests' own database is one connection, in memory or in a transaction that nobody else sees. Here threads work, as in the
server: each has a connection of its own.
"""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from django.conf import settings
from django.db import connection

from tests.kept_database import KEPT

T = TypeVar("T")
# As zgc_tasks.settings has it.
ON_DISK = {
    "ENGINE": "zgc_tasks.common.sqlite",
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL;"},
}


def at_once(*acts: Callable[[], T]) -> list[T]:
    """What each returns, all at the same time."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(_and_closed, acts))


def _and_closed(act: Callable[[], T]) -> T:
    try:
        return act()
    finally:
        connection.close()


def _close() -> None:
    """That of the thread which asks: the name alone would be that of whoever hands it over."""
    connection.close()


class Thread:
    """One that does what it is asked, one after the other."""

    def __enter__(self) -> "Thread":
        self._pool = ThreadPoolExecutor(1)
        return self

    def __exit__(self, *raised) -> None:
        self(_close)
        self._pool.shutdown()

    def __call__(self, act: Callable[..., T], *args) -> T:
        return self._pool.submit(act, *args).result()


class Worlds:
    """`begin` fills the first of them; `fresh` is one more that begins as that one was left, with a thread in it."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._is_sqlite = connection.vendor == "sqlite"
        self._empty = KEPT if self._is_sqlite else settings.DATABASES["default"]["NAME"]
        self._filled = folder / "filled.sqlite3" if self._is_sqlite else f"{self._empty}_filled"

    def begin(self, fill: Callable[[], T]) -> T:
        with self._copied(self._empty, self._filled), Thread() as thread:
            return thread(fill)

    @contextmanager
    def fresh(self) -> Iterator[Thread]:
        copy = self._folder / "race.sqlite3" if self._is_sqlite else f"{self._empty}_race"
        try:
            with self._copied(self._filled, copy), Thread() as thread:
                yield thread
        finally:
            self._drop(copy)

    def end(self) -> None:
        self._drop(self._filled)

    @contextmanager
    def _copied(self, source, target) -> Iterator[None]:
        if self._is_sqlite:
            shutil.copyfile(source, target)
        else:
            self._on_server(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
        with pytest.MonkeyPatch.context() as patch:
            for name, value in ((ON_DISK if self._is_sqlite else {}) | {"NAME": target}).items():
                patch.setitem(settings.DATABASES["default"], name, value)
            yield

    def _drop(self, copy) -> None:
        if self._is_sqlite:
            for path in self._folder.glob(f"{copy.name}*"):
                path.unlink()
        else:
            self._on_server(f'DROP DATABASE "{copy}"')

    def _on_server(self, statement: str) -> None:
        connection.close()  # a database that somebody is connected to is not copied
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)
