"""核对无误 leads on to the next plan that waits, and a slip of the hand is undone for ten minutes."""

from datetime import date, timedelta

import pytest

from tasks import ledger
from tasks.actions import checking
from tasks.models import PlanEvent
from tests.factories import make_task
from tests.story import at
from units.models import AuditEntry
from zgc_tasks.common.refusal import Refusal


def others(story, *numbers: int):
    """Filed plans of further tasks of the lead."""
    made = [story.as_task(make_task(story.programme, number, lead=story.lead)) for number in numbers]
    for one in made:
        one.file()
    return made


def accepted(story):
    story.file()
    return story.accept(at(27))


def undo(story, *, minutes: int = 3, by=None):
    return checking.undo_accept(
        plan_id=story.plan.pk,
        based_on=story.plan.version,
        by=by or story.checker,
        at=at(27) + timedelta(minutes=minutes),
    )


# --- 下一项 --------------------------------------------------------------------------------------------------


def press(story, verb: str):
    address = f"/gjrc/tasks/{story.task.number}/check/{verb}/"
    return story.browser("checker").post(address, {"based_on": story.plan.version})


def test_accepting_leads_to_the_next_that_waits_and_the_button_says_how_many_there_are(story):
    story.file()
    story.start_check()
    others(story, 3, 20, 21)
    page = story.browser("checker").get("/gjrc/tasks/14/check/").content.decode()
    assert "核对无误，下一项（余 3）" in page
    assert press(story, "accept")["Location"] == "/gjrc/tasks/20/check/"


def test_behind_the_last_number_it_goes_on_with_the_first(story):
    story.file()
    story.start_check()
    others(story, 3)
    assert press(story, "accept")["Location"] == "/gjrc/tasks/3/check/"


def test_where_none_waits_it_stays(story):
    story.file()
    story.start_check()
    page = story.browser("checker").get("/gjrc/tasks/14/check/").content.decode()
    assert ">核对无误</button>" in page
    assert press(story, "accept")["Location"] == "/gjrc/tasks/14/check/"


def test_what_the_person_wrote_is_not_offered_as_the_next(story):
    story.file()
    story.start_check()
    (other,) = others(story, 20)
    other.plan.authors.create(user=story.checker.user, last_saved_at=at(25))
    assert press(story, "accept")["Location"] == "/gjrc/tasks/14/check/"


# --- 撤销 ----------------------------------------------------------------------------------------------------


def test_it_is_offered_where_the_person_goes_on_and_undone_there(story):
    story.file()
    story.start_check()
    others(story, 20)
    browser = story.browser("checker")
    browser.post("/gjrc/tasks/14/check/accept/", {"based_on": story.plan.version})
    page = browser.get("/gjrc/tasks/20/check/").content.decode()
    assert "前可以撤销第14项的核收" in page
    assert 'action="/gjrc/tasks/14/check/undo/"' in page
    answer = browser.post("/gjrc/tasks/14/check/undo/", {"based_on": story.plan.version}, follow=True)
    assert "第14项的核收已撤销，仍在核对中" in answer.content.decode()
    assert story.plan.status == "checking"
    assert "14/check/undo/" not in answer.content.decode()
    assert (
        "14/check/undo/" not in story.browser("second_checker").get("/gjrc/tasks/20/check/").content.decode()
    )


def test_it_is_being_checked_as_before_with_its_row_in_history_and_log(story):
    accepted(story)
    started = story.plan.check_started_at
    undo(story)
    assert (story.plan.status, story.plan.check_started_at) == ("checking", started)
    assert PlanEvent.objects.last().action == "undo_accept"
    assert AuditEntry.objects.filter(action="plan.undo_accept").count() == 1
    assert story.accept(at(27, 11)).status == "accepted"


def test_of_a_revision_what_it_replaced_is_in_force_again(story):
    accepted(story)
    story.revise()
    story.file(at(28, 11))
    story.accept(at(29))
    plan = story.plan
    checking.undo_accept(
        plan_id=plan.pk, based_on=plan.version, by=story.checker, at=at(29) + timedelta(minutes=1)
    )
    assert (story.plan.in_force.nth, story.plan.filing.nth) == (1, 2)


def test_ten_minutes_are_the_last_moment(story):
    accepted(story)
    with pytest.raises(Refusal, match="核收已超过10分钟，不能撤销"):
        undo(story, minutes=11)
    assert undo(story, minutes=10).status == "checking"


def test_only_who_accepted_undoes(story):
    accepted(story)
    with pytest.raises(Refusal, match="只有核收本方案的核对人本人可以撤销核收"):
        undo(story, by=story.second_checker)
    with pytest.raises(Refusal, match="只有接收处室的核对人可以撤销核收"):
        undo(story, by=story.liaison)
    assert story.plan.status == "accepted"


@pytest.mark.parametrize("minutes", [0, 1])
def test_once_a_participating_unit_has_opened_it_it_stays(story, minutes):
    accepted(story)
    story.plan.filing.readings.create(
        unit=story.participant, at=at(27) + timedelta(minutes=minutes), by=story.other_unit
    )
    with pytest.raises(Refusal, match="核收后参与单位已查看本方案"):
        undo(story)


def test_that_it_was_opened_when_it_was_accepted_before_does_not_keep_it(story):
    accepted(story)
    story.plan.filing.readings.create(unit=story.participant, at=at(27, 11), by=story.other_unit)
    story.take_back(when=at(27, 12))
    story.start_check(at(27, 13))
    again = story.accept(at(27, 14))
    checking.undo_accept(plan_id=again.pk, based_on=again.version, by=story.checker, at=at(27, 14))
    assert story.plan.status == "checking"


@pytest.mark.parametrize("minutes", [0, 1])
def test_a_step_that_was_reported_since_keeps_it(story, minutes):
    accepted(story)
    since = {"key": 1, "state": "begun", "recorded_at": at(27) + timedelta(minutes=minutes)}
    story.task.step_reports.create(**since, recorded_by=story.liaison)
    with pytest.raises(Refusal, match="核收后已填报步骤情况"):
        undo(story)


def test_a_step_reported_before_and_a_revision_that_was_given_up_since_do_not_keep_it(story):
    accepted(story)
    story.task.step_reports.create(
        key=1, state="begun", recorded_at=at(27) - timedelta(minutes=1), recorded_by=story.liaison
    )
    story.revise(when=at(27) + timedelta(minutes=1))
    story.give_up(when=at(27) + timedelta(minutes=2))
    assert undo(story).status == "checking"


def test_what_is_no_longer_accepted_is_not_undone(story):
    accepted(story)
    story.revise(when=at(27) + timedelta(minutes=1))
    with pytest.raises(Refusal, match="不能撤销核收"):
        undo(story)


def test_a_day_that_has_ended_keeps_what_it_had(story):
    """Accepted five minutes before midnight, undone behind it."""
    story.file()
    late = at(27, 23).replace(minute=55)
    story.start_check(at(27, 23))
    checking.accept(plan_id=story.plan.pk, based_on=story.plan.version, by=story.checker, at=late)
    before = ledger.build(story.programme, as_of=date(2015, 3, 27)).rows
    plan = story.plan
    checking.undo_accept(
        plan_id=plan.pk, based_on=plan.version, by=story.checker, at=late + timedelta(minutes=9)
    )
    after = ledger.build(story.programme, as_of=date(2015, 3, 27)).rows
    assert (before[0].state, after[0].state) == ("accepted", "accepted")
    (now,) = ledger.build(story.programme, as_of=date(2015, 3, 28)).rows
    assert (now.state, bool(now.checking)) == ("on_time", True)
