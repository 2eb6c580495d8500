"""A template and a stylesheet of `templates/pdf/`, laid out by WeasyPrint.

Fonts and stylesheets are read once per process. Nothing is ever fetched from the network, and only files of
`templates/pdf/` and `fonts/` may be read, whatever a text that found its way into a template asks for.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from tasks.exports.fonts import codes_in


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


def laid_out(template: str, context: dict, stylesheet: str) -> Document:
    """Pages that can be counted and written. A character that no face has stands there as its code, with a note.

    Raises `UncoveredCharacter` where no further faces are installed.
    """
    markup = render_to_string(template, context | {"coded": ""})
    if codes := codes_in(markup):
        noted = render_to_string(template, context | {"coded": "、".join(codes.values())})
        markup = noted.translate(str.maketrans(codes))
    html = HTML(string=markup, base_url=str(_style_folder()), url_fetcher=OwnFilesOnly())
    return html.render(stylesheets=[_stylesheet(stylesheet)], font_config=_fonts())


def joined(documents: Sequence[Document], blank: Document) -> Document:
    """One document of several, each numbered within itself and begun on the right-hand page, for paper that is printed on
    both sides: where the one before ends on a right-hand page, the page of `blank` is put between.
    """
    first, *others = documents
    pages = [*first.pages]
    for document in others:
        pages += [*(blank.pages if len(pages) % 2 else ()), *document.pages]
    return first.copy(pages)


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
