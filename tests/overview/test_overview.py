"""总体情况: figures that are links to their rows, bars with numbers, units in document order."""

import re
from datetime import date, time

import pytest

from tasks.charts import curve, plans, progress
from tasks.enums import TaskState
from tests.factories import client_for, make_task
from tests.ledger.world import at

URL = "/gjrc/overview/"


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_each_figure_is_a_link_to_exactly_its_rows(world, leadership):
    client = client_for(leadership)
    figures = client.get(URL).context["page"].figures
    assert [(figure["label"], figure["value"]) for figure in figures] == [
        ("应报", 2), ("已报", 1), ("按时", 1), ("逾期报送", 0), ("未报", 1), ("牵头单位待明确", 1),
    ]  # fmt: skip
    for figure in figures:
        rows = client.get(figure["url"]).context["page"].rows
        assert len(rows) == figure["value"], figure["label"]


def test_the_day_can_be_changed(world, leadership):
    page = client_for(leadership).get(URL, {"as_of": "2015-03-29"})
    assert "截至2015年3月29日" in text_of(page)
    assert page.context["page"].figures[1]["value"] == 0


def test_a_day_that_is_none_is_an_error_and_shows_today(world, leadership):
    page = client_for(leadership).get(URL, {"as_of": "昨天"})
    assert "截至日期请按2015-04-03、2015年4月3日或4月3日的形式填写" in text_of(page)
    assert "截至2015年4月1日" in text_of(page)


def test_a_bar_has_its_numbers_and_says_them_to_screen_readers(world, leadership):
    page = client_for(leadership).get(URL).content.decode()
    (bar,) = re.findall(r"<svg class=\"chart-bar\".*?</svg>", page, re.DOTALL)
    assert 'aria-label="按时报送1项，即将到期1项，牵头单位待明确1项"' in bar
    assert re.findall(r">(\d+)</text>", bar) == ["1", "1", "1"]


def test_units_show_what_is_missing_in_document_order(world, leadership):
    units = client_for(leadership).get(URL).context["page"].units
    assert [(line.unit.short, line.missing) for line in units] == [("市甲局", ()), ("市乙局", (2,))]


@pytest.mark.parametrize(
    "name",
    [
        "summary.xlsx",
        "summary.pdf",
        "unfiled.pdf",
        "situation.pdf",
        "plans.pdf",
        "register.xlsx",
        "papers.zip",
    ],
)
def test_every_export_is_offered_for_the_day_shown(world, leadership, name):
    page = client_for(leadership).get(URL, {"as_of": "2015-03-31"}).content.decode()
    assert f'href="/gjrc/exports/{name}/?as_of=2015-03-31"' in page


def test_the_checker_sees_it_too(world):
    assert client_for(world.checker).get(URL).status_code == 200


def test_a_unit_is_refused_with_the_reason(world):
    refusal = client_for(world.liaisons[world.a.pk]).get(URL)
    assert refusal.status_code == 403
    assert "只有接收处室的核对人或领导小组办公室可以查看和导出总体情况" in refusal.content.decode()


def test_queries_do_not_grow_with_rows(world, leadership, django_assert_max_num_queries):
    client = client_for(leadership)
    client.get(URL)
    for number in range(10, 40):
        world.tasks[number] = make_task(world.programme, number, lead=world.a, participants=[world.b])
        world.file(number, at(date(2015, 3, 31)))
    with django_assert_max_num_queries(15):
        client.get(URL)


# --- what is wrong, and how it came to be ------------------------------------------------------------------------


def first_line(response) -> str:
    (line,) = re.findall(r'<p class="standing">(.*?)</p>', response.content.decode(), re.DOTALL)
    return " ".join(line.split())


def test_the_first_line_says_in_red_what_is_wrong_and_nothing_on_the_last_day(world, leadership):
    client = client_for(leadership)
    world.give_back(1, at(date(2015, 3, 31)), days=1)
    assert "overdue" not in first_line(client.get(URL, {"as_of": "2015-04-01"}))
    late = first_line(client.get(URL, {"as_of": "2015-04-08"}))
    assert late.startswith(
        '<strong class="overdue">1 项逾期未报，2 个工作日；1 项退回后逾期未重新报送</strong>。'
    )
    last_day = first_line(client.get(URL, {"as_of": "2015-04-03"}))
    assert last_day.startswith('<strong class="overdue">1 项退回后逾期未重新报送</strong>。')


