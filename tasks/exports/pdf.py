"""One door to documents: a template and a stylesheet of `templates/pdf/` become the bytes of a PDF.

The same input gives the same bytes.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

# Pango's font map is shared by the whole process and is not made for two threads at once.
_one_at_a_time = Lock()


def render(template: str, context: dict, *, stylesheet: str) -> bytes:
    """The PDF of `template` (a template name) laid out by `stylesheet` (a file name in `templates/pdf/`)."""
    return render_first_on_one_page(template, [context], stylesheet=stylesheet)


def render_first_on_one_page(template: str, contexts: Sequence[dict], *, stylesheet: str) -> bytes:
    """The PDF of the first of `contexts` that takes a single page; of the last one where none does."""
    # A third of the server's start, were it imported there: the first document of each process waits instead (0033).
    from tasks.exports.layout import laid_out

    *others, last = contexts
    with _one_at_a_time, _garbage_kept():
        for context in others:
            document = laid_out(template, context, stylesheet)
            if len(document.pages) == 1:
                return document.write_pdf()
        return laid_out(template, last, stylesheet).write_pdf()


@contextmanager
def _garbage_kept() -> Iterator[None]:
    """A layout makes millions of objects and hardly a cycle: searching them took a third of the time (run)."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
