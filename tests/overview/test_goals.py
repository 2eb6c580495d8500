"""具体目标 (reading note 12): strictly more than, dated readings with their source, put right by another; never summed."""

import io
import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from openpyxl import load_workbook

from tasks.actions import reports
from tasks.actions.goals import record_reading
from tasks.ledger.goals import goals_then
from tasks.models import Goal, GoalReading
from tests.factories import client_for as login
from tests.factories import make_user
from tests.register import source
from tests.register.folders import change, copied, load
from tests.rounds.conftest import moment, on
from units.models import AuditEntry
from units.roles import Role
from zgc_tasks.common.refusal import Refusal

TODAY = date(2015, 5, 11)
POSTED = {"value": "3800", "counted_on": "2015-04-30", "source": "市外国专家局统计"}


@pytest.fixture
def by(gjrc):
    on(TODAY)
    return make_user(Role.LEADERSHIP, gjrc.leadership_unit)


@pytest.fixture
def experts(gjrc) -> Goal:
    return gjrc.goals.get(name="外国专家")


def record(goal: Goal, value: int, by, *, counted_on=date(2015, 4, 30), day=TODAY, **more) -> GoalReading:
    given = {"value": value, "counted_on": counted_on, "source": "市外国专家局统计"}
    return record_reading(goal=goal, by=by, at=moment(day), **given | more)


def told(goal: Goal, day: date):
    return next(each for each in goals_then(goal.programme, day) if each.number == goal.number)


def test_the_four_of_the_document_are_in_the_register_with_its_words(gjrc):
    text = "".join(source.text().split())
    goals = list(gjrc.goals.all())
    assert [str(goal) for goal in goals] == [
        "外籍人才及港澳台人才超过20000人", "外国专家超过4000人", "海外高层次人才超过1500人", "海外留学人才超过50000人",
    ]  # fmt: skip
    assert all(goal.sentence in text for goal in goals)


@pytest.mark.parametrize(("value", "standing"), [(3999, "尚未超过"), (4000, "尚未超过"), (4001, "已超过")])
def test_as_many_as_the_target_do_not_exceed_it(experts, by, value, standing):
    assert told(experts, TODAY).standing == "尚无数据"
    record(experts, value, by)
    assert told(experts, TODAY).standing == f"{standing}目标"


def test_what_was_counted_or_recorded_later_is_not_known_before(experts, by):
    record(experts, 3800, by, counted_on=date(2015, 3, 31), day=date(2015, 4, 2))
    record(experts, 3900, by, day=date(2015, 5, 8))
    assert told(experts, date(2015, 4, 1)).value is None
    assert told(experts, date(2015, 5, 7)).value == 3800
    assert told(experts, date(2015, 5, 8)).value == 3900
    record(experts, 3700, by, counted_on=date(2015, 3, 1))  # an older count, recorded last, is not the newest
    assert told(experts, TODAY).value == 3900


def test_what_is_counted_tomorrow_cannot_be_recorded_today(experts, by):
    with pytest.raises(Refusal, match="统计日期不能晚于今天"):
        record(experts, 46, by, counted_on=TODAY + timedelta(1))
    assert not experts.readings.exists()


def test_a_correction_supersedes_from_its_day_on_and_both_stay(experts, by):
    wrong = record(experts, 8300, by, day=date(2015, 5, 8))
    with pytest.raises(Refusal, match="请填写原因"):
        record(experts, 3800, by, corrects=wrong)
    record(experts, 3800, by, corrects=wrong, reason="数字抄错")
    assert (told(experts, date(2015, 5, 8)).value, told(experts, TODAY).value) == (8300, 3800)
    with pytest.raises(Refusal, match="刚刚由他人更正"):
        record(experts, 3900, by, corrects=wrong, reason="再改")
    browser = login(by)
    late = browser.post(
        f"{experts.get_absolute_url()}readings/{wrong.pk}/", POSTED | {"source": "抄错的表", "reason": "再改"}
    )
    assert "刚刚由他人更正" in late.content.decode()
    assert "抄错的表" in late.content.decode()
    body = browser.get(experts.get_absolute_url()).content.decode()
    for said in ("8300人", "3800人", "更正此前登记：数字抄错", "已更正"):
        assert said in body


def test_a_correction_is_called_one_on_its_page_and_its_buttons(experts, by):
    wrong, browser = record(experts, 8300, by), login(by)
    address = f"{experts.get_absolute_url()}readings/"
    for asked, verb, other in ((address, "登记", "更正"), (f"{address}{wrong.pk}/", "更正", "登记")):
        page = browser.get(asked).content.decode()
        assert f"{verb}“外国专家”数据</h1>" in page
        assert f">{verb}</button>" in page
        assert f">不{verb}，返回</a>" in page
        assert f"不{other}，返回" not in page


def test_the_database_keeps_what_was_recorded(experts, by):
    record(experts, 3800, by)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        GoalReading.objects.update(value=4001)


