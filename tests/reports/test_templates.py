"""An office's own Word template: filled, and refused before it costs anything."""

import io
import tracemalloc
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from tasks.exports import report_jinja
from tasks.exports.report_template import built_in
from tests.cost import calls_of
from tests.reports.conftest import finish
from tests.reports.test_documents import words_of


def template_saying(*lines: str) -> SimpleUploadedFile:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return SimpleUploadedFile("模板.docx", out.getvalue())


def test_what_becomes_too_large_with_the_tasks_of_the_report_is_refused(office, monkeypatch):
    monkeypatch.setattr(report_jinja, "MOST_FILLED", 100_000)
    long = template_saying("{% for 行 in 任务 %}" + "长" * 50_000 + "{% endfor %}")
    answer = office.post("/gjrc/reports/template/", {"template": long})
    assert answer.status_code == 422
    assert "按模板填写后的文件过大" in answer.content.decode()


NESTED = "".join(f"{{% for 行{n} in 任务 %}}" for n in range(8)) + "{% endfor %}" * 8


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{{ 'a' * 10 ** 10 }}", "模板中有不能使用的运算"),
        ("{{ 标题|center(10000000000) }}", "模板中有不能使用的“|center”"),
        ("{% for n in range(10 ** 9) %}{% endfor %}", "模板中有不能使用的“range()”"),
        ("{{ '{字段}'.format() }}", "模板中有不能使用的“format()”"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "模板中有不能使用的标记"),
        ("{% for 行 in 任务 recursive %}{{ loop(任务) }}{% endfor %}", "模板中有不能使用的"),
        (NESTED, "里层只能循环外层的内容"),
    ],
)
def test_a_template_that_asks_for_much_is_refused_before_it_costs_anything(office, line, words):
    upload = template_saying("版头", line)
    tracemalloc.start()
    answer, calls = calls_of(lambda: office.post("/gjrc/reports/template/", {"template": upload}))
    _, most = tracemalloc.get_traced_memory()
    assert calls < 1_000_000
    tracemalloc.stop()
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert most < 200_000_000


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{{ 标题", "模板中有不完整的标记，见第2段“{{ 标题”"),
        ("{% for 行 in 标题 %}", "for 与 endfor、if 与 endif 不成对"),
        ("{{ 1 < 标题 }}", "标记所在的位置或者所取的内容有误"),
        ("{{ 标题[0:1] }}", "模板中有不能使用的标记"),
    ],
)
def test_what_is_wrong_in_a_template_is_said_in_chinese(office, line, words):
    answer = office.post("/gjrc/reports/template/", {"template": template_saying("版头", line)})
    body = answer.content.decode()
    assert words in body
    for english in ("expected", "unexpected", "Unexpected", "not supported", "object"):
        assert english not in body[body.index("模板中") :].split("</li>")[0]


def test_loops_over_what_the_outer_one_has_and_conditions_are_filled(office):
    own = template_saying(
        "{% for 部分 in 正文 %}{% for 段 in 部分.段落 %}{% if loop.first and 段.标题 %}{{ 段.标题|trim }}{% endif %}"
        "{% endfor %}{% endfor %}{{ 标题|first }}{{ 任务|length }}"
    )
    assert office.post("/gjrc/reports/template/", {"template": own}).status_code == 302


def test_an_offices_own_template_is_filled_from_then_on(report_story, office):
    own = template_saying(
        "××局文件", "编号 {{ 文件编号 }}", "{%p for 行 in 标题 %}", "{{ 行 }}", "{%p endfor %}"
    )
    assert office.post("/gjrc/reports/template/", {"template": own}).status_code == 302
    text = words_of(office.post(f"{report_story.address}report.docx/").getvalue())
    assert text.splitlines()[:2] == ["××局文件", "编号 GJRC-JZ-2015-1"]
    downloaded = office.get("/gjrc/reports/template/file/").getvalue()
    assert "{{ 文件编号 }}" in words_of(downloaded)
    assert office.post("/gjrc/reports/template/reset/").status_code == 302
    assert "一、总体情况" in words_of(office.post(f"{report_story.address}report.docx/").getvalue())


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("文号：{{ 文号 }}", "模板中的“文号”不是报告的内容，见第2段“文号：{{ 文号 }}”"),
        ("{{ 标题", "模板中有不完整的标记"),
        ("{{ ''.__class__.__mro__ }}", "模板中有不允许的操作"),
        ("{%p for 行 in 任务 %}", "模板中有不完整的标记"),
        ("{{ 1 / 0 }}", "模板中有不能使用的运算"),
    ],
)
def test_a_template_that_names_something_wrong_is_refused_with_the_name_and_the_paragraph(
    office, line, words
):
    answer = office.post("/gjrc/reports/template/", {"template": template_saying("版头", line)})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_what_a_tried_template_names_only_sometimes_is_refused_where_it_does_not_fill(report_story, office):
    own = template_saying("版头", "{% if 签发人 %}{{ 签发人.姓名 }}{% endif %}")
    assert office.post("/gjrc/reports/template/", {"template": own}).status_code == 302
    assert office.post(f"{report_story.address}report.docx/").status_code == 200
    finish(report_story)
    issue = {"document_number": "", "signed_by": "王某", "issued_on": "2015-05-11"}
    assert office.post(f"{report_story.address}issue/", issue).status_code == 302
    answer = office.post(f"{report_story.address}report.docx/")
    assert answer.status_code == 422
    assert "模板中的“姓名”不是报告的内容" in answer.content.decode()


def package(document: str) -> bytes:
    """A Word file whose text is `document`."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(built_in())) as parts,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in parts.namelist():
            made.writestr(name, document if name == "word/document.xml" else parts.read(name))
    return out.getvalue()


def damaged() -> bytes:
    """Whose parts are listed, and cannot be unpacked."""
    data = bytearray(built_in())
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        part = parts.getinfo("word/document.xml")
    data[part.header_offset + 60 : part.header_offset + 80] = b"\xff" * 20
    return bytes(data)


def test_a_small_template_that_unpacks_to_much_is_refused_before_it_is_read(office):
    data = package("<w:p/>" * 2_000_000)
    assert len(data) < 1_000_000
    upload = SimpleUploadedFile("模板.docx", data)
    answer = office.post("/gjrc/reports/template/", {"template": upload})
    assert answer.status_code == 422
    assert "模板的文字部分过大" in answer.content.decode()


def test_what_is_no_word_file_is_refused_as_a_template(office):
    for data in (b"%PDF-1.4", b"PK\x03\x04 broken", b"", damaged(), package("<a/>")):
        upload = SimpleUploadedFile("模板.docx", data)
        assert office.post("/gjrc/reports/template/", {"template": upload}).status_code == 422
