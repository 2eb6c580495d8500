"""The administrator's pages: all of them, for the administrator alone; no business pages for the two separated roles."""

import pytest
from django.urls import get_resolver, reverse

from tests.access.cases import CASES
from tests.access.scene import ROLES
from units.models import AuditEntry

pytestmark = pytest.mark.django_db

NOT_ADMINISTRATOR = "本页面只供系统管理员使用"


def user(scene):
    return scene.members["stranger"].user.pk


def unit(scene):
    return scene.lead.pk


def programme(scene):
    return scene.programme.pk


# What the page is about, and the answer to the administrator.
PAGES = {
    "index": (None, 200),
    "login": (None, 403),  # signing in has its own page
    "jsi18n": (None, 200),
    "app_list": (lambda scene: "units", 200),
    "units_user_changelist": (None, 200),
    "units_user_add": (None, 200),
    "units_user_change": (user, 200),
    "units_user_delete": (user, 403),  # accounts are switched off
    "units_user_first_password": (user, 200),
    "units_user_reset_two_steps": (user, 200),
    "units_unit_changelist": (None, 200),
    "units_unit_add": (None, 200),
    "units_unit_change": (unit, 200),
    "units_unit_delete": (unit, 200),
    "tasks_programme_changelist": (None, 200),
    "tasks_programme_add": (None, 200),
    "tasks_programme_change": (programme, 200),
    "tasks_programme_delete": (programme, 403),
    "autocomplete": (None, 403),  # no field of ours asks it for anything
    "logout": (None, 405),
}


def address(scene, name: str) -> str:
    about, _ = PAGES[name]
    return reverse(f"admin:{name}", args=[about(scene)] if about else [])


def test_every_page_of_the_administration_is_in_the_table():
    (administration,) = [p for p in get_resolver().url_patterns if getattr(p, "app_name", "") == "admin"]
    assert set(PAGES) == {name for name in administration.reverse_dict if isinstance(name, str)}


@pytest.mark.parametrize("name", PAGES)
def test_the_administrator_gets_it(scene, name):
    answer = scene.client("administrator").get(address(scene, name))
    assert answer.status_code == PAGES[name][1]
    if answer.headers["Content-Type"].startswith("text/html"):
        assert 'action="/sign-out/"' in answer.content.decode()


@pytest.mark.parametrize("name", [name for name in PAGES if name != "logout"])
def test_nobody_else_gets_it_and_that_is_recorded(scene, name):
    url = address(scene, name)
    for who in set(ROLES) - {"administrator", "anonymous"}:
        answer = scene.client(who).get(url)
        assert (who, answer.status_code) == (who, 403)
        assert NOT_ADMINISTRATOR in answer.content.decode()
        entry = AuditEntry.objects.latest("pk")
        assert (entry.outcome, entry.user, entry.subject) == (
            "refused",
            scene.members[who].user,
            f"GET {url}",
        )
        assert entry.detail["reason"] == NOT_ADMINISTRATOR


@pytest.mark.parametrize("name", [name for name in PAGES if name != "logout"])
def test_who_is_not_signed_in_is_asked_to(scene, name):
    url = address(scene, name)
    assert scene.client("anonymous").get(url).url == f"{reverse('sign-in')}?next={url}"


@pytest.mark.parametrize("who", ["checker", "liaison", "auditor"])
def test_nobody_else_writes_there(scene, who):
    url = address(scene, "units_unit_change")
    assert scene.client(who).post(url, {"short_name": "改名"}).status_code == 403
    scene.lead.refresh_from_db()
    assert scene.lead.short_name == "市教委"


@pytest.mark.parametrize("who", ["administrator", "auditor"])
def test_the_separated_roles_have_no_business_page(who):
    """By the table: of what lies below a programme they see nothing, whatever they ask for."""
    own = {
        "start",
        "help",
        "wordings",
        "sign-in",
        "sign-out",
        "password",
        "memberships-switch",
        "session-extend",
        "second-step",
        "two-steps",
        "authenticator-add",
        "passkey-add",
        "factor-remove",
        "recovery-codes",
        "sessions",
        "session-end",
        "sessions-end-others",
        "favicon",
        "demo-date",
        "demo-play",
    }
    own |= {"audit", "audit-export"}
    assert {case.expected()[who] for case in CASES if case.route not in own} == {404}
