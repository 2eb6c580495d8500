"""`manage.py load_register`: the database follows the files, and what people wrote stays."""

from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from tasks.actions import decisions
from tasks.actions.drafts import save_draft
from tasks.enums import Basis
from tasks.models import Plan, Programme, Responsibility, Task
from tasks.register_files import read_register
from tasks.rules.sheet import Sheet
from tests.access.faults import fault
from tests.factories import make_user
from tests.kept import GJRC_FOLDER
from tests.register.folders import change, copied, load
from units.models import AuditEntry, Office, Unit
from units.roles import Role

pytestmark = pytest.mark.django_db

AT = datetime(2015, 4, 1, 10, tzinfo=timezone.get_default_timezone())
DECISION = {"basis": Basis.MINUTES, "basis_number": "第3号", "dated_on": date(2015, 4, 1), "at": AT}


@pytest.fixture
def folder(tmp_path):
    """A copy of the second register, loaded once."""
    folder = copied(tmp_path)
    load(folder)
    return folder


FIFTH = '[{ wording = "相关成员单位" }]'


def task(number: int) -> Task:
    return Task.objects.get(programme__code="KCZH", number=number)


def entries(number: int) -> list[str]:
    return [str(row) for row in task(number).responsibilities.all()]


def leadership():
    return make_user(Role.LEADERSHIP, Programme.objects.get(code="KCZH").leadership_unit)


def draft(number: int) -> Plan:
    liaison = make_user(Role.LIAISON, task(number).lead)
    sheet = Sheet(contact_name="张某")
    return save_draft(task=task(number), based_on=0, sheet=sheet, by=liaison, at=AT)


# --- the first time ------------------------------------------------------------------------------------------


def test_the_shipped_register_arrives_whole():
    assert load().splitlines() == [
        "单位：新建 18，更新 0，未变 0，保留 0",
        "处室：新建 1，更新 0，未变 0，保留 0",
        "专项工作：新建 1，更新 0，未变 0，保留 0",
        "大项：新建 10，更新 0，未变 0，保留 0",
        "任务：新建 38，更新 0，未变 0，保留 0",
        "具体目标：新建 4，更新 0，未变 0，保留 0",
    ]


def test_every_task_in_the_database_is_as_in_its_file(gjrc):
    (files,) = read_register(GJRC_FOLDER).programmes
    rows = gjrc.tasks.all()
    assert [
        (t.number, t.group.number, t.printed_group and t.printed_group.number, t.content, t.body_sentence)
        for t in rows
    ] == [(t.number, t.group, t.printed_group, t.content, t.body_sentence) for t in files.tasks]
    assert [[str(r) for r in t.responsibilities.all()] for t in rows] == [
        [str(part) for part in t.responsibilities] for t in files.tasks
    ]
    assert [t.reading_note for t in rows] == [t.reading_note for t in files.tasks]


def test_the_unit_listed_first_leads_and_task_38_has_no_lead(gjrc):
    for row in gjrc.tasks.all():
        assert row.lead == row.responsibilities.all()[0].unit, row
    assert [row.number for row in gjrc.tasks.filter(lead=None)] == [38]


def test_positions_count_from_one_without_gaps(gjrc):
    positions = [row.position for row in gjrc.tasks.get(number=18).responsibilities.all()]
    assert positions == [1, 2, 3]


def test_the_programme_knows_who_receives_by_when_and_no_end(gjrc):
    assert str(gjrc.receiving_office) == "中关村管委会人力资源处"
    assert gjrc.leadership_unit.short_name == "市人才工作领导小组办公室"
    assert (gjrc.plan_deadline, gjrc.ends_on) == (date(2015, 4, 3), None)
    assert gjrc.contact_name == "张煥"


def test_units_have_stable_addresses_and_document_order(gjrc):
    ordered = list(Unit.objects.in_document_order().values_list("slug", flat=True))
    assert ordered[:3] == ["shi-wei-zuzhibu", "shi-renli-shebaoju", "shi-kewei"]
    assert len(ordered) == 18


# --- again ---------------------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing_and_says_so(folder):
    before = list(Responsibility.objects.values_list("pk", "task", "position"))
    assert load(folder).splitlines() == [
        "单位：新建 0，更新 0，未变 5，保留 0",
        "专项工作：新建 0，更新 0，未变 1，保留 0",
        "大项：新建 0，更新 0，未变 2，保留 0",
        "任务：新建 0，更新 0，未变 5，保留 0",
    ]
    assert list(Responsibility.objects.values_list("pk", "task", "position")) == before


def test_at_verbosity_0_it_prints_nothing(db):
    out = StringIO()
    call_command("load_register", verbosity=0, stdout=out)
    assert out.getvalue() == ""


def test_only_runs_that_change_something_are_in_the_audit_log(folder):
    load(folder)
    (entry,) = AuditEntry.objects.filter(action="register.load")
    assert entry.subject == "KCZH"
    assert "新建任务 5" in entry.detail["changes"]


