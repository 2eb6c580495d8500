"""A day to come: its figures say 预计 wherever they stand, those of today and of days gone by do not."""

import io
import json
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from tests.factories import client_for

TODAY, TO_COME = "2015-04-01", "2015-04-02"


@pytest.fixture
def reader(leadership):
    return client_for(leadership)


def export(reader, name: str, day: str):
    return reader.get(f"/gjrc/exports/{name}/", {"as_of": day})


@pytest.mark.parametrize("page", ["overview", "deadlines"])
def test_pages_say_so(reader, page):
    said = {day: reader.get(f"/gjrc/{page}/", {"as_of": day}).content.decode() for day in (TODAY, TO_COME)}
    assert "截至2015年4月1日24时已登记的情况" in said[TODAY]
    assert "预计" not in said[TODAY]
    assert "截至2015年4月2日24时（预计，按目前已登记的情况推算）" in said[TO_COME]


def test_a_comparison_with_a_day_to_come_says_so(reader):
    said = {
        day: reader.get("/gjrc/overview/compare/", {"before": "2015-03-31", "as_of": day}).content.decode()
        for day in (TODAY, TO_COME)
    }
    assert "2015年3月31日至2015年4月1日" in said[TODAY]
    assert "预计" not in said[TODAY]
    assert "2015年3月31日至2015年4月2日（预计）" in said[TO_COME]


def test_files_say_so_in_their_names(reader):
    for name in ("summary.json", "summary.csv", "summary.xlsx", "register.xlsx"):
        names = [
            unquote(export(reader, name, day).headers["Content-Disposition"]) for day in (TODAY, TO_COME)
        ]
        assert ["（预计）" in name for name in names] == [False, True]


def test_json_has_a_key_more_and_else_the_same(reader):
    (today, to_come) = (
        json.loads(export(reader, "summary.json", day).getvalue()) for day in (TODAY, TO_COME)
    )
    assert {row["forecast"] for row in to_come} == {True}
    assert [set(row) - set(other) for row, other in zip(to_come, today, strict=True)] == [{"forecast"}] * 3


def test_csv_has_a_column_more(reader):
    today, to_come = (
        export(reader, "summary.csv", day).getvalue().decode("utf-8-sig").splitlines()[0].split(",")
        for day in (TODAY, TO_COME)
    )
    assert to_come == [*today, "预计"]


def test_xlsx_says_so_above_its_sheets_and_in_its_remarks(reader):
    book = load_workbook(io.BytesIO(export(reader, "summary.xlsx", TO_COME).getvalue()))
    about = dict(book["说明"].iter_rows(values_only=True))
    assert about["统计日期"] == "截至2015年4月2日24时（预计，按目前已登记的情况推算）（北京时间）"
    assert "截至2015年4月2日（预计）" in book["汇总表"].oddHeader.center.text


@pytest.mark.parametrize("name", ["summary.pdf", "unfiled.pdf", "situation.pdf", "plans.pdf"])
def test_pdfs_say_so(reader, monkeypatch, name):
    drawn = []
    monkeypatch.setattr(
        "tasks.exports.pdf.render", lambda template, context, **_: drawn.append(context) or b""
    )
    monkeypatch.setattr(
        "tasks.exports.pdf.render_first_on_one_page",
        lambda template, contexts, **_: drawn.append(contexts[0]) or b"",
    )
    for day in (TODAY, TO_COME):
        export(reader, name, day)
    below = [context["lines"][0] if name == "plans.pdf" else context["subtitle"][0] for context in drawn]
    assert ["（预计）" in said for said in below] == [False, True]


def test_the_checker_says_so(world, capsys, monkeypatch):
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)
    call_command("check_deadlines", "--as-of", "2015-04-02")
    call_command("check_deadlines", "--as-of", "2015-04-01")
    out = capsys.readouterr().out
    assert out.count("（截至2015年4月2日（预计））") == 1
    assert "（截至2015年4月1日）" in out
