"""`make run` after the installing, and the production server that it becomes."""

import http.client
import importlib.util
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PATIENCE_SECONDS = 90


@pytest.fixture
def run(monkeypatch, tmp_path):
    """bin/run.py as a module, with a folder of its own for .env and static sources."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "bin/run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    for name in ("SECRET_KEY", "DEMO"):
        monkeypatch.delenv(name, raising=False)
    return module


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@contextmanager
def started(*command: str, tmp_path: Path, port: int, **variables: str):
    """The command running, once it answers on `port`; yields the seconds that this took and its output file."""
    environment = (
        os.environ | {"DATA_DIR": str(tmp_path / "data"), "PORT": str(port), "DATABASE_URL": ""} | variables
    )
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    output = tmp_path / "output.txt"
    began = time.monotonic()
    with output.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, stdout=out, stderr=out
        )
        try:
            while not answers(port):
                assert process.poll() is None, output.read_text()
                assert time.monotonic() - began < PATIENCE_SECONDS, output.read_text()
                time.sleep(0.05)
            yield time.monotonic() - began, output
        finally:
            process.terminate()
            process.wait(timeout=30)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def get(port: int, path: str, patience: float = 30, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        connection.request(
            "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        response = connection.getresponse()
        response.body = response.read()
        return response
    finally:
        connection.close()


def test_a_machine_without_configuration_becomes_a_demonstration(run, tmp_path):
    run.make_demonstration_unless_configured()
    assert "DEMO=1" in (tmp_path / ".env").read_text(encoding="utf-8").splitlines()


def test_a_configuration_that_is_there_is_kept(run, tmp_path):
    (tmp_path / ".env").write_text("SECRET_KEY=own\n")
    run.make_demonstration_unless_configured()
    assert (tmp_path / ".env").read_text() == "SECRET_KEY=own\n"


def test_production_that_is_configured_in_the_environment_never_becomes_a_demonstration(
    run, tmp_path, monkeypatch
):
    monkeypatch.setenv("SECRET_KEY", "own")
    run.make_demonstration_unless_configured()
    assert not (tmp_path / ".env").exists()


def test_a_taken_port_is_said_at_once_with_what_to_do(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = os.environ | {"DATA_DIR": str(tmp_path / "data"), "PORT": str(port)}
        environment["DJANGO_SETTINGS_MODULE"] = "zgc_tasks.settings"
        result = subprocess.run(
            [sys.executable, "bin/run.py"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert result.returncode == 1
    assert result.stderr.strip() == (
        f"端口 {port} 已被占用 / is taken。请换一个端口 / Choose another: make run PORT={port + 1}"
    )


def test_static_files_are_collected_again_only_when_one_of_them_changes(run, tmp_path):
    (tmp_path / "requirements.txt").write_text("")
    (tmp_path / "static").mkdir()
    style = tmp_path / "static/app.css"
    style.write_text("a{}")
    before = run.static_fingerprint()
    assert run.static_fingerprint() == before
    style.write_text("b{} ")
    assert run.static_fingerprint() != before


def test_the_first_start_fills_everything_and_the_second_is_quick_and_loses_nothing(tmp_path):
    port = free_port()
    demo = {"DEMO": "1", "HTTPS": "0", "tmp_path": tmp_path, "port": port}
    with started("bin/run.py", **demo) as (_, output):
        page = get(port, "/sign-in/")
        assert page.status == 200
        assert "no-store" in page.headers["Cache-Control"]
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "same-origin"
        style = re.search(rb'href="(/static/css/app\.[0-9a-f]+\.css)"', page.body)
        assert style, "style sheets carry the hash of their content"
        assert get(port, style[1].decode()).status == 200
        assert f"http://127.0.0.1:{port}/" in output.read_text()
        accounts = rows_of_accounts(tmp_path)
    with started("bin/run.py", **demo) as (seconds, _):
        assert seconds < 5
        assert rows_of_accounts(tmp_path) == accounts


def rows_of_accounts(tmp_path: Path) -> list[tuple]:
    import sqlite3

    connection = sqlite3.connect(tmp_path / "data/db.sqlite3")
    try:
        return connection.execute("select id, username, password from units_user order by id").fetchall()
    finally:
        connection.close()


PRODUCTION = {"DEMO": "0", "HTTPS": "1", "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "tasks.example.org"}
SERVER = ("-m", "gunicorn", "-c", "python:zgc_tasks.server")


@pytest.fixture
def static_file(tmp_path) -> str:
    """A server with one file to serve, as if collected: its address."""
    folder = tmp_path / "data/static"
    folder.mkdir(parents=True)
    (folder / "staticfiles.json").write_text('{"version": "1.1", "paths": {}, "hash": ""}')
    (folder / "some.txt").write_text("some")
    return "/static/some.txt"


@pytest.mark.parametrize(("proxy", "believed"), [("127.0.0.1", True), ("192.0.2.7", False), ("", False)])
def test_only_the_trusted_proxy_can_say_that_a_request_came_by_https(tmp_path, static_file, proxy, believed):
    port = free_port()
    with started(*SERVER, tmp_path=tmp_path, port=port, TRUSTED_PROXY=proxy, **PRODUCTION):
        response = get(port, static_file, Host="tasks.example.org", X_Forwarded_Proto="https")
    assert response.status == (200 if believed else 301)
    assert ("Strict-Transport-Security" in response.headers) is believed


@pytest.mark.parametrize(
    "begun", [b"", b"GET / HTTP/1.1\r\nHost: "], ids=["opened beforehand", "half a request"]
)
def test_a_connection_that_sends_no_request_keeps_nobody_waiting(tmp_path, static_file, begun):
    """A half request occupies one of the two processes, which must not take what the other could answer."""
    port = free_port()
    production = PRODUCTION | {"HTTPS": "0", "tmp_path": tmp_path, "port": port}
    with (
        started(*SERVER, "--workers", "2", **production),
        socket.create_connection(("127.0.0.1", port)) as silent,
    ):
        silent.sendall(begun)
        time.sleep(0.5)  # until a process has it
        for _ in range(8):
            assert get(port, static_file, Host="tasks.example.org", patience=3).status == 200


def test_the_server_starts_without_waiting_for_weasyprint():
    """Half of the start; the first document imports it (decision 0018)."""
    load = "import sys, zgc_tasks.wsgi; sys.exit('weasyprint' in sys.modules)"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}

    assert subprocess.run([sys.executable, "-c", load], cwd=ROOT, env=environment).returncode == 0


def test_the_server_says_that_static_files_are_not_collected_instead_of_failing_on_every_page(tmp_path):
    environment = (
        os.environ | PRODUCTION | {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "zgc_tasks.settings"}
    )
    result = subprocess.run(
        [sys.executable, *SERVER], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert result.returncode != 0
    assert "collectstatic" in result.stderr
