"""征求意见: who is asked, what they see, and how they answer."""

import re
from dataclasses import replace

import pytest

from tasks.models import Consultation, Plan
from tests.factories import make_task
from tests.home.page import standing
from tests.story import SOUND, at
from units.models import AuditEntry

LIST = "/gjrc/tasks/14/plan/consultation/"
PAPER = ("已线下征求", "2015-03-30")


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
    assert again.status_code == 409
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


def settle_on_paper(story, day: str = "2015-03-30"):
    data = {"based_on": story.plan.version, "unit": story.participant.pk, "answered_on": day}
    assert story.browser("liaison").post(f"{LIST}offline/", data).status_code == 302


def ask_again(story) -> Consultation:
    ask = {"based_on": story.plan.version, "units": [story.participant.pk], "message": "修改后再征求"}
    assert story.browser("liaison").post(f"{LIST}ask/", ask).status_code == 302
    return Consultation.objects.latest("pk")


def test_a_question_that_was_settled_on_paper_no_longer_waits_on_the_home_of_the_unit(story, asked):
    question = f"/gjrc/consultations/{asked.pk}/"
    home = story.browser("other_unit")
    assert question in home.get("/gjrc/").content.decode()
    settle_on_paper(story)
    assert question not in home.get("/gjrc/").content.decode()


def read(story, who: str, url: str) -> str:
    """A page in one line."""
    return " ".join(story.browser(who).get(url).content.decode().split())


def standings(page: str, unit: str = "市科委") -> list[tuple[str, ...]]:
    """State and day of each question to the unit, in the order of a page that lists them."""
    entries = re.findall(r'/consultations/\d+/">' + unit + r"</a>(.*?)(?:</li>|</tr>)", page)
    words = [re.sub(r"<.*?>", " ", entry.split("</td>", 1)[-1]).split()[:2] for entry in entries]
    return [tuple(found) for found in words]


def test_what_was_settled_on_paper_stands_with_its_day_in_the_place_of_waiting_on_every_page(story, asked):
    lists = (LIST, "/gjrc/tasks/14/plan/")
    for url in lists:
        assert standings(read(story, "liaison", url)) == [("待反馈",)]
    settle_on_paper(story)
    for url in lists:
        assert standings(read(story, "liaison", url)) == [PAPER, PAPER]
    story.file()
    for who, url in (("checker", "/gjrc/tasks/14/check/"), ("other_unit", "/gjrc/tasks/14/plan/")):
        assert standings(read(story, who, url)) == [PAPER, PAPER], who


def test_the_question_itself_says_it_was_settled_on_paper_and_leads_to_what_was_noted(story, asked):
    url = f"/gjrc/consultations/{asked.pk}/"
    assert standing(read(story, "other_unit", url)).endswith("· 待反馈")
    settle_on_paper(story)
    noted = f"/gjrc/consultations/{Consultation.objects.latest('pk').pk}/"
    for who in ("other_unit", "liaison"):
        page = read(story, who, url)
        assert standing(page).endswith("· 已线下征求 2015年3月30日")
        assert "市教委登记：2015年3月30日已在线下征求市科委意见，本次不需再反馈" in page
        assert f'<a href="{noted}">查看登记的意见</a>' in page


def test_what_was_settled_on_paper_twice_is_told_as_it_was_noted_last(story, asked):
    settle_on_paper(story)
    settle_on_paper(story, day="2015-03-28")
    page = read(story, "other_unit", f"/gjrc/consultations/{asked.pk}/")
    assert standing(page).endswith("· 已线下征求 2015年3月28日")
    assert f'<a href="/gjrc/consultations/{Consultation.objects.latest("pk").pk}/">查看登记的意见</a>' in page


def test_what_was_noted_of_another_plan_settles_nothing(story, asked):
    other = story.as_task(make_task(story.programme, 20, lead=story.lead, participants=[story.participant]))
    other.draft()
    noted = {"based_on": other.plan.version, "unit": story.participant.pk, "answered_on": "2015-03-30"}
    address = LIST.replace("14", "20")
    assert story.browser("liaison").post(f"{address}offline/", noted).status_code == 302
    assert standings(read(story, "liaison", LIST)) == [("待反馈",)]


