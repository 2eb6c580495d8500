"""Two hosts behind a real nginx, with the example of the guide: by https, from addresses of this machine that nginx deals out.

No test says how fast: what has to happen happens within PATIENCE.
"""

import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPResponse
from ssl import SSLSocket

import pytest
from lxml import html

from tests.hosts.conftest import Host, Hosts
from tests.hosts.nginx import Nginx
from tests.hosts.test_in_the_middle import until
from tests.hosts.test_one_bucket import large_scan, scan_of
from tests.hosts.test_two_hosts import PLAN, checked, filed, saved
from tests.hosts.visitor import PATIENCE, Answer, Visitor
from tests.project.servers import HOST, LOOPBACK, get
from units.models import AuditEntry, User
from zgc_tasks.server import MOST_AT_ONCE

pytestmark = [pytest.mark.django_db, pytest.mark.process]


@pytest.fixture
def nginx(behind_nginx) -> Nginx:
    return behind_nginx[1]


@pytest.fixture
def pair(behind_nginx) -> Hosts:
    return behind_nginx[0]


@pytest.fixture(scope="module")
def addresses(behind_nginx) -> tuple[str, str]:
    """One that nginx gives to the first host, and one that it gives to the second."""
    pair, nginx = behind_nginx
    found: dict[int, str] = {}
    for number in range(2, 200):
        address = f"127.0.0.{number}"
        answer = nginx.visitor(address).get("/sign-in/")
        found.setdefault(answered_by(pair, answer).port, address)
        if len(found) == 2:
            return found[pair.first.port], found[pair.second.port]
    pytest.fail("one host was given all addresses")


def answered_by(pair: Hosts, answer: Answer) -> Host:
    """The host whose journal has the number of the request."""
    number = answer.headers["X-Request-ID"]
    (host,) = (each for each in pair.both if number in each.output.read_text())
    return host


@pytest.fixture
def first(addresses) -> str:
    return addresses[0]


@pytest.fixture
def second(addresses) -> str:
    return addresses[1]


def test_a_session_is_of_both_hosts_and_its_end_too(pair, nginx, first, second):
    here = nginx.visitor(first).signed_in("haidian")
    elsewhere = here.at(second)
    answers = here.get("/help/"), elsewhere.get("/help/")
    assert [answer.status for answer in answers] == [200, 200]
    assert [answered_by(pair, answer) for answer in answers] == [pair.first, pair.second]
    assert elsewhere.post("/sign-out/", {}).status == 302
    assert here.get("/help/").location.startswith("/sign-in/")


def test_whose_account_was_disabled_at_one_host_is_out_at_the_other_at_once(pair, nginx, first, second):
    person, administrator = (
        nginx.visitor(first).signed_in("shijingshan"),
        nginx.visitor(second).signed_in("guanli"),
    )
    key = pair.asked(lambda: User.objects.get(username="shijingshan").pk)
    page = f"/admin/units/user/{key}/change/"
    form = max(
        html.fromstring(administrator.get(page).body.decode()).forms, key=lambda each: len(each.fields)
    )
    typed = dict(form.form_values())
    assert person.get("/help/").status == 200
    assert (
        administrator.post(page, {name: value for name, value in typed.items() if name != "is_active"}).status
        == 302
    )
    try:
        assert person.get("/help/").location.startswith("/sign-in/")
        assert person.at(second).get("/help/").status == 302
    finally:
        administrator.post(page, typed)


def test_the_log_has_the_address_of_whoever_asks_and_believes_nobody_about_it(pair, nginx, second):
    person = nginx.visitor(second)
    person.get("/sign-in/", X_Forwarded_For="10.9.9.9")
    assert person.signed_in("chaoyang")
    row = pair.asked(lambda: AuditEntry.objects.filter(user__username="chaoyang").latest("pk"))
    assert row.address == second
    person.post("/sign-out/", {}, X_Forwarded_For="10.9.9.9")
    row = pair.asked(lambda: AuditEntry.objects.filter(user__username="chaoyang").latest("pk"))
    assert row.address == second


def test_the_log_of_nginx_has_the_number_that_the_answer_bears(nginx, first):
    answer = nginx.visitor(first).get("/nowhere/")
    number = answer.headers["X-Request-ID"]
    until(lambda: number in nginx.numbers())  # it writes when all was sent


def test_whoever_comes_by_http_is_led_to_https(nginx):
    answer = get(nginx.plain_port, "/gjrc/?x=1", Host=HOST)
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/gjrc/?x=1")


def test_who_watches_asks_from_this_machine_alone(nginx, first):
    assert nginx.visitor(LOOPBACK).get("/readyz").body == b"ok\n"
    assert nginx.visitor(first).get("/readyz").status == 403
    assert nginx.visitor(first).get("/healthz").body == b"ok\n"


