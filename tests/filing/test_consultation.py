"""征求意见: who is asked, what they see, and how they answer."""

from dataclasses import replace

import pytest

from tasks.actions.drafts import ParticipantInput
from tasks.models import Consultation, Plan
from tests.story import SOUND, at

LIST = "/gjrc/tasks/14/plan/consultation/"


@pytest.fixture
def asked(story):
    story.draft()
    answer = story.browser("liaison").post(
        f"{LIST}ask/",
        {"based_on": story.plan.version, "units": [story.participant.pk], "message": "请反馈"},
    )
    assert answer.status_code == 302
    return Consultation.objects.get()


def test_the_participating_unit_reads_the_draft_as_it_was_shown(story, asked):
    story.draft(replace(SOUND, contact_name="赵某"))
    page = story.browser("other_unit").get(f"/gjrc/consultations/{asked.pk}/").content.decode()
    assert "李某" in page
    assert "赵某" not in page


def test_a_unit_that_was_not_asked_does_not_see_the_draft(story, asked):
    assert story.browser("outsider").get(f"/gjrc/consultations/{asked.pk}/").status_code == 404
    assert story.browser("checker").get(f"/gjrc/consultations/{asked.pk}/").status_code == 404


def test_being_asked_does_not_open_the_plan_itself(story, asked):
    assert story.browser("other_unit").get("/gjrc/tasks/14/plan/").status_code == 404


def test_the_unit_answers_once(story, asked):
    browser = story.browser("other_unit")
    url = f"/gjrc/consultations/{asked.pk}/answer/"
    assert browser.post(url, {"answer": "no_objection"}).status_code == 302
    assert Consultation.objects.get().answered_by == story.other_unit
    again = browser.post(url, {"answer": "no_objection"})
    assert again.status_code == 403
    assert "不能重复反馈" in again.content.decode()


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({}, "请选择“无意见”或“有意见”"),
        ({"answer": "opinion"}, "请填写意见内容"),
        ({"answer": "no_objection", "opinion": "建议提前"}, "请选择“有意见”"),
    ],
)
def test_an_incomplete_answer_comes_back_with_what_was_typed(story, asked, posted, words):
    answer = story.browser("other_unit").post(f"/gjrc/consultations/{asked.pk}/answer/", posted)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert posted.get("opinion", "") in page
    assert not Consultation.objects.get().answer


def test_the_lead_cannot_answer_for_the_unit(story, asked):
    answer = story.browser("liaison").post(
        f"/gjrc/consultations/{asked.pk}/answer/", {"answer": "no_objection"}
    )
    assert answer.status_code == 403


def test_an_answer_given_on_paper_is_noted_with_its_day(story):
    story.draft()
    data = {
        "based_on": story.plan.version,
        "unit": story.participant.pk,
        "answered_on": "2015年3月30日",
        "opinion": "同意",
    }
    assert story.browser("liaison").post(f"{LIST}offline/", data).status_code == 302
    made = Consultation.objects.get()
    assert (made.answer, str(made.answered_on), made.opinion) == ("offline", "2015-03-30", "同意")


def settle_on_paper(story):
    data = {"based_on": story.plan.version, "unit": story.participant.pk, "answered_on": "2015-03-30"}
    assert story.browser("liaison").post(f"{LIST}offline/", data).status_code == 302


def test_a_question_that_was_settled_on_paper_no_longer_waits_on_the_home_of_the_unit(story, asked):
    question = f"/gjrc/consultations/{asked.pk}/"
    home = story.browser("other_unit")
    assert question in home.get("/gjrc/").content.decode()
    settle_on_paper(story)
    assert question not in home.get("/gjrc/").content.decode()


def test_nor_does_it_wait_on_any_other_page(story, asked):
    pages = [
        ("liaison", LIST),
        ("liaison", "/gjrc/tasks/14/plan/"),
        ("other_unit", f"/gjrc/consultations/{asked.pk}/"),
    ]
    for who, url in pages:
        assert "待反馈" in story.browser(who).get(url).content.decode()
    settle_on_paper(story)
    for who, url in pages:
        page = story.browser(who).get(url).content.decode()
        assert "以后一次征求为准" in page
        assert "待反馈" not in page
    story.file()
    check = story.browser("checker").get("/gjrc/tasks/14/check/").content.decode()
    assert "以后一次征求为准" in check
    assert "待反馈" not in check


