"""Keeping scans: the file in the data folder, its row in the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from tasks.models import Attachment, Programme
from units.models import Membership
from zgc_tasks.common import uploads


def folder() -> Path:
    """Where scans lie: below MEDIA_ROOT, never below the static root."""
    return Path(settings.MEDIA_ROOT) / "scans"


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
    with transaction.atomic():
        path = uploads.store(scan, folder())
        try:
            yield _row(scan, path, programme=programme, by=by, at=at)
        except BaseException:
            (folder() / path).unlink()
            raise


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
