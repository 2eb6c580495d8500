"""Reading an uploaded scan safely: by what it is, not by what it is called (standards, Uploads)."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.core.exceptions import ValidationError

MAX_BYTES = 20 * 1024 * 1024
# What the first bytes say, the type we serve it as, and the endings a file of that kind may bear.
_KINDS = (
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
)


@dataclass(frozen=True)
class Scan:
    """A checked upload, not stored yet; `name` is the sender's file name without any folder."""

    data: bytes
    name: str
    content_type: str
    suffix: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def read_scan(upload) -> Scan:
    """Check an uploaded file. Raises ValidationError in Chinese for a wrong kind, size or ending."""
    name = Path(upload.name.replace("\\", "/")).name
    if upload.size > MAX_BYTES:
        raise ValidationError(f"文件“{name}”超过20MB，请压缩或调低分辨率后重新上传")
    data = upload.read()
    if not data:
        raise ValidationError(f"文件“{name}”是空文件，请重新选择")
    for magic, content_type, suffixes in _KINDS:
        if data.startswith(magic):
            return _with_matching_ending(Scan(data, name[-200:], content_type, suffixes[0]), suffixes)
    raise ValidationError(f"文件“{name}”不是PDF、JPG或PNG，请将扫描件另存为这三种格式之一")


def _with_matching_ending(scan: Scan, suffixes: tuple[str, ...]) -> Scan:
    if not scan.name.lower().endswith(suffixes):
        raise ValidationError(f"文件“{scan.name}”的内容与扩展名不符，请改为{suffixes[0]}后重新上传")
    return scan


def store(scan: Scan, folder: Path) -> str:
    """Write the scan under a name of our own making; returns the path relative to `folder`."""
    relative = f"{uuid4().hex}{scan.suffix}"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / relative, "xb") as file:
        file.write(scan.data)
        file.flush()
        os.fsync(file.fileno())
    return relative
