"""Archives that `manage.py restore` refuses, and then changes nothing."""

import hashlib
import io
import json
import random
import sqlite3
import zipfile
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests.backups.conftest import (
    empty_database,
    everything,
    files,
    of_sqlite,
    refused,
    restore,
)
from units.models import User
from zgc_tasks.common import backups

pytestmark = pytest.mark.django_db(transaction=True)  # a database is replaced outside of transactions only


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
