"""`manage.py check_scans`: what is left where a process died between a file and its row, and rows without their file."""

import errno
import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.utils import timezone

from tasks.management.commands.check_scans import YOUNG
from tasks.models import Attachment
from tests import stores
from tests.access.answers import undone
from tests.common.test_bucket import scan_of
from tests.stores import Store
from tests.story import at
from units.models import AuditEntry
from zgc_tasks.common import storage
from zgc_tasks.common.commands import WRONG_USE, WrongUse

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["folder", "bucket"])
def place(request, settings, tmp_path):
    """Where scans lie, empty; called with a name, it makes that file two days old."""
    settings.MEDIA_ROOT = tmp_path
    if request.param == "folder":
        yield _made_old
        return
    store: Store = request.getfixturevalue("bucket_server")
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
    """Exit status, and all that is said."""
    out = StringIO()
    try:
        call_command("check_scans", *argv, stdout=out)
    except WrongUse as wrong:
        return WRONG_USE, f"{out.getvalue()}{wrong}\n"
    return 0, out.getvalue()


def left(place, *names: str, then: Callable[[], object] = lambda: None) -> None:
    """These files, whose rows were never written, two days old; `then` came what followed."""
    for name in names:
        storage.put(name, b"%PDF-1.7 left")
    then()
    for name in names:
        place(name)


def test_where_every_file_has_its_row_there_is_nothing_to_say(story, place):
    scan_of(story)
    assert check() == (0, "共1条记录，找不到文件的0条；没有记录的文件0个\n")


def test_a_file_without_a_row_is_named_after_a_day_and_removed_when_asked(story, place):
    storage.put("scans/left.pdf", b"%PDF-1.7 left")
    scan_of(story)
    assert check("--remove")[1] == "共1条记录，找不到文件的0条；没有记录的文件0个\n"
    place("scans/left.pdf")
    named = "没有记录的文件：scans/left.pdf\n共1条记录，找不到文件的0条；没有记录的文件1个"
    assert check() == (0, f"{named}\n")
    assert "scans/left.pdf" in storage.names()
    assert check("--remove") == (0, f"{named}\n已删除没有记录的文件1个\n")
    assert storage.names() == [f"scans/{Attachment.objects.get().path}"]
    assert written() == ("1个没有记录的文件", {"files": ["scans/left.pdf"]})


def written() -> tuple[str, dict]:
    """What the log says of it."""
    row = AuditEntry.objects.get(action="data.remove_strays")
    return row.subject, row.detail


def test_where_rows_and_files_do_not_belong_together_nothing_is_removed(story, place):
    """As where a copy of the database is given the bucket of another installation."""
    scan_of(story)
    theirs = ["scans/one.pdf", "scans/two.pdf"]
    left(place, *theirs)
    storage.default_storage.delete(f"scans/{Attachment.objects.get().path}")
    status, said = check("--remove")
    assert (status, sorted(storage.names())) == (2, theirs)
    assert "\n有记录找不到文件，可能连接了另一套数据库或存放处，未删除任何文件；请核对" in said
    assert not AuditEntry.objects.filter(action="data.remove_strays").exists()


def test_where_there_is_no_row_at_all_nothing_is_removed(place):
    left(place, "scans/one.pdf")
    status, said = check("--remove")
    assert (status, storage.names()) == (2, ["scans/one.pdf"])
    assert "\n没有任何记录，可能连接了另一套数据库或存放处，未删除任何文件；请核对" in said


def test_with_an_older_copy_of_the_database_nothing_is_removed(story, settings, tmp_path, monkeypatch):
    """Of what came since it knows nothing, and what it knows is all there."""
    settings.MEDIA_ROOT = tmp_path
    scan_of(story)
    with undone():
        story.letter(received_at=at(26))
    of_the_newer = sorted(storage.names())
    assert len(of_the_newer) == 2
    monkeypatch.setattr(timezone, "now", _in_two_days(timezone.now))
    status, said = check("--remove")
    assert (status, sorted(storage.names())) == (2, of_the_newer)
    assert "\n有1个文件晚于有记录的最后一个文件，可能连接了数据库较早的副本，未删除任何文件；" in said
    assert "请核对 DATABASE_URL 和 DATA_DIR，" in said
    assert not AuditEntry.objects.filter(action="data.remove_strays").exists()


