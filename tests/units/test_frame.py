"""What the frame of every page knows, and what it costs."""

import gc
import re
import weakref
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.template import RequestContext, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from tasks.context_processors import frame
from tasks.middleware import ProgrammeMiddleware
from tests.factories import client_for, make_office, make_programme, make_user
from units.models import Membership
from units.roles import BUSINESS_ROLES, Role

pytestmark = pytest.mark.django_db

NAV = {
    Role.OFFICER: ["首页", "任务分解", "实施方案", "进展", "提请协调", "帮助"],
    Role.LIAISON: ["首页", "任务分解", "实施方案", "进展", "提请协调", "帮助"],
    Role.CHECKER: ["首页", "任务分解", "核对", "进展", "提请协调", "总体情况", "报告", "帮助"],
    Role.LEADERSHIP: ["首页", "任务分解", "进展", "提请协调", "总体情况", "报告", "帮助"],
    Role.ADMINISTRATOR: ["系统管理", "帮助"],
    Role.AUDITOR: ["审计日志", "帮助"],
}


def frame_at(path: str, membership: Membership) -> dict:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    request.membership, request.memberships = membership, [membership]
    ProgrammeMiddleware(frame).process_view(request, None, (), request.resolver_match.kwargs)
    return dict(frame(request)["frame"])  # read, as a page reads it


@pytest.mark.parametrize("role", sorted(Role))
def test_every_role_sees_its_own_pages(role):
    programme = make_programme()
    office = programme.receiving_office if role == Role.CHECKER else None
    unit = programme.leadership_unit if role == Role.LEADERSHIP else None
    shown = frame_at("/audit/", make_user(role, unit, office))
    assert [item.label for item in shown["nav"]] == NAV[role]
    assert (shown["programme"] is not None) == (role in BUSINESS_ROLES)


def test_a_checker_is_offered_only_what_their_office_does_in_the_programme():
    office = make_office()
    make_programme("GJRC", stand_in_office=office)
    make_programme("TEST")
    checker = make_user(Role.CHECKER, office=office)
    standing_in, elsewhere = frame_at("/gjrc/", checker)["nav"], frame_at("/test/", checker)["nav"]
    assert [item.label for item in standing_in] == ["首页", "任务分解", "核对", "进展", "提请协调", "帮助"]
    assert [item.label for item in elsewhere] == ["首页", "任务分解", "进展", "提请协调", "帮助"]


def test_the_programme_in_the_address_is_the_one_shown():
    first, second = make_programme("GJRC"), make_programme("TEST")
    membership = make_user()
    assert frame_at("/password/", membership)["programme"] == first
    assert frame_at("/test/tasks/", membership)["programme"] == second
    assert frame_at("/test/tasks/", membership)["nav"][1].url == reverse("task-list", args=["test"])


def test_the_page_one_is_on_is_marked_and_home_only_on_itself():
    make_programme()
    membership = make_user()
    on_home = frame_at("/gjrc/", membership)["nav"]
    on_a_task = frame_at("/gjrc/tasks/4/", membership)["nav"]
    assert [item.label for item in on_home if item.current] == ["首页"]
    assert [item.label for item in on_a_task if item.current] == ["任务分解"]


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/gjrc/tasks/4/check/", "核对"),
        ("/gjrc/letters/", "核对"),
        ("/gjrc/contacts/shi-kewei/", "核对"),
        ("/gjrc/deadlines/", "总体情况"),
        ("/gjrc/groups/3/", "任务分解"),
        ("/help/", "帮助"),
    ],
)
def test_pages_below_a_section_keep_it_marked(address, label):
    checker = make_user(Role.CHECKER, office=make_programme().receiving_office)
    nav = frame_at(address, checker)["nav"]
    assert [item.label for item in nav if item.current] == [label]


def test_without_a_programme_the_frame_still_stands():
    shown = frame_at("/password/", make_user())
    assert shown["programme"] is None
    assert [item.label for item in shown["nav"]] == ["帮助"]


def test_signed_out_the_frame_names_nobody():
    shown = Client().get(reverse("sign-in")).context["frame"]
    assert shown.pop("whom_to_ask") == []
    assert shown == {"demo": True, "version": settings.VERSION, "today": date(2015, 4, 1)}


def test_who_is_not_signed_in_reads_whom_to_call_of_each_programme_up_to_five():
    for code in ("GJRC", "KCZH"):
        make_programme(
            code,
            document_number=f"{code}〔2015〕3号",
            contact_name=f"{code}的人",
            contact_phone="010-00000009",
        )
    page = Client().get(reverse("sign-in")).content.decode()
    for code in ("GJRC", "KCZH"):
        assert f"（{code}〔2015〕3号）" in page
        assert f"联系人：{code}的人　电话：010-00000009" in page
    for number in range(5):
        make_programme(f"MORE{number}")
    assert Client().get(reverse("sign-in")).content.decode().count("联系人：") == 5


def test_the_session_times_come_from_the_settings():
    shown = frame_at("/password/", make_user())
    assert (shown["session_seconds"], shown["session_warning_seconds"]) == (1800, 120)


def test_the_frame_costs_two_queries_however_many_programmes_there_are():
    membership = make_user()
    make_programme("GJRC")
    with CaptureQueriesContext(connection) as one:
        frame_at("/gjrc/", membership)
    make_programme("TEST")
    make_programme("MORE")
    with CaptureQueriesContext(connection) as three:
        frame_at("/gjrc/", membership)
    assert len(one) == len(three) == 2


def test_a_frame_that_no_template_reads_costs_nothing():
    request = RequestFactory().get("/gjrc/")
    request.membership = make_user()
    with CaptureQueriesContext(connection) as queries:
        frame(request)
    assert len(queries) == 0


def test_a_whole_page_costs_six_queries_at_most():
    make_programme()
    client = client_for(make_user())
    client.get(reverse("password"))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("password"))
    assert len(queries) <= 6


def test_what_the_frame_shows_is_never_older_than_the_page(client):
    programme = make_programme()
    signed_in = client_for(make_user())
    assert "010-00000001" in signed_in.get("/help/").content.decode()
    programme.contact_phone = "010-00000099"
    programme.save()
    shown = signed_in.get("/help/").content.decode()
    assert "010-00000099" in shown
    assert "010-00000001" not in shown


def test_a_part_that_is_kept_keeps_no_request_with_it(rf):
    """The first who draws it may be somebody signing in, with their password in the request."""
    request = rf.post("/sign-in/", {"password": "secret"})
    request.membership = make_user()
    request.memberships, request.user = [request.membership], request.membership.user
    make_programme("KEPT")
    page = "{% load frame_parts %}{% frame_part 'header' %}{% frame_part 'footer' %}"
    assert request.user.full_name in Template(page).render(RequestContext(request))
    gone = weakref.ref(request)
    del request
    gc.collect()
    assert gone() is None


def test_forms_of_the_frame_carry_the_token_of_their_own_browser(client):
    make_programme()
    first, second = (client_for(make_user(), enforce_csrf_checks=True) for _ in range(2))
    tokens = [
        re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', reader.get("/help/").content.decode())
        for reader in (first, second)
    ]
    assert set(tokens[0]).isdisjoint(tokens[1])
    assert first.post("/sign-out/", {"csrfmiddlewaretoken": tokens[0][0]}).status_code == 302