def test_a_question_on_paper_before_does_not_settle_a_later_one(story):
    story.draft()
    settle_on_paper(story)
    ask_again(story)
    page = read(story, "liaison", LIST)
    assert standings(page) == [PAPER, ("待反馈",)]


def test_a_question_answered_only_when_it_was_asked_again_is_not_given_that_answer(story, asked):
    again = ask_again(story)
    browser = story.browser("other_unit")
    browser.post(f"/gjrc/consultations/{again.pk}/answer/", {"answer": "no_objection"})
    page = read(story, "liaison", LIST)
    assert standings(page) == [("以后一次征求为准", "2015-04-01"), ("无意见", "2015-04-01")]
    first = browser.get(f"/gjrc/consultations/{asked.pk}/").content.decode()
    assert "市科委已于2015年4月1日反馈，本次不需再反馈" in first


def test_what_was_settled_on_paper_is_not_answered_once_more(story, asked):
    browser, url = story.browser("other_unit"), f"/gjrc/consultations/{asked.pk}/"
    assert f'action="{url}answer/"' in browser.get(url).content.decode()
    settle_on_paper(story)
    assert f'action="{url}answer/"' not in browser.get(url).content.decode()
    refused = browser.post(f"{url}answer/", {"answer": "no_objection"})
    assert refused.status_code == 409
    assert "已另行征求本单位意见（含线下征求），本次不需再反馈" in refused.content.decode()
    assert not Consultation.objects.get(pk=asked.pk).answer


@pytest.mark.parametrize("posted", [{"answer": "opinion"}, {}], ids=["complete", "incomplete"])
def test_what_the_unit_typed_meanwhile_comes_back_with_the_refusal_and_the_log_has_its_reason(
    story, asked, posted
):
    settle_on_paper(story)
    url = f"/gjrc/consultations/{asked.pk}/answer/"
    refused = story.browser("other_unit").post(url, {**posted, "opinion": "建议<提前>"})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "<title>错误：" in page
    assert re.search(r'<textarea id="unsent"[^>]*readonly>建议&lt;提前&gt;</textarea>', page)
    assert '<a href="#unsent">您填写的意见保留在本页，可以复制</a>' in page
    row = AuditEntry.objects.get(action="access.refused")
    assert "本次不需再反馈" in row.detail["reason"]


def test_a_question_a_colleague_has_just_answered_gives_back_what_was_typed_too(story, asked):
    url = f"/gjrc/consultations/{asked.pk}/answer/"
    browser = story.browser("other_unit")
    browser.post(url, {"answer": "no_objection"})
    page = browser.post(url, {"answer": "opinion", "opinion": "建议提前"}).content.decode()
    assert "不能重复反馈" in page
    assert "建议提前</textarea>" in page
    assert Consultation.objects.get().answer == "no_objection"


def test_asked_once_more_the_unit_answers_the_new_question(story, asked):
    settle_on_paper(story)
    anew = ask_again(story)
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
        content=Plan.objects.with_sheet().get().sheet().to_json(),
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
    story.draft(replace(SOUND, participants=(story.outsider.unit.short_name,)))
    answer = story.browser("liaison").post(
        f"{LIST}ask/", {"based_on": story.plan.version, "units": [story.outsider.unit_id]}
    )
    assert answer.status_code == 302
    assert Consultation.objects.get().unit == story.outsider.unit


def test_who_is_no_unit_of_the_system_is_named_as_out_of_reach(story):
    known = story.outsider.unit.short_name
    story.draft(replace(SOUND, participants=("中关村企业家俱乐部", known, "留学人员联谊会")))
    page = story.browser("liaison").get(LIST).content.decode()
    assert "<strong>中关村企业家俱乐部、留学人员联谊会</strong> 不是系统中的单位" in page
    story.draft(replace(SOUND, participants=(known,)))
    assert "不是系统中的单位" not in story.browser("liaison").get(LIST).content.decode()


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
    assert "方案刚刚有变化，未办理" in answer.content.decode()
    assert not Consultation.objects.exists()
