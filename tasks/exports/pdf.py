"""One door to WeasyPrint: a template and a stylesheet of `templates/pdf/` become the bytes of a PDF.

Fonts and stylesheets are read once per process. Nothing is ever fetched from the network, and only files of
`templates/pdf/` and `fonts/` may be read, whatever a text that found its way into a template asks for. The same
input gives the same bytes.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

# Pango's font map is shared by the whole process and is not made for two threads at once.
_one_at_a_time = Lock()


class ForeignFile(FatalURLFetchingError):
    """Something in a document asked for a file or an address that is not ours."""


class OwnFilesOnly(URLFetcher):
    """Reads `templates/pdf/` and `fonts/` of this project and nothing else."""

    def fetch(self, url, headers=None):
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or not any(path.is_relative_to(folder) for folder in _own_folders()):
            raise ForeignFile(f"PDF 模板引用了不允许的地址：{url}")
        return super().fetch(url, headers)


def render(template: str, context: dict, *, stylesheet: str) -> bytes:
    """The PDF of `template` (a template name) laid out by `stylesheet` (a file name in `templates/pdf/`)."""
    return render_first_on_one_page(template, [context], stylesheet=stylesheet)


def render_first_on_one_page(template: str, contexts: Sequence[dict], *, stylesheet: str) -> bytes:
    """The PDF of the first of `contexts` that takes a single page; of the last one where none does."""
    *others, last = contexts
    with _one_at_a_time, _garbage_kept():
        for context in others:
            document = _laid_out(template, context, stylesheet)
            if len(document.pages) == 1:
                return document.write_pdf()
        return _laid_out(template, last, stylesheet).write_pdf()


def _laid_out(template: str, context: dict, stylesheet: str) -> Document:
    markup = render_to_string(template, context)
    html = HTML(string=markup, base_url=str(_style_folder()), url_fetcher=OwnFilesOnly())
    return html.render(stylesheets=[_stylesheet(stylesheet)], font_config=_fonts())


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


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _stylesheet(name: str) -> CSS:
    return CSS(filename=_style_folder() / name, font_config=_fonts(), url_fetcher=OwnFilesOnly())


def _style_folder() -> Path:
    return settings.BASE_DIR / "templates" / "pdf"


def _own_folders() -> tuple[Path, Path]:
    return _style_folder().resolve(), (settings.BASE_DIR / "fonts").resolve()
