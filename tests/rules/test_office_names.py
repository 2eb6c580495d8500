"""责任处室 as written, beside the names of offices."""

import pytest

from tasks.rules.office_names import may_mean, office_named

OFFICES = {1: ("人力资源处", "人事处"), 2: ("科技金融处",), 3: ("办公室",)}
UNIT = ("中关村管委会", "中关村科技园区管理委员会")


@pytest.mark.parametrize(
    ("written", "office"),
    [
        ("人力资源处", 1),
        ("人事处", 1),
        (" 人力资源处 ", 1),
        ("中关村管委会人力资源处", 1),
        ("中关村科技园区管理委员会 科技金融处", 2),
        ("办公室", 3),
        ("", None),
        ("人资处", None),
        ("人力资源处（张三）", None),
        ("人力资源处、科技金融处", None),
        ("市科委人力资源处", None),
        ("中关村管委会", None),
    ],
)
def test_only_what_is_equal_to_a_name_is_that_office(written, office):
    assert office_named(written, OFFICES, UNIT) == office


def test_a_name_of_two_offices_is_neither():
    assert office_named("综合处", {1: ("综合处",), 2: ("综合一处", "综合处")}, UNIT) is None


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        ("人资处", True),
        ("人才处", True),
        ("人力资源处、科技金融处", True),
        ("人力资源处（张三）", True),
        ("科技金融处", False),
        ("宣传处", False),
        ("办公室", False),
    ],
)
def test_a_word_in_common_is_a_doubt(written, doubt):
    assert may_mean(written, ("人力资源处",)) is doubt


def test_an_office_whose_name_is_only_a_usual_word_is_meant_where_it_stands_whole():
    assert may_mean("办公室（督查科）", ("办公室",))
    assert not may_mean("科研处", ("办公室",))
