"""快进 is the same every time, whatever it starts from and wherever it stops in between."""

import logging
from datetime import date

import pytest

from tasks.enums import PlanStatus
from tasks.models import Filing, Plan
from tasks.play import player
from tests.play.histories import exports, play, undone
from tests.play.visitor import visit
from units.models import Membership
from zgc_tasks.common import clock

pytestmark = pytest.mark.django_db

SPRING, MAY = date(2015, 4, 24), date(2015, 5, 12)


def history(programme, *days):
    """Played at once, to the last of the days."""
    play(days[-1])
    return exports(programme, *days)


@pytest.fixture(scope="module")
def at_once(kept_demonstration, django_db_blocker):
    with django_db_blocker.unblock():
        return undone(lambda: history(kept_demonstration, date(2015, 4, 10), SPRING))


@pytest.mark.long  # one that stops in between is asked in `make test`
def test_the_same_start_always_becomes_the_same_history(at_once, demonstration):
    assert undone(lambda: history(demonstration, date(2015, 4, 10), SPRING)) == at_once


@pytest.mark.long  # another start
def test_from_what_a_visitor_did_it_goes_on(demonstration):
    visit(demonstration)
    kept = list(Filing.objects.order_by("pk").values("pk", "content"))
    before = exports(demonstration, date(2015, 4, 1))
    play(SPRING)
    assert list(Filing.objects.order_by("pk").values("pk", "content"))[: len(kept)] == kept
    assert set(Plan.objects.filter(task__number__in=(1, 14, 33)).values_list("status", flat=True)) <= {
        PlanStatus.ACCEPTED,
        PlanStatus.CHECKING,
        PlanStatus.FILED,
    }
    shown = date(2015, 4, 1), "json"
    assert exports(demonstration, date(2015, 4, 1))[shown] == before[shown]


@pytest.mark.long  # another start, from which it is the same every time as well
def test_from_what_a_visitor_did_it_is_the_same_every_time(demonstration):
    visit(demonstration)

    def history():
        play(SPRING)
        return exports(demonstration, date(2015, 4, 1), SPRING)

    assert undone(history) == undone(history)


def test_a_stop_in_between_changes_nothing(at_once, demonstration):
    play(date(2015, 4, 9))
    play(SPRING)
    found = exports(demonstration, SPRING)
    assert found == {of: at_once[of] for of in found}


@pytest.mark.long  # further on, where April is reported
def test_nor_does_one_on_the_way_to_a_later_day(at_once, demonstration):
    days = date(2015, 4, 10), SPRING, date(2015, 5, 11), MAY
    whole = undone(lambda: history(demonstration, *days))
    assert {of: whole[of] for of in at_once} == at_once
    play(date(2015, 4, 9))
    play(SPRING)
    assert history(demonstration, *days) == whole


def test_a_day_that_fails_leaves_the_day_before(demonstration, monkeypatch):
    play(date(2015, 4, 7))
    monkeypatch.setattr(player.reports, "play", _fail)
    filed = Filing.objects.count()
    with pytest.raises(RuntimeError):
        play(date(2015, 4, 9))
    assert clock.today() == date(2015, 4, 7)
    assert Filing.objects.count() == filed


def _fail(day):
    raise RuntimeError


def test_what_is_refused_is_skipped_and_logged(demonstration, caplog):
    caplog.set_level(logging.INFO, logger="tasks.play.day")
    Membership.objects.filter(user__username="shangwu").update(is_active=False)
    play(SPRING)
    assert "没有可办理的账号" in caplog.text
    assert not Plan.objects.filter(task__number=8).exists()
    assert Plan.objects.filter(status=PlanStatus.ACCEPTED).count() > 10
