"""Decisions of others put on record: the lead of a task that names none, and whom open wording means."""

import re
from datetime import date

import pytest

from tasks.models import Designation, Responsibility, WordingResolution
from tests.checking.pages import text
from tests.factories import client_for, make_task, make_user
from tests.plans.form_helpers import save
from tests.story import at
from units.models import AuditEntry
from units.roles import Role

DESIGNATE = "/gjrc/tasks/38/designate/"
WORDING = "/gjrc/tasks/14/wording/3/"


@pytest.fixture
def nobody_leads(story):
    return make_task(story.programme, 38, participants=["相关成员单位"])


def designate(story, who="leadership", **data):
    form = {
        "unit": story.participant.pk,
        "basis": "minutes",
        "basis_number": "第3期",
        "dated_on": "2015-03-31",
        "plan_deadline": "2015-04-20",
    } | data
    return story.browser(who).post(DESIGNATE, form)


def test_a_designation_gives_the_task_a_lead_and_a_deadline_of_its_own(story, nobody_leads):
    assert designate(story).url == "/gjrc/tasks/38/"
    nobody_leads.refresh_from_db()
    assert (nobody_leads.lead, nobody_leads.filing_deadline) == (story.participant, date(2015, 4, 20))
    made = Designation.objects.get()
    assert (made.basis, made.basis_number, made.dated_on) == ("minutes", "第3期", date(2015, 3, 31))
    assert made.recorded_by == story.leadership
    assert AuditEntry.objects.filter(action="task.designate", user=story.leadership.user).exists()


def test_who_leads_by_a_decision_gets_another_deadline_by_the_next(story, nobody_leads):
    designate(story)
    assert designate(story, basis_number="第4期", plan_deadline="2015-04-30").status_code == 302
    nobody_leads.refresh_from_db()
    assert (nobody_leads.lead, nobody_leads.filing_deadline) == (story.participant, date(2015, 4, 30))


def test_the_designated_lead_may_then_fill_in_the_plan(story, nobody_leads):
    browser = story.browser("other_unit")
    assert save(browser, nobody_leads).status_code == 404
    designate(story)
    nobody_leads.refresh_from_db()
    assert save(browser, nobody_leads).status_code == 302
    assert nobody_leads.plan.updated_by == story.other_unit


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"dated_on": "2015-04-02"}, "依据日期不能晚于今天"),
        ({"plan_deadline": "2015-03-30"}, "不能早于依据日期"),
        ({"plan_deadline": ""}, "请填写本项报送截止日期"),
        ({"basis": ""}, "请选择依据"),
        ({"unit": ""}, "请选择牵头单位"),
    ],
)
def test_a_designation_needs_a_basis_and_a_deadline_not_before_its_own_date(
    story, nobody_leads, wrong, words
):
    answer = designate(story, **wrong)
    assert answer.status_code == 422
    assert words in text(answer)
    assert 'value="第3期"' in text(answer)
    assert not Designation.objects.exists()
    assert designate(story).status_code == 302


def test_a_deadline_on_the_day_of_the_decision_is_possible(story, nobody_leads):
    assert designate(story, plan_deadline="2015-03-31").status_code == 302


def test_no_newer_deadline_makes_late_what_the_lead_filed_in_time(story, nobody_leads):
    designate(story, plan_deadline="2015-03-31")
    nobody_leads.refresh_from_db()
    story.as_task(nobody_leads).file(at(31))
    answer = designate(story, basis_number="第4期", dated_on="2015-03-25", plan_deadline="2015-03-30")
    assert answer.status_code == 422
    assert "已于2015年3月31日按时报送，报送截止日期不能早于这一天" in text(answer)
    assert Designation.objects.count() == 1
    assert designate(story, basis_number="第4期", plan_deadline="2015-03-31").status_code == 302


