"""/demo-play/: 快进 begun on a page, and how far it is."""

import fcntl
import os
import threading
from datetime import date

import pytest

from tasks.play import running
from tests.factories import client_for
from units.models import Membership
from zgc_tasks.common.models import DemonstrationDate

pytestmark = pytest.mark.django_db
URL = "/demo-play/"


@pytest.fixture
def started(monkeypatch) -> list[date]:
    """Until when processes were asked to play; none is started."""
    asked = []
    monkeypatch.setattr(running, "_start", lambda until, held: asked.append(until))
    return asked


@pytest.fixture
def visitor(demonstration):
    return client_for(Membership.objects.get(user__username="lingdao"))


def text(answer) -> str:
    return answer.content.decode()


def test_the_strip_on_every_page_leads_there(visitor):
    assert f'<a href="{URL}">快进</a>' in text(visitor.get("/gjrc/"))


def test_pressing_begins_it_and_leads_to_how_far_it_is(visitor, started):
    answer = visitor.post(URL, {"until": "2015-06-30"})
    assert (answer.status_code, answer.headers["Location"]) == (302, URL)
    assert started == [date(2015, 6, 30)]
    row = DemonstrationDate.objects.get()
    assert (row.play_from, row.play_until) == (date(2015, 4, 1), date(2015, 6, 30))


def test_while_it_runs_the_page_says_how_far_it_is_with_and_without_javascript(visitor, started):
    visitor.post(URL, {"until": "2015-06-30"})
    DemonstrationDate.objects.update(date=date(2015, 5, 16))
    with running.nobody_plays():
        page = text(visitor.get(URL))
    assert "正在快进到2015年6月30日，现已办理到<strong>2015年5月16日</strong>" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert 'hx-trigger="every 1s"' in page
    assert 'max="90" value="45"' in page
    assert 'name="until"' not in page


def test_a_second_start_is_refused_with_a_sentence(visitor, started):
    with running.nobody_plays():
        refused = visitor.post(URL, {"until": "2015-06-30"})
    assert refused.status_code == 409
    assert "正在快进，请等它结束后再开始" in text(refused)
    assert not started


def test_the_date_is_read_behind_the_lock(visitor, started, monkeypatch):
    """One that has just ended moved it on."""
    lock = running.lock

    def after_another_one() -> int:
        DemonstrationDate.objects.update_or_create(pk=1, defaults={"date": date(2015, 7, 1)})
        return lock()

    monkeypatch.setattr(running, "lock", after_another_one)
    refused = visitor.post(URL, {"until": "2015-06-30"})
    assert refused.status_code == 422
    assert "请选择演示日期（2015年7月1日）之后" in text(refused)
    assert not started


def test_whoever_looks_how_far_it_is_is_not_taken_for_one_that_plays(visitor, started):
    looking = os.open(running._beside_the_data("lock"), os.O_RDWR | os.O_CREAT)
    fcntl.flock(looking, fcntl.LOCK_SH)
    threading.Timer(0.2, os.close, [looking]).start()
    assert not running.is_running()
    assert visitor.post(URL, {"until": "2015-06-30"}).status_code == 302
    assert started == [date(2015, 6, 30)]


def test_the_date_is_not_changed_by_hand_meanwhile(visitor):
    with running.nobody_plays():
        refused = visitor.post("/demo-date/", {"date": "2015-04-07"})
    assert refused.status_code == 409
    assert not DemonstrationDate.objects.exists()


def test_what_was_stopped_is_continued_with_one_press(visitor, started):
    visitor.post(URL, {"until": "2015-06-30"})
    DemonstrationDate.objects.update(date=date(2015, 5, 16))
    page = text(visitor.get(URL))
    assert "快进已停下。" in page
    assert "继续快进到2015年6月30日" in page
    visitor.post(URL, {"until": "2015-06-30"})
    assert started[1:] == [date(2015, 6, 30)]


def test_when_it_is_over_the_page_says_so_and_is_drawn_anew(visitor, started):
    visitor.post(URL, {"until": "2015-06-30"})
    DemonstrationDate.objects.update(date=date(2015, 6, 30))
    polled = visitor.get(URL, headers={"HX-Request": "true"})
    assert polled.headers["HX-Refresh"] == "true"
    assert "快进已完成" in text(polled)


@pytest.mark.parametrize("day", ["2015-04-01", "2018-01-01"])
def test_it_goes_neither_back_nor_too_far(visitor, started, day):
    refused = visitor.post(URL, {"until": day})
    assert refused.status_code == 422
    assert "请选择演示日期（2015年4月1日）之后、2017年12月31日以前的日期" in text(refused)
    assert not started


def test_on_the_last_day_there_is_nothing_more_to_press(visitor):
    DemonstrationDate.objects.create(date=date(2017, 12, 31))
    page = text(visitor.get(URL))
    assert 'name="until"' not in page
    assert "截止" not in page


def test_outside_a_demonstration_there_is_no_such_page(visitor, settings):
    settings.DEMO = False
    assert visitor.get(URL).status_code == 404
