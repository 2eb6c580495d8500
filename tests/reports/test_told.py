"""What a report tells of rounds, problems and who has not filed."""

from dataclasses import replace
from datetime import date

from tasks.actions import coordination, reports
from tests.reports.conftest import begin
from tests.reports.test_documents import words_of
from tests.rounds.conftest import SAID, moment, on


def test_what_was_put_forward_stands_in_every_report_until_it_is_settled(rounds_story):
    story = rounds_story.story
    raised = {"asked_of": "市财政局", "wanted_by": date(2015, 6, 30), "by": story.liaison}
    coordination.raise_it(task=story.task, what="专项经费尚未落实。", at=moment(date(2015, 5, 4)), **raised)
    coordination.raise_it(task=rounds_story.tasks[2], what="其后提请", at=moment(date(2015, 5, 12)), **raised)
    problems = {each.key: each.text for each, _ in reports.text_of(begin(rounds_story))}["problems"]
    assert problems == (
        "第14项提请协调（市教委提请，待研究）：专项经费尚未落实。请求市财政局协调，希望2015年6月30日前解决。"
    )


def test_several_problems_of_one_task_are_told_in_the_order_in_which_they_were_put_forward(rounds_story):
    story, day = rounds_story.story, moment(date(2015, 5, 4))
    for what in ("甲事项待定。", "乙事项待定。"):
        raised = {"what": what, "asked_of": "市财政局", "wanted_by": date(2015, 6, 30)}
        coordination.raise_it(task=story.task, by=story.liaison, at=day, **raised)
    problems = {each.key: each.text for each, _ in reports.text_of(begin(rounds_story))}["problems"]
    assert -1 < problems.index("甲事项") < problems.index("乙事项")


def test_where_nobody_has_filed_the_report_does_not_say_that_there_are_no_problems(rounds_story):
    text = {each.key: each.text for each, _ in reports.text_of(begin(rounds_story))}
    assert (text["problems"], text["next"]) == ("尚无单位报送。", "尚无单位报送。")
    rounds_story.file(day=date(2015, 5, 8))
    text = {each.key: each.text for each, _ in reports.text_of(begin(rounds_story))}
    assert text["problems"] == "无。"


def test_what_was_returned_and_not_filed_again_is_neither_filed_nor_missing(rounds_story):
    rounds_story.file(day=date(2015, 5, 4))
    rounds_story.file(task=2, day=date(2015, 5, 4))
    rounds_story.send_back(date(2015, 5, 15), day=date(2015, 5, 5), words="请写明数量")
    text = {each.key: each.text for each, _ in reports.text_of(begin(rounds_story))}
    said = "应报3项，已报1项，其中按时报送1项、逾期报送0项；退回未重报1项（第14项）；未报1项。"
    assert said in text["overview"]
    assert "第14项（市教委牵头，退回未重报）：实施细则已于4月10日印发。" in "\n".join(text.values())


def test_a_report_of_no_round_tells_what_was_said_last_and_when(rounds_story):
    story = rounds_story.story
    rounds_story.file(day=date(2015, 5, 7))
    rounds_story.file(
        replace(SAID, done_text="五月进展。"), task=2, round=rounds_story.may, day=date(2015, 6, 2)
    )
    report = reports.begin(
        programme=story.programme, round=None, as_of=date(2015, 6, 2), corrects=None,
        by=story.checker, at=moment(date(2015, 6, 2), 11),
    )  # fmt: skip
    rows = {row["number"]: row for row in report.drafts.get().frozen["rows"]}
    assert {row["state"] for row in rows.values()} == {""}
    assert (rows[14]["said_in"], rows[20]["said_in"], rows[30]["said_in"]) == ("2015年4月", "2015年5月", "")
    text = "\n".join(each.text for each, _ in reports.text_of(report))
    assert "第14项（市教委牵头，2015年4月报送）：实施细则已于4月10日印发。" in text
    assert "第20项（市教委牵头，2015年5月报送）：五月进展。" in text
    assert "应报" not in text
    on(date(2015, 6, 2))
    word = words_of(story.browser("leadership").post(f"{report.get_absolute_url()}report.docx/").getvalue())
    assert "（2015年4月报送）实施细则已于4月10日印发。" in word
    assert "\n未报送" not in word
