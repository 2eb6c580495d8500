"""How the production server behaves towards slow, idle, many and unfriendly clients (decision 0033).

No test says how fast: what has to happen happens within PATIENCE, which a machine with other work to do keeps too.
"""

import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import IncompleteRead

import pytest

from tests.of_a_kind import one_of_each
from tests.project.servers import (
    HOST,
    LARGE,
    PATIENCE_SECONDS,
    PRODUCTION,
    ROOT,
    SERVER,
    answer_on,
    environment,
    free_port,
    get,
    sockets,
    started,
)

PATIENCE = 20
ASKED = f"GET /process/0/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
POST = "POST /size/ HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/plain\r\nContent-Length: {size}\r\n\r\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Static files as if collected, and one to serve."""
    folder = tmp_path_factory.mktemp("server")
    static = folder / "data/static"
    static.mkdir(parents=True)
    (static / "staticfiles.json").write_text('{"version": "1.1", "paths": {}, "hash": ""}')
    (static / "some.txt").write_text("some")
    return folder


def running(folder, *, port, **variables):
    variables = (
        PRODUCTION | {"HTTPS": "0", "DJANGO_SETTINGS_MODULE": "tests.project.server_settings"} | variables
    )
    return started(*SERVER, "--workers", "2", tmp_path=folder, port=port, **variables)


@pytest.fixture(scope="module")
def server(folder):
    """The port of a server of two processes."""
    port = free_port()
    with running(folder, port=port):
        yield port


def answered(port: int, path: str = "/process/0/", **headers: str) -> bytes:
    response = get(port, path, patience=PATIENCE, Host=HOST, **headers)
    assert response.status == 200
    return response.body


def all_answered(port: int, count: int = 8) -> None:
    for _ in range(count):
        answered(port)


@pytest.mark.parametrize("count", one_of_each([50, 5]))
@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: ",
        POST.format(host=HOST, size=1_000).encode() + b"x" * 500,
        POST.format(host=HOST, size=21 * 1024 * 1024).encode() + b"x" * 500,
        f"GET /large/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode(),
    ],
    ids=[
        "nothing",
        "half a head",
        "half a body",
        "the beginning of a body too large",
        "an answer that it does not fetch",
    ],
)
def test_clients_that_stop_half_way_keep_nobody_waiting(server, begun, count):
    with sockets(server, count, begun):
        all_answered(server)


def test_a_connection_that_was_answered_stays_open_and_keeps_nobody_waiting(server):
    with sockets(server, 50, ASKED) as idle:
        all_answered(server)
        for connection in idle[:3]:
            connection.settimeout(PATIENCE)
            assert answer_on(connection).status == 200
            connection.sendall(ASKED)
            assert answer_on(connection).status == 200


def test_pages_are_answered_beside_long_documents(server):
    with ThreadPoolExecutor(4) as pool:
        documents = [pool.submit(answered, server, "/work/1/") for _ in range(4)]
        all_answered(server)
        assert not all(document.done() for document in documents)
        assert [document.result() for document in documents] == [b"done"] * 4


def test_a_thread_lets_others_of_its_process_go_on_after_a_millisecond(server):
    """Python's own five are as long as a whole save (decision 0025)."""
    assert {answered(server, "/switching/") for _ in range(20)} == {b"0.001"}


def test_no_process_looks_through_what_was_loaded_for_garbage(server):
    """Which takes a tenth of a second, and all who write wait."""
    assert {answered(server, "/garbage/") for _ in range(20)} == {b"(2000, 10, 100) True"}


def test_many_at_once_are_all_answered(server):
    with ThreadPoolExecutor(150) as pool:
        assert len(list(pool.map(lambda _: answered(server), range(300)))) == 300


def test_a_large_answer_arrives_whole(server):
    assert len(answered(server, "/large/")) == LARGE


def test_a_body_is_read_in_whatever_pieces_it_comes(server):
    with sockets(server, 1, POST.format(host=HOST, size=9).encode()) as (connection,):
        connection.settimeout(PATIENCE)
        for piece in (b"abc", b"def", b"ghi"):
            connection.sendall(piece)
        assert answer_on(connection).body == b"9"


def test_a_body_larger_than_allowed_is_refused_in_words(server):
    """Once all of it was sent: it is let finish, so that no connection breaks in the middle (decision 0057)."""
    size = 21 * 1024 * 1024
    with sockets(server, 1, POST.format(host=HOST, size=size).encode()) as (connection,):
        connection.settimeout(PATIENCE)
        connection.sendall(b"x" * size)
        answer = b""
        while b"</html>" not in answer:
            answer += (piece := connection.recv(100_000))
            assert piece, answer
    assert answer.startswith(b"HTTP/1.1 413 ")
    all_answered(server, 2)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: other.example.org\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 2_000_000 + b"\r\n\r\n", b"431"),
    ],
    ids=["no HTTP", "no host", "another host", "an endless head"],
)
def test_what_is_no_request_is_refused(server, asked, status):
    with sockets(server, 1, b"") as (connection,):
        connection.settimeout(PATIENCE)
        with suppress(OSError):  # refused before it had said everything
            connection.sendall(asked)
        assert connection.recv(100).startswith(b"HTTP/1.1 " + status)


