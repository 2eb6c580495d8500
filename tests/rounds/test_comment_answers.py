"""核对意见 on what is reported in a round, answered where it is mended, and read again by who checks."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.actions import assigning, comments, step_ends
from tasks.enums import CommentAnswer
from tasks.models import Comment
from tests.factories import client_for, make_office, make_user
from tests.rounds.browsing import Browser
from tests.rounds.commented import AGAIN, NEXT, UNTIL, answer, fields, filed, note, returned, send_back, shown
from tests.rounds.conftest import SAID, moment, on
from tests.rounds.test_progress import refused
from tests.rounds.test_progress_page import address, html, text
from tests.rounds.test_unit_filing import file
from units.models import AuditEntry
from units.roles import Role

__all__ = ["filed", "returned"]  # fixtures


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
    returned.send_back(UNTIL, task=2, day=NEXT, hour=15, words="")
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
