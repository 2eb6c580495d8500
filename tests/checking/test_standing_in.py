"""代核对: what the receiving office itself carries out is checked by the office that stands in; it sees nothing else."""

from dataclasses import replace
from functools import partial

import pytest

from tasks.actions import assigning, checking, letters
from tasks.enums import PlanStatus
from tasks.models import Plan, PlanAuthor
from tests.checking.pages import post, status_of, text
from tests.factories import client_for, make_office, make_programme, make_task, make_user
from tests.story import Story, at
from units.models import AuditEntry, Membership
from units.roles import Role
from zgc_tasks.common.refusal import Refusal

CHECK = "/gjrc/tasks/15/check/"
ACCEPT = f"{CHECK}accept/"
DESK = "/gjrc/checking/"
OWN = "本项由您所在处室承办，不能由本处室核收"


@pytest.fixture
def own(story) -> Story:
    """The cast around task 15, which the receiving office carries out; nobody stands in yet, nothing is filed."""
    receiving = story.programme.receiving_office
    task = make_task(story.programme, 15, lead=receiving.unit, participants=[story.participant])
    own = replace(story, task=task, lead=receiving.unit, liaison=make_user(Role.LIAISON, receiving.unit))
    own.draft()
    assigning.assign(task=task, office=receiving, based_on_office=None, by=own.liaison, at=at(20))
    return own


@pytest.fixture
def deputy(own) -> Membership:
    """A checker of the office that stands in: another one of the same unit."""
    office = make_office(own.lead, "办公室")
    own.programme.stand_in_office = office
    own.programme.save()
    own.deputy = make_user(Role.CHECKER, office=office)
    return own.deputy


def listed(membership) -> list[int]:
    return [row.number for row in client_for(membership).get(DESK).context["page"].rows]


# --- checking ------------------------------------------------------------------------------------------------


def test_it_starts_the_check_and_accepts_what_the_receiving_office_may_not(own, deputy):
    own.file()
    assert post(own, f"{CHECK}start/", "deputy").status_code == 302
    assert "核对无误</button>" in text(own.browser("deputy").get(CHECK))
    assert post(own, ACCEPT, "deputy").status_code == 302
    assert own.plan.status == PlanStatus.ACCEPTED
    assert own.plan.events.filter(action="accept", by=deputy).exists()
    assert AuditEntry.objects.filter(action="plan.accept", outcome="ok", user=deputy.user).exists()


def test_it_comments_and_returns(own, deputy):
    own.file()
    own.start_check()
    for words in ("时限偏晚", "删去的话"):
        post(own, f"{CHECK}comment/", "deputy", place="steps", text=words)
    unwanted = own.plan.filing.comments.get(text="删去的话")
    post(own, f"{CHECK}comment/{unwanted.pk}/remove/", "deputy")
    assert post(own, f"{CHECK}return/", "deputy", refile_by="2015-04-09").status_code == 302
    assert own.plan.status == PlanStatus.RETURNED
    assert [comment.text for comment in own.plan.filing.comments.all()] == ["时限偏晚"]


def test_it_compares_what_was_entered_with_the_scan_but_has_no_letters(own, deputy):
    Plan.objects.all().delete()
    letter = own.letter(received_at=at(25))
    own.enter(letter)
    receiving = own.programme.receiving_office
    assigning.assign(task=own.task, office=receiving, based_on_office=None, by=own.liaison, at=at(25))
    browser = own.browser("deputy")
    page = text(browser.get(CHECK))
    assert "复核一致</button>" in page
    assert f"/gjrc/letters/{letter.pk}/" not in page
    assert status_of(browser, f"/gjrc/scans/{letter.scan_id}/") == 200
    assert browser.get(f"/gjrc/letters/{letter.pk}/").status_code == 404
    assert browser.post("/gjrc/tasks/15/plan/filings/1/verify/").status_code == 302
    assert own.plan.filing.verified_by == deputy


def test_stamped_originals_stay_with_the_receiving_office(own, deputy):
    own.file()
    assert "登记收到盖章件" in text(own.browser("checker").get(CHECK))
    assert "登记收到盖章件" not in text(own.browser("deputy").get(CHECK))
    stamped = own.browser("deputy").post(
        "/gjrc/tasks/15/plan/filings/1/stamped/", {"received_on": "2015-03-31"}
    )
    assert stamped.status_code == 403


def test_nor_does_it_accept_what_one_of_its_people_wrote(own, deputy):
    own.file()
    own.start_check()
    PlanAuthor.objects.create(plan=own.plan, user=deputy.user, last_saved_at=at(20))
    answer = post(own, ACCEPT, "deputy")
    assert answer.status_code == 403
    assert "您填写或报送过本方案，不能由您核收" in text(answer)


