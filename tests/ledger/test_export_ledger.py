"""`manage.py export_ledger`: formats, filters, whole files or none."""

import io
import json
import os
import stat
from datetime import date

import pytest
from openpyxl import load_workbook

from tasks.exports import summary_pdf
from tasks.management.commands.export_ledger import Command
from tests.ledger.world import COMPLETE, World, at
from units.models import AuditEntry
from zgc_tasks.common import faces


@pytest.fixture
def filed(world) -> World:
    world.file(1, at(date(2015, 3, 30)))
    return world


@pytest.fixture
def export(capfdbinary, one_connection):
    """Call the command as from a shell; returns (exit status, standard output as bytes, standard error)."""

    def call(*argv: str) -> tuple[int, bytes, str]:
        try:
            Command().run_from_argv(["manage.py", "export_ledger", *argv])
            status = 0
        except SystemExit as ended:
            status = ended.code
        out, err = capfdbinary.readouterr()
        return status, out, err.decode()

    return call


@pytest.mark.parametrize(
    ("kind", "start"), [("json", b"["), ("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("pdf", b"%PDF-")]
)
def test_every_format_is_written_whole_to_the_file(filed, export, tmp_path, kind, start):
    target = tmp_path / f"台账.{kind}"
    status, out, err = export("--as-of", "2015-04-07", "--format", kind, "--out", str(target))
    assert (status, out, err) == (0, b"", "")
    assert target.read_bytes().startswith(start)
    assert os.listdir(tmp_path) == [target.name]


def test_what_is_too_much_for_one_pdf_is_said_in_a_sentence(filed, export, tmp_path, monkeypatch):
    monkeypatch.setattr(summary_pdf, "MOST_ROWS", 2)
    status, out, err = export("--format", "pdf", "--out", str(tmp_path / "台账.pdf"))
    assert (status, out) == (2, b"")
    assert err.startswith("汇总表PDF")
    assert "Traceback" not in err
    assert not os.listdir(tmp_path)


def test_a_dash_writes_to_standard_output(filed, export):
    _, out, _ = export("--as-of", "2015-04-07", "--format", "xlsx", "--out", "-")
    assert load_workbook(io.BytesIO(out)).sheetnames[0] == "汇总表"


def test_rows_carry_their_plans(filed, export):
    rows = json.loads(export("--as-of", "2015-04-07", "--format", "json", "--out", "-")[1])
    assert [bool(row["plan"]) for row in rows] == [True, False, False]


@pytest.mark.parametrize(
    ("argv", "numbers"),
    [
        (["--unit", "市甲局"], [1]),
        (["--unit", "yi"], [1, 2]),
        (["--unit", "北京市市乙局"], [1, 2]),
        (["--group", "1", "--state", "missing,no_lead"], [2, 3]),
        (["--state", "on_time"], [1]),
    ],
)
def test_filters(filed, export, argv, numbers):
    out = export("--as-of", "2015-04-07", "--format", "json", "--out", "-", *argv)[1]
    assert [row["number"] for row in json.loads(out)] == numbers


def test_an_export_is_recorded_in_the_audit_log(filed, export):
    export("--as-of", "2015-04-07", "--format", "csv", "--out", "-")
    entry = AuditEntry.objects.get(action="export.ledger")
    assert entry.subject == "GJRC csv"
    assert entry.who.startswith("命令行")
    assert entry.detail == {"as_of": "2015-04-07", "rows": 3}


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--format", "json"], "缺少参数：--out"),
        (["--out", "-"], "缺少参数：--format"),
        (["--format", "docx", "--out", "-"], "请从 json、csv、xlsx、pdf 中选择"),
        (["--format", "json", "--out", "-", "--unit", "某局"], "没有“某局”这个单位"),
        (["--format", "json", "--out", "-", "--group", "99"], "没有第99项工作任务"),
        (["--format", "json", "--out", "-", "--group", "一"], "“一”不是序号"),
        (["--format", "json", "--out", "/no/such/folder/x.json"], "文件夹不存在"),
        (["--format", "json", "--out", "/"], "这是一个文件夹"),
    ],
)
def test_wrong_use_is_one_chinese_sentence_and_status_2(filed, export, argv, sentence):
    status, out, err = export(*argv)
    assert (status, out) == (2, b"")
    assert sentence in err
    assert err.count("\n") == 1


def test_what_cannot_be_printed_leaves_the_file_of_before(filed, export, tmp_path, monkeypatch):
    from dataclasses import replace

    monkeypatch.setattr(faces, "_files_behind", lambda: ())
    filed.file(2, at(date(2015, 3, 31)), replace(COMPLETE, contact_name="张镕"))
    target = tmp_path / "台账.pdf"
    target.write_bytes(b"before")
    status, _, err = export("--as-of", "2015-04-07", "--format", "pdf", "--out", str(target))
    assert status == 2
    assert "“镕”（U+9555）" in err
    assert target.read_bytes() == b"before"
    assert os.listdir(tmp_path) == [target.name]


def test_a_pipe_is_written_to_and_not_replaced(filed, export, tmp_path):
    pipe = tmp_path / "管道"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        status, _, _ = export("--as-of", "2015-04-07", "--format", "json", "--out", str(pipe))
        assert status == 0
        assert stat.S_ISFIFO(pipe.stat().st_mode)
        assert os.read(reader, 1) == b"["
    finally:
        os.close(reader)


def test_help_describes_every_option_in_chinese(export, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    status, out, _ = export("--help")
    text = out.decode()
    assert status == 0
    assert text.startswith("用法：manage.py export_ledger [--programme 代号] [--as-of 日期] --format 格式")
    for described in (
        "--unit 单位 只要这个单位牵头或参与的任务",
        "--group 序号 只要这一项工作任务",
        "--out 文件 写入的文件",
    ):
        assert described in " ".join(text.split())


def test_open_wording_reads_as_one_text_in_cells_and_stays_a_list_in_json(gjrc, export):
    asked = ("--as-of", "2015-04-07", "--out", "-", "--group", "1", "--format")
    rows = json.loads(export(*asked, "json")[1])
    assert rows[4]["wording"] == ["等", "市人才工作领导小组相关成员单位"]
    assert ",等市人才工作领导小组相关成员单位," in export(*asked, "csv")[1].decode()
    sheet = load_workbook(io.BytesIO(export(*asked, "xlsx")[1]))["汇总表"]
    column = [cell.value for cell in sheet[1]].index("责任单位中的表述")
    assert sheet[6][column].value == "等市人才工作领导小组相关成员单位"
