"""/demo-date/: the date of the demonstration, moved on a page and never before what has happened."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tasks.actions import decisions
from tasks.enums import Basis
from tests import story
from tests.factories import client_for, make_task, make_user
from units.models import AuditEntry
from units.roles import Role
from zgc_tasks.common import clock
from zgc_tasks.common.models import DemonstrationDate

pytestmark = pytest.mark.django_db
URL = "/demo-date/"


@pytest.fixture
def begun() -> story.Story:
    """A plan was filed on 2015-03-25."""
    told = story.begin()
    told.file()
    return told


def test_the_strip_on_every_page_leads_there(begun):
    page = begun.browser("liaison").get(reverse("plan-list", args=["gjrc"])).content.decode()
    assert f'<a href="{URL}">更改</a>' in page


@pytest.mark.parametrize("who", ["liaison", "officer", "checker", "leadership"])
def test_every_business_role_may_move_the_date(begun, who):
    answer = begun.browser(who).post(URL, {"date": "2015年4月7日"}, follow=True)
    assert clock.today() == date(2015, 4, 7)
    assert "演示日期已改为2015年4月7日" in answer.content.decode()
    assert "2015年4月7日" in answer.content.decode()
    assert AuditEntry.objects.filter(action="demonstration.date", subject="2015-04-07").count() == 1


def test_there_is_one_row_however_often_it_is_moved(begun):
    browser = begun.browser("liaison")
    for day in ("2015-04-07", "2015-04-04"):
        assert browser.post(URL, {"date": day}).status_code == 302
    assert [row.date for row in DemonstrationDate.objects.all()] == [date(2015, 4, 4)]


def test_the_day_of_the_latest_event_is_the_earliest_possible(begun):
    browser = begun.browser("liaison")
    refused = browser.post(URL, {"date": "2015-03-24"})
    assert refused.status_code == 422
    assert "2015年3月25日已有办理记录，演示日期最早可设为这一天，请重新填写" in refused.content.decode()
    assert not DemonstrationDate.objects.exists()
    assert browser.post(URL, {"date": "2015-03-25"}).status_code == 302


def test_before_anything_has_happened_every_day_is_possible():
    assert story.begin().browser("liaison").post(URL, {"date": "2015-01-05"}).status_code == 302
    assert clock.today() == date(2015, 1, 5)


def test_the_page_says_beforehand_what_the_earliest_day_is(begun):
    assert "演示日期最早可设为这一天" in begun.browser("liaison").get(URL).content.decode()


def test_a_decision_counts_as_an_event_too(begun):
    task = make_task(begun.programme, 38, participants=["相关成员单位"])
    decisions.designate(
        task=task,
        unit=begun.lead,
        plan_deadline=date(2015, 4, 20),
        basis=Basis.MINUTES,
        basis_number="第1期",
        dated_on=date(2015, 4, 7),
        by=begun.leadership,
        at=datetime(2015, 4, 8, 9, tzinfo=timezone.get_default_timezone()),
    )
    assert "2015年4月8日已有" in begun.browser("liaison").post(URL, {"date": "2015-04-07"}).content.decode()


def test_what_is_no_date_is_said_at_the_field(begun):
    refused = begun.browser("liaison").post(URL, {"date": "下周"})
    assert refused.status_code == 422
    assert "<title>错误：" in refused.content.decode()
    assert not DemonstrationDate.objects.exists()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_roles_without_business_pages_change_it_too(begun, role):
    browser = client_for(make_user(role))
    assert browser.get(URL).status_code == 200
    assert browser.post(URL, {"date": "2015-04-07"}).status_code == 302
    assert DemonstrationDate.objects.get().date == date(2015, 4, 7)


def test_whoever_is_not_signed_in_is_led_to_sign_in(client, db):
    assert client.get(URL).headers["Location"].startswith(reverse("sign-in"))


def test_in_production_there_is_no_such_page(begun, settings):
    settings.DEMO = False
    browser = begun.browser("liaison")
    assert browser.get(URL).status_code == 404
    assert browser.post(URL, {"date": "2015-04-07"}).status_code == 404
    assert not DemonstrationDate.objects.exists()
