"""Reading back what an export wrote, as a person's viewer would."""

from collections.abc import Iterator
from io import BytesIO
from math import hypot
from typing import NamedTuple

from pypdf import PdfReader, Transformation
from pypdf.generic import ContentStream


def opened(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def text_of(page) -> str:
    """The page's text without white space, which says nothing in a Chinese text."""
    return "".join(page.extract_text().split())


class Placed(NamedTuple):
    """A piece of text: where its line begins, from the left and the lower edge, and its size, in points on paper."""

    left: float
    above: float
    size: float


def placed(page) -> list[Placed]:
    """Of a page with its drawings."""
    return list(_placed(ContentStream(page.get_contents(), page.pdf), page["/Resources"], Transformation()))


def _placed(content: ContentStream, resources, outer: Transformation) -> Iterator[Placed]:
    kept, size, own = [], 0.0, Transformation()
    for operands, operator in content.operations:
        if operator == b"q":
            kept.append(outer)
        elif operator == b"Q":
            outer = kept.pop()
        elif operator == b"cm":
            outer = Transformation(tuple(map(float, operands))).transform(outer)
        elif operator == b"Tf":
            size = float(operands[1])
        elif operator == b"Tm":
            own = Transformation(tuple(map(float, operands)))
        elif operator in (b"Tj", b"TJ"):
            _, _, slant, height, left, above = own.transform(outer).ctm
            yield Placed(left, above, round(size * hypot(slant, height), 2))
        elif operator == b"Do":
            drawing = resources["/XObject"][operands[0]].get_object()
            if drawing["/Subtype"] == "/Form":
                inner = Transformation(tuple(map(float, drawing.get("/Matrix", (1, 0, 0, 1, 0, 0)))))
                stream = ContentStream(drawing, drawing.indirect_reference.pdf)
                yield from _placed(stream, drawing["/Resources"], inner.transform(outer))


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


def is_to_be_kept(content: bytes, *, title: str, author: str) -> None:
    """Title, author, language, outline and tags; and all that a file says of itself which is PDF/A-2a."""
    reader = opened(content)
    root = reader.root_object
    assert (reader.metadata.title, reader.metadata.author) == (title, author)
    assert (root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"].value) == ("zh-CN", True)
    assert bookmarks(reader)
    assert root["/MarkInfo"]["/Marked"].value is True
    assert {"/Table", "/TR", "/TH", "/TD"} <= tags_of(reader)
    xmp = root["/Metadata"].get_data().decode()
    assert 'pdfaid:part="2"' in xmp
    assert 'pdfaid:conformance="A"' in xmp
    assert f"<rdf:li>{author}</rdf:li>" in xmp
    (intent,) = root["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_object()["/N"] == 3
    assert reader.trailer["/ID"]
    assert all(fonts_of(reader).values())
    assert not reader.attachments


def tags_of(reader: PdfReader) -> set[str]:
    """What the parts of the text are called."""
    return set(_tags_below(reader.root_object["/StructTreeRoot"]))


def _tags_below(element) -> Iterator[str]:
    if "/S" in element:
        yield element["/S"]
    for kid in element.get("/K", ()):
        kid = kid.get_object()
        if isinstance(kid, dict):
            yield from _tags_below(kid)
