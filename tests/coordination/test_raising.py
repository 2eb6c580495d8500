"""Putting a problem to the leading group's office."""

import pytest

from tasks.models import Coordination
from tests.coordination.problem import RAISE, address, raised, text

TYPED = {"what": "经费渠道未定", "asked_of": "市财政局、市编办", "wanted_by": "2015年4月1日"}


@pytest.mark.parametrize(("who", "led"), [("liaison", True), ("officer", True), ("other_unit", False)])
def test_a_lead_and_a_participating_unit_raise_what_of_whom_and_by_when(story, who, led):
    answer = story.browser(who).post(RAISE, TYPED, follow=True)
    found = Coordination.objects.get()
    assert (found.unit, found.led) == (getattr(story, who).unit, led)
    page = text(answer)
    assert "经费渠道未定" in page
    assert "市财政局、市编办" in page
    assert "希望解决日期</dt><dd>2015年4月1日" in page
    assert "待研究" in page


def test_it_needs_no_plan_and_goes_on_after_acceptance(story):
    raised(story)
    story.file()
    story.accept()
    assert story.browser("liaison").post(RAISE, TYPED).status_code == 302
    assert Coordination.objects.count() == 2


def test_the_day_itself_is_early_enough_and_the_day_before_is_not(story):
    browser = story.browser("liaison")
    answer = browser.post(RAISE, TYPED | {"wanted_by": "2015-03-31"})
    assert answer.status_code == 422
    assert "希望解决日期不能早于今天" in text(answer)
    assert "经费渠道未定" in text(answer)
    assert browser.post(RAISE, TYPED | {"wanted_by": "2015-04-01"}).status_code == 302


def test_what_is_missing_is_said_at_its_field(story):
    page = text(story.browser("liaison").post(RAISE, {"what": " "}))
    for label in ("需协调的问题", "请求协调的单位", "希望解决日期"):
        assert f"请填写{label}" in page


@pytest.mark.parametrize(("length", "status"), [(500, 302), (501, 422)])
def test_what_is_too_long_is_told_with_its_length_and_stays(story, length, status):
    answer = story.browser("liaison").post(RAISE, TYPED | {"what": "问" * length})
    assert answer.status_code == status
    if status == 422:
        assert "需协调的问题不能超过500字，现有501字，请缩短" in text(answer)
        assert "问" * 501 in text(answer)


def test_a_task_page_offers_it_to_units_of_the_task_and_lists_the_newest(story):
    found = [raised(story, what=f"问题{n}") for n in range(7)]
    page = text(story.browser("other_unit").get("/gjrc/tasks/14/"))
    assert f'href="{RAISE}"' in page
    assert f'href="{address(found[6])}">问题6' in page
    assert "问题1<" not in page
    assert 'href="/gjrc/coordination/?task=14&amp;state=all"' in page
    for who in ("outsider", "checker", "leadership"):
        assert RAISE not in text(story.browser(who).get("/gjrc/tasks/14/"))
    assert "问题6" not in text(story.browser("outsider").get("/gjrc/tasks/14/"))
