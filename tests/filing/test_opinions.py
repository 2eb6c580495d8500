"""A participating unit is told of what was accepted, and says what it thinks of it; the lead answers."""

from dataclasses import replace
from datetime import date

import pytest

from tasks.actions import decisions, opinions, step_ends
from tasks.models import Opinion, PlanReading
from tests.checking.pages import PLAN, text
from tests.factories import client_for, make_unit, make_user
from tests.home.page import table, words
from tests.story import SOUND, at
from units.roles import Role
from zgc_tasks.common.refusal import Kind, Refusal

pytestmark = pytest.mark.django_db

NOTE = f"{PLAN}opinions/"


@pytest.fixture
def accepted(story):
    story.file()
    story.accept()
    return story


def told(story, who: str = "other_unit") -> list[list[str]]:
    page = " ".join(text(story.browser(who).get("/gjrc/")).split())
    return table(page, "新核收的实施方案")


def noted(story, *, key: int | None = 2, words: str = "第二步建议提前", by=None) -> Opinion:
    plan = story.plan
    return opinions.note(
        plan_id=plan.pk, nth=plan.in_force.nth, step_key=key, text=words, by=by or story.other_unit, at=at(30)
    )


def waiting(story, who: str = "liaison") -> list[list[str]]:
    page = " ".join(text(story.browser(who).get("/gjrc/")).split())
    return table(page, "参与单位意见")


def test_an_accepted_plan_is_new_until_somebody_of_the_unit_opens_it(story):
    story.file()
    assert told(story) == []
    story.accept()
    assert told(story) == [["14", "第14项具体内容。", "新 市教委牵头", "3月27日 10:00核收", "查看"]]
    assert (told(story, "liaison"), told(story, "outsider")) == ([], [])
    for who in ("liaison", "checker", "leadership"):
        story.browser(who).get(PLAN)
    assert len(told(story)) == 1
    colleague = make_user(Role.OFFICER, story.participant)
    for _ in range(2):
        assert client_for(colleague).get(PLAN).status_code == 200
    assert told(story) == []
    assert PlanReading.objects.get().by == colleague


def test_another_participating_unit_is_told_by_itself(accepted):
    other = make_user(Role.LIAISON, make_unit("市财政局"))
    accepted.task.responsibilities.create(position=3, unit=other.unit)
    accepted.browser("other_unit").get(PLAN)
    page = " ".join(text(client_for(other).get("/gjrc/")).split())
    assert len(table(page, "新核收的实施方案")) == 1


def test_a_revision_is_new_once_it_is_accepted_and_not_before(accepted):
    accepted.browser("other_unit").get(PLAN)
    accepted.revise(replace(SOUND, contact_name="王某"))
    accepted.file(at(29))
    assert told(accepted) == []
    accepted.accept(at(30))
    assert len(told(accepted)) == 1


def test_what_was_not_opened_stays_new_while_it_is_revised(accepted):
    accepted.revise()
    assert len(told(accepted)) == 1


def test_an_opinion_on_a_step_stands_at_the_step_and_on_the_leads_home(accepted):
    typed = {"nth": 1, "step_key": 2, "text": "第二步建议提前"}
    answer = accepted.browser("other_unit").post(NOTE, typed, follow=True)
    assert "意见已送市教委" in text(answer)
    page = " ".join(text(accepted.browser("liaison").get(PLAN)).split())
    second = page.partition("2. 组织高校申报")[2].partition("</div>")[0]
    assert "参与单位意见 1 条" in second
    assert "参与单位意见 1 条" not in page.partition("1. 印发")[2].partition("</div>")[0]
    assert "市科委 · 第2步" in page
    assert waiting(accepted, "officer")[0][:3] == ["14", "市科委对第14项方案（第2步）的意见", "待答复"]
    assert waiting(accepted, "other_unit") == []


