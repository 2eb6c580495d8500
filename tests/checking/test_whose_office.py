"""Nobody accepts what their own office carries out, be it assigned to it or named as 责任处室 (decision 0039); and what
was entered on behalf is accepted only after another person compared it.
"""

from dataclasses import replace

import pytest

from tasks.enums import PlanStatus
from tasks.models import Filing, OfficeAnswer
from tests.checking.pages import post, text
from tests.factories import client_for, make_office, make_task, make_user
from tests.story import SOUND, Story, at
from units.models import AuditEntry
from units.roles import Role

CHECK = "/gjrc/tasks/15/check/"
ACCEPT, OFFICE = f"{CHECK}accept/", f"{CHECK}office/"
OWN = "本项由您所在处室承办，不能由本处室核收"
ASKED = "是否就是您所在的中关村管委会人力资源处？"


@pytest.fixture
def own(story) -> Story:
    """The cast around task 15 of the receiving unit, assigned to no office; 人力资源处 receives, 办公室 stands in."""
    receiving = story.programme.receiving_office
    receiving.aliases = ["人事处"]
    receiving.save()
    task = make_task(story.programme, 15, lead=receiving.unit, participants=[story.participant])
    own = replace(story, task=task, lead=receiving.unit, liaison=make_user(Role.LIAISON, receiving.unit))
    own.programme.stand_in_office = make_office(own.lead, "办公室")
    own.programme.save()
    own.deputy = make_user(Role.CHECKER, office=own.programme.stand_in_office)
    return own


def checking(own, written: str) -> Story:
    own.draft(replace(SOUND, responsible_office=written))
    own.file()
    own.start_check()
    return own


def answer(own, is_meant: str, who="checker", **data):
    office = own.programme.receiving_office.pk
    return own.browser(who).post(OFFICE, {"office": office, "is_meant": is_meant} | data)


@pytest.mark.parametrize("written", ["人力资源处", "人事处", "中关村管委会人力资源处"])
def test_the_office_named_in_the_plan_is_as_good_as_the_one_it_is_assigned_to(own, written):
    checking(own, written)
    for who in ("checker", "second_checker"):
        refused = post(own, ACCEPT, who)
        assert refused.status_code == 403
        assert f"{OWN}，请由代核对处室（中关村管委会办公室）核收" in text(refused)
    assert ASKED not in text(own.browser("checker").get(CHECK))
    assert own.plan.status == PlanStatus.CHECKING


def test_who_stands_in_sees_and_accepts_what_names_the_receiving_office(own):
    checking(own, "人力资源处")
    browser = own.browser("deputy")
    rows = browser.get("/gjrc/checking/").context["page"].rows
    assert [row.number for row in rows] == [15]
    assert "核对无误</button>" in text(browser.get(CHECK))
    assert post(own, ACCEPT, "deputy").status_code == 302


def test_of_another_office_nothing_is_asked(own):
    make_office(own.lead, "科技金融处")
    checking(own, "科技金融处")
    assert ASKED not in text(own.browser("checker").get(CHECK))
    assert own.browser("deputy").get(CHECK).status_code == 404
    assert post(own, ACCEPT).status_code == 302


def test_nor_of_the_same_name_in_another_unit(story):
    story.draft(replace(SOUND, responsible_office="人力资源处"))
    story.file()
    story.start_check()
    assert "是否就是" not in text(story.browser("checker").get("/gjrc/tasks/14/check/"))
    assert post(story, "/gjrc/tasks/14/check/accept/").status_code == 302


@pytest.mark.parametrize("written", ["人才处", "人力资源处、科技金融处"])
def test_a_doubt_is_asked_before_it_is_accepted(own, written):
    checking(own, written)
    page = text(own.browser("checker").get(CHECK))
    assert f"方案所填责任处室为“{written}”，{ASKED}" in page
    assert "核对无误</button>" not in page
    refused = post(own, ACCEPT)
    assert refused.status_code == 409
    assert "请先在核对页面答复，再核收" in text(refused)
    assert own.plan.status == PlanStatus.CHECKING


def test_answered_no_it_is_accepted_and_the_answer_is_kept_with_the_name(own):
    checking(own, "人才处")
    assert answer(own, "no").url == CHECK
    kept = OfficeAnswer.objects.get()
    assert (kept.written, kept.is_meant, kept.by) == ("人才处", False, own.checker)
    assert AuditEntry.objects.filter(action="filing.office", outcome="ok", user=own.checker.user).exists()
    page = text(own.browser("second_checker").get(CHECK))
    assert "责任处室“人才处”不是中关村管委会人力资源处" in page
    assert own.checker.user.full_name in page
    assert post(own, ACCEPT, "second_checker").status_code == 302


