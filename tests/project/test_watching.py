"""What whoever watches a server of two processes gets: logs as JSON, figures for Prometheus (decisions 0091, 0092)."""

import json
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.test import Client

from tests.hosts.visitor import Visitor
from tests.plans.form_helpers import posted
from tests.project.servers import LOOPBACK, SERVER, free_port, get, started
from units.sample_data import PASSWORD

NUMBER = "0f" * 16
PROCESS = "tests.project.server_urls.process"


@pytest.fixture(scope="module")
def server(tmp_path_factory, prepared):
    """Port, data folder and what was written to the console, which grows."""
    folder, port = tmp_path_factory.mktemp("watched"), free_port()
    chosen = {"DEMO": "1", "HTTPS": "0", "DJANGO_SETTINGS_MODULE": "tests.project.server_settings"}
    shutil.copytree(prepared, folder / "data")
    counted_in(port).mkdir(exist_ok=True)
    (counted_in(port) / "counter_1.db").write_bytes(b"of the processes before")
    watched = {"JSON_LOGS": "1", "METRICS": LOOPBACK, "TRUSTED_PROXY": LOOPBACK}
    with started(*SERVER, "--workers", "2", tmp_path=folder, port=port, **chosen, **watched) as (_, output):
        yield port, folder / "data", output


def counted_in(port: int) -> Path:
    return Path(f"/dev/shm/zgc-tasks-{os.getuid()}-{port}")  # noqa: S108 - the folder of that server alone


@pytest.fixture
def port(server) -> int:
    return server[0]


def lines(server) -> list[dict]:
    return [json.loads(line) for line in server[2].read_text(encoding="utf-8").splitlines()]


def of_request(server, number: str) -> list[dict]:
    return [line for line in lines(server) if line.get("request") == number]


def figures(port: int) -> dict[str, float]:
    """By name and labels as they are printed."""
    answer = get(port, "/metrics")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    read = [line.rpartition(" ") for line in answer.body.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in read}


# --- logs


def test_a_request_is_one_line_with_its_number_person_time_and_status(server, port):
    visitor = Visitor([port]).signed_in("jiaowei")
    answer = visitor.get("/gjrc/tasks/4/?note=%E5%BC%A0%E6%9F%90", X_Request_ID=NUMBER)
    assert answer.status == 200
    (line,) = of_request(server, NUMBER)
    assert line.pop("ms") > 0
    assert line.pop("time")
    assert line.pop("user") > 0
    assert line == {
        "level": "INFO", "logger": "zgc_tasks.access", "message": "GET /gjrc/tasks/4/ 200", "request": NUMBER,
        "method": "GET", "path": "/gjrc/tasks/4/", "status": 200,
    }  # fmt: skip


def test_who_has_not_signed_in_has_no_number_of_an_account(server, port):
    number = get(port, "/sign-in/").headers["X-Request-ID"]
    assert of_request(server, number)[0]["user"] is None


def test_a_failure_is_one_line_too_with_its_traceback_in_it(server, port):
    answer = get(port, "/broken/", X_Request_ID="1f" * 16)
    failure, access = of_request(server, "1f" * 16)
    assert (failure["level"], failure["logger"]) == ("ERROR", "zgc_tasks.errors")
    assert failure["message"] == f"{answer.headers['X-Error-Number']} 500 GET /broken/ "
    assert "RuntimeError: for the log" in failure["traceback"]
    assert access["status"] == 500
    in_file = (server[1] / "errors.log").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in in_file if "1f" * 16 in line] == [failure]


def test_nothing_secret_stands_in_the_log(server, port):
    visitor = Visitor([port]).signed_in("keji")
    visitor.get("/gjrc/tasks/?q=%E5%BC%A0%E6%9F%90")
    visitor.sign_in("keji", "wrong-but-mine-2015")
    written = server[2].read_text(encoding="utf-8")
    for secret in (
        PASSWORD,
        "wrong-but-mine-2015",
        visitor.token,
        *visitor.cookies.values(),
        "%E5%BC%A0",
        "张某",
    ):
        assert secret not in written


# --- figures


def test_what_each_process_counted_is_added_up_whichever_is_asked(port):
    name = f'zgc_tasks_requests_total{{route="{PROCESS}",status="2xx"}}'
    before, asked, processes = figures(port).get(name, 0), 0, set()
    with ThreadPoolExecutor(8) as pool:
        while len(processes) < 2 and asked < 400:
            processes |= set(pool.map(lambda _: get(port, "/process/0/").body, range(8)))
            asked += 8
    assert len(processes) == 2
    for _ in range(8):
        found = figures(port)
        assert found[name] == before + asked
        assert found[f'zgc_tasks_request_seconds_count{{route="{PROCESS}"}}'] == before + asked
    assert found[f'zgc_tasks_request_seconds_bucket{{le="+Inf",route="{PROCESS}"}}'] == before + asked


def test_what_the_database_failed_is_counted_by_the_name_of_the_error(port):
    name = 'zgc_tasks_database_errors_total{error="OperationalError"}'
    before = figures(port).get(name, 0)
    assert get(port, "/fail/locked/").status == 503
    assert get(port, "/broken/").status == 500
    assert figures(port)[name] == before + 1


def test_what_was_saved_and_filed_is_counted_where_it_is_kept(port):
    before = figures(port)
    lead = Visitor([port]).signed_in("jiaowei")
    plan = "/gjrc/tasks/4/plan"
    saved = lead.post(f"{plan}/save/", posted(lead.get(f"{plan}/edit/").based_on()))
    assert saved.status == 302
    after = figures(port)
    assert after['zgc_tasks_saves_total{of="plan"}'] > before['zgc_tasks_saves_total{of="plan"}']
    assert after['zgc_tasks_filings_total{of="plan"}'] == before['zgc_tasks_filings_total{of="plan"}']
    based_on = lead.get(f"{plan}/review/").based_on()
    assert lead.post(f"{plan}/file/", {"based_on": based_on, "warnings_seen": "on"}).status == 302
    filed = figures(port)
    assert filed['zgc_tasks_filings_total{of="plan"}'] == before['zgc_tasks_filings_total{of="plan"}'] + 1
    assert filed['zgc_tasks_requests_total{route="plan-file",status="3xx"}'] == 1


def test_whatever_strangers_ask_for_makes_no_figure_of_its_own(port):
    for path in ("/.env", "/nowhere/"):
        get(port, path)
    before = set(figures(port))
    for path in ("/nowhere-else/", "/1/2/3", "/gjrc/tasks/999999/x/", "/static/none.css?a=b"):
        get(port, path)
    assert set(figures(port)) == before
    labels = {label for name in before for label in re.findall(r'route="([^"]*)"', name)}
    assert "none" in labels
    assert not [label for label in labels if "/" in label]


def test_figures_are_for_who_is_named_alone(port):
    closed = get(port, "/metrics", X_Forwarded_For="10.7.7.7")
    assert closed.status == get(port, "/nowhere", X_Forwarded_For="10.7.7.7").status == 301
    assert b"zgc_tasks_" not in closed.body


def test_what_cannot_be_counted_is_answered_all_the_same(port):
    counted, aside = counted_in(port), counted_in(port).with_suffix(".aside")
    counted.rename(aside)
    try:
        assert get(port, "/metrics").status == 503
        assert get(port, "/sign-in/").status == 200
    finally:
        aside.rename(counted)
    assert figures(port)


@pytest.mark.django_db
def test_by_itself_there_is_no_such_page():
    assert Client().get("/metrics").status_code == Client().get("/nowhere").status_code == 301
