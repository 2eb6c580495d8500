"""What Django says of what was typed is said in the words of the house."""

import gettext
import re
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories import client_for, make_programme, make_unit, make_user
from units.roles import Role

OURS = Path(settings.LOCALE_PATHS[0]) / "zh_Hans/LC_MESSAGES"
_ENTRY = re.compile(r'^msgid "(.+)"\n(?:msgid_plural ".+"\n)?msgstr(?:\[0\])? "(.+)"$', re.MULTILINE)


def written() -> dict[str, str]:
    return dict(_ENTRY.findall((OURS / "django.po").read_text(encoding="utf-8")))


def compiled(folder: Path) -> dict[str, str]:
    """By the words in the singular."""
    with (folder / "django.mo").open("rb") as file:
        found = gettext.GNUTranslations(file)._catalog
    return {key[0] if isinstance(key, tuple) else key: value for key, value in found.items() if key}


def test_what_is_read_is_what_is_written():
    assert len(written()) > 20
    assert compiled(OURS) == written()


def test_each_sentence_is_one_that_django_says():
    theirs = compiled(Path(django.__path__[0]) / "conf/locale/zh_Hans/LC_MESSAGES")
    assert written().keys() <= theirs.keys()


def unit_form(**typed) -> dict:
    formsets = {
        f"{prefix}-{kind}_FORMS": 0 for prefix in ("names", "offices") for kind in ("TOTAL", "INITIAL")
    }
    whole = {"short_name": "市某局", "full_name": "市某局", "kind": "city_department", "slug": "mou"}
    return whole | {"document_order": "7"} | formsets | typed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"short_name": ""}, "请填写此项"),
        ({"short_name": "市教委"}, "已有简称相同的单位，请核对后重新填写"),
        ({"slug": "某 局"}, "只能由字母、数字、下划线和连字符组成，请重新填写"),
        ({"document_order": "9" * 30}, "不能大于"),
        ({"document_order": "七"}, "请填写整数"),
        ({"short_name": "长" * 200}, "字，现有200字，请缩短"),
        ({"kind": "77"}, "“77”不在可选范围内，请重新选择"),
    ],
)
def test_the_administrator_is_told_in_words_of_the_house(typed, words):
    make_unit("市教委")
    client = client_for(make_user(Role.ADMINISTRATOR))
    page = client.post(reverse("admin:units_unit_add"), unit_form(**typed)).content.decode()
    assert words in page
    for theirs in ("必填项", "确保该", "有效的", "已存在。", "输入整数"):
        assert theirs not in page


@pytest.mark.django_db
def test_a_day_that_cannot_be_read_is_answered_with_how_to_write_one():
    programme = make_programme()
    client = client_for(make_user(Role.ADMINISTRATOR))
    url = reverse("admin:tasks_programme_change", args=[programme.pk])
    assert (
        "请按2015-04-03、2015年4月3日或4月3日的形式填写"
        in client.post(url, {"ends_on": "某日"}).content.decode()
    )


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["group=77", "unit=77", "state=77", "part=77"])
def test_a_hand_made_address_is_answered_in_words_of_the_house(query):
    programme = make_programme()
    client = client_for(make_user(Role.LEADERSHIP, programme.leadership_unit))
    for path in ("tasks", "deadlines"):
        page = client.get(f"/gjrc/{path}/?{query}").content.decode()
        assert "不在可选范围内，请重新选择" in page
        assert "有效的选项" not in page
