"""The earliest receipt counts: a letter that came before what was filed in the system (decision 0038)."""

import json
from datetime import date
from unittest import mock

import pytest

from tasks import ledger
from tasks.actions import checking, filing, letters
from tasks.enums import PlanStatus
from tasks.models import Arrival, Filing, IncomingLetter, PlanEvent
from tests.checking.pages import CHECK, PLAN, post, text
from tests.plans.form_helpers import posted
from tests.story import at
from units.models import AuditEntry
from zgc_tasks.common.models import DemonstrationDate
from zgc_tasks.common.refusal import Refusal

LETTERS = "/gjrc/letters/"


@pytest.fixture
def today(db):
    """Sets the date of the demonstration; it is the 9th of April."""

    def becomes(day: date) -> None:
        DemonstrationDate.objects.update_or_create(id=1, defaults={"date": day})

    becomes(date(2015, 4, 9))
    return becomes


@pytest.fixture(autouse=True)
def _(today):
    """In every test."""


@pytest.fixture
def late(story):
    """Filed in the system on the 7th; the deadline was the 3rd."""
    story.file(at(7, month=4))
    return story


def register(story, received_on: str, **more) -> IncomingLetter:
    form = {"tasks": [story.task.pk], "received_on": received_on, "channel": "exchange"} | more
    answer = story.browser("checker").post(f"{LETTERS}add/?unit={story.lead.slug}", form)
    assert answer.status_code == 302, text(answer)
    return IncomingLetter.objects.latest("pk")


def row(story, day: date):
    return ledger.build(story.programme, as_of=day).rows[0]


def page_of(story, letter, who="checker") -> str:
    return text(story.browser(who).get(f"{LETTERS}{letter.pk}/"))


def test_a_plan_whose_letter_came_in_time_is_on_time_from_the_day_the_letter_is_registered(late):
    before = row(late, date(2015, 4, 8))
    register(late, "2015-04-02")
    known = row(late, date(2015, 4, 9))
    assert (known.state, known.first_filed_on) == ("on_time", date(2015, 4, 2))
    assert known.explanation == "4月2日按时报送，待核对"
    assert row(late, date(2015, 4, 8)) == before
    assert before.state == "late"


@pytest.mark.parametrize(
    ("received", "state"),
    [("2015-04-03", "on_time"), ("2015-04-04", "late"), ("2015-04-08", "late")],
    ids=["on the deadline's day", "the day after", "after it was filed"],
)
def test_the_day_of_the_letter_decides(late, received, state):
    register(late, received, received_time="0:00" if received == "2015-04-04" else "23:59")
    assert row(late, date(2015, 4, 9)).state == state


def test_nothing_of_the_content_changes_and_the_check_goes_on(late):
    late.start_check(at(8, month=4))
    before = late.plan
    letter = register(late, "2015-04-02")
    after = late.plan
    assert after.first_filed_at == letter.received_at
    assert (after.version, after.filing_id, after.status) == (before.version, before.filing_id, "checking")
    assert Filing.objects.count() == 1


@pytest.mark.parametrize("state", ["returned", "accepted"])
def test_it_counts_whatever_the_checkers_decided(late, state):
    late.start_check(at(8, month=4))
    if state == "returned":
        late.comment()
        late.return_now(at(8, 15, month=4), date(2015, 4, 15))
    else:
        checking.accept(plan_id=late.plan.pk, based_on=late.plan.version, by=late.checker, at=at(8, month=4))
    register(late, "2015-04-02")
    known = row(late, date(2015, 4, 9))
    assert (known.state, known.filed) == (state, "on_time")
    assert row(late, date(2015, 4, 8)).filed == "late"


def test_the_page_of_the_letter_says_which_is_older_and_what_that_means(late):
    older = register(late, "2015-04-02")
    assert (
        "该项已另行报送。来文于4月2日收到，早于4月7日的报送，以来文为首次报送，按时报送（截止4月3日）"
        in page_of(late, older)
    )
    between = register(late, "2015-04-06")
    assert "早于4月7日的报送，以来文为首次报送，仍为逾期报送" in page_of(late, between)
    newer = register(late, "2015-04-08")
    assert "来文于4月8日收到，不早于4月7日的报送，是否按时不受影响" in page_of(late, newer)


def test_plan_check_receipt_and_form_show_it(late):
    register(late, "2015-04-02")
    for who, url in (("liaison", PLAN), ("checker", CHECK), ("liaison", "/gjrc/tasks/14/")):
        page = text(late.browser(who).get(url))
        assert "登记来文" in page, url
        assert "2015年4月2日收到" in page, url
    receipt = text(late.browser("liaison").get(f"{PLAN}filings/1/receipt/"))
    assert "来文于2015年4月2日收到，" in receipt
    assert "按时报送" in receipt
    form = text(late.browser("checker").get(f"{LETTERS}add/?unit={late.lead.slug}"))
    assert "（2015年4月2日已报送）" in form
    assert "逾期报送" not in text(late.browser("liaison").get("/gjrc/tasks/14/"))


