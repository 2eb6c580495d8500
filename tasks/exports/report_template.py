"""The Word file that reports are filled into, in the layout of GB/T 9704-2012: made here, so that it is always in step with
what `report_docx` fills in. An office may download it, change it in Word and upload it again.

python-docx has no names for faces of Chinese characters, their spacing, indents counted in characters, repeated heads and page
numbers: these are put into the `element` of a run or paragraph. Of a row it has that only as `_tr` (1.2.0).
"""

import io

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

FANG, KAI, HEI, SONG, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
THREE, FOUR, TWO = Pt(16), Pt(14), Pt(22)  # 3号, 4号, 2号
# 22 lines of 29 pt are higher than the type area, 28 characters of 16 pt wider (run): hence both.
LINE = Pt(28.9)
CONDENSED = "-4"  # twentieths of a point between characters
FOOT = Mm(23)  # the page number stands 7 mm below the type area
ROW_WIDTHS = (Mm(14), Mm(62), Mm(30), Mm(106), Mm(24))


def built_in() -> bytes:
    document = Document()
    _page(document.sections[0])
    document.settings.odd_and_even_pages_header_footer = True
    _style(document)
    _body(document)
    _attachment(document)
    for section in document.sections:
        _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
        _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(section) -> None:
    """A4; 37 mm above, 28 mm at the binding side, and so a type area of 156 × 225 mm (GB/T 9704-2012 §5.2)."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = FOOT


def _style(document) -> None:
    style = document.styles["Normal"]
    style.font.size = THREE
    _faces(style.element.get_or_add_rPr(), FANG)
    form = style.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    form.space_before = form.space_after = Pt(0)


def _faces(properties, name: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(kind), name)


def _line(
    document,
    text: str,
    face: str = FANG,
    size=THREE,
    *,
    align=None,
    indent: bool = False,
    condensed: bool = True,
) -> Paragraph:
    paragraph = document.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    if indent:
        _first_line(paragraph)
    run = paragraph.add_run(text)
    run.font.size = size
    _faces(run.element.get_or_add_rPr(), face)
    if condensed:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), CONDENSED)
        run.element.get_or_add_rPr().append(spacing)
    return paragraph


def _first_line(paragraph: Paragraph) -> None:
    """Two characters, whatever their size."""
    indent = OxmlElement("w:ind")
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), str(int(THREE.pt * 2 * 20)))  # for programs that do not count in characters
    paragraph.paragraph_format.element.get_or_add_pPr().append(indent)


def _body(document) -> None:
    """签发人 at the right, as of a paper that goes upwards; the title; sections, headings and paragraphs."""
    _line(document, "{{ 文件编号 }}", align=WD_ALIGN_PARAGRAPH.LEFT)
    _line(document, "{{ 发文字号 }}　　　　签发人：{{ 签发人 }}", align=WD_ALIGN_PARAGRAPH.RIGHT)
    _line(document, "")
    _line(document, "{%p for 行 in 标题 %}")
    _line(document, "{{ 行 }}", TITLE, TWO, align=WD_ALIGN_PARAGRAPH.CENTER, condensed=False)
    _line(document, "{%p endfor %}")
    _line(document, "")
    _line(document, "{{ 主送 }}：")
    _line(document, "{%p for 部分 in 正文 %}")
    _line(document, "{{ 部分.标题 }}", HEI, indent=True)
    _line(document, "{%p for 段 in 部分.段落 %}")
    _line(document, "{%p if 段.标题 %}")
    _line(document, "{{ 段.标题 }}", KAI, indent=True)
    _line(document, "{%p endif %}")
    _line(document, "{%p for 行 in 段.内容 %}")
    _line(document, "{{ 行 }}", indent=True)
    for _ in range(3):
        _line(document, "{%p endfor %}")
    _line(document, "")
    _line(document, "附件：1. 任务进展情况表", indent=True)
    _line(document, "")
    _line(document, "")
    _line(document, "{{ 落款 }}　　", align=WD_ALIGN_PARAGRAPH.RIGHT)
    _line(document, "{{ 日期 }}　　　　", align=WD_ALIGN_PARAGRAPH.RIGHT)


def _attachment(document) -> None:
    """附件1 on a page of its own, its title on the third line; landscape, the head repeated on every page."""
    section = document.add_section()
    _page(section)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    section.left_margin, section.right_margin = Mm(35), Mm(26)
    section.footer_distance = Mm(14)
    _line(document, "附件1", HEI)
    _line(document, "")
    _line(document, "任务进展情况表", TITLE, TWO, align=WD_ALIGN_PARAGRAPH.CENTER, condensed=False)
    _table(document)
    _line(document, "数据校验值：{{ 校验值 }}", size=Pt(9))
    _line(document, "{%p if 正文校验值 %}")
    _line(document, "正文校验值：{{ 正文校验值 }}", size=Pt(9))
    _line(document, "{%p endif %}")


def _table(document) -> None:
    heads = ("序号", "具体任务", "牵头单位", "进展情况", "推进状态")
    cells = ("{{ 行.序号 }}", "{{ 行.任务 }}", "{{ 行.牵头单位 }}", "{{ 行.进展 }}", "{{ 行.推进状态 }}")
    rows = (heads, ("{%tr for 行 in 任务 %}",), cells, ("{%tr endfor %}",))
    table = document.add_table(rows=len(rows), cols=len(heads))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, ROW_WIDTHS, strict=True):
        column.width = width
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, width in zip(row.cells, ROW_WIDTHS, strict=True):
            cell.width = width
        for cell, text in zip(row.cells, texts, strict=False):
            _in_cell(cell, text, HEI if texts is heads else FANG)
    # The others may be split: what a lead wrote of a task may be higher than a page.
    head = table.rows[0].cells[0].paragraphs[0].runs[0].element
    properties = next(head.iterancestors(qn("w:tr"))).get_or_add_trPr()
    for name in ("w:cantSplit", "w:tblHeader"):
        properties.append(OxmlElement(name))


def _in_cell(cell, text: str, face: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    run = paragraph.add_run(text)
    run.font.size = Pt(10.5)
    _faces(run.element.get_or_add_rPr(), face)


def _page_number(footer, align) -> None:
    """— 1 — in 4号 half-width 宋体, one character in from the edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    form = paragraph.paragraph_format
    if align == WD_ALIGN_PARAGRAPH.RIGHT:
        form.right_indent = FOUR
    else:
        form.left_indent = FOUR
    for part in ("— ", None, " —"):
        run = paragraph.add_run(part or "")
        run.font.size = FOUR
        _faces(run.element.get_or_add_rPr(), SONG)
        if part is None:
            _field(run, "PAGE")


def _field(run, name: str) -> None:
    for kind in ("begin", None, "end"):
        if kind is None:
            text = OxmlElement("w:instrText")
            text.text = name
            run.element.append(text)
            continue
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run.element.append(mark)
