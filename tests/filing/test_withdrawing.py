"""撤回: before the deadline and before checking starts, and then the plan counts as not filed."""

import json

from tasks.enums import Action, PlanStatus
from tasks.models import Filing
from tasks.policies import withdrawing_action
from tests.story import at

WITHDRAW = "/gjrc/tasks/14/plan/withdraw/"


def withdraw(story, who="liaison", **data):
    return story.browser(who).post(WITHDRAW, {"based_on": story.plan.version} | data)


def test_a_plan_is_taken_back_and_is_a_draft_again(story):
    story.file()
    assert withdraw(story).status_code == 302
    plan = story.plan
    assert (plan.status, plan.filing, plan.first_filed_at) == (PlanStatus.DRAFT, None, None)
    assert Filing.objects.get().withdrawn_at is not None


def test_once_checking_has_started_it_is_refused_with_the_reason(story):
    story.file()
    story.start_check()
    answer = withdraw(story)
    assert answer.status_code == 409
    assert "已开始核对" in answer.content.decode()


def test_after_the_deadline_it_is_refused(story):
    story.programme.plan_deadline = at(31).date()
    story.programme.save()
    story.file()
    answer = withdraw(story)
    assert answer.status_code == 409
    assert "已过报送截止日期" in answer.content.decode()


def test_a_withdrawn_plan_filed_again_counts_from_its_second_filing(story):
    story.file()
    withdraw(story)
    plan = story.file(at(4, month=4))
    assert plan.first_filed_at == at(4, month=4)
    assert plan.filing.nth == 2


def test_whether_it_corrects_is_asked_of_no_first_filing(story, django_assert_num_queries):
    """Every page of a plan asks it, and most are filed once."""
    story.file()
    plan = story.plan
    assert plan.filing.nth == 1
    with django_assert_num_queries(0):
        assert withdrawing_action(plan) == Action.WITHDRAW


def test_a_stale_page_withdraws_nothing(story):
    story.file()
    answer = withdraw(story, based_on=1)
    assert answer.status_code == 409
    assert story.plan.status == PlanStatus.FILED


def test_a_request_without_a_version_is_not_found(story):
    story.file()
    assert story.browser("liaison").post(WITHDRAW).status_code == 404


def test_an_address_alone_changes_nothing(story):
    story.file()
    assert story.browser("liaison").get(WITHDRAW).status_code == 405
    assert story.plan.status == PlanStatus.FILED


def test_what_was_taken_back_stays_with_the_lead_and_the_receiving_office(story):
    story.file()
    withdraw(story)
    story.file(at(30))
    first = "/gjrc/tasks/14/plan/filings/1/"
    for who, status in {"liaison": 200, "checker": 200, "other_unit": 404, "leadership": 404}.items():
        assert story.browser(who).get(first).status_code == status, who
    assert first not in story.browser("other_unit").get("/gjrc/tasks/14/plan/").content.decode()


def test_a_plan_filed_again_after_a_return_is_not_taken_back_with_the_filing_before(story):
    story.file()
    story.send_back()
    story.file(at(30))
    answer = withdraw(story)
    assert answer.status_code == 409
    assert "此前的报送仍然有效" in answer.content.decode()
    assert story.plan.first_filed_at == at(25)


# --- the days before ------------------------------------------------------------------------------------------


def row_of_25_march(story, who) -> dict:
    answer = story.browser(who).get("/gjrc/exports/summary.json/", {"as_of": "2015-03-25"})
    (row,) = json.loads(answer.getvalue())
    return row


def test_of_the_days_before_it_counts_for_all_and_is_shown_to_those_who_may_see_it(story):
    story.file()
    shown_before = row_of_25_march(story, "liaison")
    withdraw(story)
    assert row_of_25_march(story, "liaison") == shown_before
    for who in ("checker", "leadership", "other_unit"):
        row = row_of_25_march(story, who)
        assert (row["state"], row["filed"], row["plan"]) == ("on_time", "on_time", None), who
        assert story.browser(who).get("/gjrc/tasks/14/plan/filings/1/").status_code == 404
        compiled = story.browser(who).get("/gjrc/exports/plans.pdf/", {"as_of": "2015-03-25"}, follow=True)
        assert "还没有已报送的实施方案" in compiled.content.decode(), who
        table = story.browser(who).get("/gjrc/exports/summary.csv/", {"as_of": "2015-03-25"}).getvalue()
        assert ("GJRC-14-1" in table.decode(), "李某" in table.decode()) == (False, False), who
    assert story.browser("liaison").get("/gjrc/tasks/14/plan/filings/1/").status_code == 200
    compiled = story.browser("liaison").get("/gjrc/exports/plans.pdf/", {"as_of": "2015-03-25"})
    assert compiled.headers["Content-Type"] == "application/pdf"


def test_filed_again_its_checkers_see_what_was_taken_back_as_on_its_page(story):
    story.file()
    withdraw(story)
    story.file(at(2, month=4))
    assert row_of_25_march(story, "checker")["plan"]["contact_name"] == "李某"
    assert story.browser("checker").get("/gjrc/tasks/14/plan/filings/1/").status_code == 200
    assert row_of_25_march(story, "leadership")["plan"] is None
    assert story.browser("leadership").get("/gjrc/tasks/14/plan/filings/1/").status_code == 404