def test_it_is_recorded_on_its_page_and_stands_in_the_overview(gjrc, experts, by):
    browser = login(by)
    address = f"{experts.get_absolute_url()}readings/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, POSTED).status_code == 302
    for page in ("/gjrc/overview/", "/gjrc/goals/", "/gjrc/goals/?as_of=2015-05-11"):
        body = " ".join(browser.get(page).content.decode().split())
        assert "3800人" in body
        assert "尚未超过目标" in body
        assert "市外国专家局统计" in body
    assert "3800人" not in browser.get("/gjrc/goals/?as_of=2015-05-10").content.decode()
    assert AuditEntry.objects.get(action="goal.record").detail == {"source": "市外国专家局统计"}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"value": "很多"}, "请填写整数，如 12000"),
        ({"value": "-1"}, "数值不能小于0"),
        ({"value": "9999999999"}, "数值过大"),
        ({"counted_on": "2015-05-12"}, "统计日期"),
        ({"source": ""}, "数据来源"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(experts, by, changed, words):
    answer = login(by).post(f"{experts.get_absolute_url()}readings/", POSTED | changed)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert words in body
    assert all(value in body for value in (POSTED | changed).values())
    assert not GoalReading.objects.exists()


def test_a_day_is_counted_once_unless_it_is_put_right(experts, by):
    first = record(experts, 3800, by)
    with pytest.raises(Refusal, match="该日的数据已登记；如有错误，请更正原数据"):
        record(experts, 3801, by)
    record(experts, 3801, by, corrects=first, reason="补计", day=TODAY + timedelta(days=0))
    assert experts.readings.count() == 2


def test_the_report_tells_each_as_counted_last_dated_and_sums_nothing(gjrc, experts, by):
    record(experts, 4001, by)
    foreign = gjrc.goals.get(number=1)
    record(foreign, 19_000, by)
    report = reports.begin(
        programme=gjrc, round=None, as_of=TODAY, corrects=None, by=by, at=moment(TODAY, 11)
    )
    overview = reports.text_of(report)[0][0].text
    assert overview.endswith(
        "具体目标最近登记的情况：外籍人才及港澳台人才19000人（截至2015年4月30日，目标为超过20000人，尚未超过目标）；"
        "外国专家4001人（截至2015年4月30日，目标为超过4000人，已超过目标）；"
        "海外高层次人才尚无数据（目标为超过1500人）；海外留学人才尚无数据（目标为超过50000人）。"
    )
    record(experts, 4002, by, counted_on=date(2015, 5, 10), day=date(2015, 5, 12))
    assert "4002" not in json.dumps(report.drafts.get().frozen)
    data = login(by).post(f"{report.get_absolute_url()}report.xlsx/").getvalue()
    rows = list(load_workbook(io.BytesIO(data))["具体目标"].values)
    assert [row[2] for row in rows[1:]] == [19000, 4001, None, None]
    assert not [row for row in rows if 23001 in row]


def test_units_neither_see_nor_record(gjrc, experts):
    on(TODAY)
    browser = login(make_user(Role.LIAISON, gjrc.tasks.get(number=4).lead))
    assert browser.get("/gjrc/goals/").status_code == 403
    assert browser.post(f"{experts.get_absolute_url()}readings/", POSTED).status_code == 403


def test_a_goal_that_comes_later_is_not_known_before_and_then_stands_without_readings(tmp_path, db):
    """One that came with its programme was in the document from the beginning."""
    folder, stated = copied(tmp_path), '[[goals]]\nnumber = {}\nname = "{}"\ntarget = 100\nmeasure = "人"\n'
    on(date(2015, 4, 10))
    goals = folder / "kczh" / "goals.toml"
    goals.write_text(stated.format(1, "留学人才"), encoding="utf-8")
    load(folder)
    on(TODAY)
    goals.write_text(stated.format(1, "留学人才") + stated.format(2, "外国专家"), encoding="utf-8")
    load(folder)
    on(TODAY + timedelta(days=1))
    load(folder)  # again, which changes nothing
    programme = Goal.objects.first().programme

    def names(day: date) -> list[tuple[str, str]]:
        return [(each.name, each.standing) for each in goals_then(programme, day)]

    assert names(date(2015, 4, 9)) == names(TODAY - timedelta(days=1)) == [("留学人才", "尚无数据")]
    assert names(TODAY) == [("留学人才", "尚无数据"), ("外国专家", "尚无数据")]
    browser = login(make_user(Role.LEADERSHIP, programme.leadership_unit))
    listed = {
        day: browser.get(f"/kczh/goals/?as_of={day}").content.decode() for day in ("2015-05-10", "2015-05-11")
    }
    assert ["外国专家" in page for page in listed.values()] == [False, True]


def test_a_programme_may_have_none_and_one_that_was_counted_stays_what_it_is(tmp_path, db):
    folder = copied(tmp_path)
    load(folder)
    assert not Goal.objects.exists()
    stated = '[[goals]]\nnumber = 1\nname = "留学人才"\ntarget = 100\nmeasure = "人"\n'
    (folder / "kczh" / "goals.toml").write_text(stated, encoding="utf-8")
    load(folder)
    goal = Goal.objects.get()
    change(folder, "kczh/goals.toml", "100", "200")
    load(folder)
    goal.refresh_from_db()
    assert goal.target == 200
    by = make_user(Role.LEADERSHIP, goal.programme.leadership_unit)
    record(goal, 150, by, counted_on=timezone.localdate(), day=timezone.localdate())
    change(folder, "kczh/goals.toml", "200", "300")
    with pytest.raises(Exception, match="该项具体目标已有登记数据，不能更改"):
        load(folder)
