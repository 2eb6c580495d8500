"""A real clamd, which knows one virus that nobody else has."""

import subprocess
import time
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.scans import PDF
from zgc_tasks.common import uploads, virus

pytestmark = pytest.mark.long

VIRUS = "认得出的病毒".encode()
SECONDS = 30


@pytest.fixture
def clamd(tmp_path) -> Iterator[tuple[str, subprocess.Popen]]:
    """Where it is reached, and its process."""
    (tmp_path / "known").mkdir()
    (tmp_path / "known" / "own.ndb").write_text(f"Test.Virus:0:*:{VIRUS.hex()}\n")
    lines = {"LocalSocket": tmp_path / "socket", "DatabaseDirectory": tmp_path / "known", "Foreground": "yes"}
    (tmp_path / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in lines.items()))
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            ["/usr/sbin/clamd", "-c", tmp_path / "clamd.conf"], stdout=log, stderr=subprocess.STDOUT
        )
    try:
        end = time.monotonic() + SECONDS
        while not (tmp_path / "socket").exists():
            assert server.poll() is None, (tmp_path / "log").read_text()
            assert time.monotonic() < end, (tmp_path / "log").read_text()
            time.sleep(0.05)
        yield str(tmp_path / "socket"), server
    finally:
        server.terminate()
        server.wait(SECONDS)


def taken(data: bytes) -> bytes:
    return uploads.read_scan(SimpleUploadedFile("来文.pdf", data)).data


def test_a_scan_without_a_virus_is_taken(clamd, settings):
    settings.CLAMD, _ = clamd
    assert taken(PDF) == PDF


def test_one_with_a_virus_is_refused_wherever_in_it_that_stands(clamd, settings):
    settings.CLAMD, _ = clamd
    for before in (b"", b"%" + b"x" * (virus._PIECE - len(PDF) - 5) + b"\n"):
        with pytest.raises(ValidationError, match="带有病毒，请在杀毒后重新扫描上传"):
            taken(PDF + before + b"%" + VIRUS)
    assert virus.found_in(b"x" * (19 << 20) + VIRUS) == "Test.Virus.UNOFFICIAL"


def test_once_it_has_stopped_nothing_is_taken(clamd, settings):
    settings.CLAMD, server = clamd
    server.terminate()
    server.wait(SECONDS)
    with pytest.raises(ValidationError, match="暂时不能检查病毒，请稍后重新上传"):
        taken(PDF)
