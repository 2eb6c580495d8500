"""An office's own Word template: what it asks is looked at before it is worked out."""

import io
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from tasks.exports import report_jinja
from tests.cost import calls_of


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