def test_what_was_settled_on_paper_is_not_answered_once_more(story, asked):
    browser, url = story.browser("other_unit"), f"/gjrc/consultations/{asked.pk}/"
    assert f'action="{url}answer/"' in browser.get(url).content.decode()
    settle_on_paper(story)
    page = browser.get(url).content.decode()
    assert f'action="{url}answer/"' not in page
    assert "2015年3月30日已有结果，本次不需再反馈" in page
    refused = browser.post(f"{url}answer/", {"answer": "no_objection"})
    assert refused.status_code == 403
    assert "已另行征求本单位意见（含线下征求），本次不需再反馈" in refused.content.decode()
    assert not Consultation.objects.get(pk=asked.pk).answer


def test_asked_once_more_the_unit_answers_the_new_question(story, asked):
    settle_on_paper(story)
    ask = {"based_on": story.plan.version, "units": [story.participant.pk], "message": "修改后再征求"}
    story.browser("liaison").post(f"{LIST}ask/", ask)
    anew = Consultation.objects.latest("pk")
    browser, url = story.browser("other_unit"), f"/gjrc/consultations/{anew.pk}/"
    assert url in browser.get("/gjrc/").content.decode()
    assert browser.post(f"{url}answer/", {"answer": "no_objection"}).status_code == 302


def test_a_unit_asked_offline_is_not_shown_a_draft_but_what_was_noted(story):
    story.draft()
    data = {"unit": story.participant.pk, "answered_on": "2015-03-30", "opinion": "建议提前"}
    story.browser("liaison").post(f"{LIST}offline/", {"based_on": story.plan.version, **data})
    made = Consultation.objects.get()
    assert made.content == {}
    url = f"/gjrc/consultations/{made.pk}/"
    for who in ("other_unit", "liaison"):
        page = story.browser(who).get(url).content.decode()
        for words in ("2015年3月30日线下征求市科委意见", "建议提前", "征求时所送文本不在系统中"):
            assert words in page
        for words in ("李某", "印发建设计划实施细则", "sheet-page"):
            assert words not in page
    table = story.browser("liaison").get(LIST).content.decode()
    assert "线下征求</span>" in table
    assert "2015-04-01" not in table.split("<tbody>")[1].split("</tbody>")[0]


def test_a_draft_kept_with_an_older_note_is_not_shown_either(story):
    """Notes made before carried the draft of their day."""
    story.draft()
    made = Consultation.objects.create(
        plan=story.plan,
        unit=story.participant,
        content=Plan.objects.with_content().get().content().to_json(),
        asked_at=at(28),
        asked_by=story.liaison,
        answer="offline",
        answered_on=at(28).date(),
        answered_at=at(28),
        answered_by=story.liaison,
    )
    page = story.browser("other_unit").get(f"/gjrc/consultations/{made.pk}/").content.decode()
    assert "李某" not in page
    assert "未记载意见内容" in page


def test_an_answer_on_paper_cannot_be_dated_tomorrow(story):
    story.draft()
    data = {"based_on": story.plan.version, "unit": story.participant.pk, "answered_on": "2015-04-02"}
    answer = story.browser("liaison").post(f"{LIST}offline/", data)
    assert answer.status_code == 422
    assert "不能晚于今天" in answer.content.decode()


def test_only_participating_units_can_be_asked(story):
    story.draft()
    answer = story.browser("liaison").post(
        f"{LIST}ask/", {"based_on": story.plan.version, "units": [story.outsider.unit_id]}
    )
    assert answer.status_code == 422
    assert not Consultation.objects.exists()


def test_a_unit_the_lead_has_added_can_be_asked(story):
    story.draft(replace(SOUND, participants=(ParticipantInput(unit=story.outsider.unit),)))
    answer = story.browser("liaison").post(
        f"{LIST}ask/", {"based_on": story.plan.version, "units": [story.outsider.unit_id]}
    )
    assert answer.status_code == 302
    assert Consultation.objects.get().unit == story.outsider.unit


def test_an_officer_does_not_consult(story):
    story.draft()
    assert story.browser("officer").get(LIST).status_code == 403


def test_phones_are_not_shown_to_the_unit_that_is_asked(story, asked):
    page = story.browser("other_unit").get(f"/gjrc/consultations/{asked.pk}/").content.decode()
    assert "010-00000002" not in page


def test_a_draft_that_changed_meanwhile_is_not_sent_unseen(story):
    story.draft()
    version = story.plan.version
    story.draft(replace(SOUND, contact_name="赵某"))
    posted = {"based_on": version, "units": [story.participant.pk], "message": "请尽快反馈"}
    answer = story.browser("liaison").post(f"{LIST}ask/", posted)
    assert answer.status_code == 409
    assert "请尽快反馈" in answer.content.decode()
    assert "刚刚被他人修改" in answer.content.decode()
    assert not Consultation.objects.exists()
