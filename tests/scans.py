"""The smallest scans of each kind, and PDFs with something in them that a scan has not."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image
from pypdf import PdfWriter


def pdf(change: Callable[[PdfWriter], object] = lambda _: None) -> bytes:
    """A page, and what `change` puts in."""
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(width=595, height=842)
    change(writer)
    writer.write(out)
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (2, 2)) -> bytes:
    out = BytesIO()
    Image.new("1" if kind == "PNG" else "L", size).save(out, kind)
    return out.getvalue()


PDF, JPG, PNG = pdf(), picture("JPEG"), picture("PNG")
