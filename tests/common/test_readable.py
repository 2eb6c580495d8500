"""What cannot be read is answered with a page and all headers, also where Django fails before its middleware."""

from io import BytesIO
from urllib.parse import quote

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse

from tests.factories import client_for, make_account, make_office, make_unit, make_user
from units import audit
from units.models import AuditEntry
from units.roles import Role
from zgc_tasks.common.readable import readable_environ
from zgc_tasks.wsgi import application

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_connection():
    """The server gives its connection back after a request; the test goes on with the one it has."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def answer_to(**changes) -> tuple[str, dict, str]:
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/sign-in/",
        "QUERY_STRING": "next=/",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": "3",
        "wsgi.input": BytesIO(b"a=b"),
        "wsgi.url_scheme": "http",
    }
    given = []
    page = b"".join(
        application(environ | changes, lambda status, headers: given.extend((status, dict(headers))))
    )
    return given[0], given[1], page.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"CONTENT_TYPE": "application/x-www-form-urlencoded; charset=hex"},
        {"CONTENT_TYPE": "application/x-www-form-urlencoded; charset=gbk"},
        {"CONTENT_TYPE": "application/x-www-form-urlencoded; charset=\0"},
        {"CONTENT_TYPE": "text/plain; charset=\udcff"},
        {"CONTENT_TYPE": "text/plain; x=\xff"},
        {"HTTP_COOKIE": "session=\udcff"},
        {"HTTP_COOKIE": r'session="\000"'},
        {"PATH_INFO": "/\udcff/"},
        {"PATH_INFO": "/a\0b/"},
        {"QUERY_STRING": "next=%00"},
    ],
    ids=repr,
)
def test_what_no_browser_sends_is_a_bad_request_with_our_page_and_headers(changes):
    status, headers, page = answer_to(**changes)
    assert status == "400 Bad Request"
    assert "请求无法识别" in page
    assert {"Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options"} <= headers.keys()


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", '"utf-8"'])
def test_utf_8_by_any_of_its_names_is_read(charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert answer_to(CONTENT_TYPE=kind)[0] == "403 Forbidden"  # no token


def test_what_can_be_read_is_given_on_as_it_is():
    environ = {"HTTP_X": "é", "PATH_INFO": "/ä/", "CONTENT_TYPE": "", "wsgi.input": None}
    assert readable_environ(lambda given, _: given)(dict(environ), None) == environ


@pytest.mark.parametrize("address", ["http://[", "http://[::1", "//["])
@pytest.mark.parametrize("header", ["Referer", "HX-Current-URL"])
def test_a_page_before_that_is_no_address_is_as_none(header, address):
    headers = {header: address} | ({"HX-Request": "true"} if header != "Referer" else {})
    assert Client().post(reverse("start"), headers=headers).status_code in (200, 302)
    refused = client_for(make_user(Role.AUDITOR)).post(reverse("admin:index"), headers=headers)
    assert refused.status_code == 403


def test_names_of_greatest_length_fit_into_the_log():
    unit = make_unit("市" * 50)
    office = make_office(unit, "处" * 50)
    user = make_account("x" * 50, full_name="王" * 50)
    member = make_user(Role.LIAISON, unit, office, user=user)
    client = client_for(make_user(Role.ADMINISTRATOR))
    assert client.post(reverse("admin:units_user_first_password", args=[user.pk])).status_code == 200
    assert audit.record(action="account.switch", by=member).who.startswith("x" * 50)
    assert AuditEntry.objects.get(action="account.first_password").subject.endswith("王" * 50)


def test_an_address_behind_a_proxy_that_is_none_is_not_kept(settings):
    settings.TRUSTED_PROXY = ["127.0.0.1"]
    user = make_user().user
    form = {"username": user.username, "password": "wrong"}
    answer = Client().post(reverse("sign-in"), form, headers={"X-Forwarded-For": quote("长" * 60)})
    assert answer.status_code == 200
    assert AuditEntry.objects.get().address == "127.0.0.1"