def test_the_export_says_it_too(late):
    def exported(day: str) -> dict:
        answer = late.browser("checker").get(f"/gjrc/exports/summary.json/?as_of={day}")
        return json.loads(b"".join(answer.streaming_content))[0]

    before = exported("2015-04-08")
    register(late, "2015-04-02")
    assert exported("2015-04-08") == before
    now = exported("2015-04-09")
    assert (before["first_filed_on"], before["filed"], before["days_late"]) == ("2015-04-07", "late", 4)
    assert (now["first_filed_on"], now["filed"], now["days_late"]) == ("2015-04-02", "on_time", 0)


def test_a_letter_registered_before_the_lead_files_in_the_system_counts_then(story):
    story.letter(received_at=at(2, month=4), recorded_at=at(4, month=4))
    assert row(story, date(2015, 4, 4)).state == "missing"
    story.file(at(7, month=4))
    assert row(story, date(2015, 4, 6)).state == "missing"
    assert row(story, date(2015, 4, 7)).state == "on_time"


# --- entering the content ------------------------------------------------------------------------------------


def enter(story, letter, **changes):
    url = f"{LETTERS}{letter.pk}/tasks/14/"
    return story.browser("checker").post(url, posted(story.plan.version, op="enter", **changes))


def test_asked_for_the_papers_content_becomes_a_filing_of_its_own(late):
    letter = register(late, "2015-04-02")
    assert "代录来文内容" in page_of(late, letter)
    assert enter(late, letter, contact_name="赵某").status_code == 302
    plan = late.plan
    assert (plan.status, plan.filing.nth, plan.filing.counts_from) == ("filed", 2, letter.received_at)
    assert plan.filing.sheet().contact_name == "赵某"
    assert plan.contact_name == "李某"  # what the lead wrote and filed stays its working copy
    known = row(late, date(2015, 4, 9))
    assert (known.state, known.filing.nth) == ("on_time", 2)
    assert row(late, date(2015, 4, 8)).filing.nth == 1


def test_an_older_paper_beside_a_later_one_that_was_entered(story):
    later = story.letter(received_at=at(6, month=4))
    story.enter(later, when=at(7, month=4))
    older = register(story, "2015-04-02")
    assert "早于4月6日的报送" in page_of(story, older)
    assert row(story, date(2015, 4, 9)).state == "on_time"
    assert row(story, date(2015, 4, 8)).state == "late"
    assert enter(story, older).status_code == 302
    assert story.plan.filing.nth == 2
    page = page_of(story, later)
    assert "已有新的报送，不需复核" in page


def test_what_came_before_a_return_is_not_the_answer_to_it(late):
    late.start_check(at(8, month=4))
    late.comment()
    late.return_now(at(8, 15, month=4), date(2015, 4, 15))
    letter = register(late, "2015-04-02")
    assert "代录来文内容" not in page_of(late, letter)
    assert "代录实施方案" not in page_of(late, letter)
    refused = late.browser("checker").get(f"{LETTERS}{letter.pk}/tasks/14/")
    assert refused.status_code == 409
    assert "该来文在退回修改之前收到" in text(refused)
    typed = enter(late, letter, contact_name="赵某")
    assert typed.status_code == 409
    assert 'value="赵某"' in text(typed)
    assert late.plan.status == PlanStatus.RETURNED
    same_day = register(late, "2015-04-08")
    assert enter(late, same_day).status_code == 302


# --- withdrawing ---------------------------------------------------------------------------------------------


def test_withdrawing_takes_back_only_what_was_filed_and_the_letter_counts_again_with_the_next_filing(story):
    story.file(at(1, month=4))
    story.letter(received_at=at(2, month=4))
    filing.withdraw(plan_id=story.plan.pk, based_on=story.plan.version, by=story.liaison, at=at(3, month=4))
    assert (story.plan.status, story.plan.first_filed_at) == ("draft", None)
    assert row(story, date(2015, 4, 7)).state == "missing"
    story.file(at(8, month=4))
    known = row(story, date(2015, 4, 8))
    assert (known.state, known.first_filed_on) == ("on_time", date(2015, 4, 2))
    assert row(story, date(2015, 4, 7)).state == "missing"


@pytest.fixture
def corrected(story, today):
    """Entered from a letter of the 30th, corrected by the lead on the 1st; it is the 2nd."""
    today(date(2015, 4, 2))
    story.enter(story.letter(received_at=at(30)))
    story.file(at(1, month=4))
    return story


@pytest.mark.parametrize("day", [date(2015, 3, 29), date(2015, 3, 31), date(2015, 4, 1)], ids=str)
def test_a_correction_taken_back_by_a_clock_that_was_moved_back_breaks_no_day(corrected, today, day):
    today(day)
    assert post(corrected, f"{PLAN}withdraw/", "liaison").status_code == 302
    for each in (day, date(2015, 4, 1), date(2015, 4, 2)):
        assert row(corrected, each).filing.nth in (1, 2)
    assert row(corrected, date(2015, 4, 2)).first_filed_on == date(2015, 3, 30)


