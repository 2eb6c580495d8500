"""退回修改意见单 of what is returned in a round: the paper with its comments and answers."""

from dataclasses import replace

from tasks.enums import CommentAnswer
from tests.checking.test_listings import file_name, printed, sheet
from tests.rounds.browsing import Browser
from tests.rounds.commented import AGAIN, NEXT, answer, filed, note, returned, send_back, shown
from tests.rounds.conftest import SAID, moment, on
from tests.rounds.test_progress_page import address, entered, html
from units.models import AuditEntry

__all__ = ["filed", "returned"]  # fixtures


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
