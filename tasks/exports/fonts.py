"""Which characters the printed faces can show, so that no export ever leaves a box where a name should be.

Fandol (`fonts/fandol/`) has all of GB 2312 but not 镕, 堃 or ⑳; the system's Noto CJK stands behind it. A
character in neither stops the export and is named with its field and its task.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

FALLBACK_NAMES = (
    "NotoSerifCJK-Regular.ttc",
    "NotoSansCJK-Regular.ttc",
    "NotoSerifCJKsc-Regular.otf",
    "NotoSansCJKsc-Regular.otf",
)
SYSTEM_FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
SIMPLIFIED_CHINESE = " CJK SC"
_FOLDER = settings.BASE_DIR / "fonts" / "fandol"
# Line ends and tabs are laid out, not drawn.
NOT_DRAWN = frozenset("\n\r\t ")


class Face(StrEnum):
    """The faces of an official document; the values are files in `fonts/fandol/`."""

    FANG = "FandolFang-Regular.otf"
    KAI = "FandolKai-Regular.otf"
    HEI = "FandolHei-Regular.otf"
    SONG = "FandolSong-Regular.otf"
    SONG_BOLD = "FandolSong-Bold.otf"


class UncoveredCharacter(ValueError):
    """A character no installed face can print; `str()` says in Chinese what, where and how to mend it."""

    def __init__(self, character: str, *, field: str, owner: str, fallback_installed: bool):
        self.character, self.field, self.owner = character, field, owner
        self.fallback_installed = fallback_installed
        code = f"U+{ord(character):04X}"
        if fallback_installed:
            advice = "随附字体和系统后备字体（Noto CJK）都没有这个字，请在该栏改用其他写法后重新导出。"
        else:
            advice = (
                "随附字体没有这个字，服务器也未安装后备字体；请系统管理员安装 fonts-noto-cjk 后重新导出。"
            )
        super().__init__(f"{owner}的“{field}”中有无法打印的字符“{character}”（{code}）：{advice}")


def require_coverage(fields: Iterable[tuple[str, str]], *, owner: str, face: Face = Face.FANG) -> None:
    """Raise `UncoveredCharacter` for the first character of `fields` (label, text) that cannot be printed.

    `owner` names what the fields belong to as a reader would: 第4项任务, 汇总表.
    """
    for label, text in fields:
        if unprintable := _without_a_face(set(text), face):
            character = next(character for character in text if character in unprintable)
            installed = bool(_fallback_files())
            raise UncoveredCharacter(character, field=label, owner=owner, fallback_installed=installed)


def in_printable(texts: Iterable[str], *, face: Face = Face.FANG) -> dict[str, str]:
    """For papers of what is kept and cannot be written otherwise any more: each character of `texts` that no face has,
    and its code, 〔U+E000〕, to be printed in its place. Empty where no further faces are installed: then they are wanted.
    """
    found = _without_a_face(set().union(*texts), face) if _fallback_files() else ()
    return {character: f"〔U+{ord(character):04X}〕" for character in sorted(found)}


def _without_a_face(characters: set[str], face: Face) -> set[str]:
    """What neither the face nor one that stands behind it can print."""
    rest = characters - NOT_DRAWN - _characters_in(_FOLDER / face)
    for path in _fallback_files() if rest else ():
        rest -= _characters_in(path)
    return rest


@cache
def _characters_in(path: Path) -> frozenset[str]:
    number = _simplified_chinese_face(path) if path.suffix == ".ttc" else -1
    with TTFont(path, fontNumber=number, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _simplified_chinese_face(path: Path) -> int:
    """Which of the faces of a collection draws characters the way they are written here."""
    with TTFont(path, fontNumber=0, lazy=True) as first:
        count = first.reader.numFonts
    for number in range(count):
        with TTFont(path, fontNumber=number, lazy=True) as face:
            if face["name"].getDebugName(1).endswith(SIMPLIFIED_CHINESE):
                return number
    raise LookupError(f"{path} 中没有简体中文字体")


@cache
def _fallback_files() -> tuple[Path, ...]:
    found = (folder.rglob(name) for folder in SYSTEM_FONT_FOLDERS for name in FALLBACK_NAMES)
    return tuple(sorted(path for paths in found for path in paths))
