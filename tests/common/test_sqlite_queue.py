"""The turn that a transaction takes: the lock of a file beside the database, seen as another process sees it."""

import fcntl
import os
import sqlite3
import threading
from contextlib import closing, contextmanager

import pytest
from django.db import IntegrityError, OperationalError
from django.db.utils import ConnectionHandler

from zgc_tasks.common.sqlite import base

pytestmark = pytest.mark.django_db


@pytest.fixture
def database(tmp_path):
    return tmp_path / "db.sqlite3"


def connected(database):
    options = {"transaction_mode": "IMMEDIATE", "timeout": 1}
    one = {"ENGINE": "zgc_tasks.common.sqlite", "NAME": database, "OPTIONS": options}
    made = ConnectionHandler({"default": one}).create_connection("default")
    made.inc_thread_sharing()
    return made


@pytest.fixture
def connection(database):
    made = connected(database)
    with made.cursor() as cursor:
        cursor.execute("CREATE TABLE line (text)")
    yield made
    made.close()


@contextmanager
def turn(database):
    """The turn of somebody else; BlockingIOError where it is taken."""
    with open(f"{database}-turn", "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def is_taken(database) -> bool:
    try:
        with turn(database):
            return False
    except BlockingIOError:
        return True


def begin(connection) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def write(connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO line VALUES ('x')")


def lines(connection) -> int:
    with connection.cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM line").fetchone()[0]


def test_a_transaction_has_the_turn_until_it_is_committed(connection, database):
    begin(connection)
    write(connection)
    assert is_taken(database)
    connection.commit()
    assert not is_taken(database)
    assert lines(connection) == 1


def test_the_turn_ends_with_a_transaction_that_is_rolled_back(connection, database):
    begin(connection)
    write(connection)
    connection.rollback()
    assert not is_taken(database)
    assert lines(connection) == 0


def test_the_turn_ends_with_a_connection_that_is_closed_in_a_transaction(connection, database):
    begin(connection)
    write(connection)
    connection.close()
    assert not is_taken(database)


def test_going_back_to_a_savepoint_keeps_the_turn(connection, database):
    begin(connection)
    connection.in_atomic_block = True
    savepoint = connection.savepoint()
    connection.savepoint_rollback(savepoint)
    connection.in_atomic_block = False
    assert is_taken(database)
    connection.rollback()


def test_a_transaction_that_cannot_begin_leaves_the_turn_to_others(connection, database):
    with closing(sqlite3.connect(database)) as outsider:
        outsider.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError):
            begin(connection)
        assert not is_taken(database)


def test_a_transaction_waits_for_its_turn(connection, database):
    begun = threading.Event()

    def work():
        begin(connection)
        begun.set()

    with turn(database):
        waiting = threading.Thread(target=work)
        waiting.start()
        assert not begun.wait(0.3)
    assert begun.wait(10)
    waiting.join()
    connection.rollback()


def test_who_waits_longer_than_sqlite_would_is_told_as_by_sqlite(connection, database):
    with turn(database):
        with pytest.raises(OperationalError, match="database is locked"):
            begin(connection)
        assert connection.get_autocommit()
    begin(connection)
    assert is_taken(database)
    connection.rollback()


def test_a_commit_that_fails_leaves_the_turn_to_others(connection, database):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE page (id INTEGER PRIMARY KEY)")
        cursor.execute("CREATE TABLE leaf (page INTEGER REFERENCES page (id) DEFERRABLE INITIALLY DEFERRED)")
    begin(connection)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO leaf VALUES (1)")
    with pytest.raises(IntegrityError):
        connection.commit()
    assert not is_taken(database)
    connection.rollback()


def test_the_file_of_turns_belongs_to_whom_the_database_belongs(connection, database):
    if os.geteuid() == 0:
        os.chown(database, 12345, 12345)
    begin(connection)
    made, owner = os.stat(f"{database}-turn"), os.stat(database)
    connection.rollback()
    assert (made.st_uid, made.st_gid) == (owner.st_uid, owner.st_gid)


def test_what_only_reads_or_writes_one_line_waits_for_nobody(connection, database):
    write(connection)
    with turn(database):
        write(connection)
        assert lines(connection) == 2


def test_of_the_threads_of_a_process_one_asks_and_each_gets_its_turn(connection, database, monkeypatch):
    asking = set()
    locked = base._locked

    def noted(turn: int) -> bool:
        asking.add(threading.get_ident())
        return locked(turn)

    def work():
        with closing(connected(database)) as own:
            begin(own)
            write(own)
            own.commit()

    monkeypatch.setattr(base, "_locked", noted)
    threads = [threading.Thread(target=work) for _ in range(4)]
    with turn(database):
        for thread in threads:
            thread.start()
        threads[0].join(0.3)
        assert len(asking) == 1
    for thread in threads:
        thread.join()
    assert len(asking) == 4
    assert lines(connection) == 4


def test_a_statement_is_put_into_the_words_of_sqlite_with_other_values_each_time(connection):
    with connection.cursor() as cursor:
        for value in ("first", "second"):
            cursor.execute("SELECT '100%%', %s", [value])
            assert cursor.fetchall() == [("100%", value)]
        cursor.execute("SELECT %(one)s, '100%%', %(one)s", {"one": 3})
        assert cursor.fetchall() == [(3, "100%", 3)]
        assert isinstance(cursor.cursor, base.Cursor)
