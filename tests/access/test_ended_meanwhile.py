"""Somebody's session is ended elsewhere while their request is under way: they are led to sign in, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.urls import reverse

from tasks.models import Plan
from tasks.reading import ReadingLogMiddleware
from tests.access.answers import undone
from tests.access.cases import CASES, room_of
from tests.access.scene import STATES, Scene
from tests.access.table import ask
from tests.of_a_kind import one_of_each
from tests.plans.form_helpers import posted
from units.models import Session
from units.session_facts import SEEN_KEY

pytestmark = pytest.mark.django_db

ROUTES = {
    f"{case.method} {case.route}": case for case in reversed(CASES) if case.allowed() not in ("", "anonymous")
}
BEGINNING_ANEW = {"POST sign-in", "POST sign-out", "POST password"}  # sessions that nobody else has ended yet


@contextmanager
def ended_meanwhile(monkeypatch) -> Iterator[None]:
    """Sessions are gone as soon as who asks is known."""
    answer = ReadingLogMiddleware.__call__

    def ended(self, request):
        Session.objects.all().delete()
        return answer(self, request)

    with monkeypatch.context() as patch, undone():
        patch.setattr(ReadingLogMiddleware, "__call__", ended)
        yield


def seen_a_while_ago(client) -> None:
    """So that the request has to note in the session that it came."""
    session = client.session
    session[SEEN_KEY] -= 61
    session.save()


def led_back_to(answer) -> str:
    """Where one comes after signing in."""
    assert (answer.status_code, urlsplit(answer.url).path) == (302, reverse("sign-in"))
    return parse_qs(urlsplit(answer.url).query)["next"][0]


@pytest.mark.parametrize("route", one_of_each(ROUTES, room_of))
def test_everywhere_one_is_led_to_sign_in(scene, monkeypatch, route):
    case = ROUTES[route]
    client = scene.client(case.allowed())
    with ended_meanwhile(monkeypatch):
        seen_a_while_ago(client)
        answer = ask(scene, case, case.allowed(), client)
    if answer.streaming:
        assert answer.status_code == 200
    elif route not in BEGINNING_ANEW:
        assert led_back_to(answer).startswith("/")
    else:
        assert answer.status_code == 302


def test_a_page_is_come_back_to(scene, monkeypatch):
    client = scene.client("liaison")
    with ended_meanwhile(monkeypatch):
        seen_a_while_ago(client)
        assert led_back_to(client.get("/gjrc/tasks/?page=1")) == "/gjrc/tasks/?page=1"


def withdrawn(scene: Scene, monkeypatch, **headers: str):
    client, number = scene.client("liaison"), STATES["filed"]
    with ended_meanwhile(monkeypatch):
        based_on = {"based_on": scene.version("filed")}
        answer = client.post(reverse("plan-withdraw", args=["gjrc", number]), based_on, headers=headers)
        return answer, Plan.objects.get(pk=scene.plan("filed").pk).status


def test_what_was_done_is_done_and_one_comes_back_to_the_page_that_shows_it(scene, monkeypatch):
    answer, status = withdrawn(scene, monkeypatch, referer="http://testserver/gjrc/tasks/4/plan/confirm/")
    assert status == "draft"
    assert led_back_to(answer) == f"/gjrc/tasks/{STATES['filed']}/plan/"


def test_a_form_that_has_to_be_mended_is_come_back_to_where_the_browser_has_what_was_typed(
    scene, monkeypatch
):
    client, number = scene.client("liaison"), STATES["draft"]
    edit = reverse("plan-edit", args=["gjrc", number])
    with ended_meanwhile(monkeypatch):
        seen_a_while_ago(client)
        outdated = posted(based_on=scene.version("draft") - 1, contact_name="别人改过之后")
        answer = client.post(
            reverse("plan-save", args=["gjrc", number]),
            outdated,
            headers={"referer": f"http://testserver{edit}"},
        )
        assert scene.plan("draft").contact_name != "别人改过之后"
    assert led_back_to(answer) == edit


def test_htmx_is_led_there_as_a_whole_page(scene, monkeypatch):
    client = scene.client("liaison")
    with ended_meanwhile(monkeypatch):
        seen_a_while_ago(client)
        here = {"HX-Request": "true", "HX-Current-URL": "http://testserver/gjrc/tasks/2/plan/edit/"}
        answer = client.post(reverse("session-extend"), headers=here)
    assert answer.headers["HX-Redirect"] == "/sign-in/?next=/gjrc/tasks/2/plan/edit/"
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
