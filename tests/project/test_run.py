"""`make run` after the installing."""

import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.project.servers import ROOT, free_port, get, started
from tests.real_server import prepare
from units.sample_data import SAMPLES


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


def test_a_start_migrates_then_loads_and_fills_only_a_demonstration_with_samples(run, monkeypatch):
    done = []
    monkeypatch.setattr("django.core.management.call_command", lambda name, **_: done.append(name))
    monkeypatch.setattr(run, "collect_static", lambda _: done.append("collectstatic"))
    run.prepare(SimpleNamespace(DEMO=False))
    assert done == ["migrate", "load_register", "collectstatic"]
    run.prepare(SimpleNamespace(DEMO=True))
    assert done[3:] == [*done[:3], "sample_accounts", "sample_plans"]


@pytest.mark.long  # goes the way through all migrations
def test_the_first_start_of_all_fills_an_empty_folder(tmp_path):
    prepare(tmp_path / "data")
    assert [name for _, name, _ in rows_of_accounts(tmp_path)] == [sample.username for sample in SAMPLES]


def test_the_first_start_fills_everything_and_the_second_loses_nothing(prepared, tmp_path):
    """The first is the one that other tests begin with as well."""
    shutil.copytree(prepared, tmp_path / "data")
    accounts = rows_of_accounts(tmp_path)
    assert [name for _, name, _ in accounts] == [sample.username for sample in SAMPLES]
    port = free_port()
    with started("bin/run.py", DEMO="1", HTTPS="0", tmp_path=tmp_path, port=port) as (_, output):
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
        assert rows_of_accounts(tmp_path) == accounts


def rows_of_accounts(tmp_path: Path) -> list[tuple]:
    import sqlite3

    connection = sqlite3.connect(tmp_path / "data/db.sqlite3")
    try:
        return connection.execute("select id, username, password from units_user order by id").fetchall()
    finally:
        connection.close()
