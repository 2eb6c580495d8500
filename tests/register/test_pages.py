"""任务分解 and its pages: the printed table, filters in the address, one page per task, unit and area."""

import json
import re
from datetime import date

import pytest

from tasks import ledger
from tasks.enums import TaskState
from tasks.models import Task, TaskGroup
from tests.factories import client_for, make_programme, make_task, make_unit, make_user
from tests.story import at, begin
from units.models import Unit
from units.roles import Role


@pytest.fixture
def reader(gjrc):
    return client_for(make_user(Role.LIAISON, Unit.objects.get(short_name="市科委")))


def page(reader, address: str) -> str:
    answer = reader.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def numbers_on(reader, query: str) -> list[int]:
    found = re.findall(r'<td class="num" data-label="编号">(\d+)</td>', page(reader, f"/gjrc/tasks/{query}"))
    return [int(number) for number in found]


def test_the_register_shows_all_38_tasks_in_printed_order_with_task_8_in_area_2(reader):
    assert numbers_on(reader, "") == list(range(1, 39))
    shown = page(reader, "/gjrc/tasks/")
    area_2 = shown.split('<span class="area-number">2</span>')[1].split('<span class="area-number">3</span>')[
        0
    ]
    assert "根据首都总部经济发展的需要" in area_2


def test_task_texts_are_never_cut(reader):
    shown = page(reader, "/gjrc/tasks/")
    assert all(task.content in shown for task in Task.objects.exclude(content__contains="you+"))


def test_open_wording_stands_at_its_printed_place(reader):
    row = page(reader, "/gjrc/tasks/?q=18").split("中关村管委会")[1:]
    units = page(reader, "/gjrc/tasks/18/").split("责任单位</h2>")[1].split("</ol>")[0]
    assert row
    assert units.index("中关村管委会") < units.index("及相关分园区管委会") < units.index("中关村发展集团")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?unit=shi-kewei&part=lead", [2, 5, 7, 26, 33]),
        ("?unit=shi-kewei&part=participant", [14]),
        ("?unit=shi-kewei", [2, 5, 7, 14, 26, 33]),
        ("?group=9", [32, 33, 34]),
        ("?q=孵化", [11, 18, 19, 20]),
        ("?q=38", [38]),
        ("?q=GJRC-04-1", [4]),
        ("?q=gjrc-38", [38]),
        ("?q=ＧＪＲＣ－１８－２", [18]),
        ("?q=KCZH-04-1", []),
        ("?q=GJRC-04-1-1", []),
        ("?q=第26项", [26]),
        ("?q=26项", [26]),
        ("?q=第 33 项", [33]),
        ("?q=第３３项", [33]),
        ("?q=领军 顶尖创新", [14]),
        ("?q=领军　顶尖创新", [14]),
        ("?q=市科委 33", [33]),
        ("?state=no_lead", [38]),
        ("?q=金融&group=7", [23, 24, 25, 26, 27]),
    ],
)
def test_filters_in_the_address_choose_the_rows(reader, query, expected):
    assert numbers_on(reader, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=人才", [11, 12, 13, 14, 17]),
        ("?q=0%25", [12]),
        ("?q=a_b", [13]),
        ("?q=a%5Cb", []),
        ("?q=试点abc", [14]),
        ("?q=发展服务", [11, 12, 13, 14]),
        ("?q=市教", [15]),
        ("?q=区县", [16]),
        ("?q=11", [11]),
        ("?q=人才&page=9", [11, 12, 13, 14, 17]),
        ("?q=人才&group=2", [17]),
    ],
)
def test_words_are_looked_for_as_they_are_typed_in_tasks_areas_and_units(reader, query, expected):
    """And in this programme alone, whatever is found in another one."""
    programme, other = make_programme("RCGC"), make_unit("市体育局")
    areas = [
        TaskGroup.objects.create(programme=programme, number=number, name=name)
        for number, name in ((1, "人才发展服务"), (2, "平台"))
    ]
    texts = {11: "兑现率10000", 12: "兑现率100%", 13: "试点a_b", 14: "试点aXb、试点ABC"}
    for number, text in texts.items():
        make_task(programme, number, group=areas[0], content=text, lead=other)
    make_task(programme, 15, group=areas[1], lead=Unit.objects.get(short_name="市教委"))
    make_task(programme, 16, group=areas[1], lead=other, participants=["等有关区县"])
    make_task(programme, 17, group=areas[1], content="吸引人才", lead=other)
    browser = client_for(make_user(Role.LIAISON, other))
    found = re.findall(r'data-label="编号">(\d+)</td>', page(browser, f"/rcgc/tasks/{query}"))
    assert [int(number) for number in found] == expected


def test_a_filter_that_leaves_nothing_says_so_and_leads_back(reader):
    assert "没有符合条件的任务" in page(reader, "/gjrc/tasks/?q=没有这样的词")


