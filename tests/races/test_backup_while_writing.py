"""A backup that is taken while people save, file with a scan, withdraw and are refused, is of one moment, and goes back."""

import hashlib
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from io import StringIO
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from tasks.enums import PlanStatus
from tasks.models import Attachment
from tests.access.scene import STATES, Scene
from tests.plans.form_helpers import posted
from tests.scans import PDF
from zgc_tasks.common import database_copies

PATIENCE = 60


class Person:
    """Does one thing again and again; `version` is that of the plan as it was acknowledged last."""

    def __init__(self, scene: Scene, state: str):
        self._browser = scene.client("liaison", raise_request_exception=False)
        self.plan, self.state, self.times = scene.plan(state), state, 0
        self.version = self.plan.version
        self._programme = scene.programme.slug

    def post(self, name: str, typed: dict, expected: int = 302) -> None:
        address = reverse(name, args=[self._programme, STATES[self.state]])
        answer = self._browser.post(address, typed)
        assert answer.status_code == expected, answer.content.decode()
        self.times += 1


class Saving(Person):
    def act(self) -> None:
        self.post("plan-save", posted(self.version, contact_name=f"联系人{self.times}"))
        self.version += 1


class Filing(Person):
    """Files with a scan, then withdraws, and files again."""

    def act(self) -> None:
        typed = {"based_on": self.version, "warnings_seen": "on"}
        if self.times % 2:
            self.post("plan-withdraw", typed)
        else:
            self.post("plan-file", typed | {"stamped_scan": scan()})
        self.version += 1


class Refused(Person):
    """Whose scan is stored and taken back."""

    def act(self) -> None:
        typed = {"based_on": 9_999, "warnings_seen": "on", "stamped_scan": scan()}
        self.post("plan-file", typed, expected=409)


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("扫描件.pdf", PDF)


def wait_for_more(people: list[Person]) -> None:
    """Until each has acted again, and again."""
    before = [person.times for person in people]
    for _ in range(PATIENCE * 100):
        if all(person.times >= times + 2 for person, times in zip(people, before, strict=True)):
            return
        time.sleep(0.01)
    pytest.fail("没有人再写入 / nobody writes any more")


@contextmanager
def at_work(people: list[Person]) -> Iterator[None]:
    over = Event()

    def work(person: Person) -> None:
        try:
            while not over.is_set():
                person.act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        futures = [pool.submit(work, person) for person in people]
        try:
            yield
        finally:
            over.set()
        for future in futures:
            future.result()


def is_whole() -> None:
    """Of one moment: each filing with its event, each row with its scan, the log a chain."""
    for row in Attachment.objects.all():
        content = (Path(settings.MEDIA_ROOT) / "scans" / row.path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row.sha256
    assert call_command("verify_audit", stdout=StringIO()) is None


def is_filed_whole(person: Person) -> None:
    plan = type(person.plan).objects.get(pk=person.plan.pk)
    events = [plan.events.filter(action=action).count() for action in ("file", "withdraw")]
    filings = [plan.filings.count(), plan.filings.exclude(withdrawn_at=None).count()]
    assert events == filings
    assert (plan.status == PlanStatus.FILED) == (filings[0] > filings[1]) == bool(plan.filing)


def versions(people: list[Person]) -> list[int]:
    return [type(person.plan).objects.get(pk=person.plan.pk).version for person in people]


@pytest.fixture
def data(tmp_path, settings) -> Path:
    """A folder of our own, with the scans of the scene."""
    data = tmp_path / "data"
    shutil.copytree(settings.MEDIA_ROOT, data / "uploads")
    settings.DATA_DIR, settings.MEDIA_ROOT = data, data / "uploads"
    return data


def test_a_backup_that_is_taken_while_people_write_is_whole_and_goes_back(world, data):
    worlds, scene = world
    with worlds.fresh() as thread:
        people = thread(
            lambda: [Saving(scene, "draft"), Filing(scene, "consulted"), Refused(scene, "no_comments")]
        )
        backups = []
        with at_work(people), people_write_on(people):
            for number in range(2):
                wait_for_more(people)
                low = [person.version for person in people]
                path = data.with_name(f"{number}.zip")
                thread(partial(call_command, "backup", str(path), stdout=StringIO()))
                backups.append((path, low, [person.version + 1 for person in people]))
        for path, low, high in backups:
            thread(partial(call_command, "restore", str(path), "--replace", stdout=StringIO()))
            thread(is_whole)
            thread(is_filed_whole, people[1])
            found = thread(versions, people)
            assert all(a <= version <= b for a, version, b in zip(low, found, high, strict=True))


@contextmanager
def people_write_on(people: list[Person]) -> Iterator[None]:
    """Between the copy of the database and that of the scans: each something."""
    write_copy = database_copies.write_copy

    def written(target: Path) -> None:
        write_copy(target)
        wait_for_more(people)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database_copies, "write_copy", written)
        yield
