"""Every character that is printed has a face; one that has none stops the export by name."""

import pytest

from tasks.exports import fonts
from tasks.exports.fonts import Face, UncoveredCharacter, require_coverage

PRIVATE_USE = "\ue000"


@pytest.fixture
def no_fallback(monkeypatch):
    monkeypatch.setattr(fonts, "_fallback_files", lambda: ())


def test_common_characters_are_covered_by_the_faces_we_ship(no_fallback):
    for face in Face:
        require_coverage(
            [("工作任务", "第①步：报送“实施方案”，2015年9月底前\n")], owner="第4项任务", face=face
        )


def test_rare_characters_are_covered_by_the_fallback():
    require_coverage([("联系人", "镕喆堃昇䶮煥①⑳㎡")], owner="第4项任务")


def test_a_character_without_a_face_is_named_with_its_field_and_task():
    fields = [("主管领导", "张某"), ("联系人", f"李{PRIVATE_USE}")]
    with pytest.raises(
        UncoveredCharacter, match=r"第4项任务的“联系人”.*（U\+E000）.*改用其他写法"
    ) as refusal:
        require_coverage(fields, owner="第4项任务")
    assert refusal.value.character == PRIVATE_USE
    assert (refusal.value.field, refusal.value.owner) == ("联系人", "第4项任务")


def test_without_the_fallback_the_refusal_says_what_to_install(no_fallback):
    with pytest.raises(UncoveredCharacter, match=r"“镕”（U\+9555）.*安装 fonts-noto-cjk"):
        require_coverage([("联系人", "张镕")], owner="第4项任务")
