"""首页 of a unit that leads nothing: what it is asked, what it takes part in, and the plans it may read."""

from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tasks.actions import filing
from tasks.models import Consultation, Plan
from tests.factories import client_for, make_user
from tests.home.conftest import browser_of
from tests.home.page import standing, table
from units.models import Membership
from units.roles import Role

pytestmark = pytest.mark.django_db


def test_what_the_unit_is_asked_comes_first(home_of):
    page = home_of("haidian")
    asked = Consultation.objects.unanswered().get(unit__short_name="海淀区")
    assert table(page, "需要办理") == [
        ["10", "中关村管委会就第10项方案征求意见", "待反馈", "昨天 10:20发来", "查看并反馈"]
    ]
    assert reverse("consultation-detail", args=["gjrc", asked.pk]) in page


def test_its_tasks_stand_below_with_lead_and_state(home_of):
    page = home_of("haidian")
    assert standing(page) == "参与 6 项，不牵头；实施方案由牵头单位报送"
    rows = table(page, "本单位参与的任务")
    assert [row[0] for row in rows] == ["10", "11", "31", "34", "36", "37"]
    assert rows[2][2:] == ["市人力社保局", "即将到期", "报送后可查看"]


def test_a_draft_cannot_be_read_and_a_filed_plan_can(home_of):
    plan = Plan.objects.get(task__number=10)
    assert table(home_of("haidian"), "本单位参与的任务")[0][4] == "报送后可查看"
    by = Membership.objects.get(user__username="guanweihui")
    moment = datetime(2015, 4, 1, 9, tzinfo=timezone.get_default_timezone())
    filing.file_plan(plan_id=plan.pk, based_on=plan.version, by=by, at=moment)
    page = home_of("haidian")
    assert table(page, "本单位参与的任务")[0][3:] == ["按时报送", "查看"]
    assert f'href="{reverse("plan-detail", args=["gjrc", 10])}"' in page


def test_with_nothing_to_answer_it_says_what_will_stand_here(home_of):
    assert "牵头单位就实施方案征求本单位意见时，会列在这里" in home_of("chaoyang")


def test_a_unit_the_register_does_not_name_is_told_so(demonstration):
    page = client_for(make_user(Role.LIAISON)).get("/gjrc/").content.decode()
    assert "本单位没有列入任务分解表" in page


def test_the_page_takes_at_most_nineteen_queries(demonstration, django_assert_max_num_queries):
    browser = browser_of("haidian")
    browser.get("/gjrc/")
    with django_assert_max_num_queries(19):
        browser.get("/gjrc/")
