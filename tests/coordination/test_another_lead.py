"""What was raised stays what it was when another unit comes to lead."""

from datetime import date

import pytest

from tasks.actions import coordination, decisions
from tests.coordination.problem import address, now, raised, said, text
from tests.factories import client_for, make_unit, make_user
from tests.story import at
from units.roles import Role
from zgc_tasks.common.refusal import Refusal


@pytest.fixture
def new_lead(story):
    """Designated on 3月25日."""
    member = make_user(Role.LIAISON, make_unit("市人力社保局"))

    def designate():
        decisions.designate(
            task=story.task, unit=member.unit, plan_deadline=date(2015, 4, 20), basis="minutes",
            basis_number="第2期", dated_on=at(25).date(), by=story.checker, at=at(25),
        )  # fmt: skip
        return member

    return designate


def test_the_new_lead_reads_and_settles_what_the_lead_of_before_raised(story, new_lead):
    found = raised(story)
    member = new_lead()
    page = text(story.browser("checker").get(address(found)))
    assert "市教委（提请时牵头）" in page
    assert now(found).unit == story.lead
    assert client_for(member).get(address(found)).status_code == 200
    said(found, coordination.settle, member, at(26))
    assert now(found).status == "settled"


def test_the_lead_of_before_goes_on_reading_and_settling_its_own(story, new_lead):
    own, others = raised(story), raised(story, by=story.other_unit)
    # the register still prints it among the units, so that it takes part
    story.task.responsibilities.filter(unit=story.lead).delete()
    new_lead()
    assert story.browser("liaison").get(address(own)).status_code == 200
    assert story.browser("liaison").get(address(others)).status_code == 404
    said(own, coordination.settle, story.liaison, at(26))


def test_what_a_participating_unit_raised_no_lead_settles(story, new_lead):
    found = raised(story, by=story.other_unit)
    for by in (story.liaison, new_lead()):
        with pytest.raises(Refusal, match="只有提请单位可以"):
            said(found, coordination.settle, by, at(26))


def test_who_led_when_it_was_read_raises_nothing_any_more(story, new_lead):
    read_before = story.task
    story.task.responsibilities.filter(unit=story.lead).delete()
    new_lead()
    with pytest.raises(Refusal, match="只有本项的牵头单位和参与单位可以提请协调"):
        coordination.raise_it(
            task=read_before, what="经费", asked_of="市财政局", wanted_by=date(2015, 4, 1), by=story.liaison,
            at=at(26),
        )  # fmt: skip