def test_a_trace_tells_nothing_of_what_was_sent(server):
    asked = f"TRACE /process/0/ HTTP/1.1\r\nHost: {HOST}\r\nCookie: session=secret\r\n\r\n"
    with sockets(server, 1, asked.encode()) as (connection,):
        connection.settimeout(PATIENCE)
        assert b"secret" not in answer_on(connection).body


def test_files_of_a_folder_are_not_listed(server):
    assert get(server, "/static/some.txt", Host=HOST).body == b"some"
    answer = get(server, "/static/", Host=HOST)
    assert answer.status != 200
    assert b"some.txt" not in answer.body


def _asks(path: str) -> str:
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n"


def test_a_length_beside_chunks_hides_no_request_behind_another(server):
    both = "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    begun = f"POST /size/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: text/plain\r\n{both}{_asks('/work/0/')}"
    with sockets(server, 1, begun.encode()) as (connection,):
        connection.settimeout(PATIENCE)
        answer = answer_on(connection)
        assert (answer.body, answer.headers["Connection"]) == (b"0", "close")
        assert connection.recv(100) == b""


def test_another_process_takes_over_from_one_that_died(server):
    died = int(answered(server))
    os.kill(died, signal.SIGKILL)
    taken_over = {_whoever_is_there(server) for _ in range(40)}
    assert str(died).encode() not in taken_over


def _whoever_is_there(port: int) -> bytes:
    """A connection that the dead process had not taken yet is lost with it; a browser asks again."""
    for _ in range(3):
        with suppress(OSError):
            return answered(port)
    return answered(port)


def test_a_server_told_to_stop_finishes_what_it_is_answering_and_waits_for_nobody_idle(folder):
    port = free_port()
    with (
        running(folder, port=port, BIND="localhost") as (process, _),
        ThreadPoolExecutor(4) as pool,
        sockets(port, 3, b""),
        sockets(port, 3, ASKED),
    ):
        answers = [pool.submit(answered, port, "/process/3/") for _ in range(4)]
        with sockets(port, 1, ASKED):  # by now the others are under way
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
        assert all(answer.result().isdigit() for answer in answers)


def test_failures_stand_in_the_log_under_their_number(server, folder):
    response = get(server, "/broken/", Host=HOST)
    assert response.status == 500
    log = (folder / "data/errors.log").read_text(encoding="utf-8")
    line = rf"^\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d\+0800 ERROR zgc_tasks.errors {response.headers['X-Error-Number']} "
    assert re.search(line, log, re.MULTILINE)
    assert "for the log" in log


def test_a_file_that_fails_while_it_is_sent_is_broken_off_and_the_process_goes_on(server, folder):
    workers = {answered(server) for _ in range(20)}
    for _ in range(4):
        with pytest.raises(IncompleteRead):
            get(server, "/failing-file/", Host=HOST)
    log = (folder / "data/errors.log").read_text(encoding="utf-8")
    assert len(re.findall(r"ERROR zgc_tasks.errors [0-9a-f]{8} GET /failing-file/ broke off", log)) == 4
    assert "Input/output error" in log
    assert {answered(server) for _ in range(20)} <= workers


def test_nobody_is_believed_about_who_asks_and_https_where_there_is_no_proxy(server):
    said = answered(server, "/sender/", X_Forwarded_Proto="https", X_Forwarded_For="10.7.7.7")
    assert said == b"http 127.0.0.1"


def test_the_trusted_proxy_says_who_asks_and_that_it_was_by_https(folder):
    port, address = free_port(), "::1"
    with running(folder, port=port, HTTPS="1", BIND=address, address=address, TRUSTED_PROXY=address):
        by_https = {"address": address, "Host": HOST, "X_Forwarded_Proto": "https"}
        assert get(port, "/sender/", X_Forwarded_For="10.7.7.7", **by_https).body == b"https 10.7.7.7"
        file = get(port, "/static/some.txt", **by_https)
        plain = get(port, "/static/some.txt", Host=HOST, address=address)
    assert (file.status, plain.status) == (200, 301)
    assert "Strict-Transport-Security" in file.headers
    assert plain.headers["Location"] == f"https://{HOST}/static/some.txt"


def refused(folder, *options: str, port: int) -> str:
    result = subprocess.run(
        [sys.executable, *SERVER, *options],
        cwd=ROOT,
        env=environment(folder, port, **PRODUCTION),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert result.returncode != 0
    return result.stderr


def test_static_files_that_are_not_collected_are_said_instead_of_failing_on_every_page(tmp_path):
    assert "静态文件尚未收集，请先运行：.venv/bin/python manage.py collectstatic" in refused(
        tmp_path, port=free_port()
    )


def test_two_servers_do_not_share_a_port(folder, server):
    assert f"端口 {server} 已被占用" in refused(folder, port=server)


def test_the_server_starts_without_waiting_for_weasyprint():
    """Half of the start; the first document imports it."""
    load = "import sys, zgc_tasks.wsgi; sys.exit('weasyprint' in sys.modules)"
    variables = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}

    assert subprocess.run([sys.executable, "-c", load], cwd=ROOT, env=variables).returncode == 0
