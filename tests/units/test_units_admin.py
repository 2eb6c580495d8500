"""The administrator's pages for units, offices and programmes."""

from datetime import date

import pytest
from django.urls import reverse

from tasks.models import Programme
from tests.factories import client_for, make_office, make_programme, make_unit, make_user
from tests.story import begin
from units.models import AuditEntry, Office, Unit
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_for(make_user(Role.ADMINISTRATOR))


def form(unit: Unit, names: tuple[dict, ...] = (), offices: tuple[dict, ...] = (), **fields) -> dict:
    data = {
        "short_name": unit.short_name,
        "full_name": unit.full_name,
        "aliases": "",
        "kind": unit.kind,
        "slug": unit.slug,
        "document_order": unit.document_order,
    } | fields
    for prefix, rows in (("names", names), ("offices", offices)):
        saved = sum("id" in row for row in rows)
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": saved}
        for n, row in enumerate(rows):
            data |= {f"{prefix}-{n}-{name}": value for name, value in (row | {"unit": unit.pk}).items()}
    return data


def change(unit: Unit) -> str:
    return reverse("admin:units_unit_change", args=[unit.pk])


def test_a_unit_gets_aliases_names_in_force_and_offices(client):
    unit = make_unit("市科委")
    names = ({"full_name": "北京市科学技术委员会", "since": "", "until": "2018-11-07"},)
    answer = client.post(
        change(unit),
        form(unit, names, ({"name": "人才处", "aliases": "人事处\n"},), aliases="北京市科委\n\n 科委 "),
    )
    assert answer.status_code == 302
    unit.refresh_from_db()
    assert unit.aliases == ["北京市科委", "科委"]
    assert unit.full_name_on(date(2015, 4, 1)) == "北京市科学技术委员会"
    assert unit.full_name_on(date(2019, 1, 1)) == unit.full_name
    assert [(office.name, office.aliases) for office in unit.offices.all()] == [("人才处", ["人事处"])]
    changes = AuditEntry.objects.get(action="admin.change").detail["changes"]
    assert changes == [
        "修改 别名：（空） → 北京市科委、科委",
        "新增 历史名称 北京市科学技术委员会",
        "新增 处室 市科委人才处",
    ]


@pytest.mark.parametrize(
    "office", [{"name": "人\ue000处"}, {"name": "人才处", "aliases": "人事处\n人\ue000处"}]
)
def test_an_office_with_a_character_no_face_can_draw_is_refused(client, office):
    unit = make_unit()
    answer = client.post(change(unit), form(unit, (), (office,)))
    assert "第 2 个字符“\ue000”（U+E000）无法打印，请改用其他写法" in answer.content.decode()
    assert not unit.offices.exists()


def test_the_form_shows_aliases_a_line_each(client):
    unit = make_unit(aliases=["甲", "乙"])
    assert "甲\n乙</textarea>" in client.get(change(unit)).content.decode()
    client.post(change(unit), form(unit, aliases="甲\r\n乙"))
    assert AuditEntry.objects.get(action="admin.change").detail == {"changes": []}


def test_names_in_force_the_wrong_way_round_are_refused(client):
    unit = make_unit()
    names = ({"full_name": "旧名", "since": "2019-01-01", "until": "2018-01-01"},)
    assert "启用日期不能晚于停用日期" in client.post(change(unit), form(unit, names)).content.decode()


def test_an_office_that_somebody_belongs_to_stays(client):
    office = make_user(Role.OFFICER).office
    rows = ({"id": office.pk, "name": office.name, "DELETE": "on"},)
    assert client.post(change(office.unit), form(office.unit, offices=rows)).status_code == 200
    assert Office.objects.filter(pk=office.pk).exists()


def test_an_office_by_whose_name_things_are_found_keeps_it(client):
    told = begin()
    office = told.checker.office

    def rename(name: str):
        rows = ({"id": office.pk, "name": name},)
        return client.post(change(office.unit), form(office.unit, offices=rows))

    assert "“人力资源处”已有办理记录，不能改名；请另外新增处室" in rename("人事处").content.decode()
    assert Office.objects.get(pk=office.pk).name == "人力资源处"
    assert rename("人力资源处").status_code == 302


