"""A 落实情况报告 as a Word file: a template, the built-in one or an office's own, filled by docxtpl.

Templates are other people's files: Jinja runs in its sandbox, and what a template names that a report does not have is
refused with the name and the paragraph it stands in.
"""

import io
import re
import zipfile
import zlib

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError

from tasks.exports.report_template import built_in
from zgc_tasks.common.refusal import Kind, Refusal

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
    except _UNFILLED as error:
        raise Refusal(f"模板不能填写：{error}。请对照内置模板修改", Kind.WRONG_INPUT, "template") from None


def _filled(template: bytes, context: dict) -> bytes:
    document = DocxTemplate(io.BytesIO(template))
    document.render(context, jinja_env=_environment(), autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def check(template: bytes, context: dict) -> None:
    """Fill it with a report's `context`, and refuse it in words where that does not work."""
    try:
        _require_modest(template)
        document = DocxTemplate(io.BytesIO(template))
        unknown = document.get_undeclared_template_variables(_environment()) - context.keys()
    except _UNREADABLE:
        raise Refusal(_NO_WORD, Kind.WRONG_INPUT, "template") from None
    except TemplateSyntaxError as error:
        raise Refusal(
            f"模板中有不完整的标记：{error.message}。请对照内置模板修改", Kind.WRONG_INPUT, "template"
        ) from None
    if unknown:
        name = min(unknown)
        words = f"模板中的“{name}”不是报告的内容，{_where(template, name)}；可用的有：{'、'.join(context)}"
        raise Refusal(words, Kind.WRONG_INPUT, "template")
    write(template, context)


def _environment() -> SandboxedEnvironment:
    """It knows a report and nothing else: loops run over what a report has."""
    environment = SandboxedEnvironment(undefined=StrictUndefined)
    environment.globals.clear()
    return environment


def _require_modest(template: bytes) -> None:
    """Its text is read as a whole, many times: pictures and faces may be large, text may not."""
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        text = sum(part.file_size for part in package.infolist() if not part.filename.startswith(_NO_TEXT))
    if text > _MOST_TEXT:
        raise Refusal("模板的文字部分过大，请在内置模板的基础上修改", Kind.WRONG_INPUT, "template")


def _where(template: bytes, name: str) -> str:
    """见第3段“{{ 文号 }}”, as the reader counts the paragraphs."""
    document = Document(io.BytesIO(template))
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    for number, paragraph in enumerate(document.paragraphs, start=1):
        if name in paragraph.text:
            return f"见第{number}段“{paragraph.text[:_QUOTED]}”"
    in_table = next((cell.text for cell in cells if name in cell.text), "")
    return f"见表格中“{in_table[:_QUOTED]}”" if in_table else "请在页眉、页脚中查找"
