"""The disk that holds database and scans is full: a real one, small, in memory."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from pypdf import PdfReader, PdfWriter

from tests.hosts.visitor import Answer, Visitor
from tests.plans.form_helpers import posted
from tests.real_server import served

pytestmark = [
    pytest.mark.long,  # fills a disk of its own
    pytest.mark.process,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's disk is its own"),
]

SIZE = "64m"
IN_WORDS = "核对填写的内容（方案和进展已暂存在本机），再提交一次"
PLAN = "/gjrc/tasks/2/plan/"
LONG = "逐项核实申报材料" * 200


@pytest.fixture
def disk(tmp_path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("此处不允许挂载磁盘 / no disk can be mounted here: needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def lead(disk, prepared) -> Iterator[Visitor]:
    with served(disk, static=prepared / "static") as address:
        yield Visitor([int(address.rpartition(":")[2])]).signed_in("kewei")


def fill(disk: Path) -> None:
    """To the last byte."""
    with suppress(OSError), open(disk / "ballast", "wb", buffering=0) as ballast:
        while True:
            ballast.write(bytes(4096))
    assert shutil.disk_usage(disk).free == 0


def large_scan() -> bytes:
    """Of more than what is left anywhere."""
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(out)
    made = out.getvalue() + b"\n%" + b"0" * 1_000_000 + b"\n"
    assert len(PdfReader(BytesIO(made)).pages) == 1
    return made


def save(lead: Visitor, version: int, text: str) -> Answer:
    rows = {"step_text": [text + LONG, LONG], "step_due": ["4月底前", "5月"], "step_unit": ["", ""]}
    return lead.post(f"{PLAN}save/", posted(version, **rows))


def file(lead: Visitor, version: int) -> Answer:
    typed = {"based_on": version, "warnings_seen": "on"}
    return lead.post(f"{PLAN}file/", typed, file=("stamped_scan", large_scan()))


def rows(disk: Path, question: str) -> list[tuple]:
    with closing(sqlite3.connect(disk / "data/db.sqlite3")) as database:
        return database.execute(question).fetchall()


def scans(disk: Path) -> set[str]:
    return {path.name for path in (disk / "data/uploads").rglob("*") if path.is_file()}


def test_it_is_said_in_words_nothing_is_half_and_with_room_it_is_done(disk, lead):
    version = int(lead.get(f"{PLAN}edit/").based_on())
    fill(disk)
    saved = ""
    for nth in range(2_000):  # the database has some room of its own yet
        answer = save(lead, version, f"第{nth}稿")
        if answer.status != 302:
            break
        version, saved = version + 1, f"第{nth}稿"
    assert answer.status == 503
    assert IN_WORDS in answer.text

    refused = file(lead, version)
    assert refused.status == 409  # the form again, with what was typed
    assert "暂时不能保存，请稍后重新上传" in refused.text
    shown = lead.get(f"{PLAN}edit/")
    assert shown.status == 200
    assert saved in shown.text
    assert int(shown.based_on()) == version

    (disk / "ballast").unlink()
    assert rows(disk, "PRAGMA integrity_check") == [("ok",)]
    assert save(lead, version, "有空间后的一稿").status == 302
    assert file(lead, version + 1).status == 302
    assert "有空间后的一稿" in lead.get(PLAN).text
    assert scans(disk) == {Path(path).name for (path,) in rows(disk, "SELECT path FROM tasks_attachment")}
