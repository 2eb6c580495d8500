"""`manage.py backup` and `restore`, on whichever database the tests run on."""

import hashlib
import io
import json
import random
import resource
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from tests.factories import make_user
from units import audit, triggers
from units.models import AuditEntry, Membership, Session, User
from units.roles import Role
from zgc_tasks.common import backups, database_copies
from zgc_tasks.common.commands import WrongUse

pytestmark = pytest.mark.django_db(transaction=True)  # a database is replaced outside of transactions only

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


def test_after_backup_change_and_restore_every_row_and_every_scan_is_as_before(archive, person, scan):
    before = everything()
    change_everything(person, scan)
    assert everything() != before
    restore(archive, "--replace")
    assert everything() == before
    assert {path.name: path.read_bytes() for path in scan.parent.iterdir()} == {"one.pdf": b"%PDF-1.7 one"}


def test_a_restored_log_is_append_only_as_before(archive):
    restore(archive, "--replace")
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEntry.objects.all().delete()


def test_data_that_is_there_is_not_overwritten_unasked(archive, person):
    with pytest.raises(WrongUse, match="--replace"):
        restore(archive)
    assert User.objects.filter(pk=person.user_id).exists()


def test_what_is_replaced_is_kept_in_a_backup_of_its_own(archive, person, data_folder):
    User.objects.filter(pk=person.user_id).update(full_name="改过的名字")
    out = restore(archive, "--replace")
    [kept] = data_folder.glob("before-restore-*.zip")
    assert str(kept) in out
    restore(kept, "--replace")
    assert User.objects.get(pk=person.user_id).full_name == "改过的名字"


def test_an_installation_without_accounts_and_scans_needs_no_flag(archive, person, scan):
    scan.unlink()
    empty_database()
    assert not User.objects.exists()
    restore(archive)
    assert User.objects.filter(pk=person.user_id).exists()
    assert scan.exists()


def empty_database() -> None:
    triggers.drop()
    call_command("flush", interactive=False, verbosity=0)


def test_nobody_stays_signed_in_after_a_restore(person, scan, tmp_path):
    Session.objects.create(session_key="k" * 32, session_data="", expire_date=timezone.now())
    call_command("backup", str(tmp_path / "backup.zip"), stdout=io.StringIO())
    restore(tmp_path / "backup.zip", "--replace")
    assert not Session.objects.exists()


def test_both_stand_in_the_audit_log(archive):
    restore(archive, "--replace")
    assert AuditEntry.objects.filter(action="data.restore", subject="backup.zip").count() == 1
    call_command("backup", str(archive.with_name("second.zip")), stdout=io.StringIO())
    assert AuditEntry.objects.filter(action="data.backup", subject="second.zip").count() == 1


def test_a_backup_is_readable_for_its_owner_only(archive):
    assert archive.stat().st_mode & 0o777 == 0o600


def test_a_backup_never_overwrites_another_file(archive):
    before = archive.read_bytes()
    with pytest.raises(WrongUse, match="已存在"):
        call_command("backup", str(archive))
    assert archive.read_bytes() == before


def test_a_backup_into_a_folder_that_is_not_there_says_so(tmp_path):
    with pytest.raises(WrongUse, match="不存在"):
        call_command("backup", str(tmp_path / "nowhere" / "backup.zip"))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(WrongUse, match=r"nothing\.zip"):
        restore(tmp_path / "nothing.zip")


def rewritten(archive: Path, member: str, content: bytes) -> Path:
    """The same archive with another content for one member, whole as if it had been written so."""
    changed = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == member else old.read(name))
        if member not in old.namelist():
            new.writestr(member, content)
        new.comment = b"0" * 64
    written = changed.read_bytes()[:-64]
    changed.write_bytes(written + hashlib.sha256(written).hexdigest().encode())
    return changed


