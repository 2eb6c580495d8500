"""Which characters the printed faces can draw, so that no paper ever has a box where a name should be.

Fandol (`fonts/fandol/`) has all of GB 2312 but not 镕, 堃 or ⑳; the system's Noto CJK stands behind it. What neither has is
refused where it is typed (`common/text.py`); what is kept already is printed as its code (`tasks/exports/layout.py`).
"""

from functools import cache
from pathlib import Path

from django.conf import settings

BEHIND = (
    "NotoSerifCJK-Regular.ttc",
    "NotoSansCJK-Regular.ttc",
    "NotoSerifCJKsc-Regular.otf",
    "NotoSansCJKsc-Regular.otf",
)
SYSTEM_FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
SIMPLIFIED_CHINESE = " CJK SC"
SHIPPED = settings.BASE_DIR / "fonts" / "fandol" / "FandolFang-Regular.otf"
# Line ends and tabs are laid out, not drawn.
NOT_DRAWN = frozenset("\n\r\t ")


def without_a_face(text: str) -> set[str]:
    """The characters that neither the face we ship nor one behind it can draw."""
    if _is_common(text):
        return set()
    rest = set(text) - NOT_DRAWN - _characters_in(SHIPPED)
    for path in _files_behind() if rest else ():
        rest -= _characters_in(path)
    return rest


def behind_installed() -> bool:
    """Where they are not, they are wanted before anything is said of a character."""
    return bool(_files_behind())


def code_of(character: str) -> str:
    return f"U+{ord(character):04X}"


def _is_common(text: str) -> bool:
    """Nearly every text is, and then no file has to be read: that takes a third of a second, once a process."""
    try:
        text.translate(_COMMON_BESIDE_GB_2312).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


_COMMON_BESIDE_GB_2312 = dict.fromkeys(map(ord, "—·"))  # Python has others in their places there


@cache
def _characters_in(path: Path) -> frozenset[str]:
    from fontTools.ttLib import TTFont

    number = _simplified_chinese_face(path) if path.suffix == ".ttc" else -1
    with TTFont(path, fontNumber=number, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _simplified_chinese_face(path: Path) -> int:
    """Which of the faces of a collection draws characters the way they are written here."""
    from fontTools.ttLib import TTFont

    with TTFont(path, fontNumber=0, lazy=True) as first:
        count = first.reader.numFonts
    for number in range(count):
        with TTFont(path, fontNumber=number, lazy=True) as face:
            if face["name"].getDebugName(1).endswith(SIMPLIFIED_CHINESE):
                return number
    raise LookupError(f"{path} 中没有简体中文字体")


@cache
def _files_behind() -> tuple[Path, ...]:
    found = (folder.rglob(name) for folder in SYSTEM_FONT_FOLDERS for name in BEHIND)
    return tuple(sorted(path for paths in found for path in paths))
