"""Keeping scans: the file where scans lie, its row in the database."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from tasks.models import Attachment, Programme
from units.models import Membership
from zgc_tasks.common import storage, uploads
from zgc_tasks.common.refusal import Kind, Refusal

logger = logging.getLogger(__name__)

FOLDER = "scans/"


class NotStored(Refusal):
    """Nothing of the record is written either."""


class NotRead(Refusal):
    """For the moment: asked for again, it may be."""


@contextmanager
def kept(
    *, scan: uploads.Scan | None, programme: Programme, by: Membership, at: datetime
) -> Iterator[Attachment | None]:
    """The scan, stored with its row, for the record that refers to it: that is written inside, and where it is not, the
    scan is gone as well.

    It is not where the end of the transaction fails: the row may be there all the same, and then it needs its file. One
    without a row is harmless, and nobody can reach it.
    """
    if scan is None:
        yield None
        return
    path = _stored(scan)
    with ExitStack() as undo:
        undo.callback(_removed, path)
        with transaction.atomic():
            yield _row(scan, path, programme=programme, by=by, at=at)
            undo.pop_all()


def opened(scan: Attachment) -> File:
    """To be read, all of it within reach."""
    try:
        return default_storage.open(stored_name(scan.path))
    except FileNotFoundError:
        logger.exception("scan %s has a row and no file", scan.pk)
        words = f"没有找到“{scan.name}”的文件，请联系系统管理员从备份中恢复"
        raise Refusal(words, Kind.NOT_NOW) from None
    except OSError:
        logger.exception("scan %s could not be read", scan.pk)
        words = f"“{scan.name}”暂时不能读取，请稍后再试；仍不能读取的，请联系系统管理员"
        raise NotRead(words, Kind.NOT_NOW) from None


def _stored(scan: uploads.Scan) -> str:
    """Under a name of our own making, before the transaction begins: nobody has to wait for a store that is slow."""
    path = f"{uuid4().hex}{scan.suffix}"
    try:
        storage.put(stored_name(path), scan.data)
    except OSError:  # of the bucket, or of the disk
        logger.exception("a scan could not be stored")
        words = f"文件“{scan.name}”暂时不能保存，请稍后重新上传；仍不能上传的，请联系系统管理员"
        raise NotStored(words, Kind.NOT_NOW) from None
    return path


def _removed(path: str) -> None:
    """What was refused is refused for its own reason."""
    try:
        default_storage.delete(stored_name(path))
    except OSError:
        logger.exception("%s has no row and could not be removed", path)


def stored_name(path: str) -> str:
    """Where the file of a row with this `path` lies."""
    return f"{FOLDER}{path}"


def _row(scan: uploads.Scan, path: str, *, programme: Programme, by: Membership, at: datetime) -> Attachment:
    return Attachment.objects.create(
        programme=programme,
        path=path,
        name=scan.name,
        content_type=scan.content_type,
        size=len(scan.data),
        sha256=scan.sha256,
        uploaded_at=at,
        uploaded_by=by,
    )
