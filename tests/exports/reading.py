"""Reading back what an export wrote, as a person's viewer would."""

import re
from collections.abc import Iterator
from io import BytesIO
from math import hypot
from typing import NamedTuple

from pypdf import PdfReader, Transformation
from pypdf.generic import ContentStream

GLYPH = re.compile(r"^<[0-9A-Fa-f]+> <([0-9A-Fa-f]+)>", re.MULTILINE)


def opened(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def widths(sheet) -> list[float]:
    """Of all columns of a spreadsheet; neighbours that are alike stand in the file as one."""
    groups = sheet.column_dimensions.values()
    return [group.width for group in groups for _ in range(group.min, group.max + 1)]


def text_of(page) -> str:
    """The page's text without white space, which says nothing in a Chinese text."""
    return "".join(page.extract_text().split())


class Placed(NamedTuple):
    """A piece of text: where its line begins and ends, from the left and the lower edge, and its size, in points on
    paper.
    """

    left: float
    right: float
    above: float
    size: float


def placed(page) -> list[Placed]:
    """Of a page with its drawings."""
    return list(_placed(ContentStream(page.get_contents(), page.pdf), page["/Resources"], Transformation()))


def _placed(content: ContentStream, resources, outer: Transformation) -> Iterator[Placed]:
    kept, size, own, pen, advances = [], 0.0, Transformation(), 0.0, {}
    for operands, operator in content.operations:
        if operator == b"q":
            kept.append(outer)
        elif operator == b"Q":
            outer = kept.pop()
        elif operator == b"cm":
            outer = Transformation(tuple(map(float, operands))).transform(outer)
        elif operator == b"Tf":
            advances, size = _advances(resources["/Font"][operands[0]]), float(operands[1])
        elif operator == b"Tm":
            own, pen = Transformation(tuple(map(float, operands))), 0.0
        elif operator in (b"Tj", b"TJ"):
            begun, pen = pen, pen + _width(operands[0], advances) * size
            whole = own.transform(outer)
            (left, above), (right, _) = whole.apply_on((begun, 0)), whole.apply_on((pen, 0))
            _, _, slant, height, _, _ = whole.ctm
            yield Placed(left, right, above, round(size * hypot(slant, height), 2))
        elif operator == b"Do":
            drawing = resources["/XObject"][operands[0]].get_object()
            if drawing["/Subtype"] == "/Form":
                inner = Transformation(tuple(map(float, drawing.get("/Matrix", (1, 0, 0, 1, 0, 0)))))
                stream = ContentStream(drawing, drawing.indirect_reference.pdf)
                yield from _placed(stream, drawing["/Resources"], inner.transform(outer))


def _advances(font) -> dict[int, float]:
    """How wide each glyph of a face is, in thousandths of its size."""
    listed = font.get_object()["/DescendantFonts"][0].get_object()["/W"]
    found = {}
    for first, widths in zip(listed[::2], listed[1::2], strict=True):
        found |= dict(enumerate(map(float, widths), start=int(first)))
    return found


def _width(shown, advances: dict[int, float]) -> float:
    """Of what `Tj` or `TJ` shows, in its size: glyphs of two bytes, and by how much the pen is set back between them."""
    parts = shown if isinstance(shown, list) else [shown]
    return sum(_advance(part, advances) for part in parts) / 1000


def _advance(part, advances: dict[int, float]) -> float:
    if not isinstance(part, str | bytes):
        return -float(part)
    glyphs = part if isinstance(part, bytes) else part.original_bytes
    return sum(advances[int.from_bytes(glyphs[n : n + 2])] for n in range(0, len(glyphs), 2))


TEN_MILLIMETRES, DEEPEST = 28.35, 3  # what hangs below a line of 14 points


def can_be_read(content: bytes) -> None:
    """Nothing stands nearer to an edge than 10 mm or is smaller than 7 points; only the back of a sheet may be blank."""
    for number, page in enumerate(opened(content).pages, start=1):
        found, edge = placed(page), float(page.mediabox.width) - TEN_MILLIMETRES
        assert found or (number % 2 == 0 and not text_of(page))
        for text in found:
            assert text.above - DEEPEST >= TEN_MILLIMETRES
            assert text.above + text.size <= float(page.mediabox.height) - TEN_MILLIMETRES
            assert TEN_MILLIMETRES <= text.left < text.right <= edge
            assert text.size >= 7


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


def drawn_in(reader: PdfReader, face: str) -> set[str]:
    """The characters that a face draws, by what its glyphs stand for."""
    found = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            if face in font.get_object()["/BaseFont"]:
                stands_for = font.get_object()["/ToUnicode"].get_data().decode()
                found |= {bytes.fromhex(code).decode("utf-16-be") for code in GLYPH.findall(stands_for)}
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
