"""`manage.py backup` and `restore` where scans lie in a bucket."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from tests import stores
from tests.factories import make_user
from tests.stores import Store
from units.models import User
from units.roles import Role
from zgc_tasks.common import storage
from zgc_tasks.common.commands import WrongUse

pytestmark = pytest.mark.django_db(transaction=True)  # a database is replaced outside of transactions only

ONE, TWO = "uploads/scans/one.pdf", "uploads/scans/two.pdf"


@pytest.fixture
def store(bucket_server, settings, tmp_path) -> Store:
    """With one scan, and something that is not ours."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "uploads"
    settings.STORAGES = bucket_server.storages
    bucket_server.make_bucket()
    storage.put("scans/one.pdf", b"%PDF-1.7 one")
    bucket_server.client.put_object(Bucket=stores.BUCKET, Key="of-others/one.txt", Body=b"theirs")
    yield bucket_server
    settings.STORAGES = bucket_server.storages
    bucket_server.empty()


@pytest.fixture
def archive(gjrc, store, tmp_path) -> Path:
    make_user(Role.CHECKER, gjrc.receiving_office.unit, gjrc.receiving_office)
    path = tmp_path / "backup.zip"
    call_command("backup", str(path), stdout=io.StringIO())
    return path


def restore(path: Path) -> None:
    call_command("restore", str(path), "--replace", stdout=io.StringIO())


def test_scans_come_back_as_they_were_and_what_is_not_ours_stays(archive, store):
    before = store.kept()
    assert before == {ONE: b"%PDF-1.7 one", "of-others/one.txt": b"theirs"}
    storage.put("scans/one.pdf", b"damaged")
    storage.put("scans/two.pdf", b"%PDF-1.7 two")
    restore(archive)
    assert store.kept() == before
    store.client.delete_object(Bucket=stores.BUCKET, Key=ONE)
    restore(archive)
    assert store.kept() == before


def test_a_backup_of_a_bucket_is_put_back_into_a_folder(archive, store, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "zgc_tasks.common.storage.Folder"}}
    restore(archive)
    assert (tmp_path / "uploads/scans/one.pdf").read_bytes() == b"%PDF-1.7 one"


def test_a_backup_of_a_store_that_does_not_answer_is_not_made(store, settings, tmp_path):
    settings.STORAGES = stores.silent().storages
    with pytest.raises(WrongUse, match=r"备份未完成：不能读写扫描件的存放处（SCANS_URL）"):
        call_command("backup", str(tmp_path / "none.zip"))
    assert not list(tmp_path.glob("*.zip"))


def test_where_the_store_does_not_answer_nothing_is_restored(archive, store, settings):
    User.objects.update(full_name="改过的名字")
    settings.STORAGES = stores.silent().storages
    with pytest.raises(WrongUse, match="SCANS_URL"):
        restore(archive)
    assert set(User.objects.values_list("full_name", flat=True)) == {"改过的名字"}


def test_where_the_database_is_refused_the_bucket_is_as_it_was(archive, store, monkeypatch):
    storage.put("scans/one.pdf", b"changed since")
    store.client.delete_object(Bucket=stores.BUCKET, Key=TWO)
    before = store.kept()

    def refuse(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr("zgc_tasks.common.database_copies.put_back", refuse)
    with pytest.raises(WrongUse, match="未恢复"):
        restore(archive)
    assert store.kept() == before
