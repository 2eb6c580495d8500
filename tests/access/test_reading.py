"""Nothing changes by GET, and what changes something asks for more than a link: a POST with its token."""

import pytest
from django.urls import reverse

from tests.access.answers import undone
from tests.access.cases import CASES
from tests.access.dump import business
from tests.access.table import address, ask
from units.models import AuditEntry

pytestmark = pytest.mark.django_db

READING = [case for case in CASES if case.method == "GET" and case.allowed()]
WRITING = [case for case in CASES if case.method == "POST" and case.allowed()]
# One row a route is enough where the answer comes before any state is looked at.
ONE_EACH = list({case.route: case for case in WRITING}.values())
ONLY_POST = [
    case for case in ONE_EACH if case.route not in {case.route for case in CASES if case.method == "GET"}
]
ONLY_GET = [
    case
    for case in {case.route: case for case in READING}.values()
    if case.route not in {case.route for case in CASES if case.method == "POST"}
]


def test_the_dump_notices_what_a_write_changes(scene):
    """So that the test below can fail."""
    case = next(case for case in WRITING if case.route == "plan-save")
    with undone():
        before = business()
        ask(scene, case, case.allowed())
        assert {name for name, rows in business().items() if rows != before[name]} >= {"tasks.Plan"}


@pytest.mark.parametrize("case", READING, ids=str)
def test_nothing_changes_by_get(scene, untouched, case):
    who = case.allowed()
    response = ask(scene, case, who)
    assert response.status_code in (200, 302)
    assert business() == untouched


@pytest.mark.parametrize("case", ONLY_POST, ids=str)
def test_what_only_a_button_does_is_no_page(scene, untouched, case):
    response = scene.client(case.allowed()).get(address(scene, case))
    assert response.status_code == 405
    assert response["Allow"].removesuffix(", OPTIONS") == "POST"
    assert "从相应页面上的按钮进入" in response.content.decode()
    assert business() == untouched


@pytest.mark.parametrize("case", ONLY_GET, ids=str)
def test_a_page_that_takes_nothing_says_so(scene, case):
    response = scene.client(case.allowed()).post(address(scene, case))
    assert response.status_code == 405
    assert "POST" not in response["Allow"]


@pytest.mark.parametrize("case", ONE_EACH, ids=str)
def test_a_post_without_its_token_is_refused_and_changes_nothing(scene, untouched, case):
    who = case.allowed()
    last = AuditEntry.objects.first()
    response = ask(scene, case, who, scene.client(who, enforce_csrf_checks=True))
    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()
    assert business() == untouched
    if who != "anonymous":
        refusal = AuditEntry.objects.first()
        assert (refusal.pk > last.pk, refusal.outcome, refusal.user) == (
            True,
            "refused",
            scene.members[who].user,
        )


def test_the_token_of_the_page_lets_it_through(scene):
    """The same requests are allowed with the token (test_matrix.py asks without the check); here the whole way."""
    client = scene.client("liaison", enforce_csrf_checks=True)
    token = client.get(reverse("password")).context["csrf_token"]
    assert client.post(reverse("session-extend"), headers={"X-CSRFToken": str(token)}).status_code == 204
