"""方案汇编 as PDF: a cover, contents with page numbers, and every form under its area."""

from collections.abc import Sequence
from typing import BinaryIO

from tasks.exports import pdf, plan_form_pdf
from tasks.exports.plan_form_pdf import PrintedSheet


def write_compilation(
    title: str, as_of: str, forms_by_group: Sequence[tuple[str, Sequence[PrintedSheet]]], out: BinaryIO
) -> None:
    """`as_of` is the day in words, `forms_by_group` are the areas in order with their forms; the file has their bookmarks
    on two levels.

    Raises `TooMuch` and `UncoveredCharacter` before anything is written.
    """
    forms = [form for _, members in forms_by_group for form in members]
    plan_form_pdf.require_few(forms)
    subtitle = f"{as_of}，共{len(forms)}项"
    context = {"title": title, "subtitle": subtitle, "groups": forms_by_group}
    out.write(pdf.render("pdf/compilation.html", context, stylesheet="compilation.css"))