def test_what_lies_beside_scans_is_not_ours_to_judge(story, place):
    scan_of(story)
    left(place, "of-others/one.txt")
    assert check("--remove") == (0, "共1条记录，找不到文件的0条；没有记录的文件0个\n")
    assert "of-others/one.txt" in storage.names()


@pytest.fixture
def after_listing(monkeypatch):
    """Called with what happens between listing the files and asking how old they are."""
    names = storage.names

    def happens(then) -> None:
        def listed(*args, **kwargs):
            found = names(*args, **kwargs)
            then()
            return found

        monkeypatch.setattr(storage, "names", listed)

    return happens


def test_a_file_that_goes_while_others_are_looked_at_is_left_out(story, place, after_listing):
    """That of a filing which is refused in the end."""
    scan_of(story)
    left(place, "scans/going.pdf")
    after_listing(lambda: storage.default_storage.delete("scans/going.pdf"))
    assert check("--remove") == (0, "共1条记录，找不到文件的0条；没有记录的文件0个\n")


def test_where_the_last_file_goes_meanwhile_nothing_is_compared_and_nothing_removed(
    story, place, after_listing
):
    scan_of(story)
    left(place, "scans/one.pdf")
    last = f"scans/{Attachment.objects.get().path}"
    after_listing(lambda: storage.default_storage.delete(last))
    status, said = check("--remove")
    assert (status, storage.default_storage.exists("scans/one.pdf")) == (2, True)
    assert said.endswith("\n有记录的最后一个文件在核对时不见了，未删除任何文件；请再运行一次\n")


def test_a_store_that_is_lost_while_files_are_looked_at_is_said(story, place, after_listing, settings):
    scan_of(story)
    left(place, "scans/one.pdf")
    after_listing(lambda: setattr(settings, "STORAGES", stores.silent().storages))
    status, said = check("--remove")
    assert status == 2
    assert said.startswith("未能核对：不能读写扫描件的存放处（SCANS_URL）")


def test_what_was_removed_before_one_could_not_be_stands_in_the_log(story, place, monkeypatch):
    left(place, "scans/a.pdf", "scans/b.pdf", "scans/c.pdf", then=lambda: scan_of(story))
    kind = storage.default_storage.__class__
    delete = kind.delete

    def refuse_the_second(self, name):
        if name == "scans/b.pdf":
            raise PermissionError(errno.EACCES, "Permission denied")
        delete(self, name)

    monkeypatch.setattr(kind, "delete", refuse_the_second)
    status, said = check("--remove")
    assert status == 2
    assert said.endswith("\n未能删除“scans/b.pdf”：没有读写权限，请授予权限或改用其他位置；已删除1个\n")
    assert written() == ("1个没有记录的文件", {"files": ["scans/a.pdf"]})
    assert {"scans/b.pdf", "scans/c.pdf"} < set(storage.names())


def test_a_row_without_its_file_is_named_and_counts_as_wrong(story, place):
    scan_of(story)
    path = Attachment.objects.get().path
    storage.default_storage.delete(f"scans/{path}")
    status, out = check()
    assert status == 2
    assert f"找不到文件：{path}（盖章件.pdf，2015-" in out
    assert out.endswith("\n有记录找不到文件，请从备份中恢复\n")


def test_half_a_file_of_a_process_that_died_is_found_too(story, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    scan_of(story)
    whole = storage.names()
    (tmp_path / "scans/.one.pdf.x1").write_bytes(b"%PDF-")
    _made_old("scans/.one.pdf.x1")
    assert "没有记录的文件：scans/.one.pdf.x1\n" in check("--remove")[1]
    assert storage.names(unfinished=True) == whole


def test_a_store_that_does_not_answer_is_said_and_nothing_is_called_missing(story, settings):
    settings.STORAGES = stores.silent().storages
    status, said = check()
    assert status == 2
    assert said.startswith("未能核对：不能读写扫描件的存放处（SCANS_URL）")


def test_a_folder_that_may_not_be_read_is_named_in_chinese(story, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path

    def refuse(self, name):
        raise PermissionError(errno.EACCES, "Permission denied", self.path(name))

    monkeypatch.setattr(storage.Folder, "listdir", refuse)
    assert check() == (2, f"未能核对：没有读写权限（{tmp_path}/scans），请授予权限或改用其他位置\n")
