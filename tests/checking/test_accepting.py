"""核对无误: refused for who wrote, filed or entered the plan and for the office that carries it out."""

import pytest

from tasks.enums import PlanStatus
from tasks.models import Plan, PlanAuthor
from tests.checking.pages import ACCEPT, CHECK, post, text
from tests.factories import client_for, make_office, make_programme, make_task, make_user
from tests.story import at
from units.models import AuditEntry
from units.roles import Role


@pytest.fixture
def started(story):
    story.file()
    story.start_check()
    return story


def refused_in_words(answer, words: str) -> bool:
    return answer.status_code == 403 and words in text(answer)


def not_now(answer, words: str) -> bool:
    return answer.status_code == 409 and words in text(answer)


def test_accepting_ends_the_matter_with_event_and_audit_row(started):
    answer = post(started, ACCEPT)
    assert (answer.status_code, answer.url) == (302, CHECK)
    assert started.plan.status == PlanStatus.ACCEPTED
    assert started.plan.events.filter(action="accept", by=started.checker).exists()
    assert AuditEntry.objects.filter(action="plan.accept", outcome="ok").exists()


def test_an_accepted_plan_stays_accepted(started):
    post(started, ACCEPT)
    assert not_now(post(started, ACCEPT), "现为“已核收”")
    assert not_now(post(started, f"{CHECK}return/", refile_by="2015-04-09"), "现为“已核收”")


def test_comments_that_were_not_sent_stand_in_the_way(started):
    comment = started.comment()
    answer = started.browser("checker").post(ACCEPT, {"based_on": started.plan.version}, follow=True)
    assert "还有未退回的意见" in text(answer)
    assert started.plan.status == PlanStatus.CHECKING
    comment.delete()
    post(started, ACCEPT)
    assert started.plan.status == PlanStatus.ACCEPTED


def test_accepting_is_not_offered_beside_comments_that_were_not_sent(started):
    page = text(started.browser("checker").get(CHECK))
    assert "核对无误" in page
    assert "核收须先删除意见" not in page
    started.comment()
    page = text(started.browser("checker").get(CHECK))
    assert "核对无误" not in page
    assert "本次意见 1 条，核收须先删除意见" in page
    assert '<a class="btn btn-primary" href="?return=1#return">' in page


def test_a_stale_page_accepts_nothing(started):
    post(started, ACCEPT, based_on=started.plan.version - 1)
    assert started.plan.status == PlanStatus.CHECKING


def test_who_wrote_a_draft_does_not_accept_it_and_another_checker_does(started):
    PlanAuthor.objects.create(plan=started.plan, user=started.checker.user, last_saved_at=at(20))
    answer = post(started, ACCEPT)
    assert refused_in_words(answer, "您填写或报送过本方案，不能由您核收，请由其他核对人办理")
    assert AuditEntry.objects.filter(outcome="refused", user=started.checker.user).exists()
    assert post(started, ACCEPT, "second_checker").status_code == 302


def test_who_filed_it_as_liaison_does_not_accept_it_as_checker(story):
    story.checker = make_user(Role.CHECKER, office=story.programme.receiving_office, user=story.liaison.user)
    story.file()
    story.start_check()
    assert refused_in_words(post(story, ACCEPT), "不能由您核收")
    assert post(story, ACCEPT, "second_checker").status_code == 302


def test_who_entered_it_on_behalf_does_not_accept_it(story):
    story.enter(story.letter(received_at=at(25)))
    story.start_check()
    assert refused_in_words(post(story, ACCEPT), "不能由您核收")
    story.verify()
    assert post(story, ACCEPT, "second_checker").status_code == 302


def test_an_office_does_not_accept_what_it_carries_out(started):
    Plan.objects.update(office=started.programme.receiving_office)
    for who in ("checker", "second_checker"):
        assert refused_in_words(post(started, ACCEPT, who), "由您所在处室承办，不能由本处室核收")
    assert started.plan.status == PlanStatus.CHECKING
    Plan.objects.update(office=None)
    assert post(started, ACCEPT).status_code == 302


def test_nor_does_it_once_the_plan_was_handed_to_another_office(story):
    own = story.programme.receiving_office
    story.draft()
    Plan.objects.update(office=own)
    story.file()
    story.start_check()
    Plan.objects.update(office=make_office(story.lead))
    for who in ("checker", "second_checker"):
        assert refused_in_words(post(story, ACCEPT, who), "由您所在处室承办，不能由本处室核收")
    assert story.plan.status == PlanStatus.CHECKING


def test_nor_does_a_checker_whose_second_membership_is_of_the_office_that_carries_it_out(started):
    office = make_office(started.lead)
    Plan.objects.update(office=office)
    second = make_user(Role.OFFICER, office=office, user=started.checker.user)
    assert refused_in_words(post(started, ACCEPT), "由您所在处室承办，不能由本处室核收")
    second.is_active = False
    second.save()
    assert post(started, ACCEPT).status_code == 302


def test_the_page_says_beforehand_why_it_cannot_be_accepted_here(started):
    PlanAuthor.objects.create(plan=started.plan, user=started.checker.user, last_saved_at=at(20))
    page = text(started.browser("checker").get(CHECK))
    assert "不能由您核收" in page
    assert "核对无误</button>" not in page
    assert "核对无误</button>" in text(started.browser("second_checker").get(CHECK))


def test_only_the_receiving_office_accepts(started):
    for who, status in {"liaison": 403, "other_unit": 403, "leadership": 403, "outsider": 404}.items():
        assert post(started, ACCEPT, who).status_code == status
    assert started.plan.status == PlanStatus.CHECKING
    assert post(started, ACCEPT).status_code == 302


# --- another programme ---------------------------------------------------------------------------------------


@pytest.fixture
def stranger(story):
    """A checker of a second programme that has a task 14 too."""
    office = make_office()
    other = make_programme("KJCX", receiving_office=office)
    make_task(other, 14, lead=story.lead)
    return make_user(Role.CHECKER, office=office)


def test_checkers_of_another_programme_see_and_touch_nothing_of_this_one(started, stranger):
    letter = started.letter(received_at=at(26))
    before = started.plan.version
    browser = client_for(stranger)
    for url in (CHECK, f"/gjrc/letters/{letter.pk}/", f"/kjcx/letters/{letter.pk}/", "/kjcx/tasks/14/check/"):
        assert browser.get(url).status_code == 404
    for url in ("/gjrc/checking/", "/gjrc/checking/filed/", "/gjrc/letters/add/"):
        assert browser.get(url).status_code == 403
    for url in (ACCEPT, f"{CHECK}start/", f"{CHECK}comment/", f"{CHECK}return/"):
        assert browser.post(url, {"based_on": before}).status_code == 404
    assert started.plan.version == before
    assert browser.get("/kjcx/checking/").status_code == 200
