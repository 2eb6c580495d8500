"""进展 of one task: what was filed and what changed in it, who reads what of it, returned, verified, confirmed as done."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from tasks.actions import contributions, decisions, progress, progress_filing
from tasks.enums import Outlook, ProgressStatus
from tasks.models import Completion, Evidence, Progress
from tasks.rules.periods import Period
from tasks.rules.statement import ReportedFigure, StepStatement
from tests.rounds.conftest import SAID, moment, on

FILED, NEXT = date(2015, 4, 29), date(2015, 5, 4)


def address(story, route: str = "progress", **more) -> str:
    names = {"programme": "gjrc", "round": story.april.number, "number": 14}
    return reverse(route, kwargs=names | more)


def html(response) -> str:
    return unescape(response.content.decode())


def text(response) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html(response)))


def returned(story, day: date = NEXT) -> Progress:
    story.send_back(date(2015, 5, 12), day=day, words="请补充数据来源")
    return story.progress()


def accepted_plan(story):
    """With two steps, the first of them until the end of April."""
    story.story.file()
    story.story.accept()


def test_a_reader_sees_text_steps_figures_and_files(rounds_story):
    accepted_plan(rounds_story)
    said = replace(
        SAID,
        steps=(StepStatement(1, "done", Period("4月10日"), "已印发"),),
        figures=(ReportedFigure("中心数", "12", "个", Period("4月20日"), "统计年报"),),
    )
    rounds_story.file(said, day=FILED)
    on(NEXT)
    page = text(rounds_story.story.browser("checker").get(address(rounds_story)))
    for words in (
        "实施细则已于4月10日印发",
        "组织专家论证",
        "按计划推进",
        "已完成（4月10日），已印发",
        "4月10日按期完成",
    ):
        assert words in page
    assert "中心数12个4月20日统计年报" in page
    assert "待核对" not in page, "what is reported in a round waits for nobody"


def test_peers_read_the_text_and_never_the_outlook(rounds_story):
    late = replace(SAID, outlook=Outlook.BEHIND, outlook_reason="等待批复")
    rounds_story.file(late, day=FILED)
    on(NEXT)
    shown = {
        who: text(rounds_story.story.browser(who).get(address(rounds_story)))
        for who in ("liaison", "officer", "other_unit", "checker", "leadership")
    }
    assert all("组织专家论证" in page for page in shown.values())
    judged = {who for who, page in shown.items() if "进度滞后" in page or "等待批复" in page}
    assert judged == {"liaison", "officer", "checker", "leadership"}


def test_that_nothing_is_new_is_not_told_to_peers(rounds_story):
    rounds_story.file(day=FILED)
    on(date(2015, 6, 1))
    rounds_story.file(SAID.carried_over(), round=rounds_story.may, day=date(2015, 6, 1))
    may = address(rounds_story, round=rounds_story.may.number)
    assert "本期无新进展" in text(rounds_story.story.browser("checker").get(may))
    assert "本期无新进展" not in text(rounds_story.story.browser("other_unit").get(may))


def test_the_second_filing_shows_what_changed_and_the_first_stays_readable(rounds_story):
    rounds_story.file(day=FILED)
    returned(rounds_story)
    rounds_story.file(replace(SAID, next_text="组织专家评审。"), day=date(2015, 5, 6))
    on(date(2015, 5, 6))
    checker = rounds_story.story.browser("checker")
    page = html(checker.get(address(rounds_story)))
    assert "<del>论证</del" in page
    assert "<ins>评审</ins" in page
    first = checker.get(address(rounds_story), {"nth": "1"})
    assert "组织专家论证" in text(first)
    assert "评审" not in text(first)
    assert 'id="return"' not in html(first), "only what stands is returned"
    assert checker.get(address(rounds_story), {"nth": "3"}).status_code == 404
    assert checker.get(address(rounds_story), {"nth": "x"}).status_code == 404


def test_what_was_taken_back_is_for_lead_and_checkers(rounds_story):
    rounds_story.file(day=FILED)
    row = rounds_story.progress()
    progress_filing.withdraw(
        progress_id=row.pk, based_on=row.version, by=rounds_story.story.liaison, at=moment(NEXT)
    )
    on(NEXT)
    answers = {
        who: rounds_story.story.browser(who).get(address(rounds_story)).status_code
        for who in ("liaison", "checker", "other_unit", "leadership", "outsider")
    }
    assert answers == {"liaison": 200, "checker": 200, "other_unit": 404, "leadership": 404, "outsider": 404}
    decisions.designate(
        task=rounds_story.tasks[1], unit=rounds_story.story.outsider.unit, plan_deadline=date(2015, 6, 30), basis="minutes",
        basis_number="", dated_on=NEXT, by=rounds_story.story.leadership, at=moment(NEXT, 12),
    )  # fmt: skip
    new_lead = rounds_story.story.browser("outsider")
    assert new_lead.get(address(rounds_story), {"nth": "1"}).status_code == 200


def test_what_is_being_written_is_for_the_people_of_the_lead(rounds_story):
    rounds_story.save(day=FILED)
    on(FILED)
    answers = {
        who: rounds_story.story.browser(who).get(address(rounds_story)).status_code
        for who in ("liaison", "officer", "checker", "other_unit", "leadership", "outsider")
    }
    assert [who for who, status in answers.items() if status == 200] == ["liaison", "officer"]
    assert set(answers.values()) == {200, 404}


def test_contributions_are_for_their_unit_the_lead_and_checkers(rounds_story):
    rounds_story.file(day=FILED)
    contributions.contribute(
        task=rounds_story.tasks[1],
        round=rounds_story.april,
        text="已提供场地",
        by=rounds_story.story.other_unit,
        at=moment(FILED),
    )
    on(NEXT)
    readers = {
        who
        for who in ("liaison", "checker", "other_unit", "leadership")
        if "已提供场地" in text(rounds_story.story.browser(who).get(address(rounds_story)))
    }
    assert readers == {"liaison", "checker", "other_unit"}


def test_a_checker_returns_with_a_note_and_a_day(rounds_story):
    rounds_story.file(day=FILED)
    on(NEXT)
    row, checker = rounds_story.progress(), rounds_story.story.browser("checker")
    typed = {"based_on": row.version, "note": "请补充数据来源", "refile_by": "2015-05-04"}
    wrong = checker.post(address(rounds_story, "progress-return"), typed)
    assert wrong.status_code == 422
    assert "重新报送时限应晚于今天" in text(wrong)
    assert "请补充数据来源" in html(wrong), "what was typed stays"
    empty = checker.post(
        address(rounds_story, "progress-return"), typed | {"note": "", "refile_by": "2015-05-12"}
    )
    assert "请先在有关内容上添加意见，或写明需要修改之处，再退回修改" in text(empty)
    assert (
        checker.post(
            address(rounds_story, "progress-return"), typed | {"refile_by": "2015-05-12"}
        ).status_code
        == 302
    )
    assert rounds_story.progress().status == ProgressStatus.RETURNED
    page = text(rounds_story.story.browser("liaison").get(address(rounds_story)))
    assert "退回修改·第1次报送·重新报送时限为2015年5月12日请补充数据来源" in page


def test_a_return_of_what_was_filed_anew_meanwhile_is_refused(rounds_story):
    rounds_story.file(day=FILED)
    on(NEXT)
    before = rounds_story.progress().version
    row = rounds_story.progress()
    progress_filing.withdraw(
        progress_id=row.pk, based_on=row.version, by=rounds_story.story.liaison, at=moment(NEXT)
    )
    rounds_story.file(day=NEXT)
    typed = {"based_on": before, "note": "请补充", "refile_by": "2015-05-12"}
    answer = rounds_story.story.browser("checker").post(address(rounds_story, "progress-return"), typed)
    assert answer.status_code == 409
    assert rounds_story.progress().status == ProgressStatus.FILED


def test_what_was_withdrawn_is_nothing_to_compare_with(rounds_story):
    rounds_story.file(day=FILED)
    row = rounds_story.progress()
    progress_filing.withdraw(
        progress_id=row.pk, based_on=row.version, by=rounds_story.story.liaison, at=moment(FILED, 11)
    )
    rounds_story.file(replace(SAID, done_text="另行研究。"), day=NEXT)
    on(NEXT)
    page = text(rounds_story.story.browser("checker").get(address(rounds_story)))
    assert "另行研究" in page
    assert "改动之处已标出" not in page


def entered(rounds_story):
    story = rounds_story.story
    return progress_filing.enter_on_behalf(
        task=rounds_story.tasks[1],
        round=rounds_story.april,
        letter=story.letter(received_at=moment(FILED)),
        based_on=0,
        said=SAID,
        by=story.checker,
        at=moment(FILED),
    )


def test_a_second_person_verifies_what_was_entered(rounds_story):
    entered(rounds_story)
    on(NEXT)
    verify = address(rounds_story, "entry-verify", nth=1)
    own = rounds_story.story.browser("checker")
    assert "复核一致" not in text(own.get(address(rounds_story)))
    assert own.post(verify).status_code == 403
    second = rounds_story.story.browser("second_checker")
    assert "待复核" in text(second.get(address(rounds_story)))
    assert second.post(verify).status_code == 302
    assert "已复核一致" in text(second.get(address(rounds_story)))


@pytest.mark.parametrize(("outlook", "offered"), [(Outlook.DONE, True), (Outlook.ON_COURSE, False)])
def test_the_leading_groups_office_confirms_what_its_lead_calls_done(rounds_story, outlook, offered):
    rounds_story.file(replace(SAID, outlook=outlook), day=FILED)
    on(NEXT)
    office = rounds_story.story.browser("leadership")
    complete = reverse("task-complete", args=["gjrc", 14])
    assert (complete in html(office.get(address(rounds_story)))) is offered
    assert complete not in html(rounds_story.story.browser("checker").get(address(rounds_story)))


def test_a_task_is_confirmed_with_basis_and_reopened_with_a_reason(rounds_story):
    rounds_story.file(replace(SAID, outlook=Outlook.DONE), day=FILED)
    on(NEXT)
    office, complete = rounds_story.story.browser("leadership"), reverse("task-complete", args=["gjrc", 14])
    assert "牵头单位在“2015年4月”报推进状态为“已完成”" in text(office.get(complete))
    typed = {"kind": "standing", "basis": "minutes", "basis_number": "〔2015〕7号", "dated_on": "2015-05-05"}
    assert "依据日期不能晚于今天" in text(office.post(complete, typed))
    assert "请选择已完成或转入常态化" in text(office.post(complete, typed | {"kind": ""}))
    assert office.post(complete, typed | {"dated_on": "2015-05-03"}).status_code == 302
    page = text(office.get(address(rounds_story)))
    assert "2015年5月4日确认办结：转入常态化（会议纪要〔2015〕7号，2015年5月3日）" in page
    reopen = reverse("task-reopen", args=["gjrc", 14])
    assert office.post(reopen, {"reason": ""}).status_code == 422
    assert office.post(reopen, {"reason": "验收未通过"}).status_code == 302
    assert not Completion.objects.standing().exists()


def test_a_task_of_which_nothing_was_reported_ends_by_a_paper_that_is_named_alone(rounds_story):
    office = rounds_story.story.browser("leadership")
    data = {"kind": "done", "basis": "minutes", "basis_number": "", "dated_on": "2015-04-27"}
    on(date(2015, 5, 4))
    refused = office.post("/gjrc/tasks/14/complete/", data)
    assert refused.status_code == 422
    assert "确认办结只能凭文件，请填写文号" in refused.content.decode()
    assert not Completion.objects.exists()
    assert office.post("/gjrc/tasks/14/complete/", data | {"basis_number": "〔2015〕7号"}).status_code == 302
    assert Completion.objects.get().entry is None


def test_a_file_goes_with_what_was_filed(rounds_story):
    story, letter = rounds_story.story, rounds_story.story.letter(received_at=moment(FILED))
    row = rounds_story.save(day=FILED)
    evidence = progress.attach(
        progress_id=row.pk, file=letter.scan, step_key=None, by=story.liaison, at=moment(FILED)
    )
    assert Evidence.objects.filter(pk=evidence.pk, removed_at=None).exists()
    row = rounds_story.progress()
    progress_filing.file_progress(
        progress_id=row.pk, based_on=row.version, by=story.liaison, at=moment(FILED)
    )
    on(NEXT)
    download = reverse("attachment-download", args=["gjrc", letter.scan_id])
    for who, status in (("other_unit", 200), ("leadership", 200), ("outsider", 404)):
        response = story.browser(who).get(download)
        assert response.status_code == status
        if response.streaming:
            b"".join(response.streaming_content)  # closes its file
    assert download in html(story.browser("other_unit").get(address(rounds_story)))


def test_the_page_of_the_task_lists_its_rounds_and_how_it_ended(rounds_story):
    rounds_story.file(replace(SAID, outlook=Outlook.DONE), day=FILED)
    on(NEXT)
    task, story = reverse("task-detail", args=["gjrc", 14]), rounds_story.story
    office = story.browser("leadership")
    assert "2015年4月2015-04-29已完成" in text(office.get(task))
    assert "2015年4月2015-04-29" in text(story.browser("other_unit").get(task))
    assert "已完成" not in text(story.browser("other_unit").get(task))
    assert address(rounds_story) not in html(story.browser("outsider").get(task))
    complete = reverse("task-complete", args=["gjrc", 14])
    assert complete in html(office.get(task))
    office.post(complete, {"kind": "done", "basis": "minutes", "dated_on": "2015-05-03"})
    assert "2015年5月4日确认办结：已完成" in text(story.browser("outsider").get(task))
    assert reverse("task-reopen", args=["gjrc", 14]) in html(office.get(task))
