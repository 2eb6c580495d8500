"""核对意见 on what is reported in a round: noted by a checker, sent with the return, answered where it is mended."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tasks.actions import assigning, comments, progress, step_ends
from tasks.enums import CommentAnswer, ProgressStatus, StepProgress
from tasks.models import Comment
from tasks.rules.periods import Period
from tasks.rules.statement import StepStatement
from tests.checking.test_listings import file_name, printed, sheet
from tests.factories import client_for, make_office, make_user
from tests.rounds.browsing import Browser
from tests.rounds.conftest import SAID, moment, on
from tests.rounds.test_progress import refused
from tests.rounds.test_progress_page import FILED, NEXT, accepted_plan, address, entered, html, text
from tests.rounds.test_unit_filing import file
from units.models import AuditEntry
from units.roles import Role

AGAIN = date(2015, 5, 6)
UNTIL = date(2015, 5, 12)


@pytest.fixture
def filed(rounds_story):
    """With a plan of two steps in force; looked at by its checkers some days later."""
    accepted_plan(rounds_story)
    said = replace(SAID, steps=(StepStatement(1, StepProgress.DONE, Period("4月10日"), "已印发"),))
    rounds_story.file(said, day=FILED)
    on(NEXT)
    return rounds_story


def note(
    told, words: str = "请补充数据", field: str = "done_text", step: int | None = None, **more
) -> Comment:
    return comments.on_progress(
        progress_id=told.progress().pk, nth=told.progress().entry.nth, field=field, step=step, text=words, by=told.story.checker,
        **{"at": moment(NEXT)} | more,
    )  # fmt: skip


def send_back(told, day: date = NEXT, words: str = ""):
    row = told.progress()
    return progress.send_back(
        progress_id=row.pk, based_on=row.version, refile_by=UNTIL, note=words, by=told.story.checker,
        at=moment(day, 15),
    )  # fmt: skip


def answer(told, comment: Comment, given: str = CommentAnswer.ADOPTED, words: str = "", who: str = "liaison"):
    by = getattr(told.story, who)
    return comments.answer(
        comment=comment, based_on=comment.answer_mark, answer=given, text=words, by=by, at=moment(AGAIN)
    )


def post(told, who: str = "checker", **data):
    return told.story.browser(who).post(address(told, "progress-comment-add"), {"based_on": 1} | data)


def shown(told, who: str) -> str:
    return text(told.story.browser(who).get(address(told)))


# --- made ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "pinned", "words"),
    [
        ("whole", ("whole", None), "整体"),
        ("next_text", ("next_text", None), "下一步工作"),
        ("figures", ("figures", None), "数据"),
        ("steps", ("steps", None), "步骤情况"),
        ("step-2", ("steps", 2), "第2步"),
    ],
)
def test_a_checker_pins_a_comment_to_the_whole_a_text_or_a_step(filed, place, pinned, words):
    assert post(filed, place=place, text="请核对")["Location"] == address(filed)
    made = Comment.objects.get()
    assert (made.field, made.step_key, made.place, made.entry) == (*pinned, words, filed.progress().entry)
    assert AuditEntry.objects.filter(action="comment.add", subject="GJRC-JZ01-14-1").exists()
    assert f"{words}·{filed.story.checker.user}·" in shown(filed, "checker")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"place": "step-3", "text": "请核对"}, "请从列表中选择栏目"),
        ({"place": "done_text", "text": " "}, "请填写意见"),
        ({"place": "", "text": "留着的话"}, "请选择意见针对的栏目"),
    ],
)
def test_a_comment_needs_a_place_there_is_and_words_and_nothing_typed_is_lost(filed, data, words):
    refusal = post(filed, **data)
    assert refusal.status_code == 422
    assert words in text(refusal)
    assert data["text"].strip() in html(refusal)
    assert not Comment.objects.exists()


def test_what_is_there_has_marks_that_choose_its_place_and_count(filed):
    note(filed, field="steps", step=2)
    checker = filed.story.browser("checker")
    page = html(checker.get(address(filed)))
    for place in ("whole", "done_text", "next_text", "outlook", "steps", "step-1", "step-2"):
        assert f'href="?place={place}"' in page
    assert "对“第2步”提意见，已有1条" in page
    assert '<option value="next_text" selected>' in html(checker.get(f"{address(filed)}?place=next_text"))
    assert "?place=" not in html(filed.story.browser("liaison").get(address(filed)))


def test_a_return_sends_no_comment_on_another_task(filed):
    filed.file(task=2, day=FILED)
    of_other = {"progress_id": filed.progress(2).pk, "nth": 1, "field": "done_text", "step": None}
    comments.on_progress(text="请核对", by=filed.story.checker, at=moment(NEXT), **of_other)
    note(filed)
    send_back(filed)
    assert [each.sent_at is None for each in Comment.objects.order_by("pk")] == [True, False]


def test_only_the_receiving_office_comments_and_only_while_it_is_filed(filed):
    for who in ("liaison", "other_unit", "leadership"):
        assert post(filed, who, place="whole", text="请核对").status_code == 403
    note(filed)
    send_back(filed)
    late = post(filed, place="whole", text="请核对")
    assert late.status_code == 409
    assert "本项进展不在已报送状态，不能填写意见" in text(late)


def test_one_is_taken_back_by_who_made_it_before_it_is_sent(filed):
    made = note(filed)
    removing = address(filed, "progress-comment-remove", pk=made.pk)
    other = filed.story.browser("second_checker")
    assert other.post(removing).status_code == 403
    assert removing not in html(other.get(address(filed)))
    own = filed.story.browser("checker")
    assert removing in html(own.get(address(filed)))
    assert own.post(removing).status_code == 302
    assert not Comment.objects.exists()
    assert AuditEntry.objects.get(action="comment.remove", outcome="ok").detail["text"] == "请补充数据"
    assert own.post(removing).status_code == 404


def test_one_that_was_sent_is_not_taken_back(filed):
    made = note(filed)
    send_back(filed)
    filed.file(day=AGAIN)
    assert refused(comments.remove, comment=made, by=filed.story.checker).words.startswith("只能删除自己填写")


def test_the_database_holds_that_a_comment_is_on_one_thing(filed):
    made = note(filed)
    for change in ({"entry": None}, {"filing": filed.story.plan.filing}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=made.pk).update(**change)


# --- sent ----------------------------------------------------------------------------------------------------


def test_the_lead_reads_them_once_it_is_returned_and_peers_never(filed):
    note(filed, "这一条还在斟酌")
    readers = ("liaison", "officer", "other_unit", "leadership")
    assert not [who for who in readers if "这一条还在斟酌" in shown(filed, who)]
    row = filed.progress()
    typed = {"based_on": row.version, "refile_by": "2015-05-12"}
    page = shown(filed, "checker")
    assert "本次1条意见将一并发给" in page
    answered = filed.story.browser("checker").post(address(filed, "progress-return"), typed)
    assert answered.status_code == 302
    assert filed.progress().status == ProgressStatus.RETURNED
    assert Comment.objects.get().sent_at == filed.progress().events.last().at
    assert [who for who in readers if "这一条还在斟酌" in shown(filed, who)] == ["liaison", "officer"]
    assert "重新报送时限为2015年5月12日核对意见1条" in shown(filed, "liaison")


def test_one_on_a_text_that_gave_way_to_another_meanwhile_goes_with_the_return_too(rounds_story):
    entered(rounds_story)
    on(NEXT)
    note(rounds_story, at=moment(FILED, 12))
    rounds_story.file(day=NEXT)
    assert "第1次报送·进展情况·" in shown(rounds_story, "checker")
    send_back(rounds_story)
    assert "请补充数据" in Browser(rounds_story.story.liaison).open().html


# --- answered ------------------------------------------------------------------------------------------------


@pytest.fixture
def returned(filed):
    """With one comment on the first text and one on the second step."""
    note(filed)
    note(filed, "请说明进度", field="steps", step=2)
    send_back(filed)
    return filed


def fields(comment: Comment, given: str = "adopted", words: str = "") -> dict:
    return {f"t14_c{comment.pk}-answer": given, f"t14_c{comment.pk}-answer_text": words}


def test_each_stands_on_the_page_of_the_round_beside_what_it_is_about(returned):
    page = Browser(returned.story.liaison).open().html
    text_at, step_at = (page.index(f'id="comment-{each.pk}"') for each in Comment.objects.order_by("pk"))
    assert page.index('id="id_14_done_text"') < text_at < page.index('id="id_14_next_text"')
    assert page.index('id="id_14_step_2_state"') < step_at < page.index('id="id_14_done_text"')
    assert "核对意见 2 条，列在有关内容下面" in page


def test_an_answer_is_saved_with_the_text_and_without_it(returned):
    first, second = Comment.objects.order_by("pk")
    browser = Browser(returned.story.officer).open()
    browser.press("save", t14_done_text="已引进12人。", **fields(first, words="已补充"))
    first.refresh_from_db()
    assert (first.answer, first.answer_text, first.answered_by) == (
        "adopted",
        "已补充",
        returned.story.officer,
    )
    assert returned.progress().said().done_text == "已引进12人。"
    assert "已答复：采纳" in browser.html
    version = returned.progress().version
    browser.press("save", **fields(second, "partly", "下月完成"))
    second.refresh_from_db()
    assert (second.answer, returned.progress().version) == ("partly", version)
    assert AuditEntry.objects.filter(action="comment.answer", outcome="ok").count() == 2


def test_what_is_saved_by_itself_takes_answers_along_that_are_complete(returned):
    first, second = Comment.objects.order_by("pk")
    browser = Browser(returned.story.liaison).open()
    typed = {
        "done_text": "已引进12人。",
        f"c{first.pk}-answer": "adopted",
        f"c{second.pk}-answer": "not_adopted",
    }
    assert browser.autosave(14, **typed).status_code == 200
    assert [each.answer for each in Comment.objects.order_by("pk")] == ["adopted", ""]
    assert returned.progress().said().done_text == "已引进12人。"


def test_one_that_is_incomplete_is_named_above_and_nothing_typed_is_lost(returned):
    first, _ = Comment.objects.order_by("pk")
    browser = Browser(returned.story.liaison).open()
    browser.press("save", t14_done_text="已引进12人。", **fields(first, "not_adopted"))
    assert browser.page.status_code == 422
    assert f'<a href="#comment-{first.pk}">第14项：进展情况的意见：未采纳的意见请说明理由</a>' in browser.html
    assert "已引进12人。</textarea>" in browser.html
    assert returned.progress().said().done_text == SAID.done_text
    assert Comment.objects.filter(answer="").count() == 2


def test_an_answer_meets_no_text_that_somebody_else_saved_meanwhile(returned):
    first, _ = Comment.objects.order_by("pk")
    browser = Browser(returned.story.liaison).open()
    returned.save(replace(SAID, done_text="处室所写。"), day=NEXT, by=returned.story.officer)
    browser.press("save", t14_done_text="联络员所写。", **fields(first))
    assert browser.page.status_code == 409
    first.refresh_from_db()
    assert first.answer == "adopted", "the choice is about the text alone"


def test_only_the_lead_answers_and_only_while_it_is_returned(returned):
    first, _ = Comment.objects.order_by("pk")
    for who in ("other_unit", "checker", "leadership"):
        assert refused(answer, told=returned, comment=first, who=who).words == "只有牵头单位可以答复核对意见"
    assert refused(answer, told=returned, comment=first, given="not_adopted").field == "answer_text"
    returned.file(day=AGAIN)
    assert refused(answer, told=returned, comment=first).words == "本项进展不在退回修改状态，不能再答复"


def test_an_officer_of_another_office_does_not_answer(returned):
    story, first = returned.story, Comment.objects.first()
    ours, theirs = make_office(story.lead), make_office(story.lead)
    assigning.assign(task=story.task, office=ours, based_on_office=None, by=story.liaison, at=moment(NEXT))
    story.elsewhere = make_user(Role.OFFICER, story.lead, theirs)
    assert (
        "核对意见由该处室或单位联络员答复"
        in refused(answer, told=returned, comment=first, who="elsewhere").words
    )


def test_what_is_not_answered_is_seen_before_it_is_filed_again_and_holds_nothing_up(returned):
    first, _ = Comment.objects.order_by("pk")
    browser = Browser(returned.story.liaison).open()
    browser.press("review", t14_done_text="已引进12人。", **fields(first))
    assert "“第2步”的核对意见尚未答复：请说明进度" in browser.html
    assert "请补充数据" not in browser.html
    assert file(browser).page.status_code == 422
    file(browser, warnings_seen="on")
    assert returned.progress().entry.nth == 2


def test_the_checker_reads_each_answer_beside_what_changed(returned):
    first, _ = Comment.objects.order_by("pk")
    answer(returned, first, CommentAnswer.PARTLY, "已补充引进人数")
    returned.file(replace(SAID, done_text="实施细则已于4月10日印发，引进12人。"), day=AGAIN)
    on(AGAIN)
    page = html(returned.story.browser("checker").get(address(returned)))
    done = page[page.index('<h3 class="marked">进展情况') : page.index('<h3 class="marked">下一步工作')]
    for words in ("<ins>", "引进12人", "第1次报送 · 进展情况", "请补充数据", "部分采纳", "已补充引进人数"):
        assert words in done
    assert "牵头单位尚未答复" in page[page.index("步骤情况") :]
    assert "本次意见" in page
    assert "已补充引进人数" not in shown(returned, "other_unit")


def test_the_page_of_the_task_counts_them_for_who_may_read_them(returned):
    answer(returned, Comment.objects.first())
    told = {
        who: "核对意见2条，已答复1条" in text(returned.story.browser(who).get("/gjrc/tasks/14/"))
        for who in ("liaison", "officer", "checker", "leadership", "other_unit")
    }
    assert {who for who, seen in told.items() if seen} == {"liaison", "officer", "checker"}


def test_of_a_second_return_only_its_own_comments_are_to_be_answered(returned):
    returned.file(day=AGAIN)
    on(AGAIN)
    note(returned, "请再核对", field="next_text", at=moment(AGAIN, 11))
    send_back(returned, AGAIN)
    page = Browser(returned.story.liaison).open().html
    assert "请再核对" in page
    assert "请补充数据" not in page
    assert "请补充数据" in shown(returned, "liaison"), "those of before are read with what was filed"


def test_a_comment_on_a_step_that_is_gone_stands_with_the_steps(returned):
    """The plan was revised while it was being mended."""
    story = returned.story
    story.revise(when=moment(NEXT, 16))
    step_ends.end_step(
        plan_id=story.plan.pk, based_on=story.plan.version, key=2, ending="cancelled", into=[], reason="任务调整",
        by=story.liaison, at=moment(NEXT, 16),
    )  # fmt: skip
    story.file(moment(NEXT, 17))
    story.accept(moment(NEXT, 18))
    on(AGAIN)
    page = Browser(story.liaison).open().html
    assert page.index("（原第2步）") < page.index("请说明进度") < page.index('id="id_14_done_text"')
    returned.file(day=AGAIN)
    shown_again = shown(returned, "checker")
    assert "第1次报送·第2步" in shown_again[shown_again.index("按实施方案") :]


def test_returned_in_words_alone_as_before(filed):
    send_back(filed, words="请补充数据来源")
    page = Browser(filed.story.liaison).open().html
    assert "请补充数据来源" in page
    assert "核对意见" not in page


# --- 退回修改意见单 ------------------------------------------------------------------------------------------


def paper(told, nth: int = 1, who: str = "liaison", kind: str = "pdf"):
    return told.story.browser(who).get(address(told, "progress-comment-list", nth=nth, kind=kind))


def test_a_return_has_its_paper_with_comments_and_answers(filed):
    first = note(filed, field="steps", step=2)
    note(filed, "请写明专家人数", field="next_text")
    send_back(filed, words="两处请补充")
    answer(filed, first, CommentAnswer.NOT_ADOPTED, "尚无数据")
    given = paper(filed)
    title = "第14项2015年4月进展第1次报送退回修改意见单"
    assert file_name(given) == f"{filed.story.programme.short_name}{title}20150504.pdf"
    (page,) = printed(given)
    assert page.startswith(f"{filed.story.programme.title}{title}")
    assert "报送编号GJRC-JZ01-14-1，2015年4月29日报送" in page
    assert "重新报送时限2015年5月12日" in page
    assert "总的说明两处请补充" in page
    assert "1第2步请补充数据" in page
    assert "未采纳尚无数据" in page
    (_, *rows), about = sheet(paper(filed, who="checker", kind="xlsx"))
    assert [(row[1], row[4]) for row in rows] == [("第2步", "未采纳"), ("下一步工作", "尚未答复")]
    assert about["总的说明"] == "两处请补充"
    assert AuditEntry.objects.filter(action="export.comments").count() == 2


def test_each_return_has_its_own_paper_offered_to_lead_and_checkers_alone(returned):
    returned.file(day=AGAIN)
    note(returned, "仍请补充", at=moment(AGAIN, 11))
    send_back(returned, AGAIN)
    first, second = (printed(paper(returned, nth))[0] for nth in (1, 2))
    assert ("请补充数据" in first, "仍请补充" in first) == (True, False)
    assert ("请补充数据" in second, "仍请补充" in second) == (False, True)
    papers = [address(returned, "progress-comment-list", nth=nth, kind="pdf") for nth in (1, 2)]
    for who in ("liaison", "officer", "checker"):
        page = html(returned.story.browser(who).get(address(returned)))
        assert [f'href="{one}"' in page for one in papers] == [True, True]
    assert "退回修改意见单" not in shown(returned, "other_unit")
    page = Browser(returned.story.liaison).open().html
    assert [f'href="{one}"' in page for one in papers] == [False, True]


def test_returned_in_words_alone_the_paper_says_them(filed):
    send_back(filed, words="请补充数据来源")
    (page,) = printed(paper(filed))
    assert "总的说明请补充数据来源" in page
    assert "没有逐条意见，见总的说明。" in page


def test_one_on_a_text_that_gave_way_says_on_the_paper_what_it_was_on(rounds_story):
    entered(rounds_story)
    on(NEXT)
    note(rounds_story)
    rounds_story.file(replace(SAID, done_text="应为46项"), day=NEXT)
    send_back(rounds_story)
    assert "1第1次报送·进展情况请补充数据" in printed(paper(rounds_story, 2))[0]
    assert paper(rounds_story, 1).status_code == 409


def test_who_takes_part_and_the_leading_groups_office_do_not_get_it(returned):
    assert [paper(returned, who=who).status_code for who in ("other_unit", "leadership")] == [403, 403]
    assert paper(returned, nth=2).status_code == 404
    assert paper(returned, kind="doc").status_code == 404


def test_more_returned_tasks_ask_nothing_more(returned):
    client = client_for(returned.story.liaison)

    def asked() -> int:
        client.get(address_of_round(returned))
        with CaptureQueriesContext(connection) as queries:
            client.get(address_of_round(returned))
        return len(queries)

    before = asked()
    returned.file(task=2, day=NEXT)
    row = returned.progress(2)
    comments.on_progress(
        progress_id=row.pk,
        nth=1,
        field="whole",
        step=None,
        text="请补充",
        by=returned.story.checker,
        at=moment(NEXT),
    )
    progress.send_back(
        progress_id=row.pk, based_on=row.version, refile_by=UNTIL, note="", by=returned.story.checker,
        at=moment(NEXT, 15),
    )  # fmt: skip
    assert asked() == before


@pytest.mark.parametrize("who", ["liaison", "checker"])
def test_more_comments_on_steps_ask_nothing_more(returned, who):
    """On the page of the task, of the round and of its review."""
    pages = [address(returned)]
    if who == "liaison":
        pages += [address_of_round(returned), f"{address_of_round(returned)}review/?task=14"]
    client = client_for(getattr(returned.story, who))

    def asked() -> list[int]:
        counted = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert "请说明进度" in html(client.get(page))
            counted.append(len(queries))
        return counted

    before, on_step = asked(), Comment.objects.get(field="steps")
    for step in (1, 2, 2, 1):
        on_step.pk, on_step.step_key = None, step
        on_step.save(force_insert=True)
    assert asked() == before
    assert html(client.get(pages[-1])).count("请说明进度") >= 5


def address_of_round(told) -> str:
    return f"/gjrc/rounds/{told.april.number}/"


def test_a_comment_is_on_the_filing_that_was_read(filed):
    """The lead files again while the checker writes: the same place says something else."""
    row = filed.progress()
    progress.withdraw(progress_id=row.pk, based_on=row.version, by=filed.story.liaison, at=moment(FILED, 16))
    filed.file(replace(SAID, steps=()), day=FILED)
    answer = post(filed, place="done_text", text="请补充数据", based_on=1)
    assert answer.status_code == 409
    page = text(answer)
    assert "本项进展已重新报送，意见尚未记下；请核对最近一次报送的内容后再记" in page
    assert "请补充数据" in page
    assert not Comment.objects.exists()
    assert post(filed, place="done_text", text="请补充数据", based_on=2).status_code == 302
    assert Comment.objects.get().entry.nth == 2
