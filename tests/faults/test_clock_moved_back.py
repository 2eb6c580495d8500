"""The clock of the machine is moved back, by an hour or a day, in the middle of a plan's life."""

import json
import re
from datetime import datetime, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from tasks.models import PlanEvent
from tests.of_a_kind import one_of_each
from tests.plans.form_helpers import posted, url
from tests.story import Story, at
from units.models import AuditEntry

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# After each step, by one and by the other; of each step the first is enough where time is short.
MOVED = [(step, (HOUR, DAY)[(step + turn) % 2]) for turn in (0, 1) for step in range(1, 10)]
DONE = ["file", "start_check", "return", "file", "start_check", "accept"]
EXPORT = "/gjrc/exports/summary.json/"


class Clock:
    """That of the machine; a minute later at every step."""

    def __init__(self, monkeypatch, began: datetime):
        self.now = began
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def goes_on(self, by: timedelta = timedelta(minutes=1)) -> None:
        self.now += by


@pytest.fixture
def clock(monkeypatch, settings) -> Clock:
    settings.DEMO = False  # a demonstration's date is its own
    return Clock(monkeypatch, at(2, month=4))


class Course:
    """A plan is filed, returned, filed again and accepted; `after` each step the clock goes on."""

    def __init__(self, story: Story, after):
        self._story, self._after = story, after
        self._lead, self._checker = story.browser("liaison"), story.browser("checker")
        self.versions = []

    def run(self) -> None:
        self._save(0)
        self._file()
        self._check("start")
        self._check("comment", place="steps", text="时限偏晚")
        self._check("return", refile_by="2015-04-09")
        self._answer()
        self._save(self._version(), finish="2016年12月")
        self._file()
        self._check("start")
        self._check("accept")

    def _version(self) -> int:
        return self._story.plan.version

    def _post(self, browser, address: str, typed: dict) -> None:
        answer = browser.post(address, typed)
        assert answer.status_code == 302, (address, re.sub(r"<[^>]+>|\s+", " ", answer.content.decode()))
        self.versions.append(self._version())
        self._after()

    def _save(self, based_on: int, **changes) -> None:
        self._post(self._lead, url("plan-save", self._story.task), posted(based_on, **changes))

    def _file(self) -> None:
        typed = {"based_on": self._version(), "warnings_seen": "on"}
        self._post(self._lead, url("plan-file", self._story.task), typed)

    def _check(self, verb: str, **typed) -> None:
        address = f"/gjrc/tasks/{self._story.task.number}/check/{verb}/"
        self._post(self._checker, address, {"based_on": self._version()} | typed)

    def _answer(self) -> None:
        page = self._lead.get(url("plan-detail", self._story.task)).content.decode()
        address = re.search(r'action="(/gjrc/tasks/14/[\w/]*answer/)"', page)[1]
        self._post(self._lead, address, {f"c{address.split('/')[-3]}-answer": "adopted"})

    def pages(self) -> list[int]:
        """What the status of each is that shows or counts it."""
        asked = [
            url("plan-detail", self._story.task),
            url("task-detail", self._story.task),
            "/gjrc/overview/",
            EXPORT,
        ]
        return [self._checker.get(address).status_code for address in asked]

    def state(self) -> str:
        """As it is exported."""
        answer = self._story.browser("checker").get(EXPORT)
        (row,) = json.loads(b"".join(answer.streaming_content))
        return row["state"]


@pytest.mark.parametrize(("step", "back"), one_of_each(MOVED, lambda moved: {moved[0]}))
def test_a_plan_goes_on_in_the_order_in_which_things_are_done(story, clock, step, back):
    def after() -> None:
        clock.goes_on()
        if len(course.versions) == step:
            clock.goes_on(-back)

    course = Course(story, after)
    course.run()
    assert list(PlanEvent.objects.values_list("action", flat=True)) == DONE
    assert list(story.plan.filings.values_list("nth", flat=True)) == [1, 2]
    assert all(before <= later for before, later in pairwise(course.versions))
    assert course.pages() == [200] * 4
    clock.goes_on(back)  # until then lists and exports are of the day that the clock says
    assert course.state() == "accepted"
    assert call_command("verify_audit", stdout=StringIO()) is None
    noted = AuditEntry.objects.filter(action__in=[f"plan.{action}" for action in DONE]).order_by("pk")
    assert [action.removeprefix("plan.") for action in noted.values_list("action", flat=True)] == DONE


def test_what_came_in_time_is_in_time_whatever_the_clock_says_later(story, clock):
    """Received on the last day; a day later the clock is moved back two."""
    clock.now = at(3, 17, month=4)
    story.file(clock.now)
    before = story.plan.first_filed_at
    clock.now = at(2, month=4)
    story.start_check(clock.now)
    assert story.plan.first_filed_at == before


# --- sessions


def test_nobody_is_signed_out_and_half_an_hour_of_silence_still_ends_a_session(story, clock):
    browser = story.browser("liaison")
    assert browser.get("/help/").status_code == 200
    for back in (HOUR, DAY):
        clock.goes_on(-back)
        assert browser.get("/help/").status_code == 200
    clock.goes_on(timedelta(seconds=settings.SESSION_IDLE_SECONDS + 1))
    assert browser.get("/help/").status_code == 302


def test_twelve_hours_end_a_session_that_began_before_the_clock_was_moved_back(story, clock):
    browser = story.browser("liaison")
    assert browser.get("/help/").status_code == 200
    clock.goes_on(-DAY)
    for _ in range(12 * 3):
        assert browser.get("/help/").status_code == 200
        clock.goes_on(timedelta(minutes=20))
    clock.goes_on(timedelta(seconds=1))
    assert browser.get("/help/").status_code == 302
