"""Tasks are found by the pinyin initials of what they say, on every page and in every export that searches."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.models import Programme, Task
from tests.factories import client_for, make_unit, make_user
from tests.migrating import migrate
from tests.register.folders import change, copied, load
from tests.units.test_units_admin import change as address
from tests.units.test_units_admin import form
from units.models import Spelling
from units.roles import Role
from units.spelling import spell
from zgc_tasks.common.initials import initials
from zgc_tasks.common.models import DemonstrationDate

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(gjrc):
    return client_for(make_user(Role.LEADERSHIP, gjrc.leadership_unit))


def numbers(reader, words: str, path: str = "/gjrc/tasks/") -> list[int]:
    page = reader.get(path, {"q": words}).content.decode()
    return sorted({int(number) for number in re.findall(r'href="/gjrc/tasks/(\d+)/"', page)})


def said(words: str) -> list[int]:
    found = Task.objects.filter(content__contains=words)
    return sorted(found.values_list("number", flat=True))


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("人才引进", "rcyj"),
        ("银行", "yh"),
        ("行政审批", "xzsp"),
        ("增长", "zz"),
        ("重庆", "cq"),
        ("重点", "zd"),
        ("会计", "kj"),
        ("会议", "hy"),
        ("2015年（第32届）IASP大会", "2015nd32jiaspdh"),
        ("Ａ类", "al"),
    ],
)
def test_what_is_read_in_several_ways_is_read_as_in_its_phrase(text, letters):
    assert initials(text).split()[0] == letters


@pytest.mark.parametrize(
    ("text", "typed"), [("的长效机制", "cxjz"), ("的长效机制", "zxjz"), ("重点会议", "zdhy")]
)
def test_outside_of_phrases_every_reading_is_found(text, typed):
    assert typed in initials(text)


def test_readings_of_different_places_do_not_run_together():
    assert "jzcx" not in initials("长效机制")


@pytest.mark.parametrize("typed", ["cxjz", "CXJZ", "ＣｘＪＺ", " cxjz "])
def test_a_title_is_found_whatever_the_case(reader, typed):
    assert set(numbers(reader, typed)) >= set(said("长效机制")) != set()
    assert len(numbers(reader, typed)) < 5


def test_units_and_areas_are_found_too(reader):
    assert set(numbers(reader, "市教委")) <= set(numbers(reader, "sjw"))
    assert len(numbers(reader, "sjw")) < 38
    area = Programme.objects.get().groups.first()
    assert set(numbers(reader, area.name)) <= set(numbers(reader, initials(area.name).split()[0]))


def test_one_letter_and_what_is_no_initials_find_no_more_than_before(reader):
    assert numbers(reader, "z") == said("z")
    assert numbers(reader, "zz%") == []
    assert numbers(reader, "38") == [38]


def test_the_lists_of_a_day_and_the_exports_find_the_same(reader):
    found = numbers(reader, "cxjz")
    assert numbers(reader, "cxjz", "/gjrc/deadlines/") == found
    exported = json.loads(reader.get("/gjrc/exports/summary.json/", {"q": "cxjz"}).getvalue())
    assert sorted(row["number"] for row in exported) == found


def test_it_takes_no_query_more_than_other_words(reader):
    counts = []
    for words in ("长效机制", "cxjz"):
        numbers(reader, words)
        with CaptureQueriesContext(connection) as asked:
            numbers(reader, words)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_is_loaded_anew_is_found_and_on_the_day_before_what_stood_there(tmp_path):
    DemonstrationDate.objects.create(date=date(2015, 6, 1))
    folder = copied(tmp_path)
    load(folder)
    DemonstrationDate.objects.update(date=date(2015, 6, 10))
    change(folder, "kczh/tasks.toml", 'content = "开展成果评价。"', 'content = "开展成果验收。"')
    load(folder)
    programme = Programme.objects.get(code="KCZH")
    reader = client_for(make_user(Role.LEADERSHIP, programme.leadership_unit))

    def page(**asked) -> str:
        return reader.get("/kczh/deadlines/", asked).content.decode()

    assert "开展成果验收" in page(q="cgys")
    assert "开展成果" not in page(q="cgpj")
    assert "开展成果评价" in page(q="cgpj", as_of="2015-06-01")
    assert "开展成果" not in page(q="cgys", as_of="2015-06-01")


def test_no_text_is_spelt_twice(gjrc):
    load()
    spell(["市教委", "市教委", ""])
    texts = list(Spelling.objects.values_list("text", flat=True))
    assert len(texts) == len(set(texts)) > 38


def test_a_unit_that_is_made_or_renamed_in_the_administration_is_found():
    unit = make_unit("市旧名局")
    reader = client_for(make_user(Role.ADMINISTRATOR))
    assert reader.post(address(unit), form(unit, short_name="市新名局")).status_code == 302
    assert Spelling.objects.get(text="市新名局").initials.startswith("sxmj")


@pytest.mark.long  # from one of before
@pytest.mark.django_db(transaction=True)
def test_what_was_there_before_is_spelt_by_the_migrations():
    migrate("tasks", "0040_counted")
    then = migrate("units", "0007_factors")
    then.get_model("units", "Unit").objects.create(
        slug="cqj", kind="city_department", short_name="市重点局", full_name="市重点局", document_order=1
    )
    migrate()
    assert Spelling.objects.get(text="市重点局").initials.startswith("szdj")