def with_manifest(archive: Path, **changes) -> Path:
    with zipfile.ZipFile(archive) as old:
        manifest = json.loads(old.read(backups.MANIFEST))
    return rewritten(archive, backups.MANIFEST, json.dumps(manifest | changes).encode())


def refused(archive: Path, person: Membership) -> str:
    """The reason for which `archive` is not put back; what is there stays."""
    User.objects.filter(pk=person.user_id).update(full_name="现在的名字")
    with pytest.raises(WrongUse) as refusal:
        restore(archive, "--replace")
    assert User.objects.get(pk=person.user_id).full_name == "现在的名字"
    return str(refusal.value)


def test_any_other_file_is_refused(tmp_path, person):
    path = tmp_path / "other.zip"
    path.write_bytes(b"not an archive")
    assert "不是完整的备份文件" in refused(path, person)


def test_an_archive_of_something_else_is_refused(tmp_path, person):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as other:
        other.writestr("readme.txt", "hello")
    assert "不是完整的备份文件" in refused(path, person)


@pytest.mark.parametrize("damage", [bytes(64), b"\xff" * 64, bytes(range(64)), b"\x55" * 64])
def test_a_damaged_archive_is_refused(archive, person, damage):
    """Wherever the middle happens to lie: which error the unpacking raises depends on it."""
    content = bytearray(archive.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 64] = damage
    archive.write_bytes(content)
    assert "未恢复" in refused(archive, person)


def test_an_archive_whose_packed_data_cannot_be_unpacked_is_refused(archive, person, monkeypatch):
    def fail(*_):
        raise zlib.error("Error -3 while decompressing data: invalid code lengths set")

    monkeypatch.setattr(zipfile.ZipFile, "testzip", fail)
    assert "不是完整的备份文件" in refused(archive, person)


def test_a_damaged_database_in_a_whole_archive_is_refused(archive, person):
    assert "未恢复" in refused(rewritten(archive, backups.DATABASE, b"SELECT nonsense;" * 600), person)


of_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="a file of SQLite")


