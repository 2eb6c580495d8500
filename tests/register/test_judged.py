"""红黄灯 and 推进状态 in 任务分解, on a unit's page and in 时限检查: who is told, what the filters leave, and that the
exports which are linked hold the same rows and say so.
"""

import csv
import json
import re
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tasks.enums import Outlook
from tests.copied import copied
from tests.exports.reading import opened, text_of
from tests.factories import make_programme, make_task
from tests.of_a_kind import one_of_each
from tests.rounds.conftest import SAID, RoundStory, begin_rounds, on
from tests.rounds.test_ledger import AFTER, DUE, accept_plan

LIST, CHECKED = "/gjrc/tasks/", "/gjrc/deadlines/"
LATER = date(2015, 7, 20)
OVERSEEING = ("checker", "leadership")
# By AFTER 14 and 20 are yellow; of 14 its lead says 进度滞后, of 30 按计划推进, of 20 and 40 nobody said anything.
CHOICES = [
    ({"light": "yellow"}, [14, 20], "黄灯"),
    ({"light": "not_rated"}, [40], "未评定"),
    ({"outlook": "behind"}, [14], "进度滞后"),
    ({"outlook": "unsaid"}, [20, 40], "未报推进状态"),
    ({"light": "yellow", "outlook": "unsaid"}, [20], "黄灯"),
    ({"light": "yellow", "outlook": "behind", "q": "第30项"}, [], "进度滞后"),
]


@pytest.fixture
@copied
def told(db) -> RoundStory:
    """As of AFTER; in the other programme a task with the same number has another lead."""
    rounds_story = begin_rounds()
    accept_plan(rounds_story)
    rounds_story.file(replace(SAID, outlook=Outlook.BEHIND, outlook_reason="经费未到"), day=DUE)
    rounds_story.file(task=3, day=AFTER, by=rounds_story.story.other_unit)
    other = make_programme("QT", receiving_office=rounds_story.story.programme.receiving_office)
    make_task(other, 14, lead=rounds_story.story.other_unit.unit)
    on(AFTER)
    return rounds_story


def get(story, who: str, url: str, **asked):
    answer = story.story.browser(who).get(url, asked)
    assert answer.status_code == 200
    return answer


def content(story, who: str, name: str, **asked) -> bytes:
    return b"".join(get(story, who, reverse("export", args=["gjrc", name]), **asked).streaming_content)


def listed(answer) -> list[int]:
    return [int(number) for number in re.findall(r'data-label="编号">(\d+)<', answer.content.decode())]


def in_json(story, who: str, **asked) -> list[int]:
    return [row["number"] for row in json.loads(content(story, who, "summary.json", **asked))]


