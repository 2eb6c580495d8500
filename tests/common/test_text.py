import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from zgc_tasks.common import faces
from zgc_tasks.common.text import arabic_numerals, clean_line, clean_text, normalise_printed


def test_invisible_characters_and_outer_white_space_go():
    assert clean_line(" \ufeff张\u200b某\u3000") == "张某"


def test_a_line_has_no_line_end_or_tab_in_it():
    assert clean_line("科技处\r\n\t人才处") == "科技处 人才处"


def test_a_text_keeps_its_line_ends_in_one_way_of_writing():
    assert clean_text("一\r\n二\r三\u2028四\n") == "一\n二\n三\n四"


def test_a_text_keeps_the_tabs_of_a_pasted_table():
    assert clean_text("1\t印发细则") == "1\t印发细则"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x1f", "\x7f", "\x85", "\ud800", "\uffff"])
@pytest.mark.parametrize("clean", [clean_line, clean_text])
def test_a_control_character_is_refused_and_said_where_it_stands(clean, character):
    with pytest.raises(ValidationError) as refusal:
        clean(f"张某{character}某")
    assert refusal.value.messages == [
        f"第 3 个字符是不可见的控制字符（U+{ord(character):04X}），请删除后重新输入"
    ]


@pytest.mark.parametrize("clean", [clean_line, clean_text])
def test_a_character_no_face_can_draw_is_refused_and_named_with_its_code(clean):
    with pytest.raises(ValidationError) as refusal:
        clean("张镕 \ue000某")
    assert refusal.value.messages == ["第 4 个字符“\ue000”（U+E000）无法打印，请改用其他写法"]


def test_where_the_faces_behind_are_not_installed_no_name_is_refused(monkeypatch):
    monkeypatch.setattr(faces, "_files_behind", lambda: ())
    assert clean_line("张镕\ue000") == "张镕\ue000"


def test_marks_that_only_word_processors_see_go():
    assert clean_line("张\u200e某\u00ad①\ufe0f") == "张某①"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    try:
        once = clean_text(text)
    except ValidationError:
        return
    assert clean_text(once) == once
    assert "\n" not in clean_line(text)


def test_printed_text_has_full_width_punctuation_and_no_white_space():
    printed = "2015 年度，支持(第 32 届)IASP年会;\n“you+”:创业, 社区"
    assert normalise_printed(printed) == "2015年度，支持（第32届）IASP年会；“you+”：创业，社区"


def test_printed_text_is_otherwise_left_alone():
    assert normalise_printed("“高精尖”、3.5%！") == "“高精尖”、3.5%！"


@pytest.mark.parametrize(
    ("chinese", "arabic"),
    [
        ("十", "10"),
        ("十二月", "12月"),
        ("二十", "20"),
        ("三十一日", "31日"),
        ("二〇一五年", "2015年"),
        ("一季度", "1季度"),
    ],
)
def test_chinese_numbers_become_arabic_ones(chinese, arabic):
    assert arabic_numerals(chinese) == arabic