def test_an_office_for_which_nobody_has_acted_is_renamed(client):
    office = make_user(Role.OFFICER).office
    rows = ({"id": office.pk, "name": "人事处"},)
    assert client.post(change(office.unit), form(office.unit, offices=rows)).status_code == 302
    assert Office.objects.get(pk=office.pk).name == "人事处"


def test_a_unit_that_anything_refers_to_stays_and_one_made_by_mistake_goes(client):
    used, mistaken = make_office().unit, make_unit()
    for unit in (used, mistaken):
        client.post(reverse("admin:units_unit_delete", args=[unit.pk]), {"post": "yes"})
    assert list(Unit.objects.filter(pk__in=[used.pk, mistaken.pk])) == [used]
    assert AuditEntry.objects.get(action="admin.delete").subject == f"单位 {mistaken.short_name}"


def test_before_a_unit_goes_one_is_told_what_goes_and_why_another_stays(client):
    used, mistaken = make_office().unit, make_unit("市误建局")
    stays, goes = (
        client.get(reverse("admin:units_unit_delete", args=[unit.pk])).content.decode()
        for unit in (used, mistaken)
    )
    assert f"“{used}”已有下列记录，不能删除" in stays
    assert 'type="submit" class="deletelink"' not in stays
    assert "删除后不能恢复" in goes
    assert 'value="删除市误建局"' in goes


def test_units_stand_in_document_order(client):
    make_unit("乙委", order=9002)
    make_unit("甲委", order=9001)
    page = client.get(reverse("admin:units_unit_changelist")).content.decode()
    assert page.index("甲委") < page.index("乙委")


def test_what_past_ledgers_call_a_unit_is_fixed_once_a_task_names_it(client):
    story, unnamed = begin(), make_unit("市误写局")
    for unit in (story.lead, unnamed):
        client.post(change(unit), form(unit, short_name="市改名局", slug="shi-gaiming", document_order="900"))
        unit.refresh_from_db()
    assert story.lead.short_name == "市教委"
    assert story.lead.slug != "shi-gaiming"
    assert story.lead.document_order != 900
    assert (unnamed.short_name, unnamed.slug, unnamed.document_order) == ("市改名局", "shi-gaiming", 900)
    page = client.get(change(story.lead)).content.decode()
    assert "简称、网址代号和次序不能再改" in page
    assert "登记原名称及其停用日期" in page


def test_a_unit_that_a_task_names_is_renamed_only_together_with_the_end_of_its_old_name(client):
    unit = begin().lead
    old = unit.full_name
    unended = ({"full_name": old, "since": "2015-01-01", "until": ""},)
    for names in ((), unended):
        answer = client.post(change(unit), form(unit, names, full_name="北京市教育局")).content.decode()
        assert f"全称由“{old}”改为“北京市教育局”：请在此登记原名称及其停用日期" in answer
        assert 'value="北京市教育局"' in answer
    unit.refresh_from_db()
    assert (unit.full_name, unit.names.count()) == (old, 0)
    ended = ({"full_name": old, "since": "", "until": "2018-11-07"},)
    assert client.post(change(unit), form(unit, ended, full_name="北京市教育局")).status_code == 302
    unit = Unit.objects.get(pk=unit.pk)
    assert (unit.full_name_on(date(2015, 4, 1)), unit.full_name) == (old, "北京市教育局")


def test_a_unit_that_nothing_names_yet_is_simply_renamed(client):
    unit = make_unit("市误写局")
    assert client.post(change(unit), form(unit, full_name="北京市改名局")).status_code == 302
    assert Unit.objects.get(pk=unit.pk).full_name == "北京市改名局"


