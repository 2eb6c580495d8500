"""Database and uploads as one archive, and an archive put back.

The archive is a ZIP file: `manifest.json` (what it is), `database` (see `database_copies`), `uploads/…`. The
database is copied first: a scan is stored before the row that names it and never changed, so every row of the
copy finds its file. Putting back goes the other way round: files first, then the database in one piece, and only
then are files removed that it does not know. Wherever that is cut short, every row has its file.
"""

import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from zgc_tasks.common import database_copies
from zgc_tasks.common.files import whole_file

KIND = "zgc-tasks backup 1"
VENDORS = {database_copies.SQLITE: "SQLite", database_copies.POSTGRESQL: "PostgreSQL"}
MANIFEST, DATABASE, UPLOADS = "manifest.json", "database", "uploads"


class NotRestorable(Exception):
    """The archive cannot be put back here; nothing was changed, and the message says why."""


def write(target: Path, *, at: datetime) -> None:
    """Write database and uploads of this moment to `target`, readable for its owner only."""
    with _private_folder() as folder:
        database_copies.write_copy(folder / DATABASE)
        with (
            whole_file(target) as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            archive.writestr(MANIFEST, json.dumps(_manifest(at), ensure_ascii=False, indent=1))
            archive.write(folder / DATABASE, DATABASE)
            for path in _uploads():
                archive.write(path, f"{UPLOADS}/{path.relative_to(settings.MEDIA_ROOT).as_posix()}")


# What reading a damaged archive raises, by which part of it is damaged.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, json.JSONDecodeError)


def put_back(source: Path) -> dict:
    """Replace database and uploads by those of the archive; returns its manifest. Migrations are up to the caller."""
    try:
        with zipfile.ZipFile(source) as archive, _private_folder() as folder:
            manifest = _checked(archive)
            uploads = _extract_uploads(archive)
            archive.extract(DATABASE, folder)
            database_copies.put_back(folder / DATABASE)
    except _DAMAGED:
        raise NotRestorable(f"“{source}”不是完整的备份文件，请改用另一份备份") from None
    for path in set(_uploads()) - uploads:
        path.unlink()
    return manifest


def has_uploads() -> bool:
    return bool(_uploads())


def _manifest(at: datetime) -> dict:
    return {
        "kind": KIND,
        "version": settings.VERSION,
        "made_at": at.isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": sorted(".".join(key) for key in MigrationLoader(connection).applied_migrations),
    }


def _checked(archive: zipfile.ZipFile) -> dict:
    """The manifest of an archive that is whole, ours, for this kind of database and not from a later version."""
    manifest = json.loads(archive.read(MANIFEST)) if MANIFEST in archive.namelist() else {}
    if manifest.get("kind") != KIND or archive.testzip():
        raise zipfile.BadZipFile
    if manifest["database"] != connection.vendor:
        there, here = VENDORS[manifest["database"]], VENDORS[connection.vendor]
        raise NotRestorable(f"备份来自 {there}，现在使用的是 {here}；请把 DATABASE_URL 设为 {there} 后再恢复")
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    if not known.issuperset(manifest["migrations"]):
        raise NotRestorable(f"备份来自较新的版本 {manifest['version']}，请先把程序升级到该版本再恢复")
    return manifest


def _extract_uploads(archive: zipfile.ZipFile) -> set[Path]:
    found = set()
    for name in archive.namelist():
        first, *rest = PurePosixPath(name).parts
        if first != UPLOADS:
            continue
        if not rest or ".." in rest:
            raise zipfile.BadZipFile
        path = Path(settings.MEDIA_ROOT, *rest)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with whole_file(path) as file:
            file.write(archive.read(name))
        found.add(path)
    return found


def _uploads() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


@contextmanager
def _private_folder() -> Iterator[Path]:
    """Beside the data, where there is room for a copy and nobody else may read."""
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".backup-") as folder:
        yield Path(folder)
