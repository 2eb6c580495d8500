"""What becomes of characters on paper that no face can draw (`common/faces.py`)."""

from zgc_tasks.common import faces
from zgc_tasks.common.refusal import NotMade


class UncoveredCharacter(NotMade):
    """A character that the faces we ship do not have, on a machine without further ones; the words say how to mend it."""

    def __init__(self, character: str):
        super().__init__(
            f"有无法打印的字符“{character}”（{faces.code_of(character)}）：随附字体没有这个字，服务器也未安装后备字体；"
            "请系统管理员安装 fonts-noto-cjk 后重新导出。"
        )


def codes_in(text: str) -> dict[str, str]:
    """What is kept cannot be written otherwise any more: each character that no face has, and its code, 〔U+E000〕, to be
    printed in its place. Raises `UncoveredCharacter` where no further faces are installed.
    """
    found = sorted(faces.without_a_face(text))
    if found and not faces.behind_installed():
        raise UncoveredCharacter(found[0])
    return {character: f"〔{faces.code_of(character)}〕" for character in found}