def test_answered_yes_it_goes_to_who_stands_in_until_the_answer_is_changed(own):
    checking(own, "人才处")
    assert own.browser("deputy").get(CHECK).status_code == 404
    answer(own, "yes")
    assert OWN in text(post(own, ACCEPT, "second_checker"))
    assert own.browser("deputy").get(CHECK).status_code == 200
    assert "更改答复" in text(own.browser("checker").get(CHECK))
    answer(own, "no")
    assert own.browser("deputy").get(CHECK).status_code == 404
    assert post(own, ACCEPT, "second_checker").status_code == 302


@pytest.mark.parametrize(
    ("answers", "again", "named", "asked"),
    [
        (["yes"], "人才处", True, False),
        (["yes"], "人资处", False, True),
        (["no"], "人才处", False, False),
        (["no", "yes"], "人才处", True, False),
        (["yes", "no"], "人才处", False, False),
    ],
)
def test_the_last_answer_holds_for_a_later_filing_in_the_same_words(own, answers, again, named, asked):
    checking(own, "人才处")
    for each in answers:
        answer(own, each)
    first = Filing.objects.get(nth=1).named_office
    own.comment()
    own.return_now(at(26, 15))
    own.draft(replace(SOUND, responsible_office=again))
    own.file(at(27))
    own.start_check(at(28))
    assert (ASKED in text(own.browser("checker").get(CHECK))) is asked
    assert own.plan.filing.named_office == (own.programme.receiving_office if named else None)
    assert Filing.objects.get(nth=1).named_office == first


def test_only_a_checker_of_the_office_answers_for_it_and_only_where_there_is_a_doubt(own):
    checking(own, "人才处")
    assert answer(own, "no", "deputy").status_code == 404
    assert answer(own, "no", "liaison").status_code == 403
    elsewhere = make_office(own.lead)
    assert answer(own, "no", office=elsewhere.pk).status_code == 404
    assert answer(own, "no", office="x").status_code == 404
    assert not OfficeAnswer.objects.exists()
    assert answer(own, "no").status_code == 302


def test_what_is_certain_is_not_answered_away(own):
    checking(own, "人力资源处")
    assert answer(own, "no").status_code == 409
    assert own.plan.filing.named_office == own.programme.receiving_office


def test_before_the_check_begins_nothing_is_answered(own):
    own.draft(replace(SOUND, responsible_office="人才处"))
    own.file()
    assert answer(own, "no").status_code == 409
    assert ASKED not in text(own.browser("checker").get(CHECK))


# --- second look before acceptance ---------------------------------------------------------------------------


@pytest.fixture
def entered(story) -> Story:
    story.enter(story.letter(received_at=at(25)))
    story.start_check()
    return story


def test_what_was_entered_is_accepted_only_after_another_person_compared_it(entered):
    check = "/gjrc/tasks/14/check/"
    page = text(entered.browser("second_checker").get(check))
    assert "尚未复核；请由代录人以外的核对人对照来文" in page
    assert "核对无误</button>" not in page
    refused = post(entered, f"{check}accept/", "second_checker")
    assert refused.status_code == 409
    assert entered.plan.status == PlanStatus.CHECKING
    browser = entered.browser("second_checker")
    assert browser.post("/gjrc/tasks/14/plan/filings/1/verify/").status_code == 302
    assert post(entered, f"{check}accept/", "second_checker").status_code == 302


def test_a_filing_that_another_one_replaced_needs_no_second_look(story):
    story.enter(story.letter(received_at=at(25)))
    home = "/gjrc/"
    assert "待复核：与来文核对录入内容" in text(story.browser("second_checker").get(home))
    story.file(at(26))
    assert "待复核：与来文核对录入内容" not in text(story.browser("second_checker").get(home))
    check = text(story.browser("second_checker").get("/gjrc/tasks/14/check/"))
    assert "已有新的报送，不需复核" in check
    assert "复核一致</button>" not in check
    refused = client_for(story.second_checker).post("/gjrc/tasks/14/plan/filings/1/verify/")
    assert refused.status_code == 409
    assert "该项已有新的报送，本次代录不需复核" in text(refused)
    assert Filing.objects.get(nth=1).verified_at is None
