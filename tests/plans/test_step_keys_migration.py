"""Plans of before get keys for their steps: filings stay as they are, comments stay at their step."""

from datetime import date, datetime
from importlib import import_module

import pytest
from django.utils import timezone

from tasks.models import Comment, FiledStepKey, Filing, Plan
from tests.factories import make_programme, make_task, make_unit, make_user
from tests.kept import committed
from tests.migrating import migrate
from units.roles import Role

pytestmark = pytest.mark.long  # goes the way from a migration of before

BEFORE = ("tasks", "0005_programme_stand_in_office")
AT = datetime(2015, 3, 25, 10, tzinfo=timezone.get_default_timezone())

FIRST = ["印发建设计划实施细则", "组织高校申报、专家论证", "公布首批名单"]
REWORDED = ["印发建设计划的实施细则", "开展中期检查", "公布首批名单"]  # the second is another one


def content(steps) -> dict:
    nothing = {"text": "", "first": None, "last": None}
    return {
        "number": 1, "lead": "市教委", "content": "内容", "supervising_leader": "", "responsible_office": "",
        "contact_name": "", "contact_phone": "", "start": nothing, "finish": nothing, "participants": [],
        "steps": [{"text": text, "due": nothing, "unit": ""} for text in steps],
    }  # fmt: skip


def begin() -> "Before":
    """The models as they were before, in a database of before."""
    programme = make_programme()
    lead = make_unit("市教委")
    tasks = {number: make_task(programme, number, lead=lead) for number in range(1, 16)}
    by = make_user(Role.LIAISON, lead)
    return Before(migrate(*BEFORE), tasks, by.pk)


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
        return self.apps.get_model("tasks", "Filing").objects.create(
            plan=plan, round=nth, number=f"N-{self.sequence}", sequence=self.sequence, content=content(steps),
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


@pytest.fixture(scope="module")
def upgraded(django_db_setup, django_db_blocker):
    """One way there for all plans of before that stand beside each other, each of a task of its own, with its batches
    made small: the way takes longer than everything else.
    """
    with committed(django_db_blocker), pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("tasks.migrations.0007_step_keys"), "BATCH", 2)
        before = begin()
        _plans_of_before(before)
        migrate()
        yield before


PLANS = {
    "draft": 1,
    "not begun": 2,
    "filed": 3,
    "returned": 4,
    "filed three times": 5,
    "taken back": 6,
    "without steps": 7,
    "with comments": 8,
    "there again": 9,
}
ALIKE = range(10, 16)


def _plans_of_before(before: Before) -> None:
    before.plan(PLANS["draft"], FIRST)

    before.plan(PLANS["not begun"], [])

    plan = before.plan(PLANS["filed"], FIRST)
    before.put(plan, "filed", before.file(plan, FIRST, 1))

    plan = before.plan(PLANS["returned"], [FIRST[2], "召开座谈会", "印发建设计划的实施细则"])
    filing = before.file(plan, FIRST, 1)
    before.comment(filing, 3)
    before.comment(filing, None)
    before.put(plan, "returned", filing)

    plan = before.plan(PLANS["filed three times"], FIRST)
    before.file(plan, FIRST, 1)
    before.file(plan, REWORDED, 2)
    before.put(plan, "accepted", before.file(plan, FIRST, 3))

    plan = before.plan(PLANS["taken back"], FIRST)
    before.file(plan, FIRST[:2], 1, withdrawn_at=AT)

    plan = before.plan(PLANS["without steps"], [])
    before.put(plan, "filed", before.file(plan, [], 1))

    plan = before.plan(PLANS["with comments"], FIRST)
    first = before.file(plan, FIRST, 1)
    second = before.file(plan, ["召开动员会", *FIRST], 2)
    before.comment(first, 2, "一")
    before.comment(second, 3, "二")
    before.comment(second, None, "三")
    before.put(plan, "accepted", second)

    plan = before.plan(PLANS["there again"], FIRST)
    filing = before.file(plan, FIRST, 1)
    before.comment(filing, 2, "四")
    before.put(plan, "accepted", filing)

    for number in ALIKE:
        plan = before.plan(number, FIRST)
        before.put(plan, "filed", before.file(plan, FIRST, 1))


@pytest.fixture
def keyed(upgraded, db):
    """What the plans of before have become, by the names they have in PLANS."""
    return Keyed()


