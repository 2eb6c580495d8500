"""What a scan must not have in it, though it is of a kind that is taken: scripts, programs, files, a lock (decision 0060)."""

import warnings
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MOST_PIXELS = 100_000_000
MOST_OBJECTS = 50_000  # of a PDF; a scan has some three a page

_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition"}
_KEYS = {"/JavaScript", "/EmbeddedFiles", "/RichMedia", "/XFA"}
_FILE = {"/EF", "/F"}  # a file that is in the document itself
_ADVICE = "请将原件重新扫描，或“打印”为PDF后再上传"


class Unacceptable(Exception):
    """Why, and how to mend it, to be put behind the name of the file."""


def require_harmless(data: bytes, content_type: str) -> None:
    """Raises `Unacceptable`. Files of Office are looked into where they are read (`uploads`)."""
    if content_type == "application/pdf":
        _look_into_pdf(data)
    elif content_type.startswith("image/"):
        _look_into_picture(data)


def _look_into_picture(data: bytes) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Unacceptable("超过1亿像素，请调低分辨率后重新上传")
                picture.verify()
    except Image.DecompressionBombError:
        raise Unacceptable("超过1亿像素，请调低分辨率后重新上传") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise Unacceptable("已损坏，无法打开，请重新扫描后上传") from None


def _look_into_pdf(data: bytes) -> None:
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise Unacceptable(f"设有密码或权限限制，{_ADVICE}")
        if not len(reader.pages):
            raise Unacceptable(f"没有页面，{_ADVICE}")
        if any(_is_active(each) for each in _dictionaries(reader)):
            raise Unacceptable(f"含有脚本、可执行操作或附件，{_ADVICE}")
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, OSError, RecursionError):
        raise Unacceptable(f"已损坏，无法打开，{_ADVICE}") from None


def _is_active(each: DictionaryObject) -> bool:
    return bool(_KEYS & each.keys()) or each.keys() >= _FILE or str(each.get("/S")) in _ACTIONS


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """All that can be reached from the trailer, each once; streams are not decoded."""
    waiting, seen = [reader.trailer], set()
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            if each.idnum in seen:
                continue
            seen.add(each.idnum)
            if len(seen) > MOST_OBJECTS:
                raise Unacceptable(f"结构过于复杂，{_ADVICE}")
            each = each.get_object()
        if isinstance(each, DictionaryObject):
            yield each
            waiting += [each.raw_get(key) for key in each]
        elif isinstance(each, ArrayObject):
            waiting += list(each)