def test_a_programme_changes_its_deadline_but_never_its_code_and_is_kept_for_what_it_was(client):
    programme = make_programme("GJRC")
    url = reverse("admin:tasks_programme_change", args=[programme.pk])
    fields = (
        "short_name", "title", "document_number", "document_title", "issuer", "contact_name", "contact_phone",
    )  # fmt: skip
    data = {name: getattr(programme, name) for name in fields} | {
        "code": "OTHER",
        "plan_deadline": "2015年4月10日",
        "red_days": "30",
        "red_rounds": "2",
        "receiving_office": programme.receiving_office_id,
        "leadership_unit": programme.leadership_unit_id,
    }
    assert 'value="2015-04-03"' in client.get(url).content.decode()
    assert client.post(url, data).status_code == 302
    programme.refresh_from_db()
    assert (programme.code, programme.plan_deadline) == ("GJRC", date(2015, 4, 10))
    changes = AuditEntry.objects.get(action="admin.change").detail["changes"]
    assert changes == ["修改 实施方案报送截止日期：2015-04-03 → 2015-04-10"]
    delete = reverse("admin:tasks_programme_delete", args=[programme.pk])
    assert "已有下列记录，不能删除" in client.post(delete, {"post": "yes"}).content.decode()
    assert Programme.objects.filter(pk=programme.pk).exists()


@pytest.mark.parametrize("typed", ["4月10日", "4.10", "４月１０号"])
def test_a_day_without_a_year_is_of_the_year_it_is(client, typed):
    programme = make_programme("GJRC")
    url = reverse("admin:tasks_programme_change", args=[programme.pk])
    shown = client.get(url).context["adminform"].form.initial
    data = {name: value for name, value in shown.items() if value is not None}
    assert client.post(url, data | {"plan_deadline": typed}).status_code == 302
    programme.refresh_from_db()
    assert programme.plan_deadline == date(2015, 4, 10)
    assert client.post(url, data | {"plan_deadline": "4月31日"}).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"plan_deadline": "9999-12-31"}, "报送截止日期应在2015年至2025年之间"),
        ({"plan_deadline": "0001-01-01"}, "报送截止日期应在2015年至2025年之间"),
        ({"ends_on": "2015-04-02"}, "实施期满不能早于报送截止日期"),
        ({"document_number": "京人才发〔2016〕3号"}, "报送截止日期应在2016年至2026年之间"),
        ({"document_number": "京人才\ue000〔2015〕3号"}, "第 4 个字符“\ue000”（U+E000）无法打印"),
    ],
)
def test_the_days_of_a_programme_fit_together_and_its_texts_can_be_printed(client, wrong, words):
    programme = make_programme("GJRC")
    fields = (
        "short_name", "title", "document_number", "document_title", "issuer", "contact_name", "contact_phone",
    )  # fmt: skip
    data = {name: getattr(programme, name) for name in fields} | {
        "plan_deadline": "2015-04-03",
        "red_days": "30",
        "red_rounds": "2",
        "receiving_office": programme.receiving_office_id,
        "leadership_unit": programme.leadership_unit_id,
    }
    url = reverse("admin:tasks_programme_change", args=[programme.pk])
    assert words in client.post(url, data | wrong).content.decode()
    before = (programme.plan_deadline, programme.ends_on, programme.document_number)
    programme.refresh_from_db()
    assert (programme.plan_deadline, programme.ends_on, programme.document_number) == before


def test_the_deadline_is_fixed_once_a_plan_has_begun_so_that_past_days_stay_as_they_were(client):
    story = begin()
    story.draft()
    url = reverse("admin:tasks_programme_change", args=[story.programme.pk])
    page = client.get(url).content.decode()
    assert 'name="plan_deadline"' not in page
    assert "2015年4月3日" in page


def test_programmes_are_listed_with_deadline_and_receiving_office(client):
    programme = make_programme()
    page = client.get(reverse("admin:tasks_programme_changelist")).content.decode()
    assert "2015年4月3日" in page
    assert str(programme.receiving_office) in page
    assert client.get(reverse("admin:tasks_programme_add")).status_code == 200
