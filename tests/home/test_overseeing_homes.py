"""首页 of the receiving office and of the leading group's office."""

import re
from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tasks import reading
from tasks.actions import letters
from tasks.exports.catalogue import EXPORTS
from tasks.models import Filing
from tests.factories import client_for, make_user
from tests.home.conftest import browser_of
from tests.home.page import standing, table, words
from units.models import AuditEntry, Membership
from units.roles import Role

pytestmark = pytest.mark.django_db


def figures(page: str) -> str:
    return words(page.split('<ul class="figures"')[1].split("</ul>")[0].partition(">")[2])


# --- the receiving office ------------------------------------------------------------------------------------


def test_a_checker_sees_what_waits_as_figures(home_of):
    assert (
        figures(home_of("hedui1"))
        == "待核对 5 待复核 1 来文待代录 0 逾期未重新报送 0 逾期未报 0 即将到期 30 提请协调 0"
    )


def test_after_the_deadline_and_the_refiling_time_the_figures_move(home_of, move_to):
    move_to("2015-04-09")
    page = home_of("hedui1")
    assert (
        figures(page) == "待核对 5 待复核 1 来文待代录 0 逾期未重新报送 1 逾期未报 30 即将到期 0 提请协调 0"
    )
    assert "退回后已过重新报送时限： 第7项（市科委，4月8日）" in words(page)


def test_the_line_says_how_long_there_is_and_who_still_owes(home_of, move_to):
    assert standing(home_of("hedui1")) == ("距报送截止还有 2 个工作日（4月3日 周五）；8 家单位还有 30 项未报")
    move_to("2015-04-04")
    assert standing(home_of("hedui1")) == "实施方案报送已于4月3日 周五截止；8 家单位还有 30 项逾期未报"


def test_plans_to_check_come_in_the_order_of_filing(home_of):
    rows = table(home_of("hedui2"), "待核对")
    assert [(row[0], row[3], row[5]) for row in rows] == [
        ("1", "2015-03-25", "核对"),
        ("3", "2015-03-30", "核对"),
        ("23", "2015-03-30", "核对"),
        ("26", "2015-03-30", "核对"),
        ("28", "2015-03-30", "继续核对"),
    ]


def test_whoever_wrote_a_plan_is_told_that_another_has_to_accept_it(home_of):
    def situation(who: str, number: str) -> str:
        return next(row[4] for row in table(home_of(who), "待核对") if row[0] == number)

    assert situation("hedui2", "3") == "第1次报送 您填写或报送过，请由其他核对人核收"
    assert situation("hedui1", "3") == "第1次报送"
    assert situation("hedui1", "23") == "第1次报送，据来文代录 您填写或报送过，请由其他核对人核收"


def test_what_was_entered_on_behalf_waits_for_another_person(home_of):
    caption = "待复核：与来文核对录入内容"
    assert table(home_of("hedui2"), caption) == [["23", "演示函〔2015〕1号", "市金融局", "何某", "复核"]]
    assert table(home_of("hedui1"), caption)[0][4] == "请由其他核对人复核"


def test_once_verified_it_no_longer_waits(home_of):
    letters.verify(
        filing_id=Filing.objects.exclude(letter=None).get().pk,
        by=Membership.objects.get(user__username="hedui2", role=Role.CHECKER),
        at=datetime(2015, 4, 1, 9, tzinfo=timezone.get_default_timezone()),
    )
    page = home_of("hedui2")
    assert figures(page).startswith("待核对 5 待复核 0")
    assert "待复核：" not in page


def test_the_home_leads_to_checking_and_names_tasks_without_a_lead(home_of):
    page = home_of("hedui1")
    assert f'<a class="btn btn-primary" href="{reverse("checking", args=["gjrc"])}">按单位核对</a>' in page
    assert "牵头单位待明确： 第38项" in words(page)


def test_the_same_person_as_officer_has_the_home_of_the_unit(home_of):
    page = home_of("hedui2", role=Role.OFFICER)
    assert table(page, "待核对") == []
    assert "本处室" in page


