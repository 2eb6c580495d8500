"""A unit with more tasks than a page has: first rows and totals on 首页, pages elsewhere, 分办 on a later page."""

import re

import pytest

from tasks.models import Plan
from tasks.pages import led_home, unit_home
from tests.factories import client_for, make_office, make_programme, make_task, make_unit, make_user
from tests.home.page import standing, table, words
from tests.story import begin
from units.roles import Role
from zgc_tasks.common import paging

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(monkeypatch):
    """Pages of three rows, so that a second one has few."""
    monkeypatch.setattr(paging, "PAGE_SIZE", 3)
    for module in (unit_home, led_home):
        monkeypatch.setattr(module, "PAGE_SIZE", 3)
    return begin()


@pytest.fixture
def lead(story):
    """The unit that leads tasks 1 to 5 and 14."""
    lead = story.task.lead
    for number in range(1, 6):
        make_task(story.programme, number, lead=lead, participants=[make_unit()])
    return lead


def page(unit, address: str, role=Role.LIAISON) -> str:
    answer = client_for(make_user(role, unit)).get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def numbers(shown: str, caption: str) -> list[str]:
    return [row[0] for row in table(shown, caption)]


def test_the_home_shows_the_first_in_order_of_number_and_says_how_many_there_are(lead, story):
    shown = page(lead, f"/{story.programme.slug}/")
    assert numbers(shown, "需要办理") == ["1", "2", "3"]
    assert standing(shown).startswith("牵头 6 项")
    assert "共 6 项需要办理，此处列出前 3 项" in words(shown)


def test_a_list_that_just_fits_says_nothing_of_more(story):
    for number in (1, 2):
        make_task(story.programme, number, lead=story.task.lead)
    shown = page(story.task.lead, f"/{story.programme.slug}/")
    assert numbers(shown, "需要办理") == ["1", "2", "14"]
    assert "此处列出前" not in shown


def test_the_plans_of_a_unit_come_in_pages_with_the_total(lead, story):
    first, second = (page(lead, f"/{story.programme.slug}/plans/{query}") for query in ("", "?led=2"))
    assert numbers(first, "本单位牵头的任务") == ["1", "2", "3"]
    assert numbers(second, "本单位牵头的任务") == ["4", "5", "14"]
    assert "牵头 6 项" in standing(first)
    assert "牵头 6 项" in standing(second)
    assert 'rel="next" href="?led=2"' in first


def test_plans_assigned_on_the_second_page_lead_back_to_it(lead, story):
    office, by = make_office(lead, "科研处"), make_user(Role.LIAISON, lead)
    slug = story.programme.slug
    assert f'action="/{slug}/plans/assign/?led=2"' in page(lead, f"/{slug}/plans/?led=2")
    answer = client_for(by).post(f"/{slug}/plans/assign/?led=2", {"office-5": office.pk, "seen-5": ""})
    assert answer.headers["Location"] == f"/{slug}/plans/?led=2"
    assert Plan.objects.get(task__number=5).office == office
    refused = client_for(by).post(f"/{slug}/plans/assign/?led=2", {"office-5": "", "seen-5": "999"})
    shown = " ".join(refused.content.decode().split())
    assert refused.status_code == 409
    assert numbers(shown, "本单位牵头的任务") == ["4", "5", "14"]
    assert f'name="seen-5" value="{office.pk}"' in shown


def test_led_and_joined_of_a_unit_are_turned_by_themselves(lead, story):
    for number in range(21, 26):
        make_task(story.programme, number, lead=make_unit(), participants=[lead])
    shown = page(make_unit(), f"/{story.programme.slug}/units/{lead.slug}/?joined=2")
    assert numbers(shown, "牵头的任务") == ["1", "2", "3"]
    assert numbers(shown, "参与的任务") == ["24", "25"]
    assert "牵头 6 项，参与 5 项" in standing(shown)
    assert set(re.findall(r'rel="(?:prev|next)" href="([^"]+)"', shown)) == {
        "?joined=2&amp;led=2",
        "?joined=1",
    }


def test_a_participant_turns_its_tasks_over(story):
    unit = make_unit()
    for number in range(21, 26):
        make_task(story.programme, number, lead=make_unit(), participants=[unit])
    shown = page(unit, f"/{story.programme.slug}/?joined=2")
    assert numbers(shown, "本单位参与的任务") == ["24", "25"]
    assert "参与 5 项" in standing(shown)


def test_what_another_programme_has_is_on_no_page_of_this_one(lead, story):
    other = make_programme("KCZH")
    for number in range(1, 9):
        make_task(other, number, lead=lead)
    assert "牵头 6 项" in standing(page(lead, f"/{story.programme.slug}/plans/"))
    assert "牵头 8 项" in standing(page(lead, f"/{other.slug}/plans/"))
