"""Two hosts whose scans lie in one bucket: what one was sent, the other gives; one dies in the middle of uploads."""

import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import pytest
from django.test import override_settings
from pypdf.generic import StreamObject

from tasks.models import Attachment
from tests.hosts.test_in_the_middle import file, of, under_way, until
from tests.hosts.test_two_hosts import PLAN, checked, filed, saved
from tests.hosts.visitor import Visitor
from tests.project.servers import LOOPBACK
from tests.scans import PDF, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.process]


@pytest.fixture
def kept(over_a_bucket) -> Iterator:
    """What is in the bucket."""
    with override_settings(STORAGES=over_a_bucket.first.store.storages):
        yield over_a_bucket.first.store.kept


def scan_of(checker: Visitor, number: int) -> str:
    page = checker.get(f"/gjrc/tasks/{number}/check/").text
    return re.search(r'href="(/gjrc/scans/\d+/)"', page)[1]


def test_a_scan_that_one_host_was_sent_is_read_at_the_other(over_a_bucket, kept):
    lead, checker = (over_a_bucket.visitor().signed_in(name) for name in ("zuzhibu", "hedui1"))
    saved(lead, 6)
    filed(at(over_a_bucket.first, lead), 6, file=("stamped_scan", PDF))
    assert list(kept().values()) == [PDF]
    checked(checker, 6, "start")
    scan = scan_of(checker, 6)
    for host in over_a_bucket.both:
        answer = at(host, checker).get(scan)
        assert (answer.status, answer.body) == (200, PDF)
        assert not list((host.folder / "data").rglob("*.pdf"))


def at(host, person: Visitor) -> Visitor:
    """The same person, always given to that host."""
    return Visitor([host.port], cookies=person.cookies, token=person.token)


def large_scan() -> bytes:
    """Larger than all that lies between a host and the store."""
    filling = StreamObject()
    filling._data = b"0" * 18_000_000
    return pdf(lambda writer: writer._add_object(filling))


def unread(port: int) -> int:
    """Bytes that were sent to that port of this machine and are waiting there."""
    with open("/proc/net/tcp") as table:
        rows = [line.split() for line in table.readlines()[1:]]
    return sum(
        int(queues.split(":")[1], 16) for _, local, _, _, queues, *_ in rows if local.endswith(f":{port:04X}")
    )


def test_a_host_that_dies_in_the_middle_of_uploads_leaves_no_half_of_one(over_a_bucket, kept):
    """One of which half has come, one of which half is stored, one that is stored and has its row still to be committed."""
    coming, storing, writing = (("zuzhibu", 1), ("caizheng", 30), ("zhishi", 32))
    people, scans = {}, {1: PDF, 30: large_scan(), 32: pdf(lambda writer: writer.add_blank_page(10, 10))}
    for name, number in (coming, storing, writing):
        person = over_a_bucket.visitor().signed_in(name)
        saved(person, number)
        based_on = person.get(f"{PLAN.format(number)}edit/").based_on()
        people[number] = (person, based_on)

    def standing() -> dict:
        return {number: over_a_bucket.asked(lambda number=number: of(number)) for number in people}

    before = standing()
    first, second, store = over_a_bucket.first, over_a_bucket.second, over_a_bucket.first.store

    def sent(number: int, host):
        person, based_on = people[number]
        return file(at(host, person), number, based_on, scans[number])

    with ThreadPoolExecutor(2) as pool:
        try:
            with under_way(over_a_bucket, pool, sent, 32, second) as cut_off:
                assert scans[32] in kept().values()
                with half_sent(second, 1), store.silent():
                    also = pool.submit(sent, 30, second)
                    until(lambda: unread(store.port) > 100_000)
                    second.kill()
            for each in (cut_off, also):
                assert isinstance(each.exception(), (OSError, HTTPException))
            assert standing() == before
            assert set(kept().values()) <= {PDF, scans[32]}
            for number in people:
                assert sent(number, first).status == 302
        finally:
            second.start()
    rows = over_a_bucket.asked(lambda: set(Attachment.objects.values_list("path", flat=True)))
    checker = at(second, over_a_bucket.visitor().signed_in("hedui1"))
    for number, scan in scans.items():
        assert checker.get(scan_of(checker, number)).body == scan
    strays = [content for name, content in kept().items() if name.rpartition("/")[2] not in rows]
    assert strays == [scans[32]]  # whole, and manage.py check_scans names it


def half_sent(host, number: int):
    """A connection over which half of an upload was sent."""
    connection = socket.create_connection((LOOPBACK, host.port))
    head = f"POST {PLAN.format(number)}file/ HTTP/1.1\r\nHost: {LOOPBACK}\r\nContent-Length: 100000\r\n\r\n"
    connection.sendall(head.encode() + PDF)
    return connection