def test_the_lead_answers_once_and_both_see_the_course(accepted):
    found = noted(accepted, key=None)
    address = f"{NOTE}{found.pk}/answer/"
    assert "请填写答复" in text(accepted.browser("liaison").post(address, {"text": " "}))
    assert accepted.browser("liaison").post(address, {"text": "已采纳，下次修订时调整"}).status_code == 302
    assert waiting(accepted) == []
    for who in ("other_unit", "liaison", "checker", "leadership"):
        page = words(text(accepted.browser(who).get(PLAN)))
        assert "市科委 · 整个方案" in page
        assert "答复：已采纳，下次修订时调整" in page, who
    again = accepted.browser("officer").post(address, {"text": "另行研究"})
    assert again.status_code == 409
    assert "该意见已答复" in text(again)


def test_another_participating_unit_does_not_read_it(accepted):
    noted(accepted)
    other = make_user(Role.LIAISON, make_unit("市财政局"))
    accepted.task.responsibilities.create(position=3, unit=other.unit)
    assert "第二步建议提前" not in text(client_for(other).get(PLAN))


def test_it_is_noted_at_any_time_after_acceptance_and_changes_nothing(story):
    story.file()
    with pytest.raises(Refusal, match="尚未核收") as refused:
        noted(story)
    assert refused.value.kind is Kind.NOT_NOW
    story.accept()
    before = (story.plan.status, story.plan.version)
    noted(story)
    assert (story.plan.status, story.plan.version) == before
    story.revise(replace(SOUND, contact_name="王某"))
    noted(story)
    assert Opinion.objects.count() == 2


def test_what_was_typed_about_an_older_text_is_refused_and_not_lost(accepted):
    plan = accepted.revise()
    step_ends.end_step(
        plan_id=plan.pk, based_on=plan.version, key=2, ending="cancelled", into=[], reason="任务调整",
        by=accepted.liaison, at=at(28),
    )  # fmt: skip
    accepted.file(at(29))
    accepted.accept(at(30))
    answer = accepted.browser("other_unit").post(NOTE, {"nth": 1, "step_key": 1, "text": "建议提前"})
    assert answer.status_code == 409
    assert "有新核收的内容" in text(answer)
    assert "建议提前</textarea>" in text(answer)
    gone = accepted.browser("other_unit").post(NOTE, {"nth": 2, "step_key": 2, "text": "建议提前"})
    assert gone.status_code == 422
    assert "所选步骤已不在方案中" in text(gone)


def test_an_opinion_keeps_the_number_its_step_had(accepted):
    noted(accepted)
    first, second = accepted.plan.in_force.keyed_sheet().steps
    accepted.revise(replace(SOUND, steps=(second, first)))
    accepted.file(at(29))
    accepted.accept(at(30))
    assert "市科委 · 第2步" in text(accepted.browser("liaison").get(PLAN))


def test_who_comes_to_lead_answers_and_who_led_before_does_not(accepted):
    found = noted(accepted)
    member = make_user(Role.LIAISON, make_unit("市人力社保局"))
    decisions.designate(
        task=accepted.task, unit=member.unit, plan_deadline=None, basis="minutes", basis_number="第2期",
        dated_on=date(2015, 3, 31), by=accepted.checker, at=at(31),
    )  # fmt: skip
    with pytest.raises(Refusal, match="只有牵头单位可以答复"):
        opinions.answer(opinion_id=found.pk, text="已采纳", by=accepted.liaison, at=at(31))
    opinions.answer(opinion_id=found.pk, text="已采纳", by=member, at=at(31))
    with pytest.raises(Refusal, match="该意见已答复"):
        opinions.answer(opinion_id=found.pk, text="再答", by=member, at=at(31))


def test_where_the_receiving_unit_leads_its_checker_does_not_answer_for_it(accepted):
    found, unit = noted(accepted), accepted.checker.unit
    decisions.designate(
        task=accepted.task, unit=unit, plan_deadline=None, basis="minutes", basis_number="第2期",
        dated_on=date(2015, 3, 31), by=accepted.checker, at=at(31),
    )  # fmt: skip
    answers = {
        who: client_for(by).post(f"{NOTE}{found.pk}/answer/", {"text": "已采纳"})
        for who, by in (("checker", accepted.checker), ("liaison", make_user(Role.LIAISON, unit)))
    }
    assert "只有牵头单位可以答复参与单位的意见" in text(answers["checker"])
    assert {who: answer.status_code for who, answer in answers.items()} == {"checker": 403, "liaison": 302}