def row_of(answer, number: int) -> str:
    """The cells of a task as words."""
    page = answer.content.decode()
    row = re.search(rf'data-label="编号">{number}<.*?</tr>', page, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


@pytest.mark.parametrize("who", OVERSEEING)
@pytest.mark.parametrize("where", [LIST, "/gjrc/groups/1/"])
def test_who_oversees_is_told_light_and_outlook(told, who, where):
    answer = get(told, who, where)
    assert "黄灯 进度滞后" in row_of(answer, 14)
    assert "绿灯 按计划推进" in row_of(answer, 30)
    assert row_of(answer, 40).endswith("未评定")


@pytest.mark.parametrize(("asked", "numbers", "said"), one_of_each(CHOICES, lambda choice: set(choice[0])))
@pytest.mark.parametrize("who", one_of_each(OVERSEEING))
def test_the_list_and_every_export_linked_from_it_hold_the_same_rows(told, who, asked, numbers, said):
    assert listed(get(told, who, LIST, **asked)) == numbers
    assert listed(get(told, who, CHECKED, **asked)) == numbers
    assert in_json(told, who, **asked) == numbers
    table = list(csv.reader(StringIO(content(told, who, "summary.csv", **asked).decode("utf-8-sig"))))
    assert [row[0] for row in table[1:]] == list(map(str, numbers))
    book = load_workbook(BytesIO(content(told, who, "summary.xlsx", **asked)))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any(said in cell for cell in cells)
    pdf = "".join(map(text_of, opened(content(told, who, "summary.pdf", **asked)).pages))
    assert said in pdf


def test_a_past_day_is_filtered_by_what_was_so_then(told):
    on(LATER)
    then = {"as_of": AFTER.isoformat()}
    for light, now, before in (("red", [14, 20], []), ("yellow", [30], [14, 20])):
        assert listed(get(told, "leadership", LIST, light=light)) == now
        assert listed(get(told, "leadership", CHECKED, light=light)) == now
        assert listed(get(told, "leadership", CHECKED, light=light, **then)) == before
        assert in_json(told, "leadership", light=light, **then) == before
    told.file(replace(SAID, outlook=Outlook.DONE), round=told.may, day=LATER)
    assert listed(get(told, "leadership", LIST, outlook="done")) == [14]
    assert listed(get(told, "leadership", CHECKED, outlook="behind", **then)) == [14]
    assert in_json(told, "leadership", outlook="behind", **then) == [14]


def test_a_unit_is_told_what_it_says_itself_and_no_light(told):
    for where in (LIST, "/gjrc/groups/1/"):
        mine, theirs = get(told, "liaison", where), get(told, "other_unit", where)
        assert row_of(mine, 14).endswith("进度滞后")
        assert "按计划推进" not in row_of(mine, 30)
        assert "进度滞后" not in row_of(theirs, 14)
        assert row_of(theirs, 30).endswith("按计划推进")
        assert "黄灯" not in mine.content.decode()


@pytest.mark.parametrize(
    ("who", "asked", "numbers"),
    [
        ("liaison", {"outlook": "behind"}, [14]),
        ("liaison", {"outlook": "unsaid"}, [20]),
        ("other_unit", {"outlook": "behind"}, []),
        ("other_unit", {"outlook": "unsaid"}, []),
        ("other_unit", {"outlook": "on_course"}, [30]),
        ("outsider", {"outlook": "unsaid"}, []),
    ],
)
def test_a_unit_filters_by_what_it_may_know(told, who, asked, numbers):
    """市科委 takes part in 14, and does not learn by a filter what its lead says of it; nor does a stranger."""
    assert listed(get(told, who, LIST, **asked)) == numbers
    assert listed(get(told, who, CHECKED, **asked)) == numbers
    assert in_json(told, who, **asked) == numbers
    register = load_workbook(BytesIO(content(told, who, "register.xlsx", **asked)))
    text = "\n".join(
        str(cell) for sheet in register for row in sheet.iter_rows(values_only=True) for cell in row
    )
    assert [task.number for task in told.tasks.values() if task.content in text] == numbers
    on(LATER)
    then = {"as_of": AFTER.isoformat()}
    assert listed(get(told, who, CHECKED, **asked, **then)) == numbers
    assert in_json(told, who, **asked, **then) == numbers


@pytest.mark.parametrize("who", ["liaison", "officer", "outsider"])
def test_no_unit_asks_by_light(told, who):
    answer = get(told, who, LIST, light="yellow")
    assert 'name="light"' not in answer.content.decode()
    assert listed(answer) == [14, 20, 30, 40]
    own = listed(get(told, who, CHECKED))
    assert listed(get(told, who, CHECKED, light="yellow")) == in_json(told, who, light="yellow") == own


def test_the_page_of_a_unit_is_filtered_and_its_exports_with_it(told):
    page = f"/gjrc/units/{told.story.lead.slug}/"
    assert listed(get(told, "leadership", page)) == [14, 20]
    shown = get(told, "leadership", page, outlook="behind")
    assert listed(shown) == [14]
    assert "黄灯 进度滞后" in row_of(shown, 14)
    link = re.search(r'href="([^"]*summary\.xlsx[^"]*)"', shown.content.decode())[1]
    asked = dict(pair.split("=") for pair in link.split("?")[1].replace("&amp;", "&").split("&"))
    assert in_json(told, "leadership", **asked) == [14]
    assert "没有符合条件的任务" in get(told, "leadership", page, light="red").content.decode()


def test_a_light_there_is_not_is_told_and_not_applied(told):
    answer = get(told, "checker", LIST, light="blue")
    assert "红黄灯：" in answer.content.decode()
    assert listed(answer) == [14, 20, 30, 40]