def test_a_host_that_is_stopped_is_noticed_by_nobody(pair, nginx, second):
    lead = nginx.visitor(second).signed_in("kewei")
    saved(lead, 33, contact_name="停机前保存的")
    try:
        with ThreadPoolExecutor(1) as pool:
            stopping = pool.submit(pair.second.stop)
            while True:
                is_over = stopping.done()
                assert lead.get(f"{PLAN.format(33)}edit/").status == 200
                if is_over:
                    break
        saved(lead, 33, contact_name="停机后保存的")
        filed(lead, 33)
        answer = lead.get(PLAN.format(33))
        assert "停机后保存的" in answer.text
        assert answered_by(pair, answer) is pair.first
    finally:
        pair.second.start()
    until(lambda: answered_by(pair, lead.get("/help/")) is pair.second)


@contextmanager
def begun(nginx: Nginx, address: str, sent: bytes, count: int) -> Iterator[list[SSLSocket]]:
    """So many connections from there over which this was sent."""
    with ExitStack() as stack:
        opened = []
        for _ in range(count):
            plain = socket.create_connection((LOOPBACK, nginx.port), PATIENCE, source_address=(address, 0))
            connection = stack.enter_context(nginx.trusted.wrap_socket(plain, server_hostname=HOST))
            connection.sendall(sent)
            opened.append(connection)
        yield opened


def head(method: str, path: str, *more: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", f"Origin: https://{HOST}", *more, "", ""]
    return "\r\n".join(lines).encode()


def cookies_of(person: Visitor) -> str:
    return "Cookie: " + "; ".join(f"{name}={value}" for name, value in person.cookies.items())


def test_slow_clients_keep_nobody_waiting(pair, nginx, first):
    """More of them than a host answers at once, all with the same host: bodies that come by bytes, large answers that are not
    fetched.
    """
    lead, checker, scan = (
        nginx.visitor(first).signed_in("renshe"),
        nginx.visitor(first).signed_in("hedui1"),
        large_scan(),
    )
    saved(lead, 29)
    filed(lead, 29, file=("stamped_scan", scan))
    checked(checker, 29, "start")
    form = "Content-Type: application/x-www-form-urlencoded"
    half = head("POST", f"{PLAN.format(29)}save/", cookies_of(lead), form, "Content-Length: 1000") + b"x"
    with (
        begun(nginx, first, half, MOST_AT_ONCE + 20) as dripping,
        begun(nginx, first, head("GET", scan_of(checker, 29), cookies_of(checker)), 5) as readers,
    ):
        for _ in range(10):
            for connection in dripping:
                connection.sendall(b"x")
            answer = lead.get(PLAN.format(29))
            assert answer.status == 200
            assert answered_by(pair, answer) is pair.first
        response = HTTPResponse(readers[0])
        response.begin()
        assert (response.status, response.read()) == (200, scan)


# --- what nginx refuses itself


def test_a_body_larger_than_any_is_refused_in_words(nginx, first):
    announced = head("POST", f"{PLAN.format(2)}file/", f"Content-Length: {31 * 1024 * 1024}")
    with begun(nginx, first, announced, 1) as (connection,):
        response = HTTPResponse(connection)
        response.begin()
        body = response.read()
    in_words(nginx, response.status, response.headers, body, 413, "发送的内容过大")


def test_what_the_application_refuses_keeps_its_own_words(nginx, first):
    # Much more than may be: nginx is still sending when the application has its answer.
    answer = nginx.visitor(first).post("/sign-in/", {"username": "x" * 25_000_000})
    assert answer.status == 413
    assert "各步内容合计不能超过30000字" in answer.text


def test_whoever_tries_to_sign_in_very_often_is_told_to_wait_and_nobody_else(nginx, first, second):
    """Tries without a token, which cost the application nothing."""
    somebody = nginx.visitor(first)
    for _ in range(2_000):
        answer = somebody.post("/sign-in/", {})
        if answer.status != 403:
            break
    in_words(nginx, answer.status, answer.headers, answer.body, 429, "请稍后再登录")
    assert somebody.get("/sign-in/").status == 200
    nginx.visitor(second).signed_in("fazhan")


def test_while_no_host_is_there_nginx_says_so_and_goes_on_when_one_is(pair, nginx, first):
    for host in pair.both:
        host.kill()
    try:
        answer = nginx.visitor(first).get("/sign-in/")
        in_words(nginx, answer.status, answer.headers, answer.body, 502, "暂时不能使用")
    finally:
        for host in pair.both:
            host.start()
    until(lambda: nginx.visitor(first).get("/sign-in/").status == 200)


def in_words(nginx: Nginx, status: int, headers, body: bytes, expected: int, title: str) -> None:
    """A page in Chinese, with the beginning of the number that stands in the log of nginx."""
    assert (status, headers["Content-Type"]) == (expected, "text/html; charset=utf-8")
    text = body.decode()
    assert '<html lang="zh-Hans">' in text
    assert f"<title>{title}</title><h1>{title}</h1>" in text
    number = re.search(r"错误编号 ([0-9a-f]{8})</p>$", text.strip())[1]
    until(lambda: any(each.startswith(number) for each in nginx.numbers()))
