"""A request has one number: in the answer, on error pages and in the log (decision 0091)."""

import re

import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("tests.project.failing_urls"), pytest.mark.django_db]

NUMBER = "0f" * 16


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.fixture
def behind_a_proxy(settings):
    settings.TRUSTED_PROXY = ["127.0.0.1"]


def number_of(visitor, path: str = "/sign-in/", **headers: str) -> str:
    return visitor.get(path, headers=headers).headers["X-Request-ID"]


def test_every_answer_bears_a_number_of_its_own(visitor):
    paths = ["/", "/sign-in/", "/nowhere/", "/fail/broken/", "/fail/bad/", "/static/css/base.css"]
    found = [number_of(visitor, path) for path in paths]
    assert all(re.fullmatch(r"[0-9a-f]{32}", number) for number in found)
    assert len(set(found)) == len(paths)


def test_the_number_that_nginx_gives_is_taken(visitor, behind_a_proxy):
    assert number_of(visitor, X_Request_ID=NUMBER) == NUMBER


def test_nobody_else_gives_numbers(visitor, settings):
    settings.TRUSTED_PROXY = ["10.0.0.1"]
    assert number_of(visitor, X_Request_ID=NUMBER) != NUMBER


@pytest.mark.parametrize(
    "given",
    ["", "7", NUMBER.upper(), NUMBER + "0", NUMBER[1:], f"{NUMBER}\n", "{" + NUMBER[2:] + "}", "０" * 32],
)
def test_what_has_not_the_form_of_a_number_is_not_written_into_logs(visitor, behind_a_proxy, caplog, given):
    answer = visitor.get("/fail/broken/", HTTP_X_REQUEST_ID=given)
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-ID"])
    assert answer.headers["X-Request-ID"] != given
    assert NUMBER[:8] not in answer.headers["X-Error-Number"]


@pytest.mark.parametrize("how", ["broken", "locked", "missing", "bad", "refused"])
def test_what_an_error_page_shows_is_the_beginning_of_it(visitor, behind_a_proxy, caplog, how):
    answer = visitor.get(f"/fail/{how}/", headers={"X-Request-ID": NUMBER})
    assert answer.headers["X-Error-Number"] == NUMBER[:8]
    assert f"错误编号 <b>{NUMBER[:8]}</b>" in answer.content.decode()
    assert [entry for entry in caplog.messages if entry.startswith(f"{NUMBER[:8]} ")]


def test_a_refusal_in_the_background_shows_it_too(visitor, behind_a_proxy):
    headers = {"HX-Request": "true", "X-Request-ID": NUMBER}
    assert f"编号 {NUMBER[:8]}" in visitor.get("/fail/not-now/", headers=headers).content.decode()
