"""One host brings the database up to date while others are there: what docs/operations.md says of an upgrade of several hosts."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from tests.hosts.conftest import Host, Hosts
from tests.hosts.test_in_the_middle import _count, of, until
from tests.hosts.test_two_hosts import PLAN, filed, saved
from tests.hosts.visitor import PATIENCE
from tests.plans.form_helpers import posted
from tests.project.servers import PATIENCE_SECONDS, ROOT, environment, get

pytestmark = [pytest.mark.django_db, pytest.mark.process]

BEFORE = "0044"  # the migration after it adds a column to filings, later ones indexes


def ready(host: Host) -> tuple[int, bytes]:
    answer = get(host.port, "/readyz", patience=PATIENCE)
    return answer.status, answer.body


def lives(host: Host) -> bool:
    return get(host.port, "/healthz", patience=PATIENCE).body == b"ok\n"


@contextmanager
def of_before(hosts: Hosts) -> Iterator[None]:
    """The database as the release before left it, with all that was written since; at the end of today in any case."""
    hosts.asked(lambda: call_command("migrate", "tasks", BEFORE, verbosity=0))
    try:
        yield
    finally:
        hosts.asked(lambda: call_command("migrate", verbosity=0))


@contextmanager
def migrating(hosts: Hosts) -> Iterator[subprocess.Popen]:
    """`migrate` on one of the hosts, in its middle: it waits for somebody who writes who leads what."""
    variables = environment(
        hosts.first.folder, hosts.first.port, DEMO="1", HTTPS="0", DATABASE_URL=hosts.first.url
    )
    hosts.asked(_write_and_not_commit)
    migrate = subprocess.Popen(
        [sys.executable, "manage.py", "migrate"], cwd=ROOT, env=variables, stdout=subprocess.DEVNULL
    )
    try:
        hosts.asked(lambda: until(lambda: _count("wait_event_type = 'Lock'")))
        yield migrate
    finally:
        hosts.asked(_let_go)
        assert migrate.wait(PATIENCE_SECONDS) == 0


def _write_and_not_commit() -> None:
    transaction.set_autocommit(False)
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE tasks_leading IN ROW EXCLUSIVE MODE")


def _let_go() -> None:
    transaction.rollback()
    transaction.set_autocommit(True)


def test_hosts_of_the_new_release_live_while_one_migrates_and_are_ready_when_it_is_done(hosts):
    lead = hosts.visitor().signed_in("guanweihui")
    saved(lead, 3, contact_name="升级前保存的")
    filed(lead, 3)
    with of_before(hosts):
        assert [ready(host) for host in hosts.both] == [(503, b"migrations\n")] * 2
        with migrating(hosts):
            for host in hosts.both:
                assert lives(host)
                assert ready(host) == (503, b"migrations\n")
                assert lead.get("/help/").status == 200
        assert [ready(host) for host in hosts.both] == [(200, b"ok\n")] * 2
    for _ in hosts.both:
        assert "升级前保存的" in lead.get(PLAN.format(3)).text
    assert hosts.asked(lambda: of(3)[2]) == 1


@contextmanager
def column_of_the_next_release(hosts: Hosts, *, may_be_empty: bool) -> Iterator[None]:
    """As its migration adds it: what Django fills in for rows that are there is no default afterwards."""
    kind = "NULL" if may_be_empty else "NOT NULL DEFAULT ''"

    def given(*statements: str) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(f"ALTER TABLE tasks_plan {statement}")

    hosts.asked(lambda: given(f"ADD COLUMN of_the_next text {kind}", "ALTER COLUMN of_the_next DROP DEFAULT"))
    hosts.asked(lambda: MigrationRecorder(connection).record_applied("tasks", "9999_of_the_next_release"))
    try:
        yield
    finally:
        hosts.asked(lambda: given("DROP COLUMN of_the_next"))
        hosts.asked(
            lambda: MigrationRecorder(connection).record_unapplied("tasks", "9999_of_the_next_release")
        )


def test_a_host_of_the_release_before_goes_on_where_only_what_may_be_empty_was_added(hosts):
    lead = hosts.visitor().signed_in("renshe")
    with column_of_the_next_release(hosts, may_be_empty=True):
        assert [ready(host) for host in hosts.both] == [(200, b"ok\n")] * 2
        saved(lead, 31, contact_name="升级中保存的")
        filed(lead, 31)
        assert "升级中保存的" in lead.get(PLAN.format(31)).text


def test_where_what_may_not_be_empty_was_added_it_fails_and_writes_nothing(hosts):
    lead = hosts.visitor().signed_in("kewei")
    with column_of_the_next_release(hosts, may_be_empty=False):
        assert [ready(host) for host in hosts.both] == [(200, b"ok\n")] * 2
        assert lead.get(f"{PLAN.format(26)}edit/").status == 200
        answer = lead.post(f"{PLAN.format(26)}save/", posted())
        assert (answer.status, "系统出现故障" in answer.text) == (500, True)
        assert hosts.asked(lambda: of(26)) == (0, "", 0)
    saved(lead, 26)
    assert hosts.asked(lambda: of(26))[0] == 1
