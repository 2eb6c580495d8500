"""核对中 wherever where a plan stands is shown, counted and filtered; the ledger's state stays on time or late."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tasks import ledger
from tasks.enums import Action, PlanStatus
from tasks.ledger import COLUMNS, Filters
from tasks.models import Plan, PlanEvent, Task
from tests.checking.pages import text
from tests.copied import copied
from tests.factories import make_task
from tests.story import Story, at, begin

pytestmark = pytest.mark.django_db

TODAY = date(2015, 4, 1)


@pytest.fixture
@copied
def story() -> Story:
    """Task 14 is being checked since 26 March; task 15, of the same lead, is only filed."""
    story = begin()
    story.file()
    story.start_check()
    other = make_task(story.programme, 15, lead=story.lead, participants=[story.participant])
    story.as_task(other).file()
    return story


def page(story: Story, who: str, url: str) -> str:
    answer = story.browser(who).get(url)
    assert answer.status_code == 200
    return text(answer)


def numbers(tasks) -> list[int]:
    return sorted(tasks.values_list("number", flat=True))


def test_the_state_stays_and_a_column_says_that_it_is_being_checked(story):
    checked, filed = ledger.build(story.programme, as_of=TODAY).rows
    column = next(column for column in COLUMNS if column.key == "checking")
    assert (checked.state, checked.filed, checked.status) == ("on_time", "on_time", "checking")
    assert (column.title, column.value(checked), column.text(checked)) == ("核对中", True, "是")
    assert (filed.state, column.value(filed), column.text(filed)) == ("on_time", False, "否")


def test_on_the_day_before_it_was_not_being_checked(story):
    row = ledger.build(story.programme, as_of=date(2015, 3, 25)).rows[0]
    assert (row.status, row.checking) == ("filed", False)


def test_an_event_from_before_it_was_a_status_reads_as_it(story):
    plan = Plan.objects.get(task__number=15)
    PlanEvent.objects.create(
        plan=plan, action=Action.START_CHECK, status=PlanStatus.FILED, at=at(27), by=story.checker
    )
    row = ledger.build(story.programme, as_of=date(2015, 3, 27)).rows[1]
    then = Task.objects.with_standing(date(2015, 3, 27), past=True).get(number=15)
    assert (row.status, row.checking) == ("checking", True)
    assert (then.status, then.checking) == ("checking", True)


def test_lists_find_what_is_being_checked_and_nothing_else(story):
    tasks = Task.objects.filter(programme=story.programme)
    assert numbers(tasks.matching(state="checking", today=TODAY)) == [14]
    assert numbers(tasks.matching(state="on_time", today=TODAY)) == [14, 15]
    found = ledger.build(story.programme, as_of=TODAY, filters=Filters(checking=True))
    assert [row.number for row in found.rows] == [14]
    assert found.conditions == (("状态", "核对中"),)


@pytest.mark.parametrize("url", ["/gjrc/tasks/?state=checking", "/gjrc/deadlines/?state=checking"])
def test_the_filter_offers_it_and_the_row_says_it(story, url):
    html = page(story, "checker", url)
    assert '<option value="checking" selected>核对中</option>' in html
    assert '<span class="state-note">核对中</span>' in html
    assert "/gjrc/tasks/14/" in html
    assert "/gjrc/tasks/15/" not in html


def test_the_queue_has_all_that_waits_for_a_decision_and_each_row_says_which(story):
    html = page(story, "checker", "/gjrc/checking/filed/")
    assert "待核对 2 项" in html
    assert html.index("<span>核对中</span>") < html.index("<span>待核对</span>")


def test_its_lead_and_those_who_take_part_read_it(story):
    for who in ("liaison", "other_unit", "leadership"):
        assert "<span>核对中</span>" in page(story, who, "/gjrc/tasks/14/plan/")
    assert "<span>核对中</span>" in page(story, "liaison", "/gjrc/plans/")


def test_the_database_holds_status_and_start_together(story):
    for wrong in ({"status": PlanStatus.FILED}, {"check_started_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Plan.objects.filter(task__number=14).update(**wrong)
