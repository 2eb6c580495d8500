"""Plans of before get keys for their steps: filings stay as they are, comments stay at their step."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from tasks.models import Comment, FiledStepKey, Filing, Plan
from tests.factories import make_programme, make_task, make_unit, make_user
from tests.migrating import migrate
from units.roles import Role

BEFORE = ("tasks", "0005_programme_stand_in_office")
AT = datetime(2015, 3, 25, 10, tzinfo=timezone.get_default_timezone())

FIRST = ["印发建设计划实施细则", "组织高校申报、专家论证", "公布首批名单"]
REWORDED = ["印发建设计划的实施细则", "开展中期检查", "公布首批名单"]  # the second is another one


@pytest.fixture
def before(transactional_db):
    """The models as they were before, in a database of before; what a test makes goes with it."""
    programme = make_programme()
    lead = make_unit("市教委")
    tasks = {number: make_task(programme, number, lead=lead) for number in range(1, 7)}
    by = make_user(Role.LIAISON, lead)
    yield Before(migrate(*BEFORE), tasks, by.pk)
    migrate()


class Before:
    def __init__(self, apps, tasks, by):
        self.apps, self.tasks, self.by = apps, tasks, by
        self.sequence = 0

    def plan(self, number, working, **state):
        plan = self.apps.get_model("tasks", "Plan").objects.create(
            task_id=self.tasks[number].pk, updated_at=AT, updated_by_id=self.by, begun_at=AT, **state
        )
        for position, text in enumerate(working, start=1):
            self.apps.get_model("tasks", "PlanStep").objects.create(plan=plan, position=position, text=text)
        return plan

    def file(self, plan, steps, nth, **facts):
        self.sequence += 1
        nothing = {"text": "", "first": None, "last": None}
        content = {
            "number": 1, "lead": "市教委", "content": "内容", "supervising_leader": "", "responsible_office": "",
            "contact_name": "", "contact_phone": "", "start": nothing, "finish": nothing, "participants": [],
            "steps": [{"text": text, "due": nothing, "unit": ""} for text in steps],
        }  # fmt: skip
        return self.apps.get_model("tasks", "Filing").objects.create(
            plan=plan, round=nth, number=f"N-{self.sequence}", sequence=self.sequence, content=content,
            recorded_at=AT, counts_from=AT, by_id=self.by, **facts,
        )  # fmt: skip

    def comment(self, filing, step, text="请核对"):
        self.apps.get_model("tasks", "Comment").objects.create(
            filing=filing,
            field="steps" if step else "finish",
            step=step,
            text=text,
            at=AT,
            by_id=self.by,
            sent_at=AT,
        )

    def put(self, plan, status, filing):
        refile_by = date(2015, 4, 2) if status == "returned" else None
        self.apps.get_model("tasks", "Plan").objects.filter(pk=plan.pk).update(
            status=status,
            filing=filing,
            first_filed_at=AT,
            refile_by=refile_by,
            check_started_at=AT if status == "accepted" else None,
        )


def working_keys(number):
    plan = Plan.objects.get(task__number=number)
    return {step.text: step.key for step in plan.steps.all()}, plan.next_step_key


def filed_keys(number):
    filings = Filing.objects.filter(plan__task__number=number).order_by("nth")
    return [[step.key for step in filing.keyed_sheet().steps] for filing in filings]


def test_a_draft_has_its_steps_counted(before):
    before.plan(1, FIRST)
    migrate()
    assert working_keys(1) == (dict(zip(FIRST, (1, 2, 3), strict=True)), 4)
    assert not FiledStepKey.objects.exists()


def test_a_plan_nobody_has_begun_starts_with_key_one(before):
    before.plan(1, [])
    migrate()
    assert working_keys(1) == ({}, 1)


def test_the_working_copy_of_a_filed_plan_has_the_keys_of_the_filing(before):
    plan = before.plan(2, FIRST)
    before.put(plan, "filed", before.file(plan, FIRST, 1))
    migrate()
    assert working_keys(2) == (dict(zip(FIRST, (1, 2, 3), strict=True)), 4)
    assert filed_keys(2) == [[1, 2, 3]]


def test_a_returned_plan_being_changed_keeps_what_can_be_told_and_new_keys_begin_behind(before):
    plan = before.plan(3, [FIRST[2], "召开座谈会", "印发建设计划的实施细则"])
    filing = before.file(plan, FIRST, 1)
    before.comment(filing, 3)
    before.comment(filing, None)
    before.put(plan, "returned", filing)
    migrate()
    keys, following = working_keys(3)
    assert keys["召开座谈会"] == 4
    # Steps that changed places are told only as far as they kept their order: the rest is not sure, and new.
    assert sorted(keys.values()) in ([1, 4, 5], [3, 4, 5])
    assert following == 6


def test_filings_are_matched_one_after_the_other_and_what_comes_back_is_new(before):
    plan = before.plan(4, FIRST)
    before.file(plan, FIRST, 1)
    before.file(plan, REWORDED, 2)
    before.put(plan, "accepted", before.file(plan, FIRST, 3))
    migrate()
    assert filed_keys(4) == [[1, 2, 3], [1, 4, 3], [1, 5, 3]]
    assert working_keys(4) == ({FIRST[0]: 1, FIRST[1]: 5, FIRST[2]: 3}, 6)


def test_a_plan_taken_back_has_the_keys_of_what_was_filed(before):
    plan = before.plan(5, FIRST)
    before.file(plan, FIRST[:2], 1, withdrawn_at=AT)
    migrate()
    assert filed_keys(5) == [[1, 2]]
    assert working_keys(5) == (dict(zip(FIRST, (1, 2, 3), strict=True)), 4)


def test_a_filing_without_steps_has_no_keys(before):
    plan = before.plan(6, [])
    before.put(plan, "filed", before.file(plan, [], 1))
    migrate()
    assert filed_keys(6) == [[]]


def test_comments_stay_at_their_step_and_say_the_number_it_had(before):
    plan = before.plan(4, FIRST)
    first = before.file(plan, FIRST, 1)
    second = before.file(plan, ["召开动员会", *FIRST], 2)
    before.comment(first, 2, "一")
    before.comment(second, 3, "二")
    before.comment(second, None, "三")
    before.put(plan, "accepted", second)
    migrate()
    told = {comment.text: (comment.step_key, comment.place) for comment in Comment.objects.all()}
    assert told == {"一": (2, "第2步"), "二": (2, "第3步"), "三": (None, "完成时间")}


def test_what_was_filed_stays_as_it_is(before):
    plan = before.plan(2, FIRST)
    filing = before.file(plan, FIRST, 1)
    before.put(plan, "filed", filing)
    content = filing.content
    migrate()
    after = Filing.objects.get()
    assert (after.content, after.nth) == (content, 1)
    assert not after.carries_keys


def test_hundreds_of_plans_get_theirs_in_batches(before, monkeypatch):
    from importlib import import_module

    monkeypatch.setattr(import_module("tasks.migrations.0007_step_keys"), "BATCH", 2)
    for number in range(1, 7):
        plan = before.plan(number, FIRST)
        before.put(plan, "filed", before.file(plan, FIRST, 1))
    migrate()
    assert FiledStepKey.objects.count() == 18
    assert all(filed_keys(number) == [[1, 2, 3]] for number in range(1, 7))


def test_there_and_back_and_there_again_every_comment_is_at_its_step(before):
    plan = before.plan(4, FIRST)
    filing = before.file(plan, FIRST, 1)
    before.comment(filing, 2, "一")
    before.put(plan, "accepted", filing)
    migrate()
    content = Filing.objects.get().keyed_sheet().to_json()
    keyed = content | {"steps": [step | {"key": step["key"] + 5} for step in content["steps"]]}
    later = Filing.objects.create(
        plan_id=plan.pk,
        nth=2,
        number="N-9",
        sequence=9,
        content=keyed,
        recorded_at=AT,
        counts_from=AT,
        by_id=before.by,
    )
    Comment.objects.create(filing=later, field="steps", step_key=8, text="二", at=AT, by_id=before.by)
    old = migrate(*BEFORE).get_model("tasks", "Comment").objects
    assert dict(old.values_list("text", "step")) == {"一": 2, "二": 3}
    migrate()
    assert {comment.text: (comment.step_key, comment.step) for comment in Comment.objects.all()} == {
        "一": (2, 2),
        "二": (8, 3),
    }
    assert Plan.objects.get().next_step_key == 9
