"""Downloads: who may have which, with what inside, and what the audit log says about it."""

import csv
import io
from dataclasses import replace
from datetime import date
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tasks.exports import extent
from tasks.exports.catalogue import EXPORTS
from tests.factories import client_for, make_unit, make_user
from tests.ledger.world import COMPLETE, at
from units.models import AuditEntry
from units.roles import Role
from zgc_tasks.common import faces

WHOLE = [export.name for export in EXPORTS.values() if export.whole]


def url(name: str) -> str:
    return f"/gjrc/exports/{name}/"


def rows(response) -> list[dict]:
    text = io.TextIOWrapper(io.BytesIO(response.getvalue()), "utf-8-sig", newline="")
    return list(csv.DictReader(text))


@pytest.mark.parametrize("name", EXPORTS)
def test_each_is_an_attachment_under_a_chinese_name_and_recorded(world, leadership, name):
    response = client_for(leadership).get(url(name), {"as_of": "2015-04-07"})
    kind = EXPORTS[name]
    assert response.status_code == 200
    disposition = unquote(response.headers["Content-Disposition"])
    assert disposition == f"attachment; filename*=utf-8''GJRC专项{kind.title}20150407（预计）.{kind.suffix}"
    assert response.headers["Content-Type"] == kind.content_type
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.getvalue()
    entry = AuditEntry.objects.get(action=f"export.{name}")
    assert entry.user == leadership.user
    assert entry.detail == {"as_of": "2015-04-07", "rows": 3, "filters": {}}


def test_the_filters_in_force_are_those_of_the_document_and_of_the_log(world, leadership):
    response = client_for(leadership).get(url("summary.csv"), {"unit": "yi", "part": "lead"})
    assert [row["任务编号"] for row in rows(response)] == ["2"]
    assert AuditEntry.objects.get(action="export.summary.csv").detail["filters"] == {"单位": "市乙局（牵头）"}


def test_the_whole_set_holds_what_each_export_gives_by_itself(world, leadership):
    client = client_for(leadership)
    together = ZipFile(io.BytesIO(client.get(url("papers.zip")).getvalue()))
    apart = ("summary.xlsx", "summary.pdf", "unfiled.pdf", "situation.pdf", "plans.pdf", "register.xlsx")
    names = {"summary.csv", "times.csv", "summary.json"} | set(apart)
    assert together.namelist() == [
        f"GJRC专项{EXPORTS[name].title}20150401.{EXPORTS[name].suffix}" for name in EXPORTS if name in names
    ]
    data = client.get(url("summary.json")).getvalue()
    assert together.read("GJRC专项汇总表20150401.json") == data


def test_before_anything_is_filed_the_set_has_all_but_the_plans(world, leadership):
    answer = client_for(leadership).get(url("papers.zip"), {"as_of": "2015-03-29"})
    names = ZipFile(io.BytesIO(answer.getvalue())).namelist()
    assert len(names) == 8
    assert not any("方案汇编" in name for name in names)


def test_what_is_too_much_for_one_of_the_set_is_refused_for_all(world, leadership, monkeypatch):
    monkeypatch.setattr(extent, "MOST_FORMS", 0)
    answer = client_for(leadership).get(url("papers.zip"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/gjrc/tasks/")
    assert not AuditEntry.objects.filter(action="export.papers.zip").exists()


def test_the_maker_is_named_in_the_document(world, leadership):
    response = client_for(leadership).get(url("summary.xlsx"))
    about = dict(load_workbook(io.BytesIO(response.getvalue()))["说明"].iter_rows(values_only=True))
    assert about["生成人"] == str(leadership)


def test_a_unit_gets_its_own_rows_only(world):
    response = client_for(world.liaisons[world.a.pk]).get(url("summary.csv"))
    assert [row["任务编号"] for row in rows(response)] == ["1"]


def test_a_unit_may_name_itself_but_no_other(world):
    client = client_for(world.liaisons[world.a.pk])
    assert client.get(url("summary.csv"), {"unit": "jia"}).status_code == 200
    assert client.get(url("summary.csv"), {"unit": "yi"}).status_code == 403


@pytest.mark.parametrize("name", WHOLE)
def test_what_describes_all_units_is_refused_to_a_unit(world, name):
    assert client_for(world.liaisons[world.a.pk]).get(url(name)).status_code == 403
    assert not AuditEntry.objects.filter(action=f"export.{name}").exists()


def test_the_register_is_for_everybody(world):
    outsider = make_user(Role.LIAISON, make_unit())
    assert client_for(outsider).get(url("register.xlsx")).status_code == 200


def test_phones_are_for_the_checker_the_leading_groups_office_and_the_lead_only(world, leadership):
    def phone(membership) -> str:
        return rows(client_for(membership).get(url("summary.csv")))[0]["联系电话"]

    assert phone(world.checker) == "010-00000002"
    assert phone(world.liaisons[world.a.pk]) == "010-00000002"
    assert "010" not in phone(world.liaisons[world.b.pk])
    assert phone(leadership) == "010-00000002"


def test_a_checker_of_another_programme_gets_nothing_of_all_units(world, second_checkers):
    stranger = client_for(second_checkers[0])
    assert stranger.get(url("unfiled.pdf")).status_code == 403
    assert stranger.get(url("summary.csv")).status_code == 403
    assert stranger.get(url("register.xlsx")).status_code == 200


def test_an_unknown_export_is_not_found(world, leadership):
    assert client_for(leadership).get(url("everything.xlsx")).status_code == 404


@pytest.mark.parametrize(
    ("name", "query", "reason", "back"),
    [
        ("plans.pdf", {"as_of": "2015-03-01"}, "还没有已报送的实施方案", "?as_of=2015-03-01"),
        ("summary.csv", {"as_of": "昨天"}, "请按2015-04-03、2015年4月3日或4月3日的形式填写", ""),
        ("summary.csv", {"state": "lost"}, "状态：", ""),
    ],
)
def test_what_cannot_be_made_leads_back_with_the_reason(world, leadership, name, query, reason, back):
    page = client_for(leadership).get(url(name), query, follow=True)
    assert page.redirect_chain == [(f"/gjrc/overview/{back}", 302)]
    assert "未能导出" in page.content.decode()
    assert reason in page.content.decode()
    assert not AuditEntry.objects.filter(action__startswith="export.").exists()


def test_faces_that_are_not_installed_are_asked_for_and_nothing_is_recorded(world, leadership, monkeypatch):
    monkeypatch.setattr(faces, "_files_behind", lambda: ())
    world.file(2, at(date(2015, 3, 31)), replace(COMPLETE, contact_name="张镕"))
    page = client_for(leadership).get(url("summary.pdf"), follow=True)
    assert "请系统管理员安装 fonts-noto-cjk 后重新导出" in page.content.decode()
    assert not AuditEntry.objects.filter(action="export.summary.pdf").exists()


def test_nothing_is_exported_by_posting(world, leadership):
    assert client_for(leadership).post(url("summary.csv")).status_code == 405


def test_the_pages_lead_to_csv_and_json_of_what_they_show(world, leadership):
    client = client_for(leadership)
    of_a_day = client.get("/gjrc/overview/", {"as_of": "2015-03-31"}).content.decode()
    filtered = client.get("/gjrc/tasks/", {"unit": "yi"}).content.decode()
    for name in ("summary.csv", "times.csv", "summary.json"):
        assert f'href="{url(name)}?as_of=2015-03-31"' in of_a_day
        assert f'href="{url(name)}?unit=yi"' in filtered
