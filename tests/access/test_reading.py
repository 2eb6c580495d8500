"""Nothing changes by GET, and what changes something asks for more than a link: a POST with its token."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.urls import reverse
from lxml.html import document_fromstring

from tests.access.answers import undone
from tests.access.cases import CASES
from tests.access.dump import business, of_business
from tests.access.faults import tables_written
from tests.access.table import address, ask
from tests.of_a_kind import one_of_each
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


# What is typed by hand: who signs in, the digits of a second step, and what it is called.
TYPED_BY_HAND = {("sign-in", "username"), ("authenticator-add", "code"), ("authenticator-add", "name")}


@contextmanager
def nothing_changed(untouched: dict[str, list[tuple]]) -> Iterator[None]:
    """Only tables that were written to can have changed, and only those are read again."""
    with tables_written() as tables:
        yield
    assert {name: rows for name, rows in business(tables).items() if rows != untouched[name]} == {}


def test_it_is_noticed_what_a_write_changes(scene, untouched):
    """So that the tests below can fail, and it is all that is changed."""
    case = next(case for case in WRITING if case.route == "plan-save")
    with undone():
        with pytest.raises(AssertionError, match=r"tasks\.Plan"), nothing_changed(untouched):
            ask(scene, case, case.allowed())
        changed = {name for name, rows in business().items() if rows != untouched[name]}
    with undone(), tables_written() as tables:
        ask(scene, case, case.allowed())
    assert changed == {model._meta.label for model in of_business() if model._meta.db_table in tables}


@pytest.mark.parametrize("case", one_of_each(READING, lambda case: {case.route}), ids=str)
def test_nothing_changes_by_get(scene, untouched, case):
    with nothing_changed(untouched):
        response = ask(scene, case, case.allowed())
    assert response.status_code in (200, 302)


@pytest.mark.parametrize("case", ONLY_POST, ids=str)
def test_what_only_a_button_does_is_no_page(scene, untouched, case):
    with nothing_changed(untouched):
        response = scene.client(case.allowed()).get(address(scene, case))
    assert response.status_code == 405
    assert response["Allow"].removesuffix(", OPTIONS") == "POST"
    assert "从相应页面上的按钮进入" in response.content.decode()


@pytest.mark.parametrize("case", ONLY_GET, ids=str)
def test_a_page_that_takes_nothing_says_so(scene, case):
    response = scene.client(case.allowed()).post(address(scene, case))
    assert response.status_code == 405
    assert "POST" not in response["Allow"]


@pytest.mark.parametrize("case", ONE_EACH, ids=str)
def test_a_post_without_its_token_is_refused_and_changes_nothing(scene, untouched, case):
    who = case.allowed()
    last = AuditEntry.objects.first()
    with nothing_changed(untouched):
        response = ask(scene, case, who, scene.client(who, enforce_csrf_checks=True))
    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()
    if who != "anonymous":
        refusal = AuditEntry.objects.first()
        assert (refusal.pk > last.pk, refusal.outcome, refusal.user) == (
            True,
            "refused",
            scene.members[who].user,
        )


@pytest.mark.parametrize("case", READING, ids=str)
def test_forms_carry_their_token_and_have_no_browser_cut_what_is_pasted(scene, case):
    """Too much is told by the server, with all that was typed still there; a browser leaves out the end without a word."""
    for who, answer in case.expected().items():
        if answer == 200:
            response = ask(scene, case, who)
            if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
                forms = _forms_that_write(response.content)
                assert [
                    form.get("action") for form in forms if "csrfmiddlewaretoken" not in form.fields
                ] == []
                cut = {field.get("name") for form in forms for field in form.xpath(".//*[@maxlength]")}
                assert {(case.route, name) for name in cut} <= TYPED_BY_HAND


def _forms_that_write(html: bytes) -> list:
    forms = document_fromstring(html).iter("form")
    return [form for form in forms if (form.get("method") or "").lower() == "post"]


def test_the_token_of_the_page_lets_it_through(scene):
    """The same requests are allowed with the token (test_matrix.py asks without the check); here the whole way."""
    client = scene.client("liaison", enforce_csrf_checks=True)
    token = client.get(reverse("password")).context["csrf_token"]
    assert client.post(reverse("session-extend"), headers={"X-CSRFToken": str(token)}).status_code == 204