def test_who_entered_it_in_the_receiving_office_does_not_verify_it_in_the_office_that_stands_in(own, deputy):
    Plan.objects.all().delete()
    filing = own.enter(own.letter(received_at=at(25)))
    liaison_assigns(own, own.programme.receiving_office)
    again = make_user(Role.CHECKER, office=deputy.office, user=own.checker.user)
    with pytest.raises(Refusal, match="代录人不能复核自己录入的内容"):
        letters.verify(filing_id=filing.pk, by=again, at=at(26))
    assert letters.verify(filing_id=filing.pk, by=deputy, at=at(26)).verified_by == deputy


def test_who_accepted_it_standing_in_undoes_that_in_the_receiving_office_too(own, deputy):
    own.file()
    replace(own, checker=deputy).accept(at(27))
    again = make_user(Role.CHECKER, office=own.programme.receiving_office, user=deputy.user)
    undo = partial(checking.undo_accept, plan_id=own.plan.pk, based_on=own.plan.version, at=at(27))
    with pytest.raises(Refusal, match="只有核收本方案的核对人本人可以撤销核收"):
        undo(by=own.second_checker)
    assert undo(by=again).status == PlanStatus.CHECKING


def test_who_belongs_to_both_offices_does_not_accept_it_either(own, deputy):
    own.file()
    own.start_check()
    make_user(Role.OFFICER, office=own.programme.receiving_office, user=deputy.user)
    answer = post(own, ACCEPT, "deputy")
    assert answer.status_code == 403
    assert OWN in text(answer)


def liaison_assigns(own, office):
    seen = own.plan.office_id
    assigning.assign(task=own.task, office=office, based_on_office=seen, by=own.liaison, at=at(27))


def test_it_goes_on_with_what_is_handed_to_another_office_meanwhile_and_the_receiving_one_stays_barred(
    own, deputy
):
    own.file()
    own.start_check()
    liaison_assigns(own, make_office(own.lead, "规划处"))
    assert OWN in text(post(own, ACCEPT))
    assert listed(deputy) == [15]
    assert post(own, ACCEPT, "deputy").status_code == 302


def test_so_it_is_with_a_plan_from_a_letter_which_was_assigned_only_afterwards(own, deputy):
    Plan.objects.all().delete()
    own.enter(own.letter(received_at=at(25)))
    liaison_assigns(own, own.programme.receiving_office)
    liaison_assigns(own, None)
    own.start_check()
    own.verify()
    assert OWN in text(post(own, ACCEPT, "second_checker"))
    assert post(own, ACCEPT, "deputy").status_code == 302


def test_the_office_it_is_handed_to_does_not_accept_it_either(own, deputy):
    own.file()
    own.start_check()
    liaison_assigns(own, deputy.office)
    words = f"{OWN}，代核对处室也承办过本项，请退回修改，待重新报送后核收"
    assert words in text(post(own, ACCEPT))
    assert OWN in text(post(own, ACCEPT, "deputy"))
    assert own.plan.status == PlanStatus.CHECKING


# --- what the receiving office reads -------------------------------------------------------------------------


def test_the_receiving_office_is_told_who_accepts_instead(own, deputy):
    own.file()
    own.start_check()
    words = f"{OWN}，请由代核对处室（中关村管委会办公室）核收"
    assert words in text(own.browser("checker").get(CHECK))
    assert words in text(post(own, ACCEPT))
    assert own.plan.status == PlanStatus.CHECKING


def test_where_nobody_stands_in_it_is_told_whom_to_ask(own):
    own.file()
    own.start_check()
    words = f"{OWN}；请联系系统管理员在“专项工作”中指定代核对处室"
    assert words in text(own.browser("checker").get(CHECK))
    assert words in text(post(own, ACCEPT))


# --- what it sees --------------------------------------------------------------------------------------------


def test_its_list_has_exactly_what_was_filed_and_is_carried_out_by_the_receiving_office(own, story, deputy):
    story.file()  # of another unit
    unassigned = make_task(own.programme, 16, lead=own.lead)
    replace(own, task=unassigned).file()
    assert listed(deputy) == []
    own.file()
    assert listed(deputy) == [15]
    browser = own.browser("deputy")
    for number in (14, 16):
        for page in ("check/", "plan/", "plan/filings/1/", "plan/filings/1/pdf/"):
            assert browser.get(f"/gjrc/tasks/{number}/{page}").status_code == 404
        assert browser.post(f"/gjrc/tasks/{number}/check/start/", {"based_on": 2}).status_code == 404


def test_a_draft_is_not_its_business(own, deputy):
    for page in ("check/", "plan/"):
        assert own.browser("deputy").get(f"/gjrc/tasks/15/{page}").status_code == 404
    assert "没有需要代核对的实施方案" in text(own.browser("deputy").get(DESK))