def test_a_filter_the_register_does_not_know_is_an_error_in_words_and_not_everything_silently(reader):
    shown = page(reader, "/gjrc/tasks/?state=nonsense")
    assert "field-error" in shown


@pytest.mark.parametrize("asked", ["", "in pieces", "领军 顶尖创新", "第 14 项", "gjrc-14-1"])
def test_a_task_is_found_by_its_sentence_by_words_and_by_number_in_lists_of_a_day_and_exports_too(
    gjrc, asked
):
    content = gjrc.tasks.get(number=14).content
    if asked in ("", "in pieces"):  # as it is copied out of a PDF
        asked = " ".join(content[at : at + 6] for at in range(0, len(content), 6)) if asked else content
    assert asked
    office = client_for(make_user(Role.LEADERSHIP, gjrc.leadership_unit))
    for path in ("/gjrc/tasks/", "/gjrc/deadlines/"):
        shown = office.get(path, {"q": asked}).content.decode()
        assert set(re.findall(r'href="/gjrc/tasks/(\d+)/"', shown)) == {"14"}
    exported = json.loads(office.get("/gjrc/exports/summary.json/", {"q": asked}).getvalue())
    assert [row["number"] for row in exported] == [14]


def test_a_text_that_is_too_long_is_refused_stays_in_its_field_and_finds_nothing(reader):
    asked = "领军人才" * 51
    shown = page(reader, f"/gjrc/tasks/?q={asked}")
    assert "关键词不能超过200字，现有204字，请缩短" in shown
    assert f'value="{asked}"' in shown
    assert 'href="/gjrc/tasks/1/"' not in shown
    assert "共 38 项" not in shown


def test_the_page_of_a_task_marks_its_sentence_in_the_body(reader):
    shown = page(reader, "/gjrc/tasks/8/")
    assert "<mark>根据首都总部经济发展的需要" in shown
    assert "任务分解表将本项列在" in shown


def test_tasks_lead_to_their_neighbours_and_the_ends_have_one(reader):
    assert "/gjrc/tasks/7/" in page(reader, "/gjrc/tasks/8/")
    assert "/gjrc/tasks/9/" in page(reader, "/gjrc/tasks/8/")
    assert 'href="/gjrc/tasks/0/"' not in page(reader, "/gjrc/tasks/1/")
    assert "/gjrc/tasks/39/" not in page(reader, "/gjrc/tasks/38/")


def test_a_unit_has_what_it_leads_and_what_it_takes_part_in(reader):
    shown = page(reader, "/gjrc/units/zhongguancun-guanweihui/")
    assert "牵头 18 项，参与 15 项" in shown


def test_an_area_has_its_paragraph_its_printed_units_and_its_tasks(reader):
    shown = page(reader, "/gjrc/groups/3/")
    assert "(落实单位:中关村管委会、海淀区、朝阳区、石景山区、房山区等相关区县)" in shown
    assert "/gjrc/tasks/9/" in shown


@pytest.mark.parametrize(
    "address",
    [
        "/gjrc/tasks/39/",
        "/gjrc/tasks/99999999999999999999/",
        "/gjrc/groups/11/",
        "/gjrc/units/nobody/",
        "/none/tasks/",
    ],
)
def test_what_does_not_exist_is_not_found(reader, address):
    assert reader.get(address).status_code == 404


def test_nor_is_a_plan_of_a_number_that_no_column_holds(reader):
    assert reader.post("/gjrc/tasks/99999999999999999999/plan/save/").status_code == 404


def test_two_programmes_with_the_same_numbers_stand_side_by_side(reader, second_programme):
    first, second = page(reader, "/gjrc/tasks/1/"), page(reader, "/kczh/tasks/1/")
    assert Task.objects.get(programme=second_programme, number=1).content in second
    assert Task.objects.get(programme=second_programme, number=1).content not in first


@pytest.mark.parametrize("today", [date(2015, 3, 20), date(2015, 3, 31), date(2015, 4, 3), date(2015, 4, 7)])
@pytest.mark.parametrize("stage", ["nothing", "draft", "filed", "filed late", "returned", "accepted"])
def test_states_on_the_page_are_those_of_the_ledger_of_today(db, stage, today):
    story = begin()
    act = {
        "nothing": lambda: None,
        "draft": story.draft,
        "filed": story.file,
        "filed late": lambda: story.file(at(4, month=4)),
        "returned": lambda: (story.file(), story.send_back()),
        "accepted": lambda: (story.file(), story.accept()),
    }[stage]
    act()
    when = max(today, date(2015, 4, 4)) if stage == "filed late" else max(today, date(2015, 3, 27))
    row = ledger.build(story.programme, as_of=when).rows[0]
    states = [state for state in TaskState if Task.objects.in_state(state, when).exists()]
    assert states == [row.state]
    assert Task.objects.with_standing(when).get().state == row.state
