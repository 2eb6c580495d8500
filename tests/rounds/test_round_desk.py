"""The round's desk: by lead unit, what came, what was returned and what is missing; reminders and contact notes."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from tasks.actions import letters, rounds
from tasks.enums import Outlook
from tasks.models import ContactNote
from tasks.rules.periods import Period
from tasks.rules.round_terms import month
from tasks.rules.statement import StepStatement
from tests.rounds.conftest import SAID, moment, on

FILED, LATE = date(2015, 4, 29), date(2015, 5, 11)


def desk(story, queue: str = "") -> str:
    names = ["gjrc", story.april.number, *([queue] if queue else [])]
    return reverse("round-queue" if queue else "round-desk", args=names)


def html(response) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode())


def text(page: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


def rows(page: str) -> list[list[str]]:
    """The cells of the rows of the first table."""
    table = page[page.index("<table") : page.index("</table>")] if "<table" in page else ""
    found = re.findall(r"<tr>.*?</tr>", table, re.DOTALL)[1:]
    return [[text(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in found]


def returned(story, task: int = 1):
    story.send_back(date(2015, 5, 8), task=task, day=date(2015, 4, 30), words="请补充")


def test_each_lead_has_a_line_with_what_it_owes_and_what_came(rounds_story):
    rounds_story.file(day=FILED)
    rounds_story.save(task=2, day=FILED)
    rounds_story.story.note(when=moment(date(2015, 5, 4)), said="验收后报送")
    on(LATE)
    lines = {
        line[0]: line for line in rows(html(rounds_story.story.browser("checker").get(desk(rounds_story))))
    }
    assert lines["市教委"][1:5] == ["2", "1", "20", "1"]
    assert "5月4日验收后报送" in lines["市教委"][5]
    assert lines["市科委"][1:5] == ["1", "0", "30", "0"]


def test_what_came_late_is_said_and_what_was_returned_and_not_filed_again(rounds_story):
    rounds_story.file(day=FILED)
    returned(rounds_story)
    rounds_story.file(task=2, day=LATE)
    on(LATE)
    page = html(rounds_story.story.browser("leadership").get(desk(rounds_story)))
    assert rows(page)[0][1:4] == ["2", "2（逾期1）", "逾期未重新报送14"]


def test_the_leading_groups_office_is_not_shown_contacts(rounds_story):
    on(LATE)
    page = html(rounds_story.story.browser("leadership").get(desk(rounds_story)))
    assert "记录联系" not in page
    assert "复制催报短信" not in page


def test_a_past_day_reads_as_it_was(rounds_story):
    rounds_story.file(day=FILED)
    rounds_story.file(task=2, day=LATE)
    on(LATE)
    checker = rounds_story.story.browser("checker")
    assert rows(html(checker.get(desk(rounds_story))))[0][1:4] == ["2", "2（逾期1）", ""]
    assert rows(html(checker.get(desk(rounds_story), {"as_of": "2015-05-10"})))[0][1:4] == ["2", "1", "20"]
    assert "截至日期请按" in text(html(checker.get(desk(rounds_story), {"as_of": "昨天"})))


def test_a_past_day_says_nothing_that_came_later(rounds_story):
    story, april = rounds_story.story, rounds_story.april
    story.note(when=moment(FILED), said="月底前报送")
    on(date(2015, 5, 13))
    checker, past = story.browser("checker"), {"as_of": "2015-04-30"}
    then = text(html(checker.get(desk(rounds_story), past)))
    assert "报送中涵盖" in then
    assert "月底前报送" in then
    story.note(when=moment(date(2015, 5, 12)), said="已报分管领导")
    rounds_story.extend(date(2015, 5, 20), day=date(2015, 5, 12))
    rounds_story.file(task=2, day=date(2015, 5, 12))
    rounds.close_round(round=april, by=story.checker, at=moment(date(2015, 5, 13)))
    assert text(html(checker.get(desk(rounds_story), past))) == then
    now = text(html(checker.get(desk(rounds_story))))
    assert "报送截止日期为2015年5月8日，2015年5月13日10:00截稿" in now
    assert "已报分管领导" in now


def test_of_a_past_day_nothing_is_offered_that_is_done_today_nor_said_what_came_since(rounds_story):
    on(date(2015, 5, 4))
    checker = rounds_story.story.browser("checker")
    offered = ("复制催报短信", "登记延期", '/change/"', "记录联系", ">催报<")
    now = html(checker.get(desk(rounds_story)))
    assert [words for words in offered if words in now] == list(offered)
    called(rounds_story)
    assert "来文待代录" in html(checker.get(desk(rounds_story)))
    past = html(checker.get(desk(rounds_story), {"as_of": "2015-04-28"}))
    assert [words for words in (*offered, "来文待代录") if words in past] == []
    assert rows(past)[0][1:4] == ["2", "0", "14、20"]


def test_the_reminder_names_the_round_its_tasks_and_its_due_day(rounds_story):
    rounds_story.file(day=FILED)
    on(date(2015, 5, 4))
    checker = rounds_story.story.browser("checker")
    told = "第20项2015年4月进展尚未报送，请于5月8日前报送"
    assert told in html(checker.get(desk(rounds_story)))
    contact = reverse("contact-unit", args=["gjrc", rounds_story.story.lead.slug])
    page = html(checker.get(contact, {"round": rounds_story.april.number}))
    assert told in page
    assert "2015年4月进展提醒如下" in page
    assert "《工作任务实施方案》" in html(checker.get(contact)), "without a round it is about plans"
    assert checker.get(contact, {"round": "9"}).status_code == 404


def test_a_note_is_taken_from_the_desk_and_stands_on_it(rounds_story):
    on(date(2015, 5, 4))
    checker = rounds_story.story.browser("checker")
    contact = reverse("contact-unit", args=["gjrc", rounds_story.story.lead.slug]) + "?round=1"
    typed = {
        "contacted_on": "2015-05-03",
        "spoke_with": "周某",
        "said": "下周报送",
        "expected_by": "2015-05-12",
    }
    answer = checker.post(contact, typed)
    assert (answer.status_code, answer.url) == (302, contact)
    assert ContactNote.objects.get().said == "下周报送"
    assert "预计5月12日报送" in text(html(checker.get(desk(rounds_story))))


@pytest.mark.parametrize(
    ("queue", "expected"), [("filed", ["20", "30"]), ("returned", ["14"]), ("missing", [])]
)
def test_each_task_stands_in_one_queue(rounds_story, queue, expected):
    other = rounds_story.story.other_unit
    rounds_story.file(day=FILED)
    returned(rounds_story)
    rounds_story.file(task=2, day=FILED)
    rounds_story.file(task=3, day=FILED, by=other)
    on(date(2015, 5, 4))
    page = html(rounds_story.story.browser("checker").get(desk(rounds_story, queue)))
    assert [row[0] for row in rows(page)] == expected


def test_what_is_missing_is_of_one_unit_where_the_address_says_so(rounds_story):
    on(date(2015, 5, 4))
    checker, slug = rounds_story.story.browser("checker"), rounds_story.story.lead.slug
    assert [row[0] for row in rows(html(checker.get(desk(rounds_story, "missing"))))] == ["14", "20", "30"]
    assert [row[0] for row in rows(html(checker.get(desk(rounds_story, "missing"), {"unit": slug})))] == [
        "14",
        "20",
    ]
    assert checker.get(desk(rounds_story) + "nothing/").status_code == 404


def test_what_came_is_shown_with_its_outlook_and_what_wants_looking_at(rounds_story):
    rounds_story.file(replace(SAID, outlook=Outlook.UNLIKELY, outlook_reason="等待批复"), day=FILED)
    rounds_story.file(replace(SAID, outlook=Outlook.DONE), task=2, day=FILED)
    on(date(2015, 5, 4))
    first, second = rows(html(rounds_story.story.browser("checker").get(desk(rounds_story, "filed"))))
    assert first[4] == "难以按期完成等待批复"
    assert "已完成待核实" in second[5]


def called(told, task: int = 1):
    """Somebody of the lead told of it by telephone."""
    story = told.story
    return letters.register_letter(
        programme=story.programme, unit=story.lead, tasks=[told.tasks[task]], received_at=moment(FILED), channel="call",
        round=told.april, by=story.checker, at=moment(FILED),
    )  # fmt: skip


def lines_of(told, queue: str) -> dict[str, str]:
    """By number what stands in the queue, with its links."""
    page = html(told.story.browser("checker").get(desk(told, queue)))
    table = page[page.index("<tbody") : page.index("</tbody>")]
    return {
        row["no"]: row["row"] for row in re.finditer(r'(?s)<tr>(?P<row>.*?编号">(?P<no>\d+).*?)</tr>', table)
    }


def test_what_a_call_told_and_nobody_entered_yet_is_entered_from_where_it_is_missing(rounds_story):
    letter = called(rounds_story)
    on(FILED)
    lines = lines_of(rounds_story, "missing")
    assert "来文待代录" in lines["14"]
    assert f'href="/gjrc/letters/{letter.pk}/">代录</a>' in lines["14"]
    assert "记录联系" not in lines["14"]
    assert "记录联系" in lines["20"]
    assert "来文待代录" not in lines["20"]


def test_what_a_call_told_of_does_not_wait_any_more_once_the_unit_has_filed_it(rounds_story):
    called(rounds_story)
    rounds_story.file(day=date(2015, 5, 4))
    on(date(2015, 5, 4))
    assert "待代录" not in lines_of(rounds_story, "filed")["14"]


def test_a_task_that_several_letters_tell_of_waits_once_to_be_entered(rounds_story):
    for task in (1, 1, 2):
        called(rounds_story, task)
    for _ in range(2):
        rounds_story.story.letter(received_at=moment(FILED))
    on(FILED)
    assert "来文待代录 <b>3</b>" in html(rounds_story.story.browser("checker").get("/gjrc/"))


def test_nothing_new_is_flagged_from_the_third_time_in_a_row(rounds_story):
    june, july = rounds.open_rounds(
        programme=rounds_story.story.programme,
        terms=[month(2015, 6), month(2015, 7)],
        tasks=[],
        by=rounds_story.story.checker,
        at=moment(date(2015, 5, 1)),
    )
    rounds_story.file(day=FILED)
    for round, day in (
        (rounds_story.may, date(2015, 6, 1)),
        (june, date(2015, 7, 1)),
        (july, date(2015, 8, 3)),
    ):
        rounds_story.file(SAID.carried_over(), round=round, day=day)
    on(date(2015, 8, 4))
    checker = rounds_story.story.browser("checker")
    shown = {
        round.number: rows(html(checker.get(reverse("round-queue", args=["gjrc", round.number, "filed"]))))[
            0
        ][5]
        for round in (june, july)
    }
    assert "本期无新进展" in shown[june.number]
    assert "连续" not in shown[june.number]
    assert "本期无新进展，连续第3期" in shown[july.number]


@pytest.mark.parametrize(
    ("steps", "flagged"), [((), True), ((StepStatement(1, "done", Period("4月10日")),), False)]
)
def test_nothing_new_though_a_step_fell_due_is_flagged(rounds_story, steps, flagged):
    """The first step of the plan ends with April, which the round is about."""
    rounds_story.story.file()
    rounds_story.story.accept()
    [march] = rounds.open_rounds(
        programme=rounds_story.story.programme,
        terms=[month(2015, 3)],
        tasks=[],
        by=rounds_story.story.checker,
        at=moment(date(2015, 3, 28)),
    )
    rounds_story.file(round=march, day=date(2015, 4, 2))
    rounds_story.file(replace(SAID.carried_over(), steps=steps), day=FILED)
    on(date(2015, 5, 4))
    (row,) = rows(html(rounds_story.story.browser("checker").get(desk(rounds_story, "filed"))))
    assert ("期间第1步到期" in row[5]) is flagged