def test_a_plan_that_goes_to_another_office_after_its_return_is_no_longer_its_business(own, deputy):
    own.file()
    own.send_back()
    assert listed(deputy) == [15]
    before, other = own.programme.receiving_office, make_office(own.lead)
    assigning.assign(task=own.task, office=other, based_on_office=before.pk, by=own.liaison, at=at(27))
    assert listed(deputy) == []
    assert own.browser("deputy").get(CHECK).status_code == 404


def test_home_and_the_bare_address_lead_to_its_list(own, deputy):
    browser = own.browser("deputy")
    assert browser.get("/", follow=True).request["PATH_INFO"] == DESK
    assert browser.get("/gjrc/").url == DESK


@pytest.mark.parametrize(
    ("url", "to_the_receiving_office"),
    [
        (f"{DESK}filed/", 200),
        ("/gjrc/letters/add/", 200),
        ("/gjrc/overview/", 200),
        ("/gjrc/tasks/15/designate/", 200),
        ("/gjrc/exports/summary.json/", 200),
        ("/gjrc/exports/plans.pdf/", 200),
    ],
)
def test_the_rest_of_the_programme_is_refused(own, deputy, url, to_the_receiving_office):
    own.file()
    assert own.browser("deputy").get(url).status_code == 403
    assert status_of(own.browser("checker"), url) == to_the_receiving_office


def test_contacts_stay_with_the_receiving_office(own, deputy):
    own.file()
    own.liaison.user.phone = "010-00000009"
    own.liaison.user.save()
    browser = own.browser("deputy")
    assert browser.get(f"/gjrc/contacts/{own.lead.slug}/").status_code == 403
    directory = text(browser.get("/gjrc/contacts/"))
    for phone in ("010-00000009", "010-00000002"):
        assert phone not in directory


def test_the_telephone_in_the_plan_it_checks_it_may_read_and_no_participant_may(own, deputy):
    own.file()
    for page in (CHECK, "/gjrc/tasks/15/plan/", "/gjrc/tasks/15/plan/filings/1/"):
        assert "010-00000002" in text(own.browser("deputy").get(page))
    assert "010-00000002" not in text(own.browser("other_unit").get("/gjrc/tasks/15/plan/"))


def test_deadlines_show_its_unit_without_an_export_that_would_be_refused(own, deputy):
    page = text(own.browser("deputy").get("/gjrc/deadlines/"))
    assert "本单位牵头和参与的任务" in page
    assert "/exports/" not in page
    assert "/exports/" in text(own.browser("liaison").get("/gjrc/deadlines/"))


# --- who stands in for whom ----------------------------------------------------------------------------------


def test_a_programme_without_such_an_office_is_open_to_no_other_checker(own):
    own.file()
    elsewhere = make_user(Role.CHECKER, office=make_office(own.lead))
    nowhere = make_user(Role.CHECKER, own.lead, make_office(own.lead))
    Membership.objects.filter(pk=nowhere.pk).update(office=None)
    for checker in (elsewhere, nowhere):
        browser = client_for(checker)
        assert browser.get(CHECK).status_code == 404
        assert browser.get(DESK).status_code == 403


def test_a_checker_of_a_third_office_checks_nothing(own, deputy):
    own.file()
    browser = client_for(make_user(Role.CHECKER, office=make_office(own.lead)))
    assert browser.get(CHECK).status_code == 404
    assert browser.get(DESK).status_code == 403


def test_an_officer_of_that_office_checks_nothing(own, deputy):
    own.file()
    officer = client_for(make_user(Role.OFFICER, office=deputy.office))
    assert officer.get(CHECK).status_code == 403
    assert officer.get(DESK).status_code == 403


def test_colleagues_of_who_checks_and_of_who_oversees_do_neither(own):
    """Officers of the receiving office and of the leading group's unit."""
    receiving, leading = own.programme.receiving_office, own.leadership.unit
    for officer in (make_user(Role.OFFICER, office=receiving), make_user(Role.OFFICER, leading)):
        for address in (DESK, "/gjrc/overview/", "/gjrc/contacts/reminders/"):
            assert client_for(officer).get(address).status_code == 403, address


def test_who_receives_another_programme_starts_there(own, deputy):
    other = make_programme("KJCX", receiving_office=deputy.office)
    assert own.browser("deputy").get("/").url == f"/{other.slug}/"


def test_queries_do_not_grow_with_the_plans(own, deputy, django_assert_max_num_queries):
    own.file()
    browser = own.browser("deputy")
    browser.get(DESK)
    with django_assert_max_num_queries(15) as few:
        browser.get(DESK)
    for number in range(20, 24):
        task = make_task(own.programme, number, lead=own.lead)
        replace(own, task=task).file()
    Plan.objects.update(office=own.programme.receiving_office)
    with django_assert_max_num_queries(15) as many:
        browser.get(DESK)
    assert len(listed(deputy)) == 5
    assert len(many) == len(few)
