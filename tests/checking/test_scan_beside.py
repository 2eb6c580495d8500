"""The scan of a letter stands beside what is entered from it and compared with it, and after each comes the next."""

import errno
import os
from dataclasses import replace

import pytest
from django.core.files.storage import default_storage

from tasks import reading
from tasks.actions.filing import withdraw
from tests.checking.pages import CHECK, text
from tests.factories import make_programme, make_task
from tests.plans.form_helpers import posted
from tests.story import at
from units.models import AuditEntry
from zgc_tasks.common.storage import Folder


@pytest.fixture
def letter(story):
    return story.letter(received_at=at(30, 9))


def entering(letter, number: int = 14) -> str:
    return f"/gjrc/letters/{letter.pk}/tasks/{number}/"


def enter(story, letter, number: int = 14):
    return story.browser("checker").post(entering(letter, number), posted(0, op="enter"))


def others(story, *numbers: int):
    return [story.as_task(make_task(story.programme, number, lead=story.lead)) for number in numbers]


# --- the scan ------------------------------------------------------------------------------------------------


def test_a_pdf_stands_in_a_frame_and_a_picture_as_a_picture(story, letter):
    shown = f"/gjrc/scans/{letter.scan_id}/view/"
    page = text(story.browser("checker").get(entering(letter)))
    assert f'<iframe class="scan-paper" src="{shown}#view=FitH&amp;navpanes=0"' in page
    letter.scan.content_type = "image/png"
    letter.scan.save()
    page = text(story.browser("checker").get(entering(letter)))
    assert f'<img src="{shown}"' in page
    assert "<iframe" not in page


def test_who_compares_has_the_scan_beside_the_plan_and_who_entered_has_not(story, letter):
    story.enter(letter)
    shown = f"/gjrc/scans/{letter.scan_id}/view/"
    assert shown in text(story.browser("second_checker").get(CHECK))
    assert shown not in text(story.browser("checker").get(CHECK))
    story.verify()
    assert shown not in text(story.browser("second_checker").get(CHECK))


def test_a_paper_without_a_scan_has_nothing_beside_it(story, letter):
    letter.scan = None
    letter.save()
    assert "beside-scan" not in text(story.browser("checker").get(entering(letter)))
    story.enter(letter)
    assert "beside-scan" not in text(story.browser("second_checker").get(CHECK))


