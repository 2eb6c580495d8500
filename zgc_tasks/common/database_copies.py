"""A consistent copy of the whole database in one file, and putting one back.

SQLite by its backup API, which copies while others read and write; PostgreSQL by pg_dump and psql, in one
transaction each. Either way a copy is put back whole or not at all.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

SQLITE, POSTGRESQL = "sqlite", "postgresql"


class CopyFailed(Exception):
    """The copy could not be made or put back; the message says why and how to mend it."""


def write_copy(target: Path) -> None:
    """Write what is committed now to `target`."""
    {SQLITE: _write_sqlite, POSTGRESQL: _write_postgresql}[connection.vendor](target)


def put_back(copy: Path, *, needs_rows: str) -> None:
    """Replace everything in the database by `copy`, in which the table `needs_rows` has some. Nobody else may be using
    the database.
    """
    {SQLITE: _put_back_sqlite, POSTGRESQL: _put_back_postgresql}[connection.vendor](copy, needs_rows)


_EMPTY = "备份中没有任何账号，恢复后无人能登录，未作任何改动；请改用另一份备份"


# --- SQLite


# What it says itself is English.
_WORDS = {
    sqlite3.SQLITE_FULL: "磁盘空间已满",
    sqlite3.SQLITE_IOERR: "磁盘读写出错",
    sqlite3.SQLITE_CANTOPEN: "文件不能打开",
    sqlite3.SQLITE_READONLY: "数据库不能写入",
    sqlite3.SQLITE_BUSY: "数据库正被占用",
    sqlite3.SQLITE_LOCKED: "数据库正被占用",
    sqlite3.SQLITE_CORRUPT: "数据库已损坏",
    sqlite3.SQLITE_NOTADB: "数据库已损坏",
}


def _in_words(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return _WORDS.get(code, f"SQLite 错误码 {code}")


def _write_sqlite(target: Path) -> None:
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a write-ahead log beside it
    except sqlite3.Error as error:
        raise CopyFailed(
            f"数据库未能复制（{_in_words(error)}），请核对 DATA_DIR 的剩余空间和读写权限"
        ) from error


def _put_back_sqlite(copy: Path, needs_rows: str) -> None:
    with closing(sqlite3.connect(copy)) as source:
        try:
            sound = source.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            has_rows = source.execute(f'SELECT 1 FROM "{needs_rows}"').fetchone()  # noqa: S608 - a table of ours
        except sqlite3.DatabaseError:
            sound = False
        if not sound:
            raise CopyFailed("备份中的数据库已损坏，未作任何改动；请改用另一份备份")
        if not has_rows:
            raise CopyFailed(_EMPTY)
        connection.ensure_connection()
        try:
            source.backup(connection.connection)
        except sqlite3.Error as error:
            raise CopyFailed(
                f"现有数据库未能写入，未作任何改动（{_in_words(error)}）；"
                "请核对 DATA_DIR 的剩余空间和读写权限，或改用另一份备份"
            ) from error


# --- PostgreSQL


def _write_postgresql(target: Path) -> None:
    with open(target, "wb") as out:
        _run("pg_dump", "--clean", "--if-exists", "--no-owner", "--no-privileges", stdout=out)


_NO_ROWS = "zgc-tasks: no rows"


def _put_back_postgresql(copy: Path, needs_rows: str) -> None:
    """One script, one transaction. Tables that the copy does not know go too: a later version made them."""
    quoted = [connection.ops.quote_name(table) for table in connection.introspection.table_names()]
    script = copy.with_suffix(".sql")
    with open(script, "wb") as out, open(copy, "rb") as dump:
        out.writelines(f"DROP TABLE {table} CASCADE;\n".encode() for table in quoted)
        shutil.copyfileobj(dump, out)
        out.write(_unless_rows(needs_rows).encode())
    connection.close()
    try:
        _run(
            "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
            f"--file={script}", stdout=subprocess.DEVNULL,
        )  # fmt: skip
    except CopyFailed as failure:
        raise CopyFailed(_EMPTY) if _NO_ROWS in str(failure) else failure from None


def _unless_rows(table: str) -> str:
    """The end of the script: takes all of it back where nobody could sign in."""
    there = f"SELECT FROM public.{connection.ops.quote_name(table)}"
    return f"\nDO $$BEGIN IF NOT EXISTS ({there}) THEN RAISE EXCEPTION '{_NO_ROWS}'; END IF; END$$;\n"


def _run(program: str, *arguments: str, stdout) -> None:
    path = shutil.which(program)
    if path is None:
        raise CopyFailed(f"找不到 {program}，请安装 PostgreSQL 客户端：apt-get install postgresql-client")
    done = subprocess.run(  # noqa: S603 - no shell; the arguments are ours
        [path, *arguments], env=os.environ | _postgresql_environment(), stdout=stdout, stderr=subprocess.PIPE
    )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip()
        raise CopyFailed(f"{program} 未能完成，数据库未作改动：{reason}")


def _postgresql_environment() -> dict[str, str]:
    """Where the database is, by the variables of libpq: a password among arguments could be read by anybody."""
    found = connection.settings_dict
    values = {
        "PGHOST": found["HOST"],
        "PGPORT": found["PORT"],
        "PGUSER": found["USER"],
        "PGPASSWORD": found["PASSWORD"],
        "PGDATABASE": found["NAME"],
        "PGSSLMODE": found["OPTIONS"].get("sslmode"),
        "PGSSLROOTCERT": found["OPTIONS"].get("sslrootcert"),
        "PGCLIENTENCODING": "UTF8",
        "PGOPTIONS": "--client-min-messages=warning",
    }
    return {name: str(value) for name, value in values.items() if value}
