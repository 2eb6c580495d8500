"""A register with one account and one scan, a backup of them, and what is compared after it was put back."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories import make_user
from units import triggers
from units.models import Membership, User
from units.roles import Role
from zgc_tasks.common.commands import WrongUse

# Restoring writes these itself: its row of the log, and nobody stays signed in.
OWN_TRACES = {"units_auditentry", "units_audithead", "units_session", "sqlite_sequence"}


@pytest.fixture(autouse=True)
def data_folder(tmp_path, settings) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA_DIR / "uploads"
    settings.MEDIA_ROOT.mkdir(parents=True)
    return settings.DATA_DIR


@pytest.fixture
def person(gjrc) -> Membership:
    return make_user(Role.CHECKER, gjrc.receiving_office.unit, gjrc.receiving_office)


@pytest.fixture
def scan(data_folder) -> Path:
    path = data_folder / "uploads/scans/one.pdf"
    path.parent.mkdir()
    path.write_bytes(b"%PDF-1.7 one")
    return path


@pytest.fixture
def archive(tmp_path, person, scan) -> Path:
    """A backup of the register, one account and one scan."""
    path = tmp_path / "backup.zip"
    call_command("backup", str(path), stdout=io.StringIO())
    return path


def restore(path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("restore", str(path), *options, stdout=out)
    return out.getvalue()


def everything() -> dict[str, list]:
    """Every row of every table, as the database gives it."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - OWN_TRACES
        found = {}
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def change_everything(person: Membership, scan: Path) -> None:
    User.objects.filter(pk=person.user_id).update(full_name="改过的名字")
    make_user(Role.CHECKER, person.unit, person.office)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_a_later_version (id integer)")
    scan.unlink()
    (scan.parent / "two.pdf").write_bytes(b"%PDF-1.7 two")


def empty_database() -> None:
    triggers.drop()
    call_command("flush", interactive=False, verbosity=0)


def refused(archive: Path, person: Membership) -> str:
    """The reason for which `archive` is not put back; what is there stays."""
    User.objects.filter(pk=person.user_id).update(full_name="现在的名字")
    with pytest.raises(WrongUse) as refusal:
        restore(archive, "--replace")
    assert User.objects.get(pk=person.user_id).full_name == "现在的名字"
    return str(refusal.value)


of_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="a file of SQLite")


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
