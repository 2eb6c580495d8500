"""变更牵头单位: the plan passes on with all that hangs on it, what was filed stays readable, and no day before changes."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest

from tasks import ledger
from tasks.actions import assigning, decisions
from tasks.actions.leading import set_lead
from tasks.exports import json
from tasks.models import Consultation, Designation, Leading, Plan, Task
from tasks.querysets.standing import end_of, standing_of
from tests.checking.pages import PLAN, text
from tests.factories import make_office, make_task
from tests.plans.form_helpers import posted, url
from tests.story import SOUND, Story, at
from zgc_tasks.common.refusal import Refusal

DESIGNATE = "/gjrc/tasks/14/designate/"
FILING = f"{PLAN}filings/1/"


def replaced(story: Story, *, when=None, unit=None, dated_on=date(2015, 3, 29), plan_deadline=None):
    """市科委, which takes part, or another unit leads from 29 March on."""
    made = decisions.designate(
        task=story.task, unit=unit or story.participant, plan_deadline=plan_deadline, basis="instruction",
        basis_number="第5号", dated_on=dated_on, by=story.leadership, at=when or at(30),
    )  # fmt: skip
    story.task.refresh_from_db()
    return made


def post(story: Story, who="leadership", **typed):
    form = {
        "unit": story.participant.pk,
        "basis": "minutes",
        "basis_number": "第3期",
        "dated_on": "2015-03-31",
    } | typed
    return story.browser(who).post(DESIGNATE, form)


def status(story: Story, who: str, address: str) -> int:
    answer = story.browser(who).get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def exported(story: Story, day: date) -> bytes:
    out = BytesIO()
    json.write(ledger.build(story.programme, as_of=day), out)
    return out.getvalue()


# --- what it was asked ---------------------------------------------------------------------------------------


def test_a_unit_that_leads_now_is_not_asked_for_its_opinion_any_more(story):
    story.draft()
    ask = {"based_on": story.plan.version, "units": [story.participant.pk], "message": "请反馈"}
    story.browser("liaison").post(f"{PLAN}consultation/ask/", ask)
    question = Consultation.objects.get()
    waits = f"/gjrc/consultations/{question.pk}/"
    assert waits in story.browser("other_unit").get("/gjrc/").content.decode()
    replaced(story, plan_deadline=date(2015, 4, 20))
    assert waits not in story.browser("other_unit").get("/gjrc/").content.decode()


# --- the form ------------------------------------------------------------------------------------------------


def test_the_form_says_who_leads_now_and_asks_for_no_deadline_of_what_was_filed(story):
    story.file()
    page = text(story.browser("checker").get(DESIGNATE))
    assert "本项现由市教委牵头" in page
    assert "本项已报送，变更牵头单位的不填，截止日期不变" in page
    assert "登记牵头单位变更" in text(story.browser("checker").get("/gjrc/tasks/14/"))
    assert post(story).url == "/gjrc/tasks/14/"
    assert Task.objects.get(pk=story.task.pk).lead == story.participant
    assert Designation.objects.get().plan_deadline is None


def test_of_what_was_not_filed_it_asks_for_one(story):
    story.draft()
    assert "请填写本项报送截止日期" in text(post(story))
    assert post(story, plan_deadline="2015-04-20").status_code == 302
    assert Task.objects.get(pk=story.task.pk).filing_deadline == date(2015, 4, 20)


def test_who_leads_already_is_not_put_in_its_own_place(story):
    story.file()
    answer = post(story, unit=story.lead.pk)
    assert answer.status_code == 422
    assert "本项现由市教委牵头，不需登记" in text(answer)
    assert not Designation.objects.exists()


def test_a_deadline_for_what_was_filed_is_refused(story):
    story.file()
    with pytest.raises(Refusal, match="已报送，报送截止日期不变"):
        replaced(story, plan_deadline=date(2015, 5, 1))


# --- what passes on ------------------------------------------------------------------------------------------


def test_a_draft_passes_to_the_people_of_the_new_lead_and_from_the_old(story):
    story.draft(replace(SOUND, participants=("市民政局",)))
    assigning.assign(
        task=story.task, office=make_office(story.lead), based_on_office=None, by=story.liaison, at=at(21)
    )
    version = story.plan.version
    replaced(story, unit=story.outsider.unit, plan_deadline=date(2015, 4, 20))
    plan = Plan.objects.get(task=story.task)
    assert (plan.office, plan.participants.count(), plan.version) == (None, 0, version + 1)
    assert "印发建设计划实施细则" in text(story.browser("outsider").get(url("plan-edit", story.task)))
    assert status(story, "liaison", PLAN) == 404
    saving = story.browser("liaison").post(url("plan-save", story.task), posted(version))
    assert saving.status_code == 404
    assert story.browser("outsider").post(url("plan-save", story.task), posted(version)).status_code == 409


def test_comments_are_answered_and_the_plan_is_filed_again_by_the_new_lead(story):
    story.file()
    story.send_back()
    replaced(story)
    comment = story.plan.filing.comments.get()
    answer = {f"c{comment.pk}-answer": "adopted"}
    answered = story.browser("other_unit").post(f"{PLAN}comments/{comment.pk}/answer/", answer)
    assert answered.status_code == 302
    new = replace(story, liaison=story.other_unit, lead=story.participant)
    new.file(at(31))
    (first, second) = story.plan.filings.order_by("nth")
    assert (first.lead, second.lead) == (story.lead, story.participant)
    assert (first.sheet().lead, second.sheet().lead) == ("市教委", "市科委")
    assert "市教委" in second.sheet().participants


# --- what the old lead reads ---------------------------------------------------------------------------------


def nobody_named(story: Story) -> Story:
    """Task 38, which names no unit; the lead of the cast was made its lead, and has filed."""
    task = make_task(story.programme, 38, participants=["相关成员单位"])
    one = replace(story, task=task)
    replaced(one, unit=story.lead, when=at(20), dated_on=date(2015, 3, 19), plan_deadline=date(2015, 4, 20))
    one.file()
    return one


def test_the_old_lead_reads_what_it_filed_and_nothing_else(story):
    one = nobody_named(story)
    plan, filing = (address.replace("/14/", "/38/") for address in (PLAN, FILING))
    replaced(one, unit=story.participant)
    for address in (filing, f"{filing}pdf/", f"{filing}receipt/"):
        assert status(one, "liaison", address) == 200, address
    assert "010-00000002" in text(one.browser("liaison").get(filing))
    assert status(one, "liaison", plan) == 404
    assert status(one, "outsider", filing) == 404
    assert f'href="{plan}"' not in text(one.browser("liaison").get(filing))
    task_page = text(one.browser("liaison").get("/gjrc/tasks/38/"))
    assert f'href="{filing}"' in task_page
    listed = text(one.browser("liaison").get("/gjrc/plans/"))
    assert "本单位原牵头" in listed
    assert f'href="{filing}"' in listed
    new = replace(one, task=Task.objects.get(pk=one.task.pk), liaison=story.other_unit)
    Plan.objects.filter(task=one.task).update(status="draft", filing=None, in_force=None, first_filed_at=None)
    new.file(at(31))
    assert status(one, "liaison", filing.replace("filings/1", "filings/2")) == 404


def test_where_nobody_leads_any_more_the_plan_is_read_and_its_number_by_those_who_oversee(story):
    """As a register file may have it, which names a wording first."""
    story.file()
    set_lead(story.task, None, since=date(2015, 3, 30), plan_deadline=None, recorded_at=at(30))
    assert "010-00000002" in text(story.browser("checker").get(PLAN))
    read = text(story.browser("other_unit").get(PLAN))
    assert "（不显示）" in read
    assert "010-00000002" not in read
    rows = story.browser("other_unit").get("/gjrc/exports/summary.json/").getvalue().decode()
    assert "（不显示）" in rows
    assert "010-00000002" not in rows


def test_where_the_register_names_it_it_takes_part_from_then_on(story):
    story.file()
    replaced(story)
    assert status(story, "liaison", PLAN) == 200
    assert "plan/edit/" not in text(story.browser("liaison").get(PLAN))
    assert "变更联系信息" not in text(story.browser("liaison").get(PLAN))
    assert "变更联系信息" in text(story.browser("other_unit").get(PLAN))


def test_both_homes_and_the_page_of_the_task_say_it(story):
    story.file()
    replaced(story)
    assert "自2015年3月29日起改由市科委牵头，本单位已报送的内容仍可查看" in text(
        story.browser("liaison").get("/gjrc/")
    )
    assert "自2015年3月29日起改由本单位牵头，原由市教委牵头" in text(
        story.browser("other_unit").get("/gjrc/")
    )
    page = text(story.browser("leadership").get("/gjrc/tasks/14/"))
    assert "任务分解表列明，至2015年3月29日" in page
    assert "自2015年3月29日起" in page
    assert "批示第5号" in page


# --- no day before changes -----------------------------------------------------------------------------------


def test_every_day_before_reads_as_before_and_a_plan_on_time_stays_so(story):
    make_task(story.programme, 15, lead=story.participant)
    story.file(at(25))
    day = date(2015, 3, 29)
    before = exported(story, day)
    replaced(story, when=at(5, month=4), dated_on=date(2015, 4, 4))
    assert exported(story, day) == before
    (row, _) = ledger.build(story.programme, as_of=date(2015, 4, 5)).rows
    assert (row.lead.short, row.filed, row.deadline) == ("市科委", "on_time", date(2015, 4, 3))
    for past in (date(2015, 4, 4), date(2015, 4, 5)):
        tasks = Task.objects.filter(programme=story.programme).with_standing(past, past=True)
        led_then = story.lead if past < date(2015, 4, 5) else story.participant
        assert tasks.concerning(led_then, "lead", before=end_of(past)).filter(number=14).exists(), past
        assert standing_of(tasks.get(number=14), past).filed == "on_time"


def test_who_led_is_stored_with_its_days(story):
    story.file()
    replaced(story)
    first, second = Leading.objects.filter(task=story.task)
    assert (first.unit, first.since, first.until) == (story.lead, None, date(2015, 3, 29))
    assert (second.unit, second.since, second.until) == (story.participant, date(2015, 3, 29), None)
    assert second.recorded_at == at(30)


# --- letters -------------------------------------------------------------------------------------------------


def test_a_letter_the_old_lead_sent_before_is_registered_and_entered_as_its_own(story):
    replaced(story, plan_deadline=date(2015, 4, 20))
    letter = story.letter(received_at=at(27), recorded_at=at(31))
    filing = story.enter(letter, when=at(31, 11))
    assert (filing.lead, filing.sheet().lead) == (story.lead, "市教委")
    assert "市科委" in filing.sheet().participants


def test_one_it_sent_afterwards_is_not(story):
    replaced(story, plan_deadline=date(2015, 4, 20))
    with pytest.raises(Refusal, match="第14项的牵头单位不是市教委，收到来文时也不是"):
        story.letter(received_at=at(30, 11))
    assert story.letter(received_at=at(29))  # on the day of the change both write as lead


def test_the_new_lead_reads_what_was_entered_from_it_and_neither_the_letter_nor_its_scan(story):
    letter = story.letter(received_at=at(25))
    story.enter(letter)
    replaced(story)
    paper = (f"/gjrc/letters/{letter.pk}/", f"/gjrc/scans/{letter.scan_id}/")
    assert [status(story, "other_unit", address) for address in (*paper, PLAN, FILING)] == [
        404,
        404,
        200,
        200,
    ]
    assert [status(story, "liaison", address) for address in (*paper, FILING)] == [200, 200, 200]
