"""A host dies in the middle of a request, when all of it is written and nothing is committed; also one that is only not heard
of any more, as when its machine has lost its power: its connections stay open.
"""

import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPException
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tasks.models import Plan
from tests.hosts.test_two_hosts import PLAN, saved
from tests.hosts.visitor import PATIENCE, Visitor
from tests.plans.form_helpers import posted
from tests.scans import PDF
from units.models import AuditHead

pytestmark = [pytest.mark.django_db, pytest.mark.process]

AT_WORK = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def save(visitor: Visitor, number: int, based_on: str):
    return visitor.post(f"{PLAN.format(number)}save/", posted(based_on, contact_name="中断时填写的"))


def file(visitor: Visitor, number: int, based_on: str, scan: bytes = PDF):
    typed = {"based_on": based_on, "warnings_seen": "on"}
    return visitor.post(f"{PLAN.format(number)}file/", typed, file=("stamped_scan", scan))


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


@contextmanager
def under_way(hosts, pool: ThreadPoolExecutor, request: Callable, *asked) -> Iterator[Future]:
    """A request that waits for the end of the log, the last thing of all that it writes."""
    hosts.asked(_hold_the_log)
    try:
        future = pool.submit(request, *asked)
        hosts.asked(lambda: until(lambda: _count("wait_event_type = 'Lock'")))
        yield future
    finally:
        hosts.asked(_let_go)


def _hold_the_log() -> None:
    transaction.set_autocommit(False)
    AuditHead.objects.select_for_update().get()


def _let_go() -> None:
    transaction.rollback()
    transaction.set_autocommit(True)


def until(happened: Callable[[], bool]) -> None:
    for _ in range(PATIENCE * 50):
        if happened():
            return
        time.sleep(0.02)
    pytest.fail("没有等到 / it did not happen")


def _count(state: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # in a transaction it stays as it was first seen
        return cursor.execute(f"{AT_WORK} AND {state}").fetchone()[0]


def _nobody_is_at_work() -> None:
    until(lambda: not _count("state <> 'idle'"))


def of(number: int) -> tuple[int, str, int]:
    plan = Plan.objects.filter(task__number=number).first()
    return (plan.version, plan.status, plan.filings.count()) if plan else (0, "", 0)


@pytest.mark.parametrize(("number", "request_"), [(2, save), (5, file)], ids=["save", "file"])
def test_of_a_request_that_was_cut_off_nothing_is_left_and_it_is_done_at_the_other_host(
    hosts, pool, number, request_
):
    lead = hosts.visitor().signed_in("kewei")
    if request_ is file:  # the first save stands in the log, later ones of a session do not
        saved(lead, number)
    based_on = lead.get(f"{PLAN.format(number)}edit/").based_on()
    before = hosts.asked(lambda: of(number))
    first, second = (
        Visitor(host.ports, cookies=lead.cookies, token=lead.token) for host in map(hosts.only, hosts.both)
    )
    try:
        with under_way(hosts, pool, request_, second, number, based_on) as cut_off:
            hosts.second.kill()
            assert isinstance(cut_off.exception(), (OSError, HTTPException))
        hosts.asked(_nobody_is_at_work)
        assert hosts.asked(lambda: of(number)) == before
        assert request_(first, number, based_on).status == 302
    finally:
        hosts.second.start()
    version, _, filings = hosts.asked(lambda: of(number))
    assert (version, filings) == (before[0] + 1, int(request_ is file))
    assert hosts.asked(lambda: call_command("verify_audit", stdout=StringIO())) is None


def test_a_host_that_is_not_heard_of_any_more_does_not_keep_the_others_waiting(hosts, pool):
    """Whoever holds the end of the log holds everybody who writes."""
    lead = hosts.visitor().signed_in("jiaowei")
    saved(lead, 14)
    based_on = lead.get(f"{PLAN.format(14)}edit/").based_on()
    first, second = (
        Visitor(host.ports, cookies=lead.cookies, token=lead.token) for host in map(hosts.only, hosts.both)
    )
    with under_way(hosts, pool, file, second, 14, based_on) as cut_off:
        hosts.second.signal(signal.SIGSTOP)
    try:
        answer = file(first, 14, based_on)
        assert answer.status == 302
    finally:
        hosts.second.signal(signal.SIGCONT)
    assert cut_off.result().status == 503
    assert hosts.asked(lambda: of(14)[2]) == 1
