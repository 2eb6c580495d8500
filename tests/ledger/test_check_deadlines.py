"""`manage.py check_deadlines` as people and scripts call it."""

import csv
import io
import json
import re
from datetime import date

import pytest
from django.core.management import call_command
from django.db import OperationalError

from tasks.enums import TaskState
from tasks.management.commands.check_deadlines import Command
from tests.ledger.world import at


@pytest.fixture
def check(capsys, one_connection):
    """Call the command as from a shell; returns (exit status, standard output, standard error)."""

    def call(*argv: str) -> tuple[int, str, str]:
        try:
            Command().run_from_argv(["manage.py", "check_deadlines", *argv])
            status = 0
        except SystemExit as ended:
            status = ended.code
        out, err = capsys.readouterr()
        return status, out, err

    return call


def states(out: str) -> list[str]:
    return [row["state"] for row in json.loads(out)]


def test_before_the_deadline_nothing_is_wrong(world, check):
    status, out, err = check("--as-of", "2015-03-20", "--format", "json")
    assert (status, err) == (0, "")
    assert states(out) == ["not_started", "not_started", "no_lead"]


def test_a_missing_plan_is_wrong(world, check):
    status, out, _ = check("--as-of", "2015-04-04", "--format", "json")
    assert status == 1
    assert [row["working_days_late"] for row in json.loads(out)] == [0, 0, None]


def test_only_printed_rows_decide(world, check):
    status, out, _ = check("--as-of", "2015-04-04", "--format", "json", "--only", "no_lead,on_time")
    assert status == 0
    assert states(out) == ["no_lead"]


def test_a_late_filing_stays_wrong_after_acceptance(world, check):
    world.file(1, at(date(2015, 4, 7)))
    world.accept(1, at(date(2015, 4, 8)))
    status, out, _ = check("--as-of", "2015-04-09", "--format", "json", "--only", "accepted")
    assert status == 1
    assert json.loads(out)[0]["filed"] == "late"


def test_a_return_is_wrong_only_past_its_refiling_time(world, check):
    world.file(1, at(date(2015, 3, 30)))
    world.give_back(1, at(date(2015, 4, 1)), days=2)
    assert check("--as-of", "2015-04-03", "--only", "returned")[0] == 0
    assert check("--as-of", "2015-04-04", "--only", "returned")[0] == 1


def test_today_is_the_default(world, check):
    """The demonstration date of the tests is 2015-04-01, three working days before the deadline."""
    assert states(check("--format", "json")[1]) == ["due_soon", "due_soon", "no_lead"]


def test_the_table_tells_each_row_and_the_figures(world, check):
    _, out, _ = check("--as-of", "2015-04-07")
    assert "截至2015年4月7日" in out
    assert "已逾期 1 个工作日（4月4日周六、5日清明节、6日补休，均不计）" in out
    assert out.endswith("共 3 项：应报 2，已报 0，按时 0，逾期报送 0，未报 2，牵头单位待明确 1\n")


def test_columns_of_the_table_stand_under_their_heads(world, check):
    lines = check("--as-of", "2015-04-07")[1].splitlines()
    head, first = lines[2], lines[3]
    places = [sum(2 if ord(character) > 255 else 1 for character in line[: line.index(word)])
              for line, word in ((head, "状态"), (first, "逾期未报"))]  # fmt: skip
    assert places[0] == places[1]