def test_a_correction_that_is_taken_back_leaves_what_was_entered(corrected):
    page = text(corrected.browser("liaison").get(PLAN))
    assert "撤回更正</button>" in page
    assert "撤回后恢复为更正前据来文代录的报送" in page
    assert post(corrected, f"{PLAN}withdraw/", "liaison").status_code == 302
    plan = corrected.plan
    assert (plan.status, plan.filing.nth, plan.in_force.nth, plan.first_filed_at) == ("filed", 1, 1, at(30))
    assert [one.withdrawn_at is None for one in plan.filings.all()] == [True, False]
    assert PlanEvent.objects.filter(action="undo_correction", filing__nth=1).exists()
    assert AuditEntry.objects.filter(action="plan.undo_correction", outcome="ok").exists()
    assert row(corrected, date(2015, 4, 1)).filing.nth == 2
    assert row(corrected, date(2015, 4, 2)).filing.nth == 1
    page = text(corrected.browser("liaison").get(PLAN))
    assert "更正内容" in page
    assert "撤回更正</button>" not in page


def test_after_the_deadline_a_correction_stays(corrected, today):
    today(date(2015, 4, 4))
    refused = post(corrected, f"{PLAN}withdraw/", "liaison")
    assert refused.status_code == 409
    assert "已过报送截止日期" in text(refused)
    today(date(2015, 4, 3))
    assert post(corrected, f"{PLAN}withdraw/", "liaison").status_code == 302


# --- a letter registered by mistake --------------------------------------------------------------------------


def withdraw(story, letter, who="checker"):
    return story.browser(who).post(f"{LETTERS}{letter.pk}/tasks/14/withdraw/")


def test_what_was_registered_by_mistake_is_taken_off_the_letter_and_counts_no_more(late, today):
    letter = register(late, "2015-04-02")
    today(date(2015, 4, 10))
    assert "注销本项" in page_of(late, letter)
    assert withdraw(late, letter).status_code == 302
    assert [row(late, date(2015, 4, day)).state for day in (8, 9, 10)] == ["late", "on_time", "late"]
    page = page_of(late, letter)
    assert "登记有误，已于2015年4月10日注销" in page
    assert "注销本项" not in page
    assert "注销来文登记" in text(late.browser("liaison").get(PLAN))
    assert AuditEntry.objects.filter(action="letter.withdraw", outcome="ok").exists()
    again = withdraw(late, letter)
    assert again.status_code == 409
    assert late.browser("checker").get(f"{LETTERS}{letter.pk}/tasks/14/").status_code == 404


def test_nothing_is_entered_any_more_from_a_letter_it_was_taken_off_meanwhile(late):
    letter = register(late, "2015-04-02")
    assert withdraw(late, letter).status_code == 302
    with pytest.raises(Refusal, match="该来文未附本项实施方案"):
        late.enter(letter, when=at(9, month=4))
    assert late.plan.filings.count() == 1


def test_what_was_entered_from_a_letter_is_not_taken_off_it(late):
    letter = register(late, "2015-04-02")
    enter(late, letter)
    assert "注销本项" not in page_of(late, letter)
    assert withdraw(late, letter).status_code == 409
    assert row(late, date(2015, 4, 9)).state == "on_time"


def test_only_the_receiving_office_takes_it_off(late):
    letter = register(late, "2015-04-02")
    for who, status in {"liaison": 403, "other_unit": 404, "leadership": 404}.items():
        assert withdraw(late, letter, who).status_code == status
    assert "注销本项" not in page_of(late, letter, "liaison")
    assert row(late, date(2015, 4, 9)).state == "on_time"


# --- registered before letters counted by themselves ---------------------------------------------------------


def test_a_letter_from_before_counts_only_once_it_is_entered(late):
    letter = register(late, "2015-04-02")
    Arrival.objects.update(recorded_at=None)
    late.plan.save()
    assert "本件登记时收到时间尚不计入是否按时" in page_of(late, letter)
    assert row(late, date(2015, 4, 9)).state == "late"
    assert enter(late, letter).status_code == 302
    assert row(late, date(2015, 4, 9)).state == "on_time"
    assert row(late, date(2015, 4, 8)).state == "late"


def test_a_letter_that_cannot_be_registered_leaves_nothing(late, monkeypatch):
    before = late.plan.first_filed_at

    monkeypatch.setattr(letters.audit, "record", mock.Mock(side_effect=RuntimeError))
    with pytest.raises(RuntimeError):
        late.letter(received_at=at(2, month=4), recorded_at=at(9, month=4))
    assert late.plan.first_filed_at == before
    assert not IncomingLetter.objects.exists()
