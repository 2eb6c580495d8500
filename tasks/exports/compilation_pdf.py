"""方案汇编 as PDF: a cover, contents with page numbers, every form under its area from a right-hand page, and what is missing."""

from collections.abc import Sequence
from typing import BinaryIO

from tasks.exports import pdf, plan_form_pdf
from tasks.exports.plan_form_pdf import PrintedSheet


def write_compilation(
    heading: str,
    author: str,
    cover: Sequence[str],
    forms_by_group: Sequence[tuple[str, Sequence[PrintedSheet]]],
    out: BinaryIO,
    missing: Sequence[tuple[str, str]] = (),
) -> None:
    """`heading` may have several lines, `cover` are those below it, `forms_by_group` are the areas in order with their forms,
    `missing` the tasks that have none, as (whose and why, numbers); the file has bookmarks on two levels.

    Raises `TooMuch` before anything is written.
    """
    forms = [form for _, members in forms_by_group for form in members]
    plan_form_pdf.require_few(forms)
    lines = [*cover, f"共{len(forms)}项"]
    context = {
        "title": "".join(heading.split("\n")),
        "author": author,
        "heading": heading,
        "lines": lines,
        "groups": forms_by_group,
        "missing": missing,
    }
    out.write(pdf.render("pdf/compilation.html", context, stylesheet="compilation.css"))
