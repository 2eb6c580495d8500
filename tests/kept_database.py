"""The migrated database of SQLite, kept between runs: making it takes longer than the tests of most rooms.

It is kept under what it is made of, so that a change of a model, a migration or a trigger makes another; every worker
of a run fills its own from it. Tests of migrations run them all the same, and PostgreSQL makes its own.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.backends.signals import connection_created
from django.test.utils import setup_databases, teardown_databases

from tasks import counted

ROOT = Path(settings.BASE_DIR)
MADE_OF = (
    "tasks/apps.py",
    "tasks/enums.py",
    "tasks/migrations/*.py",
    "tasks/models/*.py",
    "units/**/*.py",
    "zgc_tasks/**/*.py",
)


def _made_of() -> str:
    found = hashlib.sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for path in sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern)):
        found.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return found.hexdigest()[:16]


KEPT = Path(tempfile.gettempdir()) / f"zgc-tests-{os.getuid()}-{_made_of()}.sqlite3"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_modify_db_settings, django_db_blocker
) -> Iterator[None]:
    """pytest-django's own makes only databases that a test asks for by its mark, so that a file whose tests reach theirs through
    a fixture of their package could not run alone.
    """
    with django_db_blocker.unblock(), _one_after_the_other():
        before = setup_databases(verbosity=0, interactive=False)
        if connection.vendor == "sqlite" and not KEPT.exists():
            _keep()
    yield
    with django_db_blocker.unblock():
        teardown_databases(before, verbosity=0)


@contextmanager
def _one_after_the_other() -> Iterator[None]:
    """The first worker makes it, the others wait for it."""
    with KEPT.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _keep() -> None:
    """Renamed into its place, so that nobody reads half of it."""
    written = KEPT.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(written)) as target:
        connection.connection.backup(target)
    written.replace(KEPT)


def _fill(connection, **_) -> None:
    """Of a database in memory that has just been made; migrating then finds nothing left to do."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db() or not KEPT.exists():
        return
    database = connection.connection
    if not database.execute("SELECT 1 FROM sqlite_master").fetchone():
        with closing(sqlite3.connect(KEPT)) as kept:
            kept.backup(database)


connection_created.connect(_fill)


def restore() -> bool:
    """A database in memory as it was made, which takes no time; False where it has to be emptied."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db() or not KEPT.exists():
        return False
    with closing(sqlite3.connect(KEPT)) as kept:
        connection.ensure_connection()
        kept.backup(connection.connection)
    ContentType.objects.clear_cache()
    for keep in counted.KEPT:
        keep.cache_clear()  # keys begin anew, and with them programmes that were counted under the same one
    return True


def put(folder: Path) -> None:
    """As the database of a server that a test starts on this folder; `migrate` then finds nothing left to do. Without a kept
    one, on PostgreSQL or in a run that has not asked for a database yet, it is made as always.
    """
    if KEPT.exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(KEPT, folder / "db.sqlite3")