def test_a_scan_is_shown_in_frames_of_our_own_and_other_pages_in_none(story, letter):
    answer = story.browser("checker").get(f"/gjrc/scans/{letter.scan_id}/view/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 test"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "default-src 'self'" in policy
    assert "object-src 'self'" in policy
    download = story.browser("checker").get(f"/gjrc/scans/{letter.scan_id}/")
    b"".join(download.streaming_content)
    assert download["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in download["Content-Security-Policy"]
    assert "object-src 'none'" in download["Content-Security-Policy"]


def test_the_browser_of_its_reader_alone_keeps_a_scan_for_ten_minutes(story, letter):
    """Not of whoever signs in at it next; and nothing else."""
    answer = story.browser("checker").get(f"/gjrc/scans/{letter.scan_id}/view/")
    b"".join(answer.streaming_content)
    assert answer["Cache-Control"] == "private, max-age=600"
    assert "Cookie" in answer["Vary"]
    download = story.browser("checker").get(f"/gjrc/scans/{letter.scan_id}/")
    b"".join(download.streaming_content)
    refused = story.browser("outsider").get(f"/gjrc/scans/{letter.scan_id}/view/")
    form = story.browser("checker").get(entering(letter))
    assert {each["Cache-Control"] for each in (download, refused, form)} == {"no-store"}


def test_a_scan_that_is_gone_says_so_in_its_frame_and_leads_nowhere(story, letter):
    default_storage.delete(f"scans/{letter.scan.path}")
    answer = story.browser("checker").get(f"/gjrc/scans/{letter.scan_id}/view/")
    assert answer.status_code == 409
    assert "没有找到“来文.pdf”的文件" in text(answer)
    assert "<a " not in text(answer)
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"


def test_a_scan_that_cannot_be_read_for_now_is_asked_for_again_beside_what_is_typed(
    story, letter, monkeypatch
):
    """In a window of its own: the form around the frame stays as it is."""

    def refuse(*args):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Folder, "_open", refuse)
    answer = story.browser("checker").get(f"/gjrc/scans/{letter.scan_id}/view/")
    assert "“来文.pdf”暂时不能读取" in text(answer)
    assert f'<a href="/gjrc/scans/{letter.scan_id}/" target="_blank" rel="noopener">' in text(answer)


def test_what_a_browser_does_not_show_by_itself_is_only_saved(story, letter):
    letter.scan.content_type = "application/octet-stream"
    letter.scan.save()
    assert story.browser("checker").get(f"/gjrc/scans/{letter.scan_id}/view/").status_code == 404


def test_looking_at_a_scan_is_noted_once_an_hour(story, letter):
    reading.forget()
    for _ in range(2):
        answer = story.browser("checker").get(f"/gjrc/scans/{letter.scan_id}/view/")
        b"".join(answer.streaming_content)
    (row,) = AuditEntry.objects.filter(action="scan.read")
    assert row.subject == f"GJRC 扫描件 {letter.scan_id} 来文.pdf"
    answer = story.browser("checker").get(f"/gjrc/scans/{letter.scan_id}/")
    b"".join(answer.streaming_content)
    assert AuditEntry.objects.get(action="export.scan").subject == row.subject


def test_the_scan_of_another_unit_is_not_shown(story, letter):
    assert story.browser("outsider").get(f"/gjrc/scans/{letter.scan_id}/view/").status_code == 404


# --- 代录 ----------------------------------------------------------------------------------------------------


def test_entering_leads_to_the_next_of_the_letter_then_to_other_letters(story):
    three, twenty = others(story, 3, 20)
    letter = story.letter(tasks=[story.task, three.task, twenty.task], received_at=at(30, 9))
    other = story.letter(tasks=[make_task(story.programme, 2, lead=story.lead)], received_at=at(30, 8))
    page = text(story.browser("checker").get(entering(letter)))
    assert "代录并报送，下一份（余 3）" in page
    assert enter(story, letter)["Location"] == entering(letter, 20)
    assert enter(story, letter, 20)["Location"] == entering(letter, 3)
    assert enter(story, letter, 3)["Location"] == entering(other, 2)
    page = text(story.browser("checker").get(entering(other, 2)))
    assert ">代录并报送</button>" in page
    assert enter(story, other, 2)["Location"] == "/gjrc/tasks/2/check/"


def test_what_needs_no_entering_is_not_the_next(story):
    """Filed by its lead, taken off the letter, returned after the letter came; and of another programme."""
    filed, gone, returned = others(story, 20, 21, 22)
    letter = story.letter(
        tasks=[story.task, filed.task, gone.task, returned.task], received_at=at(25, 9), recorded_at=at(25, 9)
    )
    filed.file(at(25, 12))
    returned.file(at(25, 12))
    returned.send_back()
    letter.arrivals.filter(task=gone.task).update(withdrawn_at=at(27), withdrawn_by=story.checker)
    second = make_programme(code="ZXGZ", receiving_office=story.programme.receiving_office)
    elsewhere = replace(story, programme=second, task=make_task(second, 14, lead=story.lead))
    elsewhere.letter(received_at=at(25, 9))
    assert ">代录并报送</button>" in text(story.browser("checker").get(entering(letter)))
    again = story.letter(tasks=[returned.task], received_at=at(28, 9))
    assert "下一份（余 1）" in text(story.browser("checker").get(entering(letter)))
    assert enter(story, letter)["Location"] == entering(again, 22)


def test_what_was_entered_is_not_the_next_though_it_was_returned_on_the_day_its_letter_came(story):
    (entered,) = others(story, 20)
    letter = story.letter(tasks=[story.task, entered.task], received_at=at(26, 9))
    entered.enter(letter)
    entered.send_back()
    assert ">代录并报送</button>" in text(story.browser("checker").get(entering(letter)))


def test_of_two_returns_the_last_says_what_came_since(story):
    (returned,) = others(story, 20)
    letter = story.letter(received_at=at(30, 9))
    returned.file()
    returned.send_back()
    story.letter(tasks=[returned.task], received_at=at(27, 9))
    returned.file(at(27, 12))
    returned.start_check(at(28, 9))
    returned.comment("时限仍偏晚")
    returned.return_now(at(28, 15))
    assert ">代录并报送</button>" in text(story.browser("checker").get(entering(letter)))
    since = story.letter(tasks=[returned.task], received_at=at(29, 9))
    assert enter(story, letter)["Location"] == entering(since, 20)


def test_in_other_letters_the_order_is_theirs_wherever_one_stands(story):
    five, twenty, twenty_five, thirty = others(story, 5, 20, 25, 30)
    letter = story.letter(tasks=[twenty.task], received_at=at(30, 9))
    second = story.letter(tasks=[five.task, thirty.task], received_at=at(30, 9))
    story.letter(tasks=[twenty_five.task], received_at=at(30, 9))
    assert enter(story, letter, 20)["Location"] == entering(second, 5)


def test_a_revision_that_came_by_letter_is_led_to_and_what_came_before_it_is_not(story):
    revised, early = others(story, 20, 21)
    letter = story.letter(received_at=at(30, 9))
    story.letter(tasks=[early.task], received_at=at(26, 9))
    for one in (revised, early):
        one.file(at(25, 12))
        one.accept(at(26, 12))
        one.revise(when=at(27, 9))
    assert ">代录并报送</button>" in text(story.browser("checker").get(entering(letter)))
    after = story.letter(tasks=[revised.task], received_at=at(27, 18))
    assert enter(story, letter)["Location"] == entering(after, 20)


def test_what_came_since_a_revision_was_begun_stays_the_next_when_its_filing_is_withdrawn_later(story):
    (revised,) = others(story, 20)
    letter = story.letter(received_at=at(30, 9))
    revised.file(at(25, 12))
    revised.accept(at(26, 12))
    revised.revise(when=at(27, 9))
    after = story.letter(tasks=[revised.task], received_at=at(27, 18))
    revised.file(at(28, 9))
    withdraw(plan_id=revised.plan.pk, based_on=revised.plan.version, by=story.liaison, at=at(29, 9))
    assert enter(story, letter)["Location"] == entering(after, 20)


def test_the_browser_keeps_nothing_more_of_what_was_entered_before(story):
    (twenty,) = others(story, 20)
    letter = story.letter(tasks=[story.task, twenty.task], received_at=at(30, 9))
    enter(story, letter)
    page = text(story.browser("checker").get(entering(letter, 20)))
    assert f'data-keep-clear="gjrc-14-letter-{letter.pk}"' in page
    assert f'data-keep-clear="gjrc-20-letter-{letter.pk}"' not in page


# --- 复核 ----------------------------------------------------------------------------------------------------


def test_comparing_leads_to_the_next_that_somebody_else_entered(story):
    three, twenty = others(story, 3, 20)
    letter = story.letter(tasks=[story.task, three.task, twenty.task], received_at=at(30, 9))
    for one in (story, three, twenty):
        one.enter(letter)
    own = story.as_task(make_task(story.programme, 21, lead=story.lead))
    own.checker, own.second_checker = story.second_checker, story.checker
    own.enter(story.letter(tasks=[own.task], received_at=at(30, 10)))
    second = story.browser("second_checker")
    for number, label, after in (
        (14, "复核一致，下一份（余 2）", 20),
        (20, "复核一致，下一份（余 1）", 3),
        (3, ">复核一致<", 3),
    ):
        assert label in text(second.get(f"/gjrc/tasks/{number}/check/"))
        answer = second.post(f"/gjrc/tasks/{number}/plan/filings/1/verify/")
        assert answer["Location"] == f"/gjrc/tasks/{after}/check/"


# --- 核对 ----------------------------------------------------------------------------------------------------


def test_a_plan_that_was_returned_leads_on_as_well(story):
    (twenty,) = others(story, 20)
    story.file()
    twenty.file()
    assert "下一项（余" not in text(story.browser("checker").get(CHECK))
    story.send_back()
    page = text(story.browser("checker").get(CHECK))
    assert '<a class="btn btn-outline" href="/gjrc/tasks/20/check/">下一项（余 1）</a>' in page