def test_with_nothing_filed_a_checker_is_told_what_will_stand_here(second_programme, second_checkers):
    page = client_for(second_checkers[0]).get("/kczh/").content.decode()
    assert "没有待核对的实施方案" in page


# --- the leading group's office ------------------------------------------------------------------------------


def test_leadership_sees_the_figures_of_the_ledger_each_leading_to_its_rows(home_of):
    page = home_of("lingdao")
    assert figures(page) == "应报 37 已报 7 按时 7 逾期报送 0 未报 30 牵头单位待明确 1"
    rows = reverse("deadlines", args=["gjrc"])
    for figure in ("due", "filed", "on_time", "late", "unfiled", "no_lead"):
        assert f'href="{rows}?figure={figure}"' in page


def test_leadership_is_led_to_the_overview_and_to_the_task_without_a_lead(home_of):
    page = home_of("lingdao")
    assert reverse("overview", args=["gjrc"]) in page
    assert reverse("task-designate", args=["gjrc", 38]) in page
    assert [row[0] for row in table(page, "需要办理")] == ["38"]


def test_units_that_owe_stand_in_document_order_with_how_much_and_whom_to_call(home_of):
    reading.forget()
    page = home_of("lingdao")
    owing = words(page.split("<h2>尚有未报的单位</h2>")[1].split("</section>")[0])
    called = re.findall(r"(\S+) (\d+) 项 联络员 \S+ 010-\d+", owing)
    assert called[:5] == [
        ("市委组织部", "2"), ("市人力社保局", "3"), ("市科委", "2"), ("中关村管委会", "17"), ("市教委", "3"),
    ]  # fmt: skip
    assert "市金融局" not in owing
    assert AuditEntry.objects.filter(action="contacts.read", user__username="lingdao").count() == 1


def test_the_line_says_as_of_when_and_after_the_deadline_first_what_is_wrong(home_of, move_to):
    assert standing(home_of("lingdao")).startswith("截至2015年4月1日；距报送截止还有 2 个工作日")
    move_to("2015-04-09")
    assert standing(home_of("lingdao")).startswith(
        "30 项逾期未报，3 个工作日；1 项退回后逾期未重新报送 。截至2015年4月9日；实施方案报送已于4月3日 周五截止"
    )


def test_leadership_sees_what_was_filed_by_day(home_of):
    assert table(home_of("lingdao"), "逐日已报项数")[0][0] == "2015-03-30"


# --- both ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.CHECKER, Role.LEADERSHIP])
def test_of_another_programme_they_get_the_register(gjrc, second_programme, role):
    browser = client_for(make_user(role, office=gjrc.receiving_office if role == Role.CHECKER else None))
    assert browser.get("/kczh/").headers["Location"] == reverse("task-list", args=["kczh"])


@pytest.mark.parametrize("who", ["hedui1", "lingdao"])
def test_a_page_takes_at_most_sixteen_queries(demonstration, django_assert_max_num_queries, who):
    browser = browser_of(who)
    browser.get("/gjrc/")
    with django_assert_max_num_queries(16):
        browser.get("/gjrc/")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_roles_without_business_have_no_home_here(gjrc, role):
    assert client_for(make_user(role)).get("/gjrc/").status_code == 404


def test_whoever_is_not_signed_in_is_led_to_sign_in(client, gjrc):
    assert client.get("/gjrc/").headers["Location"].startswith(reverse("sign-in"))


def test_the_leading_groups_office_reaches_every_report_in_three_clicks(demonstration):
    browser = browser_of("lingdao")
    pages, seen = {"/gjrc/"}, set()
    for _ in range(2):  # the third click downloads
        links = {link for page in pages for link in _links(browser, page)}
        seen |= links
        pages = {link for link in links if re.fullmatch(r"/gjrc/(overview|tasks|deadlines)/", link)}
    documents = {name for name in EXPORTS if not name.endswith((".csv", ".json"))}  # those are for programs
    assert {f"/gjrc/exports/{name}/" for name in documents} <= seen
    assert "/gjrc/contacts/" in seen


def _links(browser, page: str) -> set[str]:
    found = re.findall(r'href="([^"#?]+)', browser.get(page).content.decode())
    return {link for link in found if link.startswith("/")}
