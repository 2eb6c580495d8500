"""Days that no programme can know: refused at every door in words, and no page fails over one that is stored."""

from datetime import date

import pytest
from django.urls import reverse

from tasks.models import (
    Consultation,
    ContactNote,
    Designation,
    Filing,
    IncomingLetter,
    Plan,
    PlanEvent,
    Programme,
    Task,
)
from tests.checking.pages import text
from tests.factories import client_for, make_task, make_user
from tests.story import at
from units.roles import Role
from zgc_tasks.common import clock
from zgc_tasks.common.models import DemonstrationDate

IMPOSSIBLE = ["9999-12-31", "0001-01-01"]
MISTYPED = ["2051-04-01", "2014-12-31", *IMPOSSIBLE]


def designating(story):
    make_task(story.programme, 38, participants=["相关成员单位"])
    form = {
        "unit": story.lead.pk,
        "basis": "minutes",
        "dated_on": "2015-03-31",
        "plan_deadline": "2015-04-20",
    }
    return "leadership", "/gjrc/tasks/38/designate/", form, Designation


def letter(story):
    form = {"tasks": [story.task.pk], "received_on": "2015-03-31", "dated_on": "2015-03-30", "channel": "fax"}
    return "checker", f"/gjrc/letters/add/?unit={story.lead.slug}", form, IncomingLetter


def contact(story):
    form = {"contacted_on": "2015-03-31", "expected_by": "2015-04-03", "spoke_with": "周某", "said": "好"}
    return "checker", f"/gjrc/contacts/{story.lead.slug}/", form, ContactNote


def returning(story):
    story.file()
    story.start_check()
    story.comment()
    form = {"based_on": story.plan.version, "refile_by": "2015-04-09"}
    return "checker", "/gjrc/tasks/14/check/return/", form, PlanEvent.objects.filter(action="return")


def filing(story):
    form = {"based_on": story.draft().version, "signed_on": "2015-03-31", "warnings_seen": "on"}
    return "liaison", "/gjrc/tasks/14/plan/file/", form, Filing


def consulting(story):
    form = {"based_on": story.draft().version, "unit": story.participant.pk, "answered_on": "2015-03-31"}
    return "liaison", "/gjrc/tasks/14/plan/consultation/offline/", form, Consultation


DOORS = [
    *((designating, name) for name in ("dated_on", "plan_deadline")),
    *((letter, name) for name in ("received_on", "dated_on")),
    *((contact, name) for name in ("contacted_on", "expected_by")),
    (returning, "refile_by"),
    (filing, "signed_on"),
    (consulting, "answered_on"),
]


def made(rows) -> int:
    return getattr(rows, "objects", rows).count()


@pytest.mark.parametrize(("door", "field"), DOORS)
def test_a_day_no_programme_can_know_is_refused_at_its_field(story, door, field):
    who, url, form, rows = door(story)
    before, browser = made(rows), story.browser(who)
    for day in MISTYPED:
        answer = browser.post(url, form | {field: day})
        assert answer.status_code == 422, day
        assert "年份" in text(answer), day
        assert day in text(answer), day  # what was typed is still there
    assert made(rows) == before
    assert browser.post(url, form).status_code == 302
    assert made(rows) == before + 1


def test_a_stamped_original_came_in_a_year_that_can_be(story):
    story.file()
    url, browser = "/gjrc/tasks/14/plan/filings/1/stamped/", story.browser("checker")
    for day in MISTYPED:
        assert "年份" in text(browser.post(url, {"received_on": day}, follow=True)), day
        assert story.plan.filing.stamped_received_on is None
    browser.post(url, {"received_on": "2015-04-01"})
    assert story.plan.filing.stamped_received_on == date(2015, 4, 1)


def test_a_letter_is_not_received_before_its_own_day(story):
    who, url, form, _ = letter(story)
    answer = story.browser(who).post(url, form | {"dated_on": "2015-04-01"})
    assert answer.status_code == 422
    assert "收到日期不能早于来文日期" in text(answer)
    assert not IncomingLetter.objects.exists()
    assert story.browser(who).post(url, form | {"dated_on": "2015-03-31"}).status_code == 302