def test_csv_has_the_bom_and_chinese_heads(world, check):
    _, out, _ = check("--as-of", "2015-04-07", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert out.startswith("\ufeff")
    assert [row["状态"] for row in rows] == ["逾期未报", "逾期未报", "牵头单位待明确"]


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--as-of", "2015-02-30"], "“2015-02-30”不是有效日期，请写成 2015-04-07 的形式"),
        (["--as-of", "20150407"], "不是有效日期"),
        (["--as-of", "9999-12-31"], "参数 --as-of：GJRC 的日期应在2015年至2025年之间，请核对年份"),
        (["--as-of", "2014-12-31"], "应在2015年至2025年之间"),
        (["--as-of"], "参数 --as-of 后面缺少内容"),
        (["--format", "xml"], "“xml”不在可选范围内，请从 table、json、csv 中选择"),
        (["--only", "lat"], "没有“lat”这种状态"),
        (["--only", "late;missing,x"], "没有“late;missing”、“x”这种状态，多个状态用半角逗号隔开"),
        (["--only", "late,"], "逗号前后缺少状态，请写成 missing,late 的形式，可用的状态有 no_lead"),
        (["--only", ","], "参数 --only：逗号前后缺少状态"),
        (["--only", ""], "参数 --only：缺少状态"),
        (["--programme", "X"], "没有代号为“X”的专项工作，现有：GJRC"),
        (["--everything"], "不认识的参数：--everything"),
        (["--form", "json"], "不认识的参数：--form json"),
        (["--verbosity", "x"], "参数 -v/--verbosity 的取值不对"),
    ],
)
def test_wrong_use_is_one_chinese_sentence_and_status_2(world, check, argv, sentence):
    status, out, err = check(*argv)
    assert (status, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_help_is_chinese_from_beginning_to_end(check, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    status, out, _ = check("--help")
    assert status == 0
    assert out.startswith("用法：manage.py check_deadlines [--programme 代号] [--as-of 日期] [--format 格式]")
    assert "选项:\n  --programme 代号" in out
    assert "显示用法后退出" in out
    assert "missing（逾期未报）" in out
    names = {
        "manage",
        "check_deadlines",
        "help",
        "programme",
        "format",
        "table",
        "json",
        "csv",
        "only",
        "of",
        "plan",
        "round",
        "steps",
        *TaskState.values,
    }
    assert set(re.findall(r"[a-z_]{3,}", out)) <= names


def test_without_any_programme_it_says_what_to_run(db, check):
    status, _, err = check()
    assert status == 2
    assert "load_register" in err


def test_with_two_programmes_one_must_be_named_in_either_case(gjrc, second_programme, check):
    status, _, err = check("--as-of", "2015-04-07")
    assert status == 2
    assert "--programme" in err
    assert "GJRC、KCZH" in err
    assert len(states(check("--programme", "kczh", "--as-of", "2015-04-07", "--format", "json")[1])) == 5


def test_it_can_be_called_from_code(world):
    out = io.StringIO()
    call_command("check_deadlines", as_of=date(2015, 3, 20), format="json", stdout=out)
    assert len(json.loads(out.getvalue())) == 3


class TestTheRealRegister:
    def test_37_are_due_and_one_waits_for_its_lead(self, gjrc, check):
        status, out, _ = check("--as-of", "2015-04-07", "--format", "json")
        assert status == 1
        assert states(out).count("missing") == 37
        assert states(out)[37] == "no_lead"

    def test_task_8_says_where_it_was_printed(self, gjrc, check):
        row = json.loads(check("--as-of", "2015-03-20", "--format", "json")[1])[7]
        assert (row["group"], row["group_printed"], row["lead"]) == (2, 3, "市商务委")

    def test_units_and_wording_are_told_in_printed_order(self, gjrc, check):
        row = json.loads(check("--as-of", "2015-03-20", "--format", "json")[1])[17]
        assert row["lead"] == "中关村管委会"
        assert row["participants"] == ["中关村发展集团"]
        assert row["wording"] == ["及相关分园区管委会"]


def test_a_database_that_cannot_be_read_is_not_taken_for_late_plans(check, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("no such table: tasks_programme")

    monkeypatch.setattr("tasks.management.commands.check_deadlines.programme_and_date", fail)
    status, out, err = check()
    assert (status, out) == (2, "")
    assert err.startswith("不能读写数据库（no such table")
    assert "Traceback" not in err
