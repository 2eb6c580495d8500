"""Reading back what an export wrote, as a person's viewer would."""

from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader


def opened(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def text_of(page) -> str:
    """The page's text without white space, which says nothing in a Chinese text."""
    return "".join(page.extract_text().split())


def bookmarks(reader: PdfReader) -> list[tuple[int, str, int]]:
    """(level from 1, title, page from 1) in order."""
    return list(_flattened(reader, reader.outline, level=1))


def _flattened(reader: PdfReader, outline, *, level: int) -> Iterator[tuple[int, str, int]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flattened(reader, entry, level=level + 1)
        else:
            yield level, entry.title, reader.get_destination_page_number(entry) + 1


def fonts_of(reader: PdfReader) -> dict[str, bool]:
    """Names of the faces used, and whether each is embedded."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"]
            found[descendant["/BaseFont"]] = bool({"/FontFile2", "/FontFile3"} & set(descriptor))
    return found
