"""What was entered on behalf, as its lead has it: compared, disputed in words, and corrected until a 送审稿 took it in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from tasks.actions import assigning, progress_filing, reports, rounds
from tasks.enums import ProgressAction, RoundState
from tasks.models import Entry
from tests.copied import copied
from tests.factories import make_office, make_programme, make_task, make_user
from tests.rounds.browsing import Browser
from tests.rounds.conftest import SAID, RoundStory, begin_rounds, moment, on
from tests.rounds.sheets import Hand
from tests.rounds.test_progress import refused
from tests.rounds.test_progress_page import FILED, NEXT, address, entered, html, text
from tests.rounds.test_rounds_left import lines
from units.models import AuditEntry
from units.roles import Role

TOO_LATE = "本期进展已编入送审稿，不能更正；有出入的，请在下期进展中补报，或与接收处室联系退回修改"


@pytest.fixture
@copied
def told(db) -> RoundStory:
    """Entered by the checker on the day it came; the lead looks at it later."""
    rounds_story = begin_rounds()
    entered(rounds_story)
    on(NEXT)
    return rounds_story


def verify(told, who: str):
    return told.story.browser(who).post(address(told, "entry-verify", nth=1))


def dispute(told, words: str = "应为46项", who: str = "liaison"):
    return told.story.browser(who).post(address(told, "entry-dispute", nth=1), {"dispute": words})


def drafted(told, *, minutes: int):
    """A 送审稿 so many minutes after what was entered was recorded."""
    at = Entry.objects.get(nth=1).recorded_at + timedelta(minutes=minutes)
    return reports.begin(
        programme=told.story.programme,
        round=told.april,
        as_of=FILED,
        corrects=None,
        by=told.story.checker,
        at=at,
    )


# --- compared ------------------------------------------------------------------------------------------------


def test_the_row_of_the_round_leads_the_lead_to_what_was_entered(told):
    page = Browser(told.story.liaison).open().html
    assert "据来文代录，待复核" in page
    assert f'href="{address(told)}">核对代录内容' in page
    shown = text(told.story.browser("liaison").get(address(told)))
    assert "实施细则已于4月10日印发" in shown
    assert "与本单位所报一致的，请按“复核一致”" in shown
    assert f'href="{told.april.get_absolute_url()}">更正</a>' in html(
        told.story.browser("liaison").get(address(told))
    )


@pytest.mark.parametrize("who", ["liaison", "officer"])
def test_the_lead_verifies_what_was_entered_for_it(told, who):
    assert verify(told, who)["Location"] == address(told)
    entry = Entry.objects.get()
    assert (entry.verified_by, entry.disputed_at) == (getattr(told.story, who), None)
    assert AuditEntry.objects.filter(action="progress.verify", outcome="ok").exists()
    page = text(told.story.browser("checker").get(address(told)))
    assert "已复核一致" in page
    assert f"{entry.verified_by.user}复核一致·第1次报送" in page
    assert "据来文代录，已复核一致" in Browser(told.story.liaison).open().html
    assert verify(told, "second_checker").status_code == 409


def test_an_officer_of_another_office_and_a_participant_do_not(told):
    story = told.story
    story.draft()
    ours, theirs = make_office(story.lead), make_office(story.lead)
    assigning.assign(task=story.task, office=ours, based_on_office=None, by=story.liaison, at=moment(FILED))
    story.elsewhere = make_user(Role.OFFICER, story.lead, theirs)
    refusal = verify(told, "elsewhere")
    assert refusal.status_code == 403
    assert "代录内容由该处室或单位联络员核对" in text(refusal)
    assert verify(told, "other_unit").status_code == 403
    assert "核对代录内容" not in Browser(story.elsewhere).open().html
    assert Entry.objects.get().verified_at is None


def test_the_lead_is_not_led_on_through_the_queue_of_the_checkers(told):
    progress_filing.enter_on_behalf(
        task=told.tasks[2],
        round=told.april,
        letter=told.story.letter(received_at=moment(FILED)),
        based_on=0,
        said=SAID,
        by=told.story.checker,
        at=moment(FILED),
    )
    assert "下一份" in text(told.story.browser("second_checker").get(address(told)))
    assert "下一份" not in text(told.story.browser("liaison").get(address(told)))


# --- on the home ---------------------------------------------------------------------------------------------

WAITS = "应报 2 项，已报 1 项；代录待复核 1 项"


def line(told, who: str) -> str:
    """What the home says of April, "" where it says nothing."""
    return lines(told.story.browser(who)).get("2015年4月", "")


def only_to_be_compared(told):
    told.file(task=2, day=NEXT)


def test_what_was_entered_waits_on_the_home_of_the_lead_and_on_no_other(told):
    assert [line(told, who) for who in ("liaison", "officer")] == [WAITS, WAITS]
    assert "代录待复核" not in line(told, "other_unit")


def test_a_round_with_nothing_else_left_is_there_for_it(told):
    only_to_be_compared(told)
    browser = told.story.browser("liaison")
    assert line(told, "liaison") == "应报 2 项，已报 2 项；代录待复核 1 项"
    assert "核对代录内容<" in html(browser.get("/gjrc/"))
    assert "2015年4月" in text(browser.get("/gjrc/rounds/?left=own"))


@pytest.mark.parametrize("done", [verify, dispute])
def test_it_waits_no_more_once_a_colleague_has_compared_or_disputed_it(told, done):
    only_to_be_compared(told)
    done(told, who="officer")
    assert line(told, "liaison") == ""


def test_nor_once_a_checker_has_compared_it(told):
    only_to_be_compared(told)
    verify(told, "second_checker")
    assert line(told, "liaison") == ""


def test_of_another_office_it_does_not_wait_for_an_officer(told):
    only_to_be_compared(told)
    told.story.draft()
    assigning.assign(
        task=told.story.task, office=make_office(told.story.lead), based_on_office=None, by=told.story.liaison,
        at=moment(FILED),
    )  # fmt: skip
    assert line(told, "officer") == ""
    assert "代录待复核 1 项" in line(told, "liaison")


def test_what_a_former_lead_sent_waits_for_nobody_of_the_lead(told):
    only_to_be_compared(told)
    entry = Entry.objects.get(letter__isnull=False)
    entry.letter.unit = make_user(Role.LIAISON).unit
    entry.letter.save()
    assert line(told, "liaison") == ""


def test_the_home_of_another_programme_says_so_too(told):
    only_to_be_compared(told)
    make_task(make_programme("QT"), 14, lead=told.story.lead)
    assert "代录进展待复核 1 项" in text(told.story.browser("liaison").get("/qt/")).replace("1项", " 1 项")
    assert "代录待复核" not in text(told.story.browser("other_unit").get("/qt/"))
    assert "代录待复核" not in lines(told.story.browser("liaison"), "/qt/").get("2015年4月", "")


@pytest.fixture
def in_two_offices(told):
    """Whoever entered it as a checker is also an officer of the lead, in the office of the other one."""
    only_to_be_compared(told)
    make_task(make_programme("QT"), 14, lead=told.story.lead)
    told.story.both = make_user(
        Role.OFFICER, told.story.lead, told.story.officer.office, user=told.story.checker.user
    )
    return told


def test_what_one_entered_oneself_waits_for_the_others_of_the_lead_alone(in_two_offices):
    told = in_two_offices
    assert [bool(line(told, who)) for who in ("officer", "both")] == [True, False]
    left, elsewhere = (
        [words in text(told.story.browser(who).get(page)).replace(" ", "") for who in ("officer", "both")]
        for page, words in (("/gjrc/rounds/?left=own", "2015年4月"), ("/qt/", "代录进展待复核1项"))
    )
    assert left == elsewhere == [True, False]
    assert "核对代录内容" not in Browser(told.story.both).open().html


# --- disputed ------------------------------------------------------------------------------------------------


def test_the_lead_says_where_it_is_wrong_and_the_checkers_read_it(told):
    answer = dispute(told, "完成数应为46项，不是64项")
    assert answer["Location"] == address(told)
    assert AuditEntry.objects.filter(action="progress.dispute", outcome="ok").exists()
    checker = told.story.browser("checker")
    page = text(checker.get(address(told)))
    assert "认为代录内容不一致：完成数应为46项，不是64项" in page
    assert "提出代录不一致·第1次报送完成数应为46项，不是64项" in page
    queue = reverse("round-queue", args=["gjrc", told.april.number, "filed"])
    assert "待复核，牵头单位认为不一致" in text(checker.get(queue))
    assert "本单位已提出不一致" in Browser(told.story.liaison).open().html


def test_what_is_disputed_is_not_told_to_peers(told):
    dispute(told, "完成数应为46项")
    shown = {
        who: "完成数应为46项" in html(told.story.browser(who).get(address(told)))
        for who in ("liaison", "officer", "checker", "leadership", "other_unit")
    }
    assert {who for who, seen in shown.items() if not seen} == {"other_unit"}


def test_a_dispute_needs_words_and_is_said_once_while_it_is_to_be_verified(told):
    empty = dispute(told, " ")
    assert empty.status_code == 422
    assert "请填写不一致之处" in text(empty)
    assert '<details class="more" open><summary>写明与本单位所报不一致之处' in html(empty)
    dispute(told)
    again = dispute(told, "又一处")
    assert again.status_code == 409
    assert "本单位已提出不一致" in text(again)
    assert Entry.objects.get().dispute == "应为46项"
    assert verify(told, "second_checker").status_code == 302, "it is as the paper says"
    assert 'id="dispute"' not in html(told.story.browser("liaison").get(address(told)))


def test_what_is_verified_is_disputed_no_more_and_the_checkers_never_do(told):
    assert dispute(told, who="checker").status_code == 403
    assert 'id="dispute"' not in html(told.story.browser("checker").get(address(told)))
    verify(told, "second_checker")
    assert dispute(told).status_code == 409
    assert Entry.objects.get().disputed_at is None


@pytest.mark.parametrize("disputed", [False, True])
def test_neither_holds_up_the_closing_of_the_round(told, disputed):
    if disputed:
        dispute(told)
    rounds.close_round(round=told.april, by=told.story.checker, at=moment(NEXT))
    told.april.refresh_from_db()
    assert told.april.state_on(NEXT) == RoundState.CLOSED
    assert verify(told, "liaison").status_code == 302, "it may be compared afterwards"


# --- corrected -----------------------------------------------------------------------------------------------


def corrected(told):
    return told.file(replace(SAID, done_text="应为46项"), day=NEXT)


def test_the_lead_corrects_it_until_a_draft_has_taken_it_in(told):
    drafted(told, minutes=-1)
    assert "更正" in Browser(told.story.liaison).open().html
    assert corrected(told).nth == 2
    assert told.progress().events.last().action == ProgressAction.CORRECT


def test_in_the_spreadsheet_its_cells_are_open_for_as_long(told):
    def is_locked() -> bool:
        return Hand(told.story.liaison).cell("进展", 14, "进展情况").protection.locked

    assert not is_locked()
    drafted(told, minutes=1)
    assert is_locked()


@pytest.mark.parametrize("minutes", [0, 1])
def test_from_then_on_it_is_told_what_to_do_instead(told, minutes):
    drafted(told, minutes=minutes)
    refusal = refused(corrected, told=told)
    assert refusal.words == TOO_LATE
    assert told.progress().entry.nth == 1
    assert TOO_LATE in text(told.story.browser("liaison").get(address(told)))
    assert TOO_LATE not in text(told.story.browser("checker").get(address(told)))
    assert 'value="open-14"' not in Browser(told.story.liaison).open().html


def test_what_was_written_before_the_draft_is_not_filed_after_it(told):
    row = told.save(replace(SAID, done_text="应为46项"), day=NEXT)
    drafted(told, minutes=1)
    kwargs = {"progress_id": row.pk, "based_on": row.version, "by": told.story.liaison, "at": moment(NEXT)}
    assert refused(progress_filing.file_progress, **kwargs).words == TOO_LATE
    review = Browser(told.story.liaison).open(reverse("round-review", args=["gjrc", told.april.number])).html
    assert "可以报送 0 项" in review
    assert "已报送 1 项" in review


def test_a_report_that_was_cancelled_took_nothing_in(told):
    report = drafted(told, minutes=1)
    reports.cancel(report=report, reason="建错", by=told.story.checker, at=moment(FILED, 12))
    assert corrected(told).nth == 2


def test_another_lead_of_now_does_not_compare_what_it_did_not_send(told):
    """The letter is of the unit that led when it came."""
    entry = Entry.objects.get()
    other = make_user(Role.LIAISON)
    entry.letter.unit = other.unit
    entry.letter.save()
    assert verify(told, "liaison").status_code == 403
    assert dispute(told).status_code == 403
    page = text(told.story.browser("liaison").get(address(told)))
    assert "复核一致”" not in page
    assert Entry.objects.get().disputed_at is None


def test_what_was_returned_is_written_anew_and_not_compared(told):
    told.send_back(NEXT + timedelta(days=7), day=NEXT, hour=15, words="请补充")
    assert verify(told, "liaison").status_code == 409
    answer = dispute(told, "应为46项")
    assert answer.status_code == 409
    assert "应为46项" in text(answer)