def test_changed_texts_are_updated_and_named(folder):
    change(folder, "kczh/tasks.toml", 'content = "开展成果评价。"', 'content = "开展成果评价工作。"')
    change(folder, "kczh/groups.toml", "测试大项二", "测试大项贰")
    printed = load(folder)
    assert "  更新任务 2：具体内容\n" in printed
    assert "  更新大项 2：工作任务\n" in printed
    assert task(2).content == "开展成果评价工作。"
    assert task(4).group.name == "测试大项贰"


def test_a_new_order_of_units_moves_the_lead(folder):
    change(
        folder,
        "kczh/tasks.toml",
        '[{ unit = "市测试乙局" }, { unit = "市测试甲局" }]',
        '[{ unit = "市测试甲局" }, { wording = "等有关单位" }, { unit = "市测试乙局" }]',
    )
    assert "  更新任务 1：牵头单位、责任单位\n" in load(folder)
    assert entries(1) == ["市测试甲局", "等有关单位", "市测试乙局"]
    assert task(1).lead.short_name == "市测试甲局"


def test_a_unit_struck_from_the_file_is_struck_from_the_task(folder):
    change(folder, "kczh/tasks.toml", '{ unit = "市科委" }, { unit = "市测试乙局" }', '{ unit = "市科委" }')
    load(folder)
    assert entries(3) == ["市科委"]


def test_tasks_and_areas_the_files_no_longer_name_stay(folder):
    path = folder / "kczh" / "tasks.toml"
    path.write_text(path.read_text(encoding="utf-8").split("[[tasks]]\nnumber = 4")[0], encoding="utf-8")
    path = folder / "kczh" / "groups.toml"
    path.write_text(path.read_text(encoding="utf-8").split("[[groups]]\nnumber = 2")[0], encoding="utf-8")
    printed = load(folder)
    assert "  保留任务 4：文件中已没有，原样保留\n" in printed
    assert "  保留大项 2：文件中已没有，原样保留\n" in printed
    assert entries(4) == ["测试丙区", "等相关区县"]


# --- what people wrote ---------------------------------------------------------------------------------------


def test_a_plan_is_not_touched_when_the_text_of_its_task_changes(folder):
    before = Plan.objects.filter(pk=draft(2).pk).values().get()
    change(folder, "kczh/tasks.toml", 'content = "开展成果评价。"', 'content = "开展成果评价工作。"')
    load(folder)
    assert Plan.objects.filter(pk=before["id"]).values().get() == before


def test_a_plan_is_not_taken_from_the_unit_that_writes_it(folder):
    draft(3)
    change(
        folder,
        "kczh/tasks.toml",
        '{ unit = "市科委" }, { unit = "市测试乙局" }',
        '{ unit = "市测试乙局" }, { unit = "市科委" }',
    )
    with pytest.raises(CommandError, match="市科委已开始填写本项实施方案，牵头单位不能改为市测试乙局"):
        load(folder)
    assert entries(3) == ["市科委", "市测试乙局"]


def test_nor_is_a_plan_left_without_a_lead(folder):
    draft(3)
    first = '{ unit = "市科委" }, { unit = "市测试乙局" }'
    change(folder, "kczh/tasks.toml", first, '{ wording = "有关单位" }, { unit = "市测试乙局" }')
    with pytest.raises(CommandError, match="市科委已开始填写本项实施方案，牵头单位不能改为待明确"):
        load(folder)


def test_a_designated_lead_and_its_deadline_stay(folder):
    unit = Unit.objects.get(short_name="测试丙区")
    decisions.designate(task=task(5), unit=unit, plan_deadline=date(2015, 5, 8), by=leadership(), **DECISION)
    assert "任务：新建 0，更新 0，未变 5，保留 0" in load(folder)
    assert (task(5).lead, task(5).own_deadline) == (unit, date(2015, 5, 8))


def test_a_lead_that_the_register_names_later_has_the_deadline_of_all(folder):
    unit = Unit.objects.get(short_name="测试丙区")
    decisions.designate(task=task(5), unit=unit, plan_deadline=date(2015, 5, 8), by=leadership(), **DECISION)
    named = '[{ unit = "市科委" }, ' + FIFTH.removeprefix("[")
    change(folder, "kczh/tasks.toml", FIFTH, named)
    load(folder)
    assert (task(5).lead.short_name, task(5).own_deadline) == ("市科委", None)
    change(folder, "kczh/tasks.toml", named, FIFTH)
    load(folder)
    assert (task(5).lead, task(5).own_deadline) == (unit, date(2015, 5, 8))


def test_a_resolution_follows_its_wording_to_a_new_position(folder):
    resolution = resolve_wording_of_task_4()
    change(
        folder,
        "kczh/tasks.toml",
        '{ unit = "测试丙区" }, { wording = "等相关区县" }',
        '{ unit = "测试丙区" }, { unit = "市科委" }, { wording = "等相关区县" }',
    )
    load(folder)
    resolution.refresh_from_db()
    assert (resolution.responsibility.wording, resolution.responsibility.position) == ("等相关区县", 3)


