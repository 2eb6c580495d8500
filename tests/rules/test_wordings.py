"""docs/wordings.md, line by line: what is understood of each wording, and what is said beside it."""

import pytest
from django.utils.html import escape

from tasks.pages import wordings
from tasks.pages.wordings import WordingLine
from tasks.rules import periods
from tasks.rules.periods import Period
from tests.factories import client_for, make_user
from units.roles import Role

ISSUED, START = 2015, "2015年1月"
ALONE = ("写法", "第一天", "最后一天", "类别", "提示")
IN_A_PLAN = ("启动时间", "上一步", "写法", "第一天", "最后一天", "提示")


LINES = [line for table in wordings.tables(wordings.PATH.read_text(encoding="utf-8")) for line in table.lines]


def read(line: WordingLine) -> Period:
    said = line.said
    start, before = said.get("启动时间", START), said.get("上一步", "")
    dues = [before, said["写法"]] if before else [said["写法"]]
    return periods.read_plan(start, "", dues, issued=ISSUED)[2][-1]


def differences(line: WordingLine) -> str:
    """Where the table says otherwise than what is understood, in words for whoever wrote the line."""
    period = read(line)
    understood = {
        "第一天": str(period.first or ""),
        "最后一天": str(period.last or ""),
        "类别": period.kind,
        "提示": "；".join(map(str, period.notes)),
    }
    where = f"docs/wordings.md 第 {line.number} 行“{line.said['写法']}”"
    if not period.understood and line.said.get("类别", "未识别") != "未识别":
        return f"{where}还不能识别，请在 tasks/rules/period_words.py 的表中补充"
    wrong = [
        f"{name}表中写“{line.said[name]}”，识别为“{value}”"
        for name, value in understood.items()
        if name in line.said and line.said[name] != value
    ]
    return f"{where}：{'；'.join(wrong)}" if wrong else ""


def test_what_the_table_says_of_a_wording_is_what_is_understood():
    assert {tuple(line.said) for line in LINES} == {ALONE, IN_A_PLAN}
    assert [differences(line) for line in LINES if differences(line)] == []


def test_a_wording_recurs_where_the_table_says_so_also_as_lists_keep_it():
    for line in LINES:
        period = read(line)
        assert (period.recurs_until is not None) == ("每" in period.kind), line
        assert Period(period.text, last=period.last).recurs_until == period.recurs_until, line


def test_no_wording_stands_there_twice():
    seen = [tuple(line.said.get(name) for name in IN_A_PLAN[:3]) for line in LINES]
    assert len(seen) == len(set(seen)) > 150


def only_line(row: str) -> WordingLine:
    [table] = wordings.tables(f"| {' | '.join(ALONE)} |\n|---|---|---|---|---|\n{row}\n")
    return table.lines[0]


def test_a_new_line_that_is_not_understood_is_named_with_what_to_do():
    assert differences(only_line("| 腊八前 | | 2015-01-27 | 止 | |")) == (
        "docs/wordings.md 第 3 行“腊八前”还不能识别，请在 tasks/rules/period_words.py 的表中补充"
    )


def test_a_line_that_says_something_else_is_told_column_by_column():
    assert differences(only_line("| 6月底前 | | 2015-06-29 | 起 | |")) == (
        "docs/wordings.md 第 3 行“6月底前”：最后一天表中写“2015-06-29”，识别为“2015-06-30”；"
        "类别表中写“起”，识别为“止”"
    )


@pytest.mark.django_db
def test_the_page_shows_every_line_and_help_leads_to_it():
    browser = client_for(make_user(Role.OFFICER))
    assert 'href="/help/wordings/"' in browser.get("/help/").content.decode()
    page = browser.get("/help/wordings/").content.decode()
    for line in LINES:
        assert f">{escape(line.said['写法'])}</td>" in page
