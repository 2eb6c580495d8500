"""Scans on a disk that is full, read-only or failing: said like a bucket that does not answer."""

import errno
import os

import pytest

from tests.common.test_bucket import scan_of, what_was_typed_is_kept, words
from tests.factories import client_for
from units.models import AuditEntry
from zgc_tasks.common.storage import Folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing(monkeypatch):
    def fail(doing: str, number: int) -> None:
        def refuse(*args, **kwargs):
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(Folder, doing, refuse)

    return fail


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
def test_a_disk_that_takes_no_scan_loses_nothing_that_was_typed(story, failing, caplog, number):
    story.draft()
    failing("_save", number)
    what_was_typed_is_kept(story)
    assert os.strerror(number) in caplog.text


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO])
def test_a_scan_that_the_disk_does_not_give_is_said_in_words(story, failing, caplog, number):
    scan = scan_of(story)
    failing("_open", number)
    answer = client_for(story.checker).get(scan)
    assert answer.status_code == 409
    assert "“盖章件.pdf”暂时不能读取，请稍后再试" in words(answer)
    assert os.strerror(number) in caplog.text
    assert not AuditEntry.objects.filter(action="export.scan").exists()
