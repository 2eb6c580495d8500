"""A scan is looked into: what is locked, broken, runs something or holds a file is refused with how to mend it."""

import os
import socket
import stat
import struct
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests.scans import JPG, PDF, PNG, pdf, picture
from zgc_tasks.common import storage, uploads, virus

ROOT = Path(settings.BASE_DIR)


def refusal_of(data: bytes, name: str = "来文.pdf") -> str:
    with pytest.raises(ValidationError) as found:
        uploads.read_scan(SimpleUploadedFile(name, data))
    return found.value.messages[0]


@pytest.mark.parametrize(("data", "name"), [(PDF, "a.pdf"), (JPG, "a.JPEG"), (PNG, "a.png")])
def test_what_a_scanner_makes_is_taken_as_it_is(data, name):
    assert uploads.read_scan(SimpleUploadedFile(name, data)).data == data


def test_real_documents_are_taken():
    sample = (ROOT / "fixtures/sample/letter-23.pdf").read_bytes()
    linked = pdf(lambda w: w.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://example.org/")))
    for data in (sample, linked):
        assert uploads.read_scan(SimpleUploadedFile("a.pdf", data)).data == data


def action(kind: str):
    def put(writer: PdfWriter) -> None:
        made = DictionaryObject(
            {NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("cmd.exe")}
        )
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(made)

    return put


def on_the_page(writer: PdfWriter) -> None:
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
    )
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})


ACTIVE = {
    "a script of the document": action("/JavaScript"),
    "a script of a page": on_the_page,
    "a program": action("/Launch"),
    "a form that sends": action("/SubmitForm"),
    "a file": lambda w: w.add_attachment("a.exe", b"MZ"),
}


@pytest.mark.parametrize("name", ACTIVE)
def test_a_pdf_that_does_something_is_refused(name):
    assert refusal_of(pdf(ACTIVE[name])) == (
        "文件“来文.pdf”含有脚本、可执行操作或附件，请将原件重新扫描，或“打印”为PDF后再上传"
    )


def test_a_locked_pdf_is_refused():
    assert "设有密码或权限限制" in refusal_of(pdf(lambda w: w.encrypt("", "owner", algorithm="RC4-128")))


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"%PDF-1.4 test", PDF[:200], b"%PDF-1.7\n" + b"\0" * 5000])
def test_a_broken_pdf_is_refused(data):
    assert "文件“来文.pdf”已损坏，无法打开，请将原件重新扫描" in refusal_of(data)


@pytest.mark.parametrize(
    ("data", "name"), [(JPG[:20], "a.jpg"), (PNG[:30], "a.png"), (PNG[:-20] + b"x" * 20, "a.png")]
)
def test_a_broken_picture_is_refused(data, name):
    assert "已损坏，无法打开，请重新扫描后上传" in refusal_of(data, name)


@pytest.mark.parametrize("size", [(10_001, 10_000), (20_000, 20_000)])
def test_a_picture_of_too_many_pixels_is_refused_without_being_drawn(size):
    assert "超过1亿像素，请调低分辨率后重新上传" in refusal_of(picture("PNG", size), "a.png")


def test_a_file_is_for_its_owner_only(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    before = os.umask(0)
    try:
        storage.put("new/a.pdf", PDF)
    finally:
        os.umask(before)
    stored = tmp_path / "new/a.pdf"
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    assert stat.S_IMODE(stored.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", [".", "..", "/", "\\", "a/.", "&#x2f;"])
def test_a_file_whose_name_cannot_be_read_is_still_a_file(name):
    body = (
        f'--x\r\nContent-Disposition: form-data; name="scan"; filename="{name}"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode() + PDF + b"\r\n--x--\r\n"  # fmt: skip
    request = RequestFactory().generic("POST", "/", body, "multipart/form-data; boundary=x")
    assert "内容与扩展名不符，请改为.pdf后重新上传" in refusal_of(request.FILES["scan"].read(), "未命名")
    assert request.FILES["scan"].name == "未命名"


def test_no_file_chosen_is_no_file():
    body = b'--x\r\nContent-Disposition: form-data; name="scan"; filename=""\r\n\r\n\r\n--x--\r\n'
    assert not RequestFactory().generic("POST", "/", body, "multipart/form-data; boundary=x").FILES


# --- viruses


@contextmanager
def clamd(folder: Path, answer: bytes):
    """One that answers so to everything, and keeps what it was sent."""
    got: list[bytes] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(folder / "clamd"))
        listening.listen()

        def serve() -> None:
            connection, _ = listening.accept()
            with connection, connection.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                while size := struct.unpack(">I", sent.read(4))[0]:
                    got.append(sent.read(size))
                connection.sendall(answer)

        server = Thread(target=serve)
        server.start()
        yield got
        server.join()


def test_clamd_is_asked_where_it_is_set(settings, tmp_path):
    settings.CLAMD = str(tmp_path / "clamd")
    with clamd(tmp_path, b"stream: OK\0") as got:
        assert uploads.read_scan(SimpleUploadedFile("a.pdf", PDF)).data == PDF
    assert b"".join(got) == PDF


def test_what_clamd_finds_is_refused(settings, tmp_path):
    settings.CLAMD = str(tmp_path / "clamd")
    with clamd(tmp_path, b"stream: Eicar-Signature FOUND\0"):
        assert "带有病毒，请在杀毒后重新扫描上传" in refusal_of(PDF)


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_what_clamd_could_not_look_into_is_not_taken(settings, tmp_path, answer):
    settings.CLAMD = str(tmp_path / "clamd")
    with clamd(tmp_path, answer):
        assert "暂时不能检查病毒，请稍后重新上传" in refusal_of(PDF)


def test_clamd_is_reached_at_an_address_of_ipv6_too():
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as listening:
        virus._connected(f"[::1]:{listening.getsockname()[1]}").close()


def test_without_clamd_running_nothing_is_taken(settings, tmp_path):
    settings.CLAMD = str(tmp_path / "nobody")
    assert "暂时不能检查病毒" in refusal_of(PDF)