@of_sqlite
def test_a_database_that_sqlite_does_not_copy_into_the_present_one_is_refused(archive, person, tmp_path):
    """A sound one, with pages of another size."""
    made = tmp_path / "made.sqlite3"
    with zipfile.ZipFile(archive) as whole:
        made.write_bytes(whole.read(backups.DATABASE))
    with closing(sqlite3.connect(made)) as database:
        database.executescript("PRAGMA page_size=16384; VACUUM;")
    said = refused(rewritten(archive, backups.DATABASE, made.read_bytes()), person)
    assert "未恢复：现有数据库未能写入，未作任何改动（数据库不能写入）；请核对" in said


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """A file of this process may be as large, and no larger."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_backup_for_which_there_is_no_room_says_so_and_leaves_nothing(person, scan, tmp_path, data_folder):
    kept = files(data_folder)
    with room_for(50_000), pytest.raises(WrongUse, match=r"备份未完成：.*数据库"):
        call_command("backup", str(tmp_path / "backup.zip"), stdout=io.StringIO())
    assert not list(tmp_path.glob("*.zip"))
    assert files(data_folder) == kept


@of_sqlite
def test_why_sqlite_does_not_copy_is_said_in_chinese(person, tmp_path):
    with room_for(50_000), pytest.raises(WrongUse) as refusal:
        call_command("backup", str(tmp_path / "backup.zip"), stdout=io.StringIO())
    why = "数据库未能复制（磁盘读写出错），请核对 DATA_DIR 的剩余空间和读写权限"
    assert str(refusal.value) == f"备份未完成：{why}"


def test_an_archive_that_would_write_outside_the_uploads_is_refused(archive, person, data_folder):
    changed = rewritten(archive, "uploads/../../outside.txt", b"outside")
    assert "不是完整的备份文件" in refused(changed, person)
    assert not list(data_folder.parent.rglob("outside.txt"))


def test_a_backup_of_the_other_kind_of_database_is_refused(archive, person):
    [other] = set(backups.VENDORS) - {connection.vendor}
    assert backups.VENDORS[other] in refused(with_manifest(archive, database=other), person)


def test_a_backup_of_a_later_version_is_refused(archive, person):
    changed = with_manifest(archive, version="9.0", migrations=["tasks.9999_later"])
    assert "9.0" in refused(changed, person)


def test_a_scan_that_is_taken_back_while_a_backup_is_written_is_left_out(person, scan, tmp_path, monkeypatch):
    """That of a filing which is refused in the end."""
    monkeypatch.setattr(backups.storage, "names", lambda: ["scans/taken-back.pdf", "scans/one.pdf"])
    call_command("backup", str(tmp_path / "backup.zip"), stdout=io.StringIO())
    with zipfile.ZipFile(tmp_path / "backup.zip") as made:
        assert [name for name in made.namelist() if name.startswith("uploads/")] == ["uploads/scans/one.pdf"]


def test_a_backup_names_the_migrations_it_was_made_with(archive):
    with zipfile.ZipFile(archive) as made:
        manifest = json.loads(made.read(backups.MANIFEST))
    applied = MigrationRecorder(connection).applied_migrations()
    assert manifest["migrations"] == sorted(".".join(key) for key in applied)


def test_missing_programs_of_postgresql_are_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(database_copies.CopyFailed, match="postgresql-client"):
        database_copies._write_postgresql(tmp_path / "copy")


def test_the_log_of_the_time_before_is_restored_too(person, scan, tmp_path):
    audit.record(action="account.create", subject="restored-subject")
    call_command("backup", str(tmp_path / "backup.zip"), stdout=io.StringIO())
    restore(tmp_path / "backup.zip", "--replace")
    assert AuditEntry.objects.filter(subject="restored-subject").exists()


# --- what is refused changes nothing


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_archive_without_accounts_is_refused(tmp_path, archive, person, scan, data_folder):
    """Nobody could sign in afterwards. Made here, as one of a fresh installation would be."""
    scan.unlink()
    empty_database()
    empty = tmp_path / "empty.zip"
    call_command("backup", str(empty), stdout=io.StringIO())
    restore(archive)
    before, kept = everything(), files(data_folder)
    assert "备份中没有任何账号" in refused(empty, person)
    User.objects.filter(pk=person.user_id).update(full_name=person.user.full_name)
    assert (everything(), files(data_folder)) == (before, kept)


@pytest.mark.parametrize(
    "changes",
    [
        {"made_at": "yesterday"}, {"made_at": None}, {"migrations": 7}, {"migrations": [1]}, {"database": "oracle"},
        {"database": ["sqlite"]}, {"version": {}}, {"kind": 1},
    ],
    ids=str,
)  # fmt: skip
def test_a_manifest_that_we_did_not_write_is_refused(archive, person, changes):
    assert "不是完整的备份文件" in refused(with_manifest(archive, **changes), person)


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b'"x"', b"{}", b"\xff\xfe", b"{" * 9000], ids=repr)
def test_whatever_stands_in_place_of_the_manifest(archive, person, content):
    assert "不是完整的备份文件" in refused(rewritten(archive, backups.MANIFEST, content), person)


def test_where_the_database_is_refused_no_upload_is_written_changed_or_removed(
    archive, person, scan, data_folder
):
    broken = rewritten(archive, backups.DATABASE, b"SELECT nonsense;" * 600)
    for stands, content in ((scan, b"changed since"), (scan.with_name("later.pdf"), b"came later")):
        stands.write_bytes(content)
        before = files(data_folder)
        assert "未恢复" in refused(broken, person)
        assert files(data_folder) == before
        scan.unlink(missing_ok=True)


def test_an_archive_of_before_has_no_checksum_and_is_put_back(archive, person):
    with zipfile.ZipFile(archive) as written:
        manifest = json.loads(written.read(backups.MANIFEST))
    del manifest["checksum"]
    old = rewritten(archive, backups.MANIFEST, json.dumps(manifest).encode())
    old.write_bytes(old.read_bytes()[:-64] + b" " * 64)
    User.objects.filter(pk=person.user_id).update(full_name="改过的名字")
    restore(old, "--replace")
    assert User.objects.get(pk=person.user_id).full_name == person.user.full_name


def test_two_hundred_random_damages_are_refused_without_a_change(archive, person, data_folder):
    whole, chance = archive.read_bytes(), random.Random(2015)  # noqa: S311
    before, kept = everything(), files(data_folder)
    for number in range(200):
        damaged = damage(whole, chance)
        path = archive.with_name(f"damaged-{number}.zip")
        path.write_bytes(damaged)
        with pytest.raises(backups.NotRestorable, match="不是完整的备份文件"):
            backups.put_back(path, accounts=User._meta.db_table)
        path.unlink()
    assert (everything(), files(data_folder)) == (before, kept)


def damage(whole: bytes, chance: random.Random) -> bytes:
    """A bit turned over, some bytes lost, cut off, written over or come in between."""
    at, many = chance.randrange(len(whole)), chance.randint(1, 600)
    return chance.choice(
        (
            whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :],
            whole[:at] + whole[at + many :],
            whole[:at],
            whole[:at] + chance.randbytes(many) + whole[at + many :] + b"!",
            whole[:at] + chance.randbytes(many) + whole[at:],
        )
    )


def test_a_bit_turned_over_anywhere_at_the_end_is_found(archive):
    """There stands what ZIP says of its contents and does not check itself."""
    whole = archive.read_bytes()
    for at in range(len(whole) - 300, len(whole)):
        archive.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        with pytest.raises(backups.NotRestorable):
            backups._checked(archive)


# --- the place for scans fails on the way


def failing(*args, **kwargs):
    raise OSError("the store does not answer")


@pytest.mark.parametrize(
    ("function", "said"),
    [("Folder.delete", "scans/two.pdf（the store does not answer）"), ("names", "the store does not answer")],
)
def test_after_the_database_is_replaced_a_scan_that_cannot_be_removed_is_said_and_all_else_is_done(
    archive, person, scan, data_folder, monkeypatch, function, said
):
    before = everything()
    change_everything(person, scan)
    put_back = database_copies.put_back

    def put_back_and_lose_the_store(*args, **kwargs):
        put_back(*args, **kwargs)
        monkeypatch.setattr(f"zgc_tasks.common.storage.{function}", failing)

    monkeypatch.setattr(database_copies, "put_back", put_back_and_lose_the_store)
    out, errors = io.StringIO(), io.StringIO()
    call_command("restore", str(archive), "--replace", stdout=out, stderr=errors)
    assert "已恢复到" in out.getvalue()
    assert said in errors.getvalue()
    assert everything() == before
    assert AuditEntry.objects.filter(action="data.restore").count() == 1
    assert len(list(data_folder.glob("before-restore-*.zip"))) == 1


def test_where_scans_cannot_be_taken_back_what_was_there_is_kept_and_the_way_back_is_said(
    archive, person, scan, data_folder, monkeypatch
):
    scan.write_bytes(b"changed since")
    with monkeypatch.context() as patched:

        def refuse_and_lose_the_store(*args, **kwargs):
            patched.setattr("zgc_tasks.common.storage.put", failing)
            raise database_copies.CopyFailed("refused")

        patched.setattr(database_copies, "put_back", refuse_and_lose_the_store)
        said = refused(archive, person)
    [kept] = data_folder.glob("before-restore-*.zip")
    assert f"请用 restore {kept} --replace 恢复" in said
    assert scan.read_bytes() == b"%PDF-1.7 one"
    restore(kept, "--replace")
    assert scan.read_bytes() == b"changed since"
