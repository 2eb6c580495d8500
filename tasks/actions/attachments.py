"""Keeping scans: the file in the data folder, its row in the database."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from tasks.models import Attachment, Programme
from units.models import Membership
from zgc_tasks.common import uploads


def folder() -> Path:
    """Where scans lie: below MEDIA_ROOT, never below the static root."""
    return Path(settings.MEDIA_ROOT) / "scans"


def keep(*, scan: uploads.Scan, programme: Programme, by: Membership, at: datetime) -> Attachment:
    """Store the scan and its row. Call inside the transaction of the record that refers to it.

    Were that transaction rolled back, a file without a row stays behind: harmless, and nobody can reach it.
    """
    return Attachment.objects.create(
        programme=programme,
        path=uploads.store(scan, folder()),
        name=scan.name,
        content_type=scan.content_type,
        size=len(scan.data),
        sha256=scan.sha256,
        uploaded_at=at,
        uploaded_by=by,
    )
