"""A document that does not hold all tasks says so: in its title, its file name, 说明 and on its cover."""

import csv
import io
import json
from datetime import date
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from tests.exports.reading import opened, text_of
from tests.factories import client_for, make_user
from tests.ledger.world import at
from units.roles import Role

TODAY = date(2015, 4, 1)
OWN = "本单位：市甲局牵头和参与的任务"


def asked(who, name: str, **query: str):
    return client_for(who).get(f"/gjrc/exports/{name}/", {"as_of": f"{TODAY}"} | query)


def file_name(answer) -> str:
    return unquote(answer.headers["Content-Disposition"].rpartition("''")[2])


@pytest.fixture
def overseer(world):
    return make_user(Role.LEADERSHIP, world.programme.leadership_unit)


def test_a_units_own_rows_never_claim_to_be_all_tasks(world):
    answer = asked(world.liaisons[world.a.pk], "summary.xlsx")
    assert file_name(answer) == f"{world.programme.short_name}汇总表（部分）20150401.xlsx"
    book = load_workbook(io.BytesIO(answer.getvalue()))
    about = dict(book["说明"].iter_rows(values_only=True))
    assert about["筛选条件"] == OWN
    assert about["名称"].endswith("实施方案汇总表（部分）")
    assert "汇总表（部分）（截至2015年4月1日）" in book["汇总表"].oddHeader.center.text


def test_a_units_own_plans_say_so_on_the_cover(world):
    world.file(2, at(date(2015, 3, 31)))
    reader = opened(asked(world.liaisons[world.a.pk], "plans.pdf").getvalue())
    assert text_of(reader.pages[0]).endswith(f"实施方案汇编（部分）截至2015年4月1日{OWN}共1项")


@pytest.mark.parametrize("name", ["summary.xlsx", "summary.csv", "summary.json", "summary.pdf", "plans.pdf"])
def test_filtered_and_whole_files_have_other_names(overseer, name):
    part, whole = asked(overseer, name, unit="jia"), asked(overseer, name)
    assert "（部分）2015" in file_name(part)
    assert "部分" not in file_name(whole)


def test_each_row_of_json_and_csv_says_of_which_part_it_is(world, overseer):
    def content(name, who=overseer, **query):
        return asked(who, name, **query).getvalue()

    for said, answer in {
        "单位：市甲局": content("summary.json", unit="jia"),
        OWN: content("summary.json", world.liaisons[world.a.pk]),
        None: content("summary.json"),
    }.items():
        assert {row["conditions"] for row in json.loads(answer)} == {said}
    heads, *rows = csv.reader(io.StringIO(content("summary.csv", unit="jia").decode("utf-8-sig")))
    assert heads[-1] == "筛选条件"
    assert {row[-1] for row in rows} == {"单位：市甲局"}
    assert "筛选条件" not in content("summary.csv").decode()


def test_the_filtered_register_says_so_in_its_title(world, overseer):
    for query, title in {"jia": "任务分解表（部分）", "": "任务分解表"}.items():
        book = load_workbook(io.BytesIO(asked(overseer, "register.xlsx", unit=query).getvalue()))
        assert book.active["A1"].value == f"{world.programme.title}{title}"


def test_all_tasks_are_called_so(world, overseer):
    book = load_workbook(io.BytesIO(asked(overseer, "summary.xlsx").getvalue()))
    assert dict(book["说明"].iter_rows(values_only=True))["筛选条件"] == "无，全部任务"
