"""Reading an uploaded scan safely: by what it is, not by what it is called (standards, Uploads)."""

import hashlib
import logging
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.core.exceptions import ValidationError

from zgc_tasks.common import virus

logger = logging.getLogger(__name__)

MAX_BYTES = 20 * 1024 * 1024
# What the first bytes say, the type we serve it as, and the endings a file of that kind may bear.
_KINDS = (
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
)
PICTURES = ("image/jpeg", "image/png")
# What a browser shows by itself; whatever else is kept is only ever saved.
SHOWN = ("application/pdf", *PICTURES)


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


# Of files of Office the part that tells their kind; they are only ever saved, never opened in the browser. Their parts are
# counted and measured before any is unpacked.
_OFFICE = (("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx"))
_TO_BE_SAVED = "application/octet-stream"
MAX_PARTS, MAX_UNPACKED = 2_000, 200 * 1024 * 1024


def read_scan(upload) -> Scan:
    """Check an uploaded file. Raises ValidationError in Chinese for a wrong kind, size or ending."""
    return _harmless(_read(upload, office=False))


def read_evidence(upload) -> Scan:
    """The same of what goes with a report: files of Word and Excel too, without macros."""
    return _harmless(_read(upload, office=True))


def read_word(upload) -> Scan:
    """A file of Word alone."""
    return _of_office(upload, ".docx", "Word")


def read_workbook(upload) -> Scan:
    """A file of Excel alone."""
    return _of_office(upload, ".xlsx", "Excel")


def _of_office(upload, suffix: str, program: str) -> Scan:
    """No other kind is named: none would be taken here."""
    data, name = _received(upload)
    kind = suffix[1:].upper()
    scan = _office_file(data, name[-200:], saved_as=kind)
    if scan is None or scan.suffix != suffix:
        raise ValidationError(
            f"文件“{name}”不是{program}文件（{kind}），请在{program}或WPS中另存为{kind}后重新上传"
        )
    return _harmless(_with_matching_ending(scan, (suffix,)))


def _received(upload) -> tuple[bytes, str]:
    name = Path(upload.name.replace("\\", "/")).name
    if upload.size > MAX_BYTES:
        raise ValidationError(f"文件“{name}”超过20MB，请压缩或调低分辨率后重新上传")
    data = upload.read()
    if not data:
        raise ValidationError(f"文件“{name}”是空文件，请重新选择")
    return data, name


def _read(upload, *, office: bool) -> Scan:
    data, name = _received(upload)
    for magic, content_type, suffixes in _KINDS:
        if data.startswith(magic):
            return _with_matching_ending(Scan(data, name[-200:], content_type, suffixes[0]), suffixes)
    if not office:
        raise ValidationError(f"文件“{name}”不是PDF、JPG或PNG，请将扫描件另存为这三种格式之一")
    scan = _office_file(data, name[-200:], saved_as="DOCX或XLSX")
    if scan is None:
        raise ValidationError(f"文件“{name}”不是PDF、JPG、PNG、DOCX或XLSX，请另存为其中一种格式")
    return _with_matching_ending(scan, (scan.suffix,))


def _office_file(data: bytes, name: str, *, saved_as: str) -> Scan | None:
    """Whatever its ending; None of what is no file of Word nor of Excel."""
    parts = _parts(data, name)
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise ValidationError(f"文件“{name}”含有宏，请另存为不含宏的{saved_as}后重新上传")
    found = (suffix for part, suffix in _OFFICE if part in parts)
    return next((Scan(data, name, _TO_BE_SAVED, suffix) for suffix in found), None)


def _parts(data: bytes, name: str) -> set[str]:
    """The names of its parts, by the directory of the archive: nothing is unpacked; none of what is no archive."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return set()
    if len(found) > MAX_PARTS or sum(part.file_size for part in found) > MAX_UNPACKED:
        raise ValidationError(f"文件“{name}”解开后过大，请拆分或精简后重新上传")
    return {part.filename for part in found}


def _with_matching_ending(scan: Scan, suffixes: tuple[str, ...]) -> Scan:
    if not scan.name.lower().endswith(suffixes):
        raise ValidationError(f"文件“{scan.name}”的内容与扩展名不符，请改为{suffixes[0]}后重新上传")
    return scan


def _harmless(scan: Scan) -> Scan:
    # pypdf is left to the first scan: nobody else should wait for it at the start (decision 0033).
    from zgc_tasks.common import scan_contents

    try:
        if virus.found_in(scan.data):
            raise ValidationError(f"文件“{scan.name}”带有病毒，请在杀毒后重新扫描上传")
        scan_contents.require_harmless(scan.data, scan.content_type)
        return scan
    except scan_contents.Unacceptable as reason:
        raise ValidationError(f"文件“{scan.name}”{reason}") from None
    except virus.NotScanned:
        logger.exception("clamd could not be asked")
        raise ValidationError(
            f"文件“{scan.name}”暂时不能检查病毒，请稍后重新上传；仍不能上传的，请联系系统管理员"
        ) from None
