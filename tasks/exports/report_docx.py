"""A 落实情况报告 as a Word file: a template, the built-in one or an office's own, filled by docxtpl.

Templates are other people's files (`report_jinja`): what one names that a report does not have is refused with the name
and the paragraph it stands in.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from lxml.etree import XMLSyntaxError

from tasks.exports.report_jinja import ReportEnvironment
from tasks.exports.report_template import built_in
from zgc_tasks.common.refusal import Kind, Refusal
from zgc_tasks.common.workbooks import UNPACKED_BIT_BY_BIT

_NO_WORD = "这不是 Word 文件（.docx），请在 Word 或 WPS 中另存为 .docx 后再上传"
_QUOTED = 40  # characters of a paragraph, to be found again
_MOST_TEXT, _NO_TEXT = 10 * 1024 * 1024, ("word/media/", "word/fonts/")
# What broken packages raise, RuntimeError where they are locked; and what may go wrong in what Jinja works out.
_UNREADABLE = (
    PackageNotFoundError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    XMLSyntaxError,
)
_UNFILLED = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    XMLSyntaxError,
)


def write(template: bytes | None, context: dict) -> bytes:
    """The report in `template`, None for the built-in one. What it does not fill is refused in words: a template that was
    tried with one report may still fail with another.
    """
    if template is None:
        return _filled(built_in(), context)
    try:
        return _filled(template, context)
    except SecurityError:
        raise Refusal("模板中有不允许的操作，请只填入报告的内容", Kind.WRONG_INPUT, "template") from None
    except UndefinedError as error:
        part = re.search(r"'([^']+)'$", str(error.message))
        name = part[1] if part else ""
        raise Refusal(
            f"模板中的“{name}”不是报告的内容，{_where(template, name)}；请对照内置模板修改",
            Kind.WRONG_INPUT,
            "template",
        ) from None
    except TemplateSyntaxError:
        raise _incomplete(template) from None
    except _UNFILLED:
        raise Refusal(
            "模板不能填写：标记所在的位置或者所取的内容有误（{%p %} 独占一段，{%tr %} 独占一行）。请对照内置模板修改",
            Kind.WRONG_INPUT,
            "template",
        ) from None


def _filled(template: bytes, context: dict) -> bytes:
    document = DocxTemplate(io.BytesIO(template))
    document.render(context, jinja_env=ReportEnvironment(), autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def check(template: bytes, context: dict) -> None:
    """Fill it with a report's `context`, and refuse it in words where that does not work."""
    try:
        _require_modest(template)
        document = DocxTemplate(io.BytesIO(template))
        unknown = document.get_undeclared_template_variables(ReportEnvironment()) - context.keys()
    except _UNREADABLE:
        raise Refusal(_NO_WORD, Kind.WRONG_INPUT, "template") from None
    except TemplateSyntaxError:
        raise _incomplete(template) from None
    if unknown:
        name = min(unknown)
        words = f"模板中的“{name}”不是报告的内容，{_where(template, name)}；可用的有：{'、'.join(context)}"
        raise Refusal(words, Kind.WRONG_INPUT, "template")
    write(template, context)


def _incomplete(template: bytes) -> Refusal:
    """Where a mark is not closed, or that a loop or condition has no end."""
    place = next(
        (
            f"，{words}"
            for words, text in _texts(template)
            if any(text.count(a) != text.count(b) for a, b in _MARKS)
        ),
        "：标记内的写法有误，或者 for 与 endfor、if 与 endif 不成对",
    )
    return Refusal(f"模板中有不完整的标记{place}。请对照内置模板修改", Kind.WRONG_INPUT, "template")


_MARKS = (("{{", "}}"), ("{%", "%}"), ("{#", "#}"))


def _require_modest(template: bytes) -> None:
    """Its text is read as a whole, many times: pictures and faces may be large, text may not."""
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        parts = package.infolist()
    if any(part.compress_type not in UNPACKED_BIT_BY_BIT for part in parts):
        words = "模板的压缩方式不能识别，请用Word或WPS打开后另存为DOCX，再重新上传"
        raise Refusal(words, Kind.WRONG_INPUT, "template")
    text = sum(part.file_size for part in parts if not part.filename.startswith(_NO_TEXT))
    if text > _MOST_TEXT:
        raise Refusal("模板的文字部分过大，请在内置模板的基础上修改", Kind.WRONG_INPUT, "template")


def _where(template: bytes, name: str) -> str:
    return next((words for words, text in _texts(template) if name in text), "请在页眉、页脚中查找")


def _texts(template: bytes) -> Iterator[tuple[str, str]]:
    """见第3段“{{ 文号 }}”, as the reader counts the paragraphs, and what is written there."""
    document = Document(io.BytesIO(template))
    for number, paragraph in enumerate(document.paragraphs, start=1):
        yield f"见第{number}段“{paragraph.text[:_QUOTED]}”", paragraph.text
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield f"见表格中“{cell.text[:_QUOTED]}”", cell.text
