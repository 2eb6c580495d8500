"""`manage.py check_scans`: what is left where a process died between a file and its row, and rows without their file."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.utils import timezone

from tasks.management.commands.check_scans import YOUNG
from tasks.models import Attachment
from tests import stores
from tests.common.test_bucket import scan_of
from tests.stores import Store, started
from units.models import AuditEntry
from zgc_tasks.common import storage
from zgc_tasks.common.commands import WrongUse

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with started(tmp_path_factory.mktemp("store")) as store:
        yield store


@pytest.fixture(params=["folder", "bucket"])
def place(request, settings, tmp_path):
    """Where scans lie, empty; called with a name, it makes that file two days old."""
    settings.MEDIA_ROOT = tmp_path
    if request.param == "folder":
        yield _made_old
        return
    store: Store = request.getfixturevalue("server")
    settings.STORAGES = store.storages
    store.make_bucket()
    yield lambda name: request.getfixturevalue("monkeypatch").setattr(
        timezone, "now", _in_two_days(timezone.now)
    )
    settings.STORAGES = store.storages
    store.empty()


def _made_old(name: str) -> None:
    two_days_ago = (timezone.now() - 2 * YOUNG).timestamp()
    os.utime(Path(configured.MEDIA_ROOT) / name, (two_days_ago, two_days_ago))


def _in_two_days(now):
    return lambda: now() + 2 * YOUNG


def check(*argv: str) -> tuple[int, str]:
    """Exit status and output."""
    out, status = StringIO(), 0
    try:
        call_command("check_scans", *argv, stdout=out)
    except SystemExit as ended:
        status = ended.code
    return status, out.getvalue()


def test_where_every_file_has_its_row_there_is_nothing_to_say(story, place):
    scan_of(story)
    assert check() == (0, "共1条记录，找不到文件的0条；没有记录的文件0个\n")


def test_a_file_without_a_row_is_named_after_a_day_and_removed_when_asked(story, place):
    scan_of(story)
    storage.put("scans/left.pdf", b"%PDF-1.7 left")
    assert check("--remove")[1] == "共1条记录，找不到文件的0条；没有记录的文件0个\n"
    place("scans/left.pdf")
    named = "没有记录的文件：scans/left.pdf\n共1条记录，找不到文件的0条；没有记录的文件1个"
    assert check() == (0, f"{named}\n")
    assert "scans/left.pdf" in storage.names()
    assert check("--remove") == (0, f"{named}，已删除\n")
    assert storage.names() == [f"scans/{Attachment.objects.get().path}"]
    assert AuditEntry.objects.get(action="data.remove_strays").subject == "1个没有记录的文件"


def test_a_row_without_its_file_is_named_and_counts_as_wrong(story, place):
    scan_of(story)
    path = Attachment.objects.get().path
    storage.default_storage.delete(f"scans/{path}")
    status, out = check()
    assert status == 1
    assert f"找不到文件：{path}（盖章件.pdf，2015-" in out


def test_half_a_file_of_a_process_that_died_is_found_too(story, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans/.one.pdf.x1").write_bytes(b"%PDF-")
    _made_old("scans/.one.pdf.x1")
    assert "没有记录的文件：scans/.one.pdf.x1\n" in check("--remove")[1]
    assert storage.names(unfinished=True) == []


def test_a_store_that_does_not_answer_is_said_and_nothing_is_called_missing(story, settings):
    settings.STORAGES = stores.silent().storages
    with pytest.raises(WrongUse, match=r"未能核对：不能读写扫描件的存放处（SCANS_URL）"):
        check()