class Keyed:
    def working(self, name):
        plan = Plan.objects.get(task__number=PLANS[name])
        return {step.text: step.key for step in plan.steps.all()}, plan.next_step_key

    def filed(self, name):
        return filed_keys(PLANS[name])


def filed_keys(number):
    filings = Filing.objects.filter(plan__task__number=number).order_by("nth")
    return [[step.key for step in filing.keyed_sheet().steps] for filing in filings]


def test_a_draft_has_its_steps_counted(keyed):
    assert keyed.working("draft") == (dict(zip(FIRST, (1, 2, 3), strict=True)), 4)


def test_a_plan_nobody_has_begun_starts_with_key_one(keyed):
    assert keyed.working("not begun") == ({}, 1)


def test_the_working_copy_of_a_filed_plan_has_the_keys_of_the_filing(keyed):
    assert keyed.working("filed") == (dict(zip(FIRST, (1, 2, 3), strict=True)), 4)
    assert keyed.filed("filed") == [[1, 2, 3]]


def test_a_returned_plan_being_changed_keeps_what_can_be_told_and_new_keys_begin_behind(keyed):
    keys, following = keyed.working("returned")
    assert keys["召开座谈会"] == 4
    # Steps that changed places are told only as far as they kept their order: the rest is not sure, and new.
    assert sorted(keys.values()) in ([1, 4, 5], [3, 4, 5])
    assert following == 6


def test_filings_are_matched_one_after_the_other_and_what_comes_back_is_new(keyed):
    assert keyed.filed("filed three times") == [[1, 2, 3], [1, 4, 3], [1, 5, 3]]
    assert keyed.working("filed three times") == ({FIRST[0]: 1, FIRST[1]: 5, FIRST[2]: 3}, 6)


def test_a_plan_taken_back_has_the_keys_of_what_was_filed(keyed):
    assert keyed.filed("taken back") == [[1, 2]]
    assert keyed.working("taken back") == (dict(zip(FIRST, (1, 2, 3), strict=True)), 4)


def test_a_filing_without_steps_has_no_keys(keyed):
    assert keyed.filed("without steps") == [[]]


def test_comments_stay_at_their_step_and_say_the_number_it_had(keyed):
    comments = Comment.objects.filter(filing__plan__task__number=PLANS["with comments"])
    told = {comment.text: (comment.step_key, comment.place) for comment in comments}
    assert told == {"一": (2, "第2步"), "二": (2, "第3步"), "三": (None, "完成时间")}


def test_what_was_filed_stays_as_it_is(keyed):
    after = Filing.objects.get(plan__task__number=PLANS["filed"])
    assert (after.content, after.nth) == (content(FIRST), 1)
    assert not after.carries_keys


def test_plans_of_several_batches_get_theirs(keyed):
    filed = Filing.objects.filter(plan__task__number__in=ALIKE)
    assert FiledStepKey.objects.filter(filing__in=filed).count() == 18
    assert FiledStepKey.objects.count() == 18 + 3 + 3 + 9 + 2 + 7 + 3
    assert all(filed_keys(number) == [[1, 2, 3]] for number in ALIKE)


@pytest.fixture(scope="module")
def there_again(upgraded, django_db_blocker):
    """The steps of comments as they were said after going back with a later filing, before going there again."""
    with django_db_blocker.unblock():
        plan = Plan.objects.get(task__number=PLANS["there again"])
        filed = plan.filing.keyed_sheet().to_json()
        keyed = filed | {"steps": [step | {"key": step["key"] + 5} for step in filed["steps"]]}
        facts = {"number": "N-99", "sequence": 99, "recorded_at": AT, "counts_from": AT, "by_id": upgraded.by}
        later = Filing.objects.create(plan=plan, nth=2, content=keyed, **facts)
        Comment.objects.create(filing=later, field="steps", step_key=8, text="五", at=AT, by_id=upgraded.by)
        old = migrate(*BEFORE).get_model("tasks", "Comment").objects.filter(filing__plan=plan.pk)
        said = dict(old.values_list("text", "step"))
        migrate()
        return said


def test_there_and_back_and_there_again_every_comment_is_at_its_step(there_again, db):
    assert there_again == {"四": 2, "五": 3}
    plan = Plan.objects.get(task__number=PLANS["there again"])
    comments = Comment.objects.filter(filing__plan=plan)
    assert {comment.text: (comment.step_key, comment.step) for comment in comments} == {
        "四": (2, 2),
        "五": (8, 3),
    }
    assert plan.next_step_key == 9