def test_where_deadlines_differ_the_longest_is_said(world, leadership):
    make_task(world.programme, 9, lead=world.b, own_deadline=date(2015, 4, 7))
    late = first_line(client_for(leadership).get(URL, {"as_of": "2015-04-09"}))
    assert "2 项逾期未报，最长 3 个工作日" in late


def curve_of(client, day: str) -> list[str]:
    found = client.get(URL, {"as_of": day}).context["page"].filed_by_day
    return found and [f"{line.day} {line.filed} {line.total}" for line in found.lines]


def test_what_was_filed_by_day_goes_by_the_first_time_each_came(world, leadership):
    client = client_for(leadership)
    world.withdraw(1, at(date(2015, 3, 31)))
    world.file(1, at(date(2015, 4, 1), time(0, 30)))
    world.file(2, at(date(2015, 4, 1), time(23, 30)))
    assert curve_of(client, "2015-03-29") is None
    assert curve_of(client, "2015-03-30") == ["2015-03-30 1 1"]
    assert curve_of(client, "2015-03-31") is None
    assert curve_of(client, "2015-04-01") == ["2015-04-01 2 2"]
    page = client.get(URL).content.decode()
    assert 'aria-label="已报2项，应报2项；首份2015年4月1日，末份2015年4月1日"' in page


@pytest.mark.parametrize(
    ("first", "place", "anchor"),
    [(date(2015, 4, 2), 170.0, "end"), (date(2015, 4, 4), 6.0, "start"), (date(2015, 4, 9), 6.0, "start")],
)
def test_the_deadline_stands_in_the_drawing_however_late_the_first_came(first, place, anchor):
    steps = (curve.Rise(first, 1), curve.Rise(max(first, date(2015, 4, 5)), 2))
    drawn = curve.drawing(steps, due=3, deadline=date(2015, 4, 3), as_of=date(2015, 4, 10))
    deadline = re.search(r'<line x1="([0-9.]+)"[^>]*stroke="#b3261e"', drawn)
    assert float(deadline[1]) == place
    assert f'text-anchor="{anchor}">截止 4月3日' in drawn


def test_the_names_of_two_days_close_to_each_other_do_not_overlap():
    steps = (curve.Rise(date(2015, 3, 24), 1), curve.Rise(date(2015, 6, 10), 2))
    drawn = curve.drawing(steps, due=2, deadline=date(2015, 4, 3), as_of=date(2015, 10, 12))
    assert 'text-anchor="start">截止 4月3日' in drawn
    assert ">3月24日<" not in drawn


def test_a_long_course_is_a_table_of_its_last_days(world, leadership):
    for number in range(10, 22):
        world.tasks[number] = make_task(world.programme, number, lead=world.a)
        world.file(number, at(date(2015, 3, number)))
    lines = client_for(leadership).get(URL).context["page"].filed_by_day.lines
    assert [(f"{line.day:%d}", line.filed, line.total, line.and_before) for line in lines] == [
        ("30", 1, 13, False),
        *((f"{day}", 1, day - 9, False) for day in range(21, 15, -1)),
        ("15", 6, 6, True),
    ]


def test_the_series_of_all_states_differ_without_colour():
    looks = [(series.texture, series.dark, series.fill == "#fff") for series in plans.STATES]
    plain = [series.value for series in plans.STATES if not series.texture and not series.dark]
    assert plain == [TaskState.NOT_STARTED, TaskState.NO_LEAD]  # grey, and white with a border
    assert len(set(looks)) == len(plans.STATES)


@pytest.mark.parametrize("series", [progress.LIGHTS, progress.OUTLOOKS, progress.TURNS])
def test_so_do_those_of_progress(series):
    assert len({(each.texture, each.dark, each.fill == "#fff") for each in series}) == len(series)
