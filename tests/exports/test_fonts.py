"""Every character that is printed has a face, or stands there as its code."""

import pytest

from tasks.exports import pdf
from tasks.exports.fonts import UncoveredCharacter, codes_in
from tests.exports.reading import opened, text_of
from zgc_tasks.common import faces

PRIVATE_USE = "\ue000"


@pytest.fixture
def nothing_behind(monkeypatch):
    monkeypatch.setattr(faces, "_files_behind", lambda: ())


def printed(words: str) -> str:
    drawn = pdf.render("pdf/base.html", {"title": words, "author": ""}, stylesheet="base.css")
    return "".join(map(text_of, opened(drawn).pages))


def test_common_characters_are_covered_by_the_faces_we_ship(nothing_behind):
    assert faces.without_a_face("第①步：报送“实施方案”——·2015年9月底前\n") == set()


def test_rare_characters_are_covered_by_the_faces_behind():
    assert codes_in("镕喆堃昇䶮煥①⑳㎡") == {}


def test_a_character_without_a_face_is_named_by_its_code():
    assert codes_in(f"李{PRIVATE_USE}某😀") == {PRIVATE_USE: "〔U+E000〕", "😀": "〔U+1F600〕"}


def test_a_paper_with_none_says_nothing_of_codes():
    assert printed("李某") == "—1—"


def test_a_paper_notes_what_the_codes_on_it_are():
    assert "注：〔U+E000〕是无法打印的字符的编码。" in printed(f"李{PRIVATE_USE}某")


def test_without_the_faces_behind_the_refusal_says_what_to_install(nothing_behind):
    with pytest.raises(UncoveredCharacter, match=r"“镕”（U\+9555）.*安装 fonts-noto-cjk"):
        codes_in("张镕")
