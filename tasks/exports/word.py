"""One door to Word files, like `pdf`. What makes them costs a third of a second and 20 MB (run): imported with the first
document of each process, not at the start of the server (0033).
"""

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def write(template: bytes | None, context: dict) -> bytes:
    """The report in `template`, None for the built-in one."""
    from tasks.exports import report_docx

    return report_docx.write(template, context)


def check(template: bytes, context: dict) -> None:
    """Refuses a template that cannot be filled with `context`, with what is wrong in it and where."""
    from tasks.exports import report_docx

    report_docx.check(template, context)


def built_in() -> bytes:
    """The template that is used until an office uploads its own."""
    from tasks.exports import report_template

    return report_template.built_in()