def test_a_newer_designation_takes_the_place_of_the_one_before(story, nobody_leads):
    designate(story)
    assert designate(story, unit=story.outsider.unit_id).status_code == 302
    nobody_leads.refresh_from_db()
    assert nobody_leads.lead == story.outsider.unit
    assert Designation.objects.count() == 2


def test_receiving_office_and_leadership_record_decisions_and_nobody_else(story, nobody_leads):
    for who in ("liaison", "officer", "other_unit", "outsider"):
        assert designate(story, who).status_code == 403
        assert story.browser(who).get(DESIGNATE).status_code == 403
        assert resolve(story, who).status_code == 403
    assert not Designation.objects.exists()
    assert designate(story, "checker").status_code == 302


def test_the_leadership_of_another_programme_records_nothing_here(story, nobody_leads):
    stranger = client_for(make_user(Role.LEADERSHIP))
    assert stranger.get(DESIGNATE).status_code == 403
    assert story.browser("leadership").get(DESIGNATE).status_code == 200


# --- wording -------------------------------------------------------------------------------------------------


@pytest.fixture
def wording(story):
    return Responsibility.objects.create(task=story.task, position=3, wording="等有关区县")


def resolve(story, who="leadership", **data):
    form = {
        "units": [story.outsider.unit_id],
        "basis": "letter",
        "basis_number": "",
        "dated_on": "2015-03-31",
    }
    return story.browser(who).post(WORDING, form | data)


def test_resolving_wording_names_units_and_keeps_what_was_printed(story, wording):
    assert resolve(story).url == "/gjrc/tasks/14/"
    made = WordingResolution.objects.get()
    assert list(made.units.all()) == [story.outsider.unit]
    wording.refresh_from_db()
    assert (wording.wording, wording.unit) == ("等有关区县", None)
    assert AuditEntry.objects.filter(action="wording.resolve", user=story.leadership.user).exists()


def test_units_the_wording_means_then_see_the_filed_plan(story, wording):
    story.file()
    assert story.browser("outsider").get("/gjrc/tasks/14/plan/").status_code == 404
    resolve(story)
    assert story.browser("outsider").get("/gjrc/tasks/14/plan/").status_code == 200


def test_wording_of_one_task_opens_no_plan_of_another_whose_wording_waits(story, wording):
    other = make_task(story.programme, 15, lead=story.lead)
    Responsibility.objects.create(task=other, position=3, wording="等有关区县")
    story.file()
    story.as_task(other).file()
    resolve(story)
    seen = [story.browser("outsider").get(f"/gjrc/tasks/{number}/plan/").status_code for number in (14, 15)]
    assert seen == [200, 404]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"units": []}, "请至少选择一个单位"),
        ({"basis": ""}, "请选择依据"),
        ({"dated_on": "2015-04-02"}, "依据日期不能晚于今天"),
    ],
)
def test_a_resolution_needs_units_and_a_basis(story, wording, wrong, words):
    answer = resolve(story, **wrong)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not WordingResolution.objects.exists()
    assert resolve(story).status_code == 302


def test_an_entry_that_names_a_unit_has_no_wording_to_resolve(story, wording):
    assert story.browser("leadership").get("/gjrc/tasks/14/wording/2/").status_code == 404
    assert story.browser("leadership").get(WORDING).status_code == 200


def test_records_add_up(story, wording):
    resolve(story)
    resolve(story, units=[story.participant.pk], dated_on="2015-04-01")
    assert wording.resolutions.count() == 2


def test_the_page_of_the_task_says_beside_each_wording_what_was_meant_by_it_in_turn(story, wording):
    Responsibility.objects.create(task=story.task, position=4, wording="等有关单位")
    resolve(story)
    resolve(story, units=[story.participant.pk], dated_on="2015-04-01")
    page = text(story.browser("leadership").get("/gjrc/tasks/14/"))
    meant = re.findall("等有关区县|等有关单位|(?<=即)[^（]+", page)
    named = ["等有关区县", story.outsider.unit.short_name, story.participant.short_name, "等有关单位"]
    assert [one for one in meant if one in named][-4:] == named
