"""Saving the working copy, through the action itself."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tasks.actions.drafts import EDITING_SESSION, save_draft
from tasks.actions.locking import StaleWrite
from tasks.models import Plan, PlanAuthor, PlanStep
from tasks.rules.sheet import Sheet, written
from tests.factories import make_user
from tests.plans.states import make_filed
from units.models import AuditEntry
from units.roles import Role
from zgc_tasks.common.refusal import Refusal

AT = datetime(2015, 4, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
STEPS = (("甲", "4月底前"), ("乙", "6月"))
TWO_STEPS = written(contact_name="李某", start="2015年3月", steps=STEPS)


def saves_in_the_log() -> int:
    return AuditEntry.objects.filter(action="plan.save").count()


def test_the_first_save_starts_the_plan_at_version_1_with_its_author(task, liaison):
    plan = save_draft(task=task, based_on=0, sheet=TWO_STEPS, by=liaison, at=AT)
    assert (plan.version, plan.begun_at, plan.updated_by) == (1, AT, liaison)
    assert [author.user for author in PlanAuthor.objects.filter(plan=plan)] == [liaison.user]


def test_a_missing_year_is_that_of_the_start(task, liaison):
    plan = save_draft(task=task, based_on=0, sheet=TWO_STEPS, by=liaison, at=AT)
    assert [str(step.due_last) for step in plan.steps.all()] == ["2015-04-30", "2015-06-30"]


def test_every_save_that_changes_something_raises_the_version(task, liaison):
    save_draft(task=task, based_on=0, sheet=TWO_STEPS, by=liaison, at=AT)
    changes = [
        written(contact_name="王某", start="2015年3月", steps=STEPS),
        written(contact_name="王某", start="2016年3月", steps=STEPS),
        written(contact_name="王某", start="2016年3月", steps=STEPS[:1]),
        written(contact_name="王某", start="2016年3月", steps=STEPS[:1], participants=("某大学",)),
        written(contact_name="王某", start="2016年3月", steps=STEPS[:1], participants=("某学院",)),
        written(
            contact_name="王某", start="2016年3月", steps=[(*STEPS[0], "市科委")], participants=("某学院",)
        ),
    ]
    for version, sheet in enumerate(changes, start=1):
        assert save_draft(task=task, based_on=version, sheet=sheet, by=liaison, at=AT).version == version + 1
        saved = Plan.objects.get().sheet()
        assert saved.steps == sheet.steps
        assert set(sheet.participants) <= set(saved.participants)


def test_a_save_that_changes_nothing_leaves_version_time_and_rows(task, liaison):
    save_draft(task=task, based_on=0, sheet=TWO_STEPS, by=liaison, at=AT)
    rows = list(PlanStep.objects.values_list("pk", flat=True))
    plan = save_draft(task=task, based_on=1, sheet=TWO_STEPS, by=liaison, at=AT + timedelta(hours=1))
    assert (plan.version, Plan.objects.get().updated_at) == (1, AT)
    assert list(PlanStep.objects.values_list("pk", flat=True)) == rows


BING = ("丙", "8月")


@pytest.mark.parametrize(
    ("steps", "kept"),
    [
        ((STEPS[0], ("乙改", "6月"), BING), {1, 3}),
        ((STEPS[0], ("乙", "7月"), BING), {1, 3}),
        ((STEPS[0], (*STEPS[1], "市科委"), BING), {1, 3}),
        ((STEPS[1], STEPS[0], BING), {3}),
        ((STEPS[0], BING), {1}),
        ((*STEPS, BING, ("丁", "9月")), {1, 2, 3}),
        ((STEPS[0],), {1}),
    ],
    ids=[
        "another text",
        "another time",
        "another unit",
        "two moved",
        "one left out",
        "one more",
        "two left out",
    ],
)
def test_only_steps_that_are_not_as_they_were_are_written_anew(task, liaison, steps, kept):
    begun = save_draft(
        task=task, based_on=0, sheet=written(start="2015年3月", steps=(*STEPS, BING)), by=liaison, at=AT
    )
    before = set(begun.steps.values_list("position", "pk"))
    save_draft(task=task, based_on=1, sheet=written(start="2015年3月", steps=steps), by=liaison, at=AT)
    plan = Plan.objects.get()
    assert plan.sheet().steps == written(start="2015年3月", steps=steps).steps
    assert {position for position, _ in before & set(plan.steps.values_list("position", "pk"))} == kept


@pytest.mark.parametrize("based_on", [0, 2, 7])
def test_a_save_based_on_another_version_writes_nothing(task, liaison, based_on):
    save_draft(task=task, based_on=0, sheet=TWO_STEPS, by=liaison, at=AT)
    with pytest.raises(StaleWrite) as refusal:
        save_draft(task=task, based_on=based_on, sheet=Sheet(contact_name="王某"), by=liaison, at=AT)
    assert refusal.value.current.contact_name == "李某"
    assert Plan.objects.get().contact_name == "李某"
    assert PlanStep.objects.count() == 2


def test_a_save_based_on_a_plan_that_does_not_exist_is_stale(task, liaison):
    with pytest.raises(StaleWrite):
        save_draft(task=task, based_on=1, sheet=TWO_STEPS, by=liaison, at=AT)
    assert not Plan.objects.exists()


def test_who_starts_a_plan_that_another_has_started_meanwhile_is_told(task, liaison):
    save_draft(task=task, based_on=0, sheet=TWO_STEPS, by=liaison, at=AT)
    with pytest.raises(StaleWrite):
        save_draft(task=task, based_on=0, sheet=Sheet(contact_name="王某"), by=liaison, at=AT)
    assert Plan.objects.get().contact_name == "李某"


def test_one_editing_session_leaves_one_row_in_the_log(task, liaison):
    for version in range(4):
        sheet = Sheet(contact_name=f"李某{version}")
        save_draft(
            task=task, based_on=version, sheet=sheet, by=liaison, at=AT + version * timedelta(minutes=20)
        )
    assert saves_in_the_log() == 1
    later = AT + timedelta(hours=1) + EDITING_SESSION + timedelta(seconds=1)
    save_draft(task=task, based_on=4, sheet=Sheet(contact_name="王某"), by=liaison, at=later)
    assert saves_in_the_log() == 2


def test_each_person_has_an_editing_session_of_their_own(task, liaison, lead):
    save_draft(task=task, based_on=0, sheet=TWO_STEPS, by=liaison, at=AT)
    save_draft(task=task, based_on=1, sheet=Sheet(), by=make_user(Role.LIAISON, lead), at=AT)
    assert saves_in_the_log() == 2
    assert PlanAuthor.objects.count() == 2


def test_nobody_but_the_lead_saves(task):
    with pytest.raises(Refusal, match="只有牵头单位可以填写实施方案"):
        save_draft(task=task, based_on=0, sheet=TWO_STEPS, by=make_user(Role.LIAISON), at=AT)
    assert not Plan.objects.exists()


def test_a_filed_plan_is_not_saved(task, liaison):
    make_filed(task, liaison)
    with pytest.raises(Refusal, match="实施方案已报送，修改前请先撤回"):
        save_draft(task=task, based_on=2, sheet=TWO_STEPS, by=liaison, at=AT)
