"""What somebody typed to find tasks is read as words, as a number, or as a sentence that was copied in pieces."""

import pytest

from tasks.rules import sought


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("领军 人才", ["领军", "人才"]),
        ("第 14 项", ["第 14 项"]),
        ("第 14 项 领军", ["第14项", "领军"]),
        ("领军\u300014 项", ["领军", "第14项"]),
        ("引进2项目", ["引进2项目"]),
        ("一 二 三 四 五", ["一", "二", "三", "四", "五"]),
        ("支持国际\n领军人才\n和 团队\n来京\n创新\n创业", ["支持国际领军人才和团队来京创新创业"]),
    ],
)
def test_it_is_read_as(asked, words):
    assert sought.words(asked) == words
