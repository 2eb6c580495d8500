"""The register changes by its files and in 系统管理; lists and exports of earlier days say what they said."""

from datetime import date
from urllib.parse import unquote

import pytest
from django.forms import model_to_dict
from django.urls import reverse

from tasks.models import FormerProgramme, FormerTask, Programme
from tests.factories import client_for, make_user
from tests.register.folders import change, copied, load
from units.roles import Role
from zgc_tasks.common.models import DemonstrationDate

pytestmark = pytest.mark.django_db

THEN = "2015-06-01"


@pytest.fixture
def folder(tmp_path):
    """Loaded on 2015-06-01; it is the 10th now."""
    DemonstrationDate.objects.create(date=date(2015, 6, 1))
    folder = copied(tmp_path)
    load(folder)
    DemonstrationDate.objects.update(date=date(2015, 6, 10))
    return folder


@pytest.fixture
def leadership(folder):
    programme = Programme.objects.get(code="KCZH")
    return client_for(make_user(Role.LEADERSHIP, programme.leadership_unit))


def export(browser, kind: str, day: str) -> tuple[str, bytes]:
    answer = browser.get(f"/kczh/exports/summary.{kind}/", {"as_of": day})
    return unquote(answer.headers["Content-Disposition"]), answer.getvalue()


def exports(browser, day: str) -> list:
    return [export(browser, kind, day) for kind in ("json", "csv")]


def page(browser, **asked) -> str:
    return browser.get("/kczh/deadlines/", asked).content.decode()


def edit(folder) -> None:
    change(folder, "kczh/tasks.toml", 'content = "开展成果评价。"', 'content = "开展成果验收。"')
    change(folder, "kczh/groups.toml", 'name = "测试大项二"', 'name = "测试大项贰"')
    change(folder, "kczh/tasks.toml", '{ unit = "市科委" }, { unit = "市测试乙局" }', '{ unit = "市科委" }')
    load(folder)


def test_exports_of_earlier_days_stay_equal_and_those_of_today_follow(folder, leadership):
    before = exports(leadership, THEN)
    edit(folder)
    assert exports(leadership, THEN) == before
    assert exports(leadership, "2015-06-10") != before
    assert "开展成果验收" in export(leadership, "json", "2015-06-10")[1].decode()


def test_a_list_of_an_earlier_day_shows_and_finds_what_stood_there(folder, leadership):
    edit(folder)
    assert "开展成果评价" in page(leadership, as_of=THEN)
    assert "开展成果评价" in page(leadership, as_of=THEN, q="成果评价")
    assert "开展成果评价" not in page(leadership, as_of=THEN, q="成果验收")
    assert "开展成果验收" in page(leadership, q="成果验收")


def test_a_unit_struck_since_still_takes_part_on_the_day_before(folder, leadership):
    edit(folder)
    third = Programme.objects.get(code="KCZH").tasks.get(number=3)
    link = f'href="{third.get_absolute_url()}"'
    unit = FormerTask.objects.get(task=third).entries.get(position=2).unit.slug
    assert link in page(leadership, as_of=THEN, unit=unit, part="participant")
    assert link not in page(leadership, unit=unit, part="participant")
    assert link in page(leadership, as_of=THEN, q="市测试乙局")
    assert link not in page(leadership, q="市测试乙局")


def test_the_areas_of_an_earlier_day_have_the_names_of_then(folder, leadership):
    edit(folder)
    overview = {
        day: leadership.get("/kczh/overview/", {"as_of": day}).content.decode()
        for day in (THEN, "2015-06-10")
    }
    assert "测试大项二" in overview[THEN]
    assert "测试大项贰" in overview["2015-06-10"]
    assert "开展成果评价" not in page(leadership, as_of=THEN, q="测试大项贰")


def test_a_register_loaded_again_unchanged_keeps_nothing(folder):
    load(folder)
    assert not FormerTask.objects.exists()


# --- 系统管理 ------------------------------------------------------------------------------------------------


def as_it_stands(programme: Programme) -> dict:
    """What its page of 系统管理 posts where nothing was changed."""
    fields = (
        "short_name", "title", "document_number", "document_title", "issuer", "contact_name", "contact_phone",
        "plan_deadline", "ends_on", "red_days", "red_rounds", "receiving_office", "stand_in_office", "leadership_unit",
    )  # fmt: skip
    said = model_to_dict(programme, fields)
    return {name: "" if value is None else value for name, value in said.items()}


def administer(**changed) -> None:
    programme = Programme.objects.get(code="KCZH")
    url = reverse("admin:tasks_programme_change", args=[programme.pk])
    typed = as_it_stands(programme) | changed
    assert client_for(make_user(Role.ADMINISTRATOR)).post(url, typed).status_code == 302


def test_title_and_deadline_of_an_earlier_day_are_those_of_then(folder, leadership):
    before = exports(leadership, THEN)
    administer(title="更名专项", short_name="更名", plan_deadline="2015-06-05")
    assert exports(leadership, THEN) == before
    assert "2015-06-30" in page(leadership, as_of=THEN, state="not_started")
    assert "2015-06-05" in page(leadership, state="missing")
    assert page(leadership, as_of="2015-06-09", state="missing").count("没有符合条件的任务") == 1
    assert "更名专项" in leadership.get("/kczh/overview/").content.decode()
    assert "科技成果转化测试专项工作实施方案报送，截至2015年6月1日24时" in (
        leadership.get("/kczh/overview/", {"as_of": THEN}).content.decode()
    )


def test_of_two_changes_the_day_between_them_has_the_first(folder, leadership):
    administer(title="第一次更名")
    DemonstrationDate.objects.update(date=date(2015, 6, 12))
    administer(title="第二次更名")
    said = {
        day: leadership.get("/kczh/overview/", {"as_of": day}).content.decode()
        for day in (THEN, "2015-06-09", "2015-06-10", "2015-06-11", "2015-06-12")
    }
    assert ["第一次更名" in text for text in said.values()] == [False, False, True, True, False]
    assert ["第二次更名" in text for text in said.values()] == [False, False, False, False, True]


def test_what_stands_in_no_document_is_not_kept(folder):
    administer(contact_phone="010-00000077")
    assert not FormerProgramme.objects.exists()
