"""The plans that `make bench` measures on still come about, and their copies are plans of their own."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from django.db.models import Count

from bench import copies, people
from bench.pages import PAGES
from bench.story import Story
from tasks.enums import PlanStatus
from tasks.models import Comment, Filing, Plan, Programme, Task, TaskGroup
from tasks.models.plan import MAX_STEPS
from tasks.pages.step_reports import Steps
from tests.kept import kept, register
from units.models import Membership

pytestmark = pytest.mark.long  # prepares what `make bench` does


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker) -> Iterator[dict[str, int]]:
    with kept(django_db_blocker):
        register()
        people.hire()
        yield Story.of_the_real_register().play()


@pytest.fixture
def gjrc(played, db) -> Programme:
    return Programme.objects.get(code="GJRC")


def statuses(programme: Programme) -> Counter:
    return Counter(Plan.objects.filter(task__programme=programme).values_list("status", flat=True))


def test_three_hundred_people_and_a_plan_in_every_state(played, gjrc):
    assert Membership.objects.count() == people.EVERYBODY
    assert set(statuses(gjrc)) == set(PlanStatus)
    assert {page.path.format_map(played) for page in PAGES}  # every key that an address names was left


def test_a_plan_as_long_as_one_may_be_a_step_that_recurs_and_comments_on_what_was_reported(played, gjrc):
    plans = Plan.objects.filter(task__programme=gjrc).annotate(length=Count("steps"))
    assert plans.order_by("-length").values_list("length", flat=True).first() == MAX_STEPS
    assert Plan.objects.get(task__number=36).in_force.sheet().steps[-1].due.text == "每年12月底前"
    recurring = gjrc.tasks.select_related("programme", "plan__in_force").get(number=19)
    assert Steps.of(recurring, date(2016, 1, 4), 7).to_correct == (2015,), (
        "as its address in the list of pages"
    )
    sent, waiting = (Comment.objects.filter(entry__progress__task__number=number) for number in (20, 36))
    assert {each.sent_at is None for each in sent} == {False}
    assert {each.sent_at is None for each in waiting} == {True}


def test_a_programme_grows_by_plans_of_its_own(played, gjrc):
    before = statuses(gjrc)
    copies.in_one_programme(3)
    assert statuses(gjrc) == Counter({status: 3 * count for status, count in before.items()})
    assert sorted(gjrc.tasks.values_list("number", flat=True)) == list(range(1, 3 * copies.TASKS + 1))
    grown = Plan.objects.get(task__programme=gjrc, task__number=36 + 2 * copies.TASKS)
    assert grown.filing.plan == grown
    assert grown.filings.count() == 2
    assert grown.steps.count() == Plan.objects.get(task__programme=gjrc, task__number=36).steps.count()


def test_areas_grow_with_the_tasks_until_there_are_enough_of_them(played, gjrc, monkeypatch):
    monkeypatch.setattr(copies, "MOST_AREAS", 20)
    copies.in_one_programme(4)
    assert TaskGroup.objects.filter(programme=gjrc).count() == 20
    assert Task.objects.get(programme=gjrc, number=1 + 3 * copies.TASKS).group.number == 11


def test_programmes_are_alike_and_apart(played, gjrc):
    copies.as_programmes(2)
    other = Programme.objects.exclude(pk=gjrc.pk).get()
    assert statuses(other) == statuses(gjrc)
    assert Filing.objects.filter(plan__task__programme=other).count() == Filing.objects.count() / 2
