"""Letters of before keep the tasks they carry; what was entered from them counts from when they came, nothing else."""

from datetime import datetime

import pytest
from django.utils import timezone

from tasks.models import Arrival, IncomingLetter, Plan
from tests.factories import make_office, make_programme, make_task, make_unit, make_user
from tests.migrating import migrate
from units.roles import Role

pytestmark = pytest.mark.long  # goes the way from a migration of before

BEFORE = ("tasks", "0018_take_back")


def at(day: int) -> datetime:
    return datetime(2015, 4, day, 10, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def before(transactional_db):
    """A letter of the 2nd with tasks 1 and 2: 1 was filed on the 7th, returned and then entered from it; 2 was filed
    on the 8th and has the letter beside it. The models as they were.
    """
    office = make_office(make_unit("中关村管委会"), "人力资源处")
    programme = make_programme(receiving_office=office)
    lead = make_unit("市甲局")
    tasks = [make_task(programme, number, lead=lead) for number in (1, 2)]
    by = make_user(Role.LIAISON, lead)
    get = migrate(*BEFORE).get_model
    letter = get("tasks", "IncomingLetter").objects.create(
        programme_id=programme.pk, unit_id=lead.pk, received_at=at(2), channel="fax", recorded_at=at(9),
        recorded_by_id=by.pk,
    )  # fmt: skip
    letter.tasks.set([task.pk for task in tasks])
    for sequence, (task, filed_on) in enumerate(zip(tasks, (7, 8), strict=True), start=1):
        plan = get("tasks", "Plan").objects.create(
            task_id=task.pk, begun_at=at(1), updated_at=at(1), updated_by_id=by.pk
        )
        facts = {"content": {"steps": []}, "by_id": by.pk, "plan": plan}
        filing = get("tasks", "Filing").objects.create(
            nth=1, number=f"T-{task.number}-1", sequence=sequence, recorded_at=at(filed_on),
            counts_from=at(filed_on), **facts,
        )  # fmt: skip
        if task.number == 1:
            filing = get("tasks", "Filing").objects.create(
                nth=2,
                number="T-1-2",
                sequence=9,
                recorded_at=at(10),
                counts_from=at(2),
                letter=letter,
                **facts,
            )
        get("tasks", "Plan").objects.filter(pk=plan.pk).update(
            status="filed", filing=filing, in_force=filing, first_filed_at=at(filed_on)
        )
    yield
    migrate()


def test_letters_keep_their_tasks_and_only_what_was_entered_counts_from_them(before):
    migrate()
    arrived = Arrival.objects.order_by("task__number").values_list(
        "task__number", "recorded_at", "withdrawn_at"
    )
    assert list(arrived) == [(1, at(10), None), (2, None, None)]
    assert sorted(IncomingLetter.objects.get().tasks.values_list("number", flat=True)) == [1, 2]
    first = Plan.objects.order_by("task__number").values_list("first_filed_at", flat=True)
    assert list(first) == [at(2), at(8)]
