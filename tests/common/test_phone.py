import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_tasks.common import phone


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("88828902", ("88828902",)),
        ("8882 8902", ("88828902",)),
        ("010-88828902", ("01088828902",)),
        ("010 8882-8902", ("01088828902",)),
        ("（010）88828902", ("01088828902",)),
        ("０１０－８８８２８９０２", ("01088828902",)),
        ("010—88828902", ("01088828902",)),
        ("0311-8888888", ("03118888888",)),
        ("+86 10 88828902", ("01088828902",)),
        ("+86-010-88828902", ("01088828902",)),
        ("0086 311 88888888", ("031188888888",)),
        ("13800000000", ("13800000000",)),
        ("138-0000-0000", ("13800000000",)),
        ("+86 13800000000", ("13800000000",)),
    ],
)
def test_a_number_reads_the_same_however_it_is_written(written, numbers):
    assert phone.normalise(written) == numbers


@pytest.mark.parametrize(
    "written",
    [
        "88828902转123",
        "88828902-123",
        "88828902#123",
        "8882 8902 转 123",
        "88828902分机123",
        "88828902转:123",
    ],
)
def test_an_extension_is_kept(written):
    assert phone.normalise(written) == ("88828902-123",)


def test_an_extension_of_a_number_with_area_code_is_not_taken_for_part_of_it():
    assert phone.normalise("010-88828902-8012") == ("01088828902-8012",)


@pytest.mark.parametrize("between", ["、", "，", ",", "；", ";", "/", " / "])
def test_several_numbers_are_separated_by_any_of_the_usual_marks(between):
    assert phone.normalise(f"88828902{between}13800000000") == ("88828902", "13800000000")


def test_an_area_code_that_was_not_written_is_not_guessed():
    assert phone.normalise("88828902") != phone.normalise("010-88828902")


def test_a_number_of_seven_digits_is_read():
    assert phone.normalise("8882890") == ("8882890",)


def test_the_invented_numbers_of_a_demonstration_are_read():
    assert phone.normalise("010-00000001") == ("01000000001",)


@pytest.mark.parametrize(
    "written", ["", " ", "、", "见通讯录", "1234", "12800000000", "88828902/03", "88828902转", "00000001"]
)
def test_what_cannot_be_read_is_none(written):
    assert phone.normalise(written) is None


@given(st.text())
def test_reading_never_raises(text):
    assert phone.normalise(text) is None or all(phone.normalise(text))


@given(st.from_regex(r"(010)?[2-8][0-9]{7}(-[0-9]{1,6})?", fullmatch=True))
def test_a_normalised_number_reads_as_itself(number):
    assert phone.normalise(number) == (number,)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("010-8882710", "010"),
        ("（021）5882710", "021"),
        ("010-88828902、010-888", "010"),
        ("010-88828902", ""),
        ("0311-8888888", ""),
        ("8882710", ""),
        ("见通讯录", ""),
    ],
)
def test_a_number_that_is_short_of_digits_behind_its_area_code_is_not_read(written, code):
    """Where area codes have three digits numbers have eight; elsewhere seven or eight."""
    assert phone.short_of_digits(written) == code
    assert not code or phone.normalise(written) is None


def test_what_is_too_long_for_a_field_is_not_read():
    numbers = "、".join(["13800000000"] * 17)
    assert len(numbers) > 200
    assert phone.normalise(numbers) is None
    assert phone.normalise(numbers[:191]) == ("13800000000",) * 16
    assert phone.short_of_digits("010-8882890、" * 20) == ""
    assert phone.short_of_digits("010-8882890、" * 2) == "010"
