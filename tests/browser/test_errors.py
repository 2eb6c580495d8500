"""Error pages as a browser shows them: each kind is met, axe finds nothing, and it fits the window."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import RequestFactory
from playwright.sync_api import Browser, Response, expect

from tests.browser.people import Person, sign_in, visit
from tests.of_a_kind import one_of_each
from zgc_tasks.error_views import server_error

pytestmark = pytest.mark.browser

FIELDS_TOO_MANY = """(form) => {
  for (let n = 0; n < 5000; n++) form.append(Object.assign(document.createElement("input"), { name: "x", type: "hidden" }));
}"""


def bad_request(visitor: Person) -> Response:
    """By a name of this machine that the server does not answer to."""
    return visitor.page.goto(f"http://elsewhere.localhost:{urlsplit(visitor.server).port}/sign-in/")


def token_lost(visitor: Person) -> Response:
    visitor.page.context.clear_cookies()
    return answer_to_signing_in(visitor)


def method_not_allowed(visitor: Person) -> Response:
    sign_in(visitor.page, "minzheng")
    return visitor.page.goto(f"{visitor.server}/sign-out/")


def too_large(visitor: Person) -> Response:
    visitor.page.locator("form.sign-in").evaluate(FIELDS_TOO_MANY)
    return answer_to_signing_in(visitor)


def locked_out(visitor: Person) -> Response:
    """An account that does not exist is locked like any other, and nobody else needs it."""
    for _ in range(4):
        answer_to_signing_in(visitor)
    return answer_to_signing_in(visitor)


def broken(visitor: Person) -> Response:
    """Nothing in the server can be broken from outside: the page it would give, with its own style sheets."""
    page = server_error(RequestFactory().get("/gjrc/"))
    visitor.page.route("**/broken/", lambda route: route.fulfill(status=500, body=page.content.decode()))
    return visitor.page.goto(f"{visitor.server}/broken/")


def answer_to_signing_in(visitor: Person) -> Response:
    page = visitor.page
    page.fill("[name=username]", f"nobody-at-{page.viewport_size['width']}")
    page.fill("[name=password]", "wrong")
    with page.expect_response(lambda answer: answer.request.method == "POST") as waiting:
        page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    return waiting.value


ERRORS = [
    (bad_request, 400, "请求无法识别"),
    (token_lost, 403, "页面已过期，请刷新后重试"),
    (method_not_allowed, 405, "不能直接打开这个网址"),
    (too_large, 413, "发送的内容过大"),
    (locked_out, 429, "已暂停，请稍后再试"),
    (broken, 500, "系统出现故障"),
]


@pytest.mark.parametrize("width", one_of_each([375, 1280]))
@pytest.mark.parametrize(
    ("meet", "status", "heading"), ERRORS, ids=lambda part: getattr(part, "__name__", "")
)
def test_an_error_page_is_accessible_and_as_wide_as_the_window(
    browser: Browser, real_server, meet, status, heading, width
):
    visitor = visit(browser, real_server, width=width)
    assert meet(visitor).status == status
    expect(visitor.page.locator("h1")).to_have_text(heading)
    expect(visitor.page.locator("h1")).to_have_css("font-family", re.compile("PingFang"))  # it is not bare
    visitor.look()
    assert visitor.complaints == []
    visitor.page.context.close()
