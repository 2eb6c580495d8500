"""Names and open wording read as one text."""

import pytest

from tasks.rules.wording import beginning, in_lines, in_pieces, joined


@pytest.mark.parametrize(
    ("entries", "text"),
    [
        ((), ""),
        (("海淀区",), "海淀区"),
        (("海淀区", "朝阳区", "等有关区县"), "海淀区、朝阳区等有关区县"),
        (
            ("中关村管委会", "及相关分园区管委会", "中关村发展集团"),
            "中关村管委会及相关分园区管委会、中关村发展集团",
        ),
        (("市科委", "等", "市人才工作领导小组相关成员单位"), "市科委等市人才工作领导小组相关成员单位"),
        (("等", "市人才工作领导小组相关成员单位"), "等市人才工作领导小组相关成员单位"),
    ],
)
def test_no_mark_stands_before_deng_or_ji_nor_after_a_lone_deng(entries, text):
    assert joined(entries) == text


@pytest.mark.parametrize(
    ("entries", "pieces"),
    [
        (["等"], ["等"]),
        (
            ["市科委", "海淀区", "等有关区县", "高等教育处"],
            ["市科委、", "海淀区", "等有关区县、", "高等教育处"],
        ),
        (["市科委", "等", "相关成员单位", "海淀区"], ["市科委", "等相关成员单位、", "海淀区"]),
    ],
)
def test_a_line_may_end_behind_every_entry_but_a_lone_deng_and_nothing_is_lost(entries, pieces):
    assert in_pieces(entries) == pieces
    assert joined(entries) == "".join(pieces)


@pytest.mark.parametrize(
    ("entries", "lines"),
    [
        (["市科委", "海淀区"], ["市科委", "海淀区"]),
        (["市科委", "海淀区", "等有关区县", "高等教育处"], ["市科委", "海淀区等有关区县", "高等教育处"]),
        (["中关村管委会", "及相关分园区管委会"], ["中关村管委会及相关分园区管委会"]),
        (["市科委", "等", "相关成员单位", "海淀区"], ["市科委等相关成员单位", "海淀区"]),
        (["等有关区县", "海淀区"], ["等有关区县", "海淀区"]),
    ],
)
def test_one_under_another_each_stands_alone_but_what_follows_on(entries, lines):
    assert in_lines(entries) == lines


def test_of_a_longer_text_only_as_much_is_told_as_there_is_room_for():
    assert [beginning("步骤一二", most) for most in (5, 4, 3)] == ["步骤一二", "步骤一二", "步骤一…"]
