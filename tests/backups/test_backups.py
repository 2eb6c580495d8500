"""`manage.py backup` and `restore`, on whichever database the tests run on."""

import io
import json
import resource
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from tests.backups.conftest import (
    change_everything,
    empty_database,
    everything,
    files,
    of_sqlite,
    refused,
    restore,
)
from units import audit
from units.models import AuditEntry, Session, User
from zgc_tasks.common import backups, database_copies
from zgc_tasks.common.commands import WrongUse

pytestmark = pytest.mark.django_db(transaction=True)  # a database is replaced outside of transactions only


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


@pytest.fixture
def uploads_are_a_file(data_folder) -> str:
    """Somebody put one where the folder has to be."""
    shutil.rmtree(data_folder / "uploads")
    (data_folder / "uploads").touch()
    return f"其中有一级是文件，不是文件夹（{data_folder / 'uploads'}），请改用其他位置"


def test_what_the_system_says_of_a_place_is_said_in_chinese_by_backup(person, uploads_are_a_file, tmp_path):
    with pytest.raises(WrongUse) as refusal:
        call_command("backup", str(tmp_path / "backup.zip"))
    assert str(refusal.value) == f"备份未完成：{uploads_are_a_file}"
    assert not list(tmp_path.glob("*backup.zip*"))


def test_and_by_restore(archive, uploads_are_a_file):
    with pytest.raises(WrongUse) as refusal:
        restore(archive, "--replace")
    assert str(refusal.value) == f"未恢复：{uploads_are_a_file}"


def test_the_place_that_is_named_is_the_one_that_was_given(person, tmp_path, data_folder):
    """And none of those whose names are made up while it is written."""
    long = tmp_path / f"{'备' * 83}.zip"
    with pytest.raises(WrongUse) as refusal:
        call_command("backup", str(long))
    assert str(refusal.value) == f"备份未完成：名称太长（{long}），请改短"
    shutil.rmtree(data_folder)
    with pytest.raises(WrongUse) as refusal:
        call_command("backup", str(tmp_path / "backup.zip"))
    assert str(refusal.value) == f"备份未完成：文件夹不存在（{data_folder}），请先建立或改用其他位置"


@of_sqlite
def test_why_sqlite_does_not_copy_is_said_in_chinese(person, tmp_path):
    with room_for(50_000), pytest.raises(WrongUse) as refusal:
        call_command("backup", str(tmp_path / "backup.zip"), stdout=io.StringIO())
    why = "数据库未能复制（磁盘读写出错），请核对 DATA_DIR 的剩余空间和读写权限"
    assert str(refusal.value) == f"备份未完成：{why}"


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