def test_wording_that_was_resolved_cannot_be_struck_from_the_file(folder):
    resolve_wording_of_task_4()
    change(folder, "kczh/tasks.toml", ', { wording = "等相关区县" }', "")
    with pytest.raises(CommandError, match=r"number = 4.*“等相关区县”已登记明确的单位，不能从责任单位中去掉"):
        load(folder)
    assert entries(4) == ["测试丙区", "等相关区县"]


def resolve_wording_of_task_4():
    return decisions.resolve_wording(
        responsibility=task(4).responsibilities.get(position=2),
        units=[Unit.objects.get(short_name="市科委")],
        by=leadership(),
        **DECISION,
    )


def test_what_the_administrator_changed_is_kept_and_reported(folder):
    Programme.objects.filter(code="KCZH").update(plan_deadline=date(2015, 7, 15))
    Unit.objects.filter(slug="shi-kewei").update(short_name="市科技委", aliases=["科委"])
    printed = load(folder)
    assert "  保留专项工作 KCZH：实施方案报送截止日期与文件不同，以系统中的为准\n" in printed
    assert "  保留单位 市科委：简称、别名与文件不同，以系统中的为准\n" in printed
    assert Programme.objects.get(code="KCZH").plan_deadline == date(2015, 7, 15)
    assert task(3).lead.short_name == "市科技委"


def test_a_unit_the_administrator_gave_another_address_is_not_made_twice(folder):
    Unit.objects.filter(slug="shi-kewei").update(slug="kewei")
    assert "  保留单位 市科委：网址代号与文件不同，以系统中的为准\n" in load(folder)
    assert Unit.objects.filter(short_name="市科委").count() == 1


def test_a_receiving_office_missing_from_the_units_is_made_with_its_programme(tmp_path):
    folder = copied(tmp_path)
    change(folder, "units.toml", 'offices = ["综合处"]\n', "")
    load(folder)
    assert str(Programme.objects.get(code="KCZH").receiving_office) == "市测试甲局综合处"


def test_an_office_the_administrator_renamed_does_not_come_back(folder):
    Office.objects.filter(name="综合处").update(name="办公室")
    assert "  保留处室 市测试甲局综合处：系统中没有该处室，以系统中的为准\n" in load(folder)
    assert [office.name for office in Office.objects.all()] == ["办公室"]


# --- the office that stands in -------------------------------------------------------------------------------


STAND_IN = 'stand_in_unit = "市测试乙局"\nstand_in_office = "办公室"\nleadership_unit'


def stand_in() -> str:
    return str(Programme.objects.get(code="KCZH").stand_in_office or "")


def test_the_shipped_document_names_nobody_to_stand_in(gjrc):
    assert gjrc.stand_in_office is None


def test_the_file_may_name_an_office_that_stands_in(tmp_path):
    folder = copied(tmp_path)
    change(folder, "kczh/programme.toml", "leadership_unit", STAND_IN)
    load(folder)
    assert stand_in() == "市测试乙局办公室"
    assert "保留" not in load(folder).replace("保留 0", "")
    assert stand_in() == "市测试乙局办公室"


def test_a_file_that_names_none_leaves_the_administrators_choice(folder):
    chosen = Office.objects.create(unit=Unit.objects.get(short_name="市测试乙局"), name="人事处")
    Programme.objects.filter(code="KCZH").update(stand_in_office=chosen)
    assert "保留" not in load(folder).replace("保留 0", "")
    assert stand_in() == "市测试乙局人事处"


@pytest.mark.parametrize("chosen", ["", "人事处"])
def test_where_the_file_names_another_the_administrators_choice_stays_and_is_reported(folder, chosen):
    if chosen:
        office = Office.objects.create(unit=Unit.objects.get(short_name="市测试乙局"), name=chosen)
        Programme.objects.filter(code="KCZH").update(stand_in_office=office)
    before = stand_in()
    change(folder, "kczh/programme.toml", "leadership_unit", STAND_IN)
    assert "  保留专项工作 KCZH：代核对处室与文件不同，以系统中的为准\n" in load(folder)
    assert stand_in() == before
    assert not Office.objects.filter(name="办公室").exists()


# --- two programmes ------------------------------------------------------------------------------------------


def test_two_programmes_with_the_same_task_numbers_stand_beside_each_other(gjrc, second_programme):
    assert gjrc.tasks.get(number=3).lead.short_name == "中关村管委会"
    assert second_programme.tasks.get(number=3).lead.short_name == "市科委"
    assert second_programme.plan_deadline != gjrc.plan_deadline
    assert Unit.objects.filter(short_name="市科委").count() == 1


def test_each_programme_has_checkers_of_its_own(gjrc, second_programme, second_checkers):
    offices = {checker.office for checker in second_checkers}
    assert offices == {second_programme.receiving_office}
    assert gjrc.receiving_office not in offices
    assert len({checker.user for checker in second_checkers}) == 2


def test_loading_one_programme_leaves_the_other_alone(gjrc, folder):
    assert "保留" not in load(folder).replace("保留 0", "")
    assert gjrc.tasks.count() == 38


def test_a_load_that_fails_in_its_middle_leaves_nothing(db):
    with fault(100), pytest.raises(OperationalError):
        call_command("load_register", verbosity=0)
    assert not Programme.objects.exists()
    assert not Unit.objects.exists()
