"""Word and Excel files (packages of parts) that are the same bytes whenever they are made of the same content."""

import io
import re
import zipfile
from datetime import UTC, datetime

_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def made_at(package: bytes, moment: datetime) -> bytes:
    """The same file as if it had been made at `moment`."""
    out, day = io.BytesIO(), moment.timetuple()[:6]
    written = rb"\g<1>" + f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for part in made.infolist():
            data = made.read(part)
            if part.filename == "docProps/core.xml":
                data = _TIMES.sub(written, data)
            packed.writestr(zipfile.ZipInfo(part.filename, day), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
