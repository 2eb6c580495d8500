"""Where scans lie: in a folder of the data folder, or in a bucket (`bucket.py`, decision 0090).

A name is of our own making and given once, so a name that is there already is written over.
"""

import tempfile
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage

from zgc_tasks.common.files import whole_file, why_not_written


class NotReached(OSError):
    """The bucket does not answer, or refuses."""


class Folder(FileSystemStorage):
    """MEDIA_ROOT. What is in it is on the disk before anything says so, and for its owner only."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with whole_file(path) as file:
            for chunk in content.chunks():
                file.write(chunk)
        return name

    def try_out(self) -> None:
        """Raises OSError where nothing could be kept, the same every time: Python's own names a file made up at random."""
        folder = Path(self.location)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"x")
        except OSError as error:
            raise OSError(f"不能写入扫描件的文件夹“{folder}”：{why_not_written(error)}") from error


def put(name: str, data: bytes) -> None:
    default_storage.save(name, ContentFile(data))


def read(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


def names(folder: str = "", *, unfinished: bool = False) -> list[str]:
    """Of all that is kept; what begins with a point is still being written, or was when its process died."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    found = [f"{folder}{name}" for name in files if unfinished or not name.startswith(".")]
    return found + [name for each in folders for name in names(f"{folder}{each}/", unfinished=unfinished)]
