"""任务推进总体情况: areas by light and by what leads say; every figure opens its rows, today, on past days and to come."""

import re
from dataclasses import replace
from datetime import date

import pytest

from tasks.enums import Outlook
from tests.copied import copied
from tests.of_a_kind import one_of_each
from tests.rounds.conftest import SAID, RoundStory, begin_rounds, on
from tests.rounds.test_ledger import AFTER, DUE, accept_plan

URL, ROWS = "/gjrc/overview/progress/", "/gjrc/overview/tasks/"
LATER = date(2015, 7, 20)


@pytest.fixture
@copied
def told(db) -> RoundStory:
    """Task 14 was filed in time and is behind, its first step overdue; 30 filed late; 20 did not; 40 has no lead."""
    rounds_story = begin_rounds()
    accept_plan(rounds_story)
    rounds_story.file(replace(SAID, outlook=Outlook.BEHIND, outlook_reason="经费未到"), day=DUE)
    rounds_story.file(task=3, day=AFTER, by=rounds_story.story.other_unit)
    on(AFTER)
    return rounds_story


def page(story, who="leadership", url=URL, **asked):
    return story.story.browser(who).get(url, asked)


def figures(answer) -> dict[str, int]:
    shown = answer.context["page"]
    of_round = shown.round.figures if shown.round else []
    return {figure["label"]: figure["value"] for figure in [*shown.figures, *of_round]}


def numbers(answer) -> list[int]:
    return [line.number for line in answer.context["page"].rows]


def test_lights_what_presses_and_the_round_are_counted(told):
    assert figures(page(told)) == {
        "绿灯": 1, "黄灯": 2, "红灯": 0, "未评定": 1, "步骤逾期": 1, "进展逾期未报": 1, "提请协调未解决": 0,
        "完成时间待决定": 0, "应报": 3, "已报": 2, "按时": 1, "逾期报送": 1, "未报": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "day", one_of_each(["", "2015-05-08", "2015-05-10", "2015-07-20"], lambda day: {day == ""})
)
def test_every_figure_and_every_number_of_the_tables_opens_its_rows(told, day):
    asked = {"as_of": day} if day else {}
    shown = page(told, **asked).context["page"]
    cells = [
        (cell.label, cell.value, cell.url)
        for table in shown.tables
        for line in (*table.areas, table.total)
        for cell in (line.tasks, *line.cells)
    ]
    of_round = shown.round.figures if shown.round else []
    cells += [(each["label"], each["value"], each["url"]) for each in [*shown.figures, *of_round]]
    opened = {url: page(told, url=url).context["page"].rows.total for _, _, url in cells}
    assert [(label, value) for label, value, url in cells if opened[url] != value] == []


def test_a_day_that_has_gone_by_reads_as_it_did(told):
    today = figures(page(told))
    rows = [(line.number, line.light, line.outlook) for line in page(told, url=ROWS).context["page"].rows]
    on(LATER)
    assert figures(page(told))["红灯"] == 2
    assert figures(page(told, as_of=AFTER.isoformat())) == today
    then = page(told, url=ROWS, as_of=AFTER.isoformat()).context["page"].rows
    assert [(line.number, line.light, line.outlook) for line in then] == rows


def test_a_day_to_come_is_told_as_a_forecast(told):
    answer = page(told, as_of="2015-07-20")
    assert "预计" in answer.content.decode()
    assert figures(answer)["红灯"] == 2
    assert numbers(page(told, url=ROWS, as_of="2015-07-20", light="red")) == [14, 20]


def test_of_a_round_that_is_named_the_figures_are_its_own(told):
    on(LATER)
    assert page(told).context["page"].round.name == "2015年5月"
    april = page(told, round="1")
    assert (april.context["page"].round.name, figures(april)["已报"]) == ("2015年4月", 2)
    assert numbers(page(told, url=ROWS, round="1", figure="late")) == [30]


def test_rows_say_since_when_something_presses(told):
    lines = {line.number: line.words for line in page(told, url=ROWS).context["page"].rows}
    assert lines == {14: ("5月9日起有步骤逾期",), 20: ("5月9日起进展逾期未报",), 30: (), 40: ()}


def test_bars_have_numbers_and_textures_and_say_them_to_screen_readers(told):
    html = page(told).content.decode()
    assert 'aria-label="绿灯1项，黄灯2项，未评定1项"' in html
    (bar,) = re.findall(r'<svg class="chart-bar"[^>]*aria-label="绿灯1项，黄灯2项.*?</svg>', html, re.DOTALL)[
        :1
    ]
    assert len(re.findall("<path ", bar)) == 2
    assert "style=" not in bar


def test_what_is_not_understood_is_said_and_shows_all(told):
    answer = page(told, url=ROWS, light="purple")
    assert "红黄灯：" in answer.content.decode()
    assert answer.context["page"].rows.total == 4


def test_the_home_of_the_leading_groups_office_shows_the_lights_once_a_round_has_begun(told):
    home = told.story.browser("leadership").get("/gjrc/")
    assert [figure["value"] for figure in home.context["home"].lights[:4]] == [1, 2, 0, 1]
    on(date(2015, 4, 26))
    assert told.story.browser("leadership").get("/gjrc/").context["home"].lights == []


@pytest.mark.parametrize("url", [URL, ROWS])
def test_units_are_refused(told, url):
    assert page(told, "liaison", url).status_code == 403
    assert page(told, "checker", url).status_code == 200
