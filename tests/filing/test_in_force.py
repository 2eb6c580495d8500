"""A text being written beside the filing in force: readers, lists and ledger go by what holds."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tasks import ledger
from tasks.enums import PlanStatus
from tasks.models import Plan, Task
from tests.copied import copied
from tests.story import SOUND, Story, begin

pytestmark = pytest.mark.django_db

TODAY = date(2015, 4, 1)
NEW_TEXT = "李某某（新）"


@pytest.fixture
@copied
def story() -> Story:
    """Accepted; then its lead begins another text."""
    story = begin()
    story.file()
    story.accept()
    story.revise(replace(SOUND, contact_name=NEW_TEXT))
    return story


def test_who_may_read_what_was_filed_still_may_and_reads_that(story):
    for who in ("other_unit", "checker", "leadership"):
        assert Plan.objects.visible_to(getattr(story, who)).exists(), who
        page = story.browser(who).get("/gjrc/tasks/14/plan/")
        assert page.status_code == 200
        assert NEW_TEXT not in page.content.decode()
        assert "副主任 张某" in page.content.decode()
    assert not Plan.objects.visible_to(story.outsider).exists()


def test_its_lead_goes_on_with_the_new_text(story):
    assert NEW_TEXT in story.browser("liaison").get("/gjrc/tasks/14/plan/").content.decode()


def test_the_ledger_of_today_and_the_lists_still_have_it_accepted(story):
    (row,) = ledger.build(story.programme, as_of=TODAY).rows
    listed = Task.objects.with_standing(TODAY).get()
    assert (row.status, row.state, row.filed) == ("accepted", "accepted", "on_time")
    assert (listed.status, listed.state, listed.filed) == (row.status, row.state, row.filed)
    assert Task.objects.in_state("accepted", TODAY).exists()
    assert not Task.objects.in_state("draft", TODAY).exists()


@pytest.mark.parametrize(
    ("who", "url"),
    [
        ("checker", "/gjrc/checking/accepted/"),
        ("checker", "/gjrc/tasks/14/check/"),
        ("checker", "/gjrc/"),
        ("leadership", "/gjrc/tasks/14/"),
        ("other_unit", "/gjrc/"),
        ("liaison", "/gjrc/"),
        ("checker", "/gjrc/contacts/"),
    ],
)
def test_every_page_of_it_can_be_opened(story, who, url):
    page = story.browser(who).get(url)
    assert page.status_code == 200
    assert NEW_TEXT not in page.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"in_force": None},
        {"first_filed_at": None},
        {"status": PlanStatus.FILED},
    ],
    ids=str,
)
def test_the_database_holds_what_still_belongs_together(story, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.update(**wrong)
