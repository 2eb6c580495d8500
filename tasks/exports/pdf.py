"""One door to documents: a template and a stylesheet of `templates/pdf/` become the bytes of a PDF.

Every context has a `title` and an `author`. The same input gives the same bytes.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

# To be kept and to be read aloud (decision 0086).
VARIANT = "pdf/a-2a"

# Pango's font map is shared by the whole process and is not made for two threads at once.
_one_at_a_time = Lock()


def render(template: str, context: dict, *, stylesheet: str) -> bytes:
    """The PDF of `template` (a template name) laid out by `stylesheet` (a file name in `templates/pdf/`)."""
    return render_first_on_one_page(template, [context], stylesheet=stylesheet)


def render_first_on_one_page(template: str, contexts: Sequence[dict], *, stylesheet: str) -> bytes:
    """The PDF of the first of `contexts` that takes a single page; of the last one where none does."""
    return render_joined(template, [contexts], stylesheet=stylesheet)


def render_joined(template: str, parts: Sequence[Sequence[dict]], *, stylesheet: str) -> bytes:
    """One PDF of all parts, each numbered within itself and begun on a right-hand page. Of a part the first of its
    contexts that takes a single page, the last one where none does.
    """
    # A third of the server's start, were it imported there: the first document of each process waits instead (0033).
    from tasks.exports import layout

    with _one_at_a_time, _garbage_kept():
        documents = [_fitting(layout.laid_out, template, contexts, stylesheet) for contexts in parts]
        whole = documents[0]
        if len(documents) > 1:
            blank = layout.laid_out("pdf/blank.html", {"title": "", "author": ""}, stylesheet)
            whole = layout.joined(documents, blank)
        return whole.write_pdf(pdf_variant=VARIANT)


def _fitting(laid_out, template: str, contexts: Sequence[dict], stylesheet: str):
    *others, last = contexts
    for context in others:
        document = laid_out(template, context, stylesheet)
        if len(document.pages) == 1:
            return document
    return laid_out(template, last, stylesheet)


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