def test_recorded_after_the_deadline_of_all_a_designation_says_which_day_it_wants(story):
    who, url, form, _ = designating(story)
    DemonstrationDate.objects.create(date=date(2015, 4, 7))
    assert "不早于4月14日（周二），登记后第5个工作日" in text(story.browser(who).get(url))
    answer = story.browser(who).post(url, form | {"plan_deadline": "2015-04-13"})
    assert answer.status_code == 422
    assert "请不早于2015年4月14日" in text(answer)
    assert story.browser(who).post(url, form | {"plan_deadline": "2015-04-14"}).status_code == 302


@pytest.mark.parametrize("page", ["overview", "deadlines"])
def test_a_page_as_of_a_day_that_cannot_be_says_so_and_shows_today(story, page):
    for day in MISTYPED:
        answer = story.browser("leadership").get(f"/gjrc/{page}/", {"as_of": day})
        assert answer.status_code == 200
        assert "年份" in text(answer)
        assert "截至2015年4月1日" in text(answer)
    assert "年份" not in text(story.browser("leadership").get(f"/gjrc/{page}/", {"as_of": "2025-12-31"}))


def test_an_export_as_of_a_day_that_cannot_be_says_so_instead(story):
    for day in MISTYPED:
        answer = story.browser("leadership").get("/gjrc/exports/summary.json/", {"as_of": day}, follow=True)
        assert "未能导出" in text(answer)


def test_the_audit_log_takes_no_day_that_overflows(story):
    browser = client_for(make_user(Role.AUDITOR))
    for day in IMPOSSIBLE:
        for name in ("since", "until"):
            answer = browser.get(reverse("audit"), {name: day})
            assert (answer.status_code, "年份" in text(answer)) == (200, True)


# --- the demonstration's date --------------------------------------------------------------------------------


def test_the_demonstration_goes_to_no_day_its_programmes_cannot_know(story):
    for day in MISTYPED:
        answer = story.browser("liaison").post("/demo-date/", {"date": day})
        assert answer.status_code == 422
        assert "年份" in text(answer)
    assert not DemonstrationDate.objects.exists()
    assert story.browser("liaison").post("/demo-date/", {"date": "2025-12-31"}).status_code == 302


@pytest.mark.parametrize("day", [date.max, date.min])
def test_from_a_day_of_before_that_cannot_be_it_is_set_back(story, day):
    DemonstrationDate.objects.create(date=day)
    for who in ("liaison", "checker", "leadership"):
        assert story.browser(who).get("/gjrc/", follow=True).status_code == 200
    assert story.browser("leadership").get("/gjrc/overview/").status_code == 200
    assert story.browser("liaison").post("/demo-date/", {"date": "2015-04-07"}).status_code == 302
    assert clock.today() == date(2015, 4, 7)


# --- what an earlier version let in --------------------------------------------------------------------------


PAGES = {
    "liaison": ["/gjrc/", "/gjrc/tasks/14/", "/gjrc/tasks/?state=missing", "/gjrc/tasks/?state=on_time"],
    "checker": ["/gjrc/", "/gjrc/checking/", "/gjrc/checking/missing/", "/gjrc/checking/returned/"],
    "leadership": [
        *("/gjrc/", "/gjrc/overview/", "/gjrc/exports/summary.json/", "/gjrc/exports/summary.csv/"),
        *("/gjrc/deadlines/?as_of=2015-03-30&state=missing", "/gjrc/deadlines/?as_of=2015-04-10&state=late"),
    ],
}


def failing(story) -> list[tuple]:
    answers = [(who, page, story.browser(who).get(page)) for who, pages in PAGES.items() for page in pages]
    return [(who, page) for who, page, answer in answers if answer.status_code != 200]


@pytest.mark.parametrize("day", [date.max, date.min])
def test_no_page_fails_over_a_stored_deadline_that_cannot_be(story, day):
    story.file()
    make_task(story.programme, 15, lead=story.lead, own_deadline=day)
    Programme.objects.update(plan_deadline=day)
    assert failing(story) == []


@pytest.mark.parametrize("day", [date.max, date.min])
def test_no_page_fails_over_a_stored_time_to_file_again_that_cannot_be(story, day):
    story.file()
    story.send_back()
    Plan.objects.update(refile_by=day)
    assert failing(story) == []


@pytest.mark.parametrize("day", [date.max, date.min])
def test_filed_by_a_deadline_at_the_end_of_time_is_told_as_of_every_day(story, day):
    story.file(at(25))
    Task.objects.update(own_deadline=day)
    task = Task.objects.with_standing(date(2015, 4, 1)).get()
    assert task.state == ("on_time" if day == date.max else "late")
