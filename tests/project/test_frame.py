"""The frame of every page: who acts, where to go, which day it is."""

import re

import pytest
from django.test import Client

from tests.factories import client_for, make_office, make_programme, make_unit, make_user
from units.roles import Role

pytestmark = pytest.mark.django_db

PAGE = "/help/"  # the one page open to every role


def page_of(membership) -> str:
    response = client_for(membership).get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def labels(html: str) -> list[str]:
    nav = re.search(r'<nav aria-label="主导航">(.*?)</nav>', html, re.S).group(1)
    return re.findall(r">([^<>\s]+)</a>", nav)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.LIAISON, ["首页", "任务分解", "实施方案", "进展", "提请协调", "帮助"]),
        (Role.OFFICER, ["首页", "任务分解", "实施方案", "进展", "提请协调", "帮助"]),
        (Role.LEADERSHIP, ["首页", "任务分解", "进展", "提请协调", "总体情况", "报告", "帮助"]),
        (Role.ADMINISTRATOR, ["系统管理", "帮助"]),
        (Role.AUDITOR, ["审计日志", "帮助"]),
    ],
)
def test_each_role_sees_its_own_pages(role, expected):
    programme = make_programme()
    unit = programme.leadership_unit if role == Role.LEADERSHIP else None

    assert labels(page_of(make_user(role, unit))) == expected


def test_a_checker_also_sees_checking_and_the_overview():
    programme = make_programme()
    checker = make_user(Role.CHECKER, office=programme.receiving_office)

    assert labels(page_of(checker)) == [
        "首页",
        "任务分解",
        "核对",
        "进展",
        "提请协调",
        "总体情况",
        "报告",
        "帮助",
    ]


def test_the_page_one_is_on_is_marked_in_the_navigation():
    html = page_of(make_user(Role.AUDITOR))

    assert f'<a href="{PAGE}" aria-current="page">帮助</a>' in html


def test_the_frame_names_person_unit_and_role():
    membership = make_user(Role.LIAISON, make_unit("市科委"))
    html = page_of(membership)

    assert membership.user.full_name in html
    assert "市科委" in html
    assert "单位联络员" in html


def test_other_memberships_of_the_person_can_be_switched_to_by_a_post():
    acting = make_user(Role.LIAISON, make_unit("市科委"))
    other = make_user(Role.OFFICER, office=make_office(make_unit("市教委"), "科研处"), user=acting.user)
    html = page_of(acting)

    button = re.search(rf'<button[^>]*name="membership" value="{other.pk}">([^<]*)<', html).group(1)
    assert "市教委" in button
    assert f'value="{acting.pk}"' not in html


def test_the_footer_says_whom_to_ask():
    programme = make_programme(contact_name="李某", contact_phone="010-00000009", contact_fax="010-00000008")
    footer = page_of(make_user(Role.LIAISON)).split("site-footer")[1]

    for words in (str(programme.receiving_office), "李某", "010-00000009", "010-00000008", "〔2015〕3号"):
        assert words in footer


def test_a_demonstration_says_so_with_its_date():
    strip = page_of(make_user()).split("demo-strip")[1]

    assert "演示数据" in strip
    assert "2015年4月1日" in strip


def test_outside_a_demonstration_there_is_no_strip_and_the_date_stands_in_the_head(settings):
    settings.DEMO = False
    html = page_of(make_user())

    assert "demo-strip" not in html
    assert "今天是" in html


def test_a_signed_in_page_carries_the_session_warning_and_a_signed_out_one_does_not():
    assert 'data-session-seconds="1800"' in page_of(make_user())
    assert "session-dialog" not in Client().get("/sign-in/").content.decode()
