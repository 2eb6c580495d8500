"""What nobody notices until it goes wrong."""

import pytest
from django.db import DatabaseError, models, transaction
from django.urls import reverse
from lxml import html

from tests.access.answers import undone
from tests.access.cases import CASES, room_of
from tests.access.dump import of_business
from tests.access.scene import STATES
from tests.access.table import address, ask
from tests.factories import PASSWORD, client_for, make_account, make_user
from tests.of_a_kind import one_of_each
from tests.story import SOUND

pytestmark = pytest.mark.django_db

PAGES = {case.route: case for case in reversed(CASES) if case.method == "GET" and case.allowed()}


@pytest.mark.parametrize("route", one_of_each(PAGES, room_of))
def test_head_is_answered_like_get(scene, route):
    case = PAGES[route]
    who, url = case.allowed(), address(scene, case)
    got, head = scene.client(who).get(url), scene.client(who).head(url)
    kind = got.headers["Content-Type"]
    assert (head.status_code, head.headers["Content-Type"]) == (got.status_code, kind)
    assert not kind.startswith("text/") or kind.endswith("; charset=utf-8")
    assert head.streaming or not head.content
    for answer in (got, head):
        if answer.streaming:
            b"".join(answer.streaming_content)


def test_what_was_said_to_somebody_is_not_said_to_who_signs_in_next(scene):
    browser = scene.client("liaison")
    number, version = STATES["filed"], scene.version("filed")
    browser.post(reverse("plan-withdraw", args=["gjrc", number]), {"based_on": version})
    browser.post(reverse("sign-out"))
    next_one = {"username": scene.members["stranger"].user.username, "password": PASSWORD}
    assert browser.post(reverse("sign-in"), next_one).status_code == 302
    assert "已撤回" not in browser.get(reverse("help")).content.decode()


MARKUP = "<i>写进来的</i>"
LINES = {"contact_name", "supervising_leader", "asked_of", "basis", "source", "spoke_with", "full_name"}


def write_markup_everywhere() -> None:
    """Into every text that the database lets be changed."""
    for model in of_business():
        columns = [
            field.name
            for field in model._meta.concrete_fields
            if not field.choices and (isinstance(field, models.TextField) or field.name in LINES)
        ]
        try:
            with transaction.atomic():
                model._base_manager.update(**dict.fromkeys(columns, MARKUP))
        except DatabaseError:  # append-only, or a text that has to be empty
            continue


def test_what_was_typed_is_text_on_every_page(scene):
    seen = 0
    with undone():
        write_markup_everywhere()
        for case in PAGES.values():
            answer = scene.client(case.allowed()).get(address(scene, case))
            page = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if answer.headers["Content-Type"].startswith("text/html"):
                assert MARKUP.encode() not in page, case
                seen += b"&lt;i&gt;" in page
    assert seen > len(PAGES) / 2


ADDRESSES = "//@href | //@src | //@action | //@formaction | //@hx-get | //@hx-post"


def test_no_address_on_a_page_has_a_key_a_token_or_a_telephone_in_it(scene):
    """Nor does a form make one of its token by sending it with GET."""
    for case in PAGES.values():
        who = case.allowed()
        answer = ask(scene, case, who)
        if answer.streaming or b"<!doctype html>" not in answer.content:
            continue
        page = html.fromstring(answer.content.decode())
        secret = {*page.xpath('//input[@name="csrfmiddlewaretoken"]/@value'), SOUND.contact_phone}
        secret |= {scene.sessions[who]} if who in scene.sessions else set()
        addresses = " ".join(page.xpath(ADDRESSES))
        assert {each for each in secret if each in addresses} == set(), case
        assert not any("csrfmiddlewaretoken" in form.fields for form in page.forms if form.method == "GET")


@pytest.mark.parametrize("name", ["csrf-token-of-the-page", "csrf_token"])
def test_nobody_is_named_as_what_stands_for_a_token(name):
    client = client_for(make_user(user=make_account(full_name=name)))
    page = client.get(reverse("help")).content.decode()
    assert name in page
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert len(token) == 64
