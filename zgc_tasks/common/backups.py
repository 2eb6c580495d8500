"""Database and uploads as one archive, and an archive put back.

The archive is a ZIP file: `manifest.json` (what it is), `database` (see `database_copies`), `uploads/…`. The
database is copied first: a scan is stored before the row that names it and never changed, so every row of the
copy finds its file. Putting back goes the other way round: files first, then the database in one piece, and only
then are files removed that it does not know. Wherever that is cut short, every row has its file.

The comment of the archive is a checksum of all before it: ZIP itself checks contents only, and not what it says of them.
"""

import hashlib
import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from zgc_tasks.common import database_copies, storage
from zgc_tasks.common.files import in_words, named, whole_file, why_not_written

KIND = "zgc-tasks backup 1"
VENDORS = {database_copies.SQLITE: "SQLite", database_copies.POSTGRESQL: "PostgreSQL"}
MANIFEST, DATABASE, UPLOADS = "manifest.json", "database", "uploads"
CHECKSUM = "sha256"  # in the manifest: archives of before have none
_DIGITS = hashlib.new(CHECKSUM).digest_size * 2


class NotRestorable(Exception):
    """The archive cannot be put back here; nothing was changed, and the message says why."""


class UploadsChanged(Exception):
    """The archive was not put back, and uploads are not all as they were; the message says why."""


class Restored(NamedTuple):
    made_at: datetime
    not_removed: str  # what the archive does not have and could not be removed, and why


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
            for name in storage.names():
                with suppress(FileNotFoundError):  # its record was refused meanwhile
                    archive.writestr(f"{UPLOADS}/{name}", storage.read(name))
            archive.comment = b"0" * _DIGITS
            archive.close()
            _write_checksum(file)


# What reading a damaged archive raises, by which part of it is damaged; what it says of itself may be as well.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, KeyError, RuntimeError)


def put_back(source: Path, *, accounts: str) -> Restored:
    """Replace database and uploads by those of the archive. Migrations are up to the caller.

    `accounts` is the table without rows in which nobody could sign in. Where the database is not put back, uploads are
    as they were, or it is `UploadsChanged`. After the database nothing fails: it is done.
    """
    manifest = _checked(source)
    with _private_folder() as folder, _taken_back_where_refused() as undo:
        try:
            with zipfile.ZipFile(source) as archive:
                archive.extract(DATABASE, folder)
                uploads = _extract_uploads(archive, folder, undo)
        except _DAMAGED:
            raise _not_whole(source) from None
        database_copies.put_back(folder / DATABASE, needs_rows=accounts)
    return Restored(datetime.fromisoformat(manifest["made_at"]), _remove_all_but(uploads))


@contextmanager
def _taken_back_where_refused() -> Iterator[ExitStack]:
    undo = ExitStack()
    try:
        yield undo
    except BaseException as refusal:
        try:
            undo.close()
        except OSError as error:
            raise UploadsChanged(f"{refusal}；上传的扫描件也未能全部还原：{in_words(error)}") from refusal
        raise


def _remove_all_but(uploads: set[str]) -> str:
    """What was not removed, and why. No row knows it, so it does no harm."""
    others: list[str] = []
    try:
        others += sorted(set(storage.names()) - uploads)
        while others:
            default_storage.delete(others[-1])
            others.pop()
    except OSError as error:
        return f"{'、'.join(others)}（{why_not_written(error)}）"
    return ""


def _not_whole(source: Path) -> NotRestorable:
    return NotRestorable(f"“{source}”不是完整的备份文件，请改用另一份备份")


def has_uploads() -> bool:
    return bool(storage.names())


def _manifest(at: datetime) -> dict:
    return {
        "kind": KIND,
        "checksum": CHECKSUM,
        "version": settings.VERSION,
        "made_at": at.isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": sorted(".".join(key) for key in MigrationLoader(connection).applied_migrations),
    }


def _write_checksum(file: BinaryIO) -> None:
    """Over the comment, which is the end of the file."""
    end = file.seek(0, 2) - _DIGITS
    digest = _digest(file, end)
    file.seek(end)
    file.write(digest)


def _digest(file: BinaryIO, end: int) -> bytes:
    """Of the bytes before `end`."""
    found = hashlib.new(CHECKSUM)
    file.seek(0)
    while chunk := file.read(min(1 << 20, end - file.tell())):
        found.update(chunk)
    return found.hexdigest().encode()


def _checked(source: Path) -> dict:
    """The manifest of an archive that is whole, ours, for this kind of database and not from a later version."""
    is_as_written = _is_as_written(source)
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _manifest_of(archive)
    except (*_DAMAGED, OSError):  # a place to look at that is before the beginning
        raise _not_whole(source) from None
    if "checksum" in manifest and not is_as_written:
        raise _not_whole(source)
    if manifest["database"] != connection.vendor:
        there, here = VENDORS[manifest["database"]], VENDORS[connection.vendor]
        raise NotRestorable(f"备份来自 {there}，现在使用的是 {here}；请把 DATABASE_URL 设为 {there} 后再恢复")
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    if not known.issuperset(manifest["migrations"]):
        raise NotRestorable(f"备份来自较新的版本 {manifest['version']}，请先把程序升级到该版本再恢复")
    return manifest


def _manifest_of(archive: zipfile.ZipFile) -> dict:
    """As we write it; whatever else stands there is damage."""
    manifest = json.loads(archive.read(MANIFEST))
    texts = ("kind", "version", "made_at", "database")
    is_ours = isinstance(manifest, dict) and all(isinstance(manifest.get(name), str) for name in texts)
    if not is_ours or manifest["kind"] != KIND or manifest["database"] not in VENDORS or archive.testzip():
        raise zipfile.BadZipFile
    migrations = manifest.get("migrations")
    if not isinstance(migrations, list) or not all(isinstance(name, str) for name in migrations):
        raise zipfile.BadZipFile
    datetime.fromisoformat(manifest["made_at"])
    return manifest


def _is_as_written(source: Path) -> bool:
    with open(source, "rb") as file:
        end = max(file.seek(0, 2) - _DIGITS, 0)
        digest = _digest(file, end)
        return file.read() == digest


def _extract_uploads(archive: zipfile.ZipFile, folder: Path, undo: ExitStack) -> set[str]:
    """What is there already and the same is left alone; `undo` takes back what is not."""
    found = set()
    for member in archive.namelist():
        first, *rest = PurePosixPath(member).parts
        if first != UPLOADS:
            continue
        if not rest or ".." in rest:
            raise zipfile.BadZipFile
        name = "/".join(rest)
        _put_back_upload(name, archive.read(member), folder / f"replaced-{len(found)}", undo)
        found.add(name)
    return found


def _put_back_upload(name: str, content: bytes, kept: Path, undo: ExitStack) -> None:
    """`kept` takes what is replaced, which may be more than memory holds."""
    if default_storage.exists(name):
        present = storage.read(name)
        if present == content:
            return
        kept.write_bytes(present)
        undo.callback(lambda: storage.put(name, kept.read_bytes()))
    else:
        undo.callback(default_storage.delete, name)
    storage.put(name, content)


@contextmanager
def _private_folder() -> Iterator[Path]:
    """Beside the data, where there is room for a copy and nobody else may read."""
    with named(settings.DATA_DIR):
        folder = tempfile.TemporaryDirectory(
            dir=settings.DATA_DIR, prefix=".backup-", ignore_cleanup_errors=True
        )
    with folder as path:
        yield Path(path)
