"""首页 of a unit that leads: what is to be done, in order of number, and what is done."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tasks.actions import assigning, consultation, decisions, drafts, filing
from tasks.enums import Basis
from tasks.models import Consultation, Plan
from tasks.rules.sheet import Sheet
from tests.factories import client_for, make_office, make_user
from tests.home.conftest import browser_of
from tests.home.page import standing, table, words
from units.models import Membership, Office, Unit
from units.roles import Role

pytestmark = pytest.mark.django_db


def at(day: int, hour: int = 10, month: int = 4) -> datetime:
    return datetime(2015, month, day, hour, tzinfo=timezone.get_default_timezone())


def todo(page: str) -> list[list[str]]:
    """Number, what about, state, time and button of every line of 需要办理."""
    return table(page, "需要办理")


def test_what_is_to_be_done_stands_in_order_of_number_with_what_to_press(home_of):
    assert [[line[0], *line[2:]] for line in todo(home_of("kewei"))] == [
        ["2", "尚未填写", "", "填写实施方案"],
        ["5", "草稿", "昨天 16:20保存", "继续填写"],
        ["7", "退回修改 2条意见", "4月8日前重新报送", "查看并修改"],
        ["14", "待反馈", "昨天 14:30发来", "查看并反馈"],
    ]


def test_a_question_of_another_unit_names_who_asks(home_of):
    assert todo(home_of("kewei"))[3][1] == "市教委就第14项方案征求意见"


def test_every_button_leads_to_its_page(home_of):
    page = home_of("kewei")
    asked = Consultation.objects.unanswered().get(unit__short_name="市科委")
    for name, arguments in (
        ("plan-edit", ["gjrc", 2]),
        ("plan-edit", ["gjrc", 5]),
        ("plan-detail", ["gjrc", 7]),
        ("consultation-detail", ["gjrc", asked.pk]),
        ("unit-plans-pdf", ["gjrc"]),
    ):
        assert f'href="{reverse(name, args=arguments)}"' in page


def test_what_is_filed_stands_below_with_its_state(home_of):
    assert "已报送： 26（待核对） 、 33（已核收）" in words(home_of("kewei"))


def test_a_plan_entered_on_behalf_says_so_to_its_lead(home_of):
    page = home_of("jinrong")
    assert "已报送： 23（待核对，据来文代录）" in words(page)
    assert "没有需要办理的事项" in page


def test_a_unit_that_has_filed_nothing_is_told_so(home_of):
    assert "还没有已报送的实施方案。" in home_of("shangwu")


@pytest.mark.parametrize(
    ("who", "line"),
    [
        ("kewei", "牵头 5 项，参与第 14 项"),
        ("shangwu", "牵头 1 项"),
        ("guanweihui", "牵头 18 项，参与 15 项"),
    ],
)
def test_the_reader_learns_what_the_unit_leads_and_joins(home_of, who, line):
    assert standing(home_of(who)) == line


@pytest.mark.parametrize(
    ("day", "countdown", "line"),
    [
        ("2015-04-01", "距报送截止还有 2 个工作日（4月3日 周五）", "牵头 5 项，参与第 14 项"),
        ("2015-04-03", "今天是报送截止日（4月3日 周五）", "牵头 5 项，参与第 14 项"),
        (
            "2015-04-07",
            "实施方案报送已于4月3日 周五截止",
            "牵头 5 项，参与第 14 项； 2 项逾期未报，1 个工作日",
        ),
    ],
)
def test_the_countdown_goes_with_the_day(home_of, move_to, day, countdown, line):
    move_to(day)
    page = home_of("kewei")
    assert countdown in page
    assert standing(page) == line


def test_after_the_deadline_what_is_not_filed_is_overdue(home_of, move_to):
    move_to("2015-04-07")
    lines = todo(home_of("kewei"))
    assert [line[2] for line in lines] == ["逾期未报", "逾期未报 有草稿", "退回修改 2条意见", "待反馈"]
    assert [line[3] for line in lines[:2]] == ["逾期 1 个工作日", "3月31日 16:20保存 逾期 1 个工作日"]
    plans = browser_of("kewei").get("/gjrc/plans/").content.decode()
    assert [row[4] for row in table(" ".join(plans.split()), "本单位牵头的任务")][:2] == [
        "2015-04-03 逾期 1 个工作日",
        "2015-04-03 逾期 1 个工作日",
    ]
    form = browser_of("kewei").get("/gjrc/tasks/2/plan/edit/").content.decode()
    assert "前报送中关村管委会人力资源处，已逾期 1 个工作日" in form


@pytest.mark.parametrize("page", ["", "edit/", "review/"])
@pytest.mark.parametrize(
    ("line", "last", "late"), [(1, "2015-04-03", "2015-04-07"), (2, "2015-04-08", "2015-04-09")]
)
def test_every_page_of_a_plan_says_how_late_it_is(home_of, move_to, page, line, last, late):
    move_to("2015-04-07")
    number = todo(home_of("kewei"))[line][0]
    for day, overdue in ((last, 0), (late, 1)):
        move_to(day)
        html = browser_of("kewei").get(f"/gjrc/tasks/{number}/plan/{page}").content.decode()
        assert html.count("，已逾期 1 个工作日") == overdue


def test_after_the_refiling_time_a_returned_plan_is_overdue(home_of, move_to):
    move_to("2015-04-08")
    assert "已过重新报送时限" not in home_of("kewei")
    move_to("2015-04-09")
    assert todo(home_of("kewei"))[2][3] == "4月8日前重新报送 已过重新报送时限 1 个工作日"


def test_a_draft_says_how_many_of_the_units_asked_have_answered(home_of):
    # 市教委 asked two about task 14; one has answered.
    assert todo(home_of("jiaowei"))[1][2] == "草稿 征求意见 2 家，已反馈 1 家"


def test_when_all_have_answered_it_says_that(home_of):
    asked = Consultation.objects.unanswered().get(unit__short_name="市科委")
    consultation.answer(
        consultation_id=asked.pk,
        answer="no_objection",
        opinion="",
        by=Membership.objects.get(user__username="kewei"),
        at=at(1),
    )
    assert todo(home_of("jiaowei"))[1][2] == "草稿 征求意见均已反馈"
    assert [line[0] for line in todo(home_of("kewei"))] == ["2", "5", "7"]


def test_when_all_have_answered_it_says_how_many_have_an_opinion(home_of):
    asked = Consultation.objects.unanswered().get(unit__short_name="市科委")
    consultation.answer(
        consultation_id=asked.pk,
        answer="opinion",
        opinion="时限偏晚",
        by=Membership.objects.get(user__username="kewei"),
        at=at(1),
    )
    assert todo(home_of("jiaowei"))[1][2] == "草稿 征求意见均已反馈（其中 1 家有意见）"


def test_a_unit_with_an_opinion_that_is_asked_again_waits_and_has_it_as_on_the_review(home_of):
    asked = Consultation.objects.unanswered().get(unit__short_name="市科委")
    kewei, jiaowei = (Membership.objects.get(user__username=name) for name in ("kewei", "jiaowei"))
    consultation.answer(consultation_id=asked.pk, answer="opinion", opinion="时限偏晚", by=kewei, at=at(1))
    consultation.ask(
        plan_id=asked.plan_id,
        based_on=asked.plan.version,
        units=[asked.unit],
        message="",
        by=jiaowei,
        at=at(1, 11),
    )
    assert todo(home_of("jiaowei"))[1][2] == "草稿 征求意见 2 家（其中 1 家有意见），已反馈 1 家"
    review = client_for(jiaowei).get("/gjrc/tasks/14/plan/review/").content.decode()
    assert "市科委有意见，请核对是否已研究处理" in review


def test_a_unit_asked_on_paper_no_longer_waits_and_asked_again_waits_again(home_of):
    asked = Consultation.objects.unanswered().get(unit__short_name="市科委")
    jiaowei = Membership.objects.get(user__username="jiaowei")
    plan = {"plan_id": asked.plan_id, "based_on": asked.plan.version, "by": jiaowei}
    consultation.note_offline(unit=asked.unit, answered_on=at(1).date(), opinion="", at=at(1), **plan)
    assert todo(home_of("jiaowei"))[1][2] == "草稿 征求意见均已反馈"
    consultation.ask(units=[asked.unit], message="", at=at(1, 11), **plan)
    assert todo(home_of("jiaowei"))[1][2] == "草稿 征求意见 2 家，已反馈 1 家"


def test_asked_twice_about_one_plan_a_unit_sees_the_newer_question_only(home_of):
    asked = Consultation.objects.unanswered().get(unit__short_name="市科委")
    (again,) = consultation.ask(
        plan_id=asked.plan_id,
        based_on=asked.plan.version,
        units=[asked.unit],
        message="",
        by=Membership.objects.get(user__username="jiaowei"),
        at=at(1, 9),
    )
    page = home_of("kewei")
    assert [line[0] for line in todo(page)] == ["2", "5", "7", "14"]
    assert todo(page)[3][3] == "今天 09:00发来"
    assert reverse("consultation-detail", args=["gjrc", again.pk]) in page


def test_a_question_about_an_accepted_plan_needs_no_answer_any_more(home_of):
    asked = Consultation.objects.unanswered().get(unit__short_name="市科委")
    accepted = Plan.objects.get(status="accepted")
    Consultation.objects.filter(pk=asked.pk).update(plan=accepted)
    assert [line[0] for line in todo(home_of("kewei"))] == ["2", "5", "7"]


def test_a_refiled_plan_moves_from_the_list_to_what_is_filed(home_of):
    plan = Plan.objects.get(task__number=7)
    kewei = Membership.objects.get(user__username="kewei")
    filing.file_plan(plan_id=plan.pk, based_on=plan.version, by=kewei, at=at(1))
    page = home_of("kewei")
    assert [line[0] for line in todo(page)] == ["2", "5", "14"]
    assert "已报送： 7（待核对） 、 26（待核对）" in words(page)


def test_a_designated_task_stands_there_with_its_own_deadline(home_of, demonstration):
    decisions.designate(
        task=demonstration.tasks.get(number=38),
        unit=Unit.objects.get(short_name="市民政局"),
        plan_deadline=date(2015, 4, 20),
        basis=Basis.MINUTES,
        basis_number="第1期",
        dated_on=date(2015, 4, 1),
        by=Membership.objects.get(user__username="lingdao"),
        at=at(1),
    )
    page = home_of("minzheng")
    assert [[line[0], *line[2:]] for line in todo(page)] == [
        ["38", "尚未填写", "本项4月20日截止", "填写实施方案"]
    ]
    drafts.save_draft(
        task=demonstration.tasks.get(number=38),
        based_on=0,
        sheet=Sheet(contact_name="张某"),
        by=Membership.objects.get(user__username="minzheng"),
        at=at(1),
    )
    assert todo(home_of("minzheng"))[0][3] == "今天 10:00保存 本项4月20日截止"


# --- offices -------------------------------------------------------------------------------------------------


def numbers(page: str) -> set[str]:
    return {line[0] for line in todo(page)}


def test_an_officer_sees_the_own_office_first_and_may_turn_to_the_whole_unit(home_of):
    own, unit = home_of("keji"), home_of("keji", "?scope=unit")
    assert numbers(unit) - numbers(own) == {"10"}
    assert '<a href="?scope=office" aria-current="page">本处室</a>' in own
    assert '<a href="?scope=unit" aria-current="page">全单位</a>' in unit


def test_the_office_a_plan_is_assigned_to_finds_it_among_its_own(home_of):
    line = next(line for line in todo(home_of("chuangye")) if line[0] == "10")
    assert line[1].endswith("创业服务处承办")
    assert line[4] == "继续填写"


def test_a_plan_of_another_office_can_only_be_read(home_of):
    line = next(line for line in todo(home_of("keji", "?scope=unit")) if line[0] == "10")
    assert line[4] == "查看"


def test_a_plan_that_was_only_assigned_is_still_to_be_begun(home_of, demonstration):
    assigning.assign(
        task=demonstration.tasks.select_related("lead").get(number=9),
        office=Office.objects.get(name="创业服务处"),
        based_on_office=None,
        by=Membership.objects.get(user__username="guanweihui"),
        at=at(1),
    )
    line = next(line for line in todo(home_of("chuangye")) if line[0] == "9")
    assert line[2:] == ["尚未填写", "", "填写实施方案"]


def test_a_liaison_without_an_office_has_nothing_to_choose(home_of):
    assert "?scope=" not in home_of("guanweihui")
    assert "10" in numbers(home_of("guanweihui"))


def test_a_liaison_in_an_office_sees_the_whole_unit_first(demonstration):
    unit = Unit.objects.get(short_name="中关村管委会")
    liaison = make_user(Role.LIAISON, unit, make_office(unit, "综合处"))
    page = " ".join(client_for(liaison).get("/gjrc/").content.decode().split())
    assert '<a href="?scope=unit" aria-current="page">全单位</a>' in page
    assert "10" in numbers(page)


def test_what_the_address_says_wrongly_is_the_usual(home_of):
    assert numbers(home_of("keji", "?scope=nonsense")) == numbers(home_of("keji"))


# --- queries ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["kewei", "guanweihui", "chuangye"])
def test_a_page_takes_at_most_twenty_two_queries(demonstration, django_assert_max_num_queries, who):
    browser = browser_of(who)
    browser.get("/gjrc/")
    with django_assert_max_num_queries(22):
        browser.get("/gjrc/")


def test_more_rows_take_no_more_queries(demonstration, django_assert_num_queries):
    browser = browser_of("guanweihui")
    browser.get("/gjrc/")
    with CaptureQueriesContext(connection) as before:
        browser.get("/gjrc/")
    by = Membership.objects.get(user__username="guanweihui")
    for task in demonstration.tasks.filter(lead=by.unit, plan=None).select_related("lead"):
        drafts.save_draft(task=task, based_on=0, sheet=Sheet(contact_name="张某"), by=by, at=at(1))
    with django_assert_num_queries(len(before)):
        browser.get("/gjrc/")
