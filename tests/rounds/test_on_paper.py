"""来文和电话 that tell of progress: registered for a round, entered as they are, verified or corrected by the lead."""

import re
from datetime import date
from html import unescape

import lxml.html
import pytest
from django.urls import reverse

from tasks.enums import ProgressAction, TaskState
from tasks.models import Entry, IncomingLetter, ProgressArrival, StepReport
from tasks.rules.statement import LONGEST_LINE, Statement
from tests.rounds.conftest import SAID, on
from tests.rounds.test_owing import state
from tests.rounds.test_progress import send_back

MONDAY = date(2015, 5, 11)
REGISTER = reverse("letter-add", args=["gjrc"])


def html(response) -> str:
    return unescape(response.content.decode())


def text(response) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html(response)))


def registered(rounds_story, tasks: tuple[int, ...] = (1, 2), received_on: str = "2015-05-08"):
    """By the checker on Monday, what was told on Friday, the due day."""
    on(MONDAY)
    answer = rounds_story.story.browser("checker").post(
        f"{REGISTER}?unit={rounds_story.story.lead.slug}&round=1",
        {
            "tasks": [rounds_story.tasks[number].pk for number in tasks],
            "received_on": received_on,
            "channel": "call",
            "note": "李某来电",
        },
    )
    assert answer.status_code == 302, text(answer)
    return IncomingLetter.objects.latest("pk")


def entering(letter, number: int = 14) -> str:
    return reverse("progress-enter", args=["gjrc", letter.pk, 1, number])


def typed(**more) -> dict:
    return {"based_on": "0", "done_text": "细则已印发。", "outlook": "on_course", "op": "enter"} | more


def test_a_call_is_registered_for_a_round_and_counts_for_no_plan(rounds_story):
    letter = registered(rounds_story)
    assert letter.get_channel_display() == "电话"
    assert {each.task.number for each in ProgressArrival.objects.filter(letter=letter)} == {14, 20}
    assert not letter.arrivals.exists()
    checker = rounds_story.story.browser("checker")
    assert "2015年4月进展：第14项、第20项" in text(checker.get(reverse("letter-list", args=["gjrc"])))
    page = checker.get(letter_page(letter))
    assert text(page).count("待代录") == 2
    assert entering(letter) in html(page)


def letter_page(letter) -> str:
    return reverse("letter-detail", args=["gjrc", letter.pk])


def test_the_first_step_offers_rounds_that_have_begun(rounds_story):
    on(MONDAY)
    page = html(rounds_story.story.browser("checker").get(REGISTER))
    assert "2015年4月进展" in page
    assert "2015年5月进展" not in page


def test_what_was_told_on_the_due_day_is_in_time_and_unknown_before_it_was_entered(rounds_story):
    letter = registered(rounds_story)
    answer = rounds_story.story.browser("checker").post(entering(letter), typed())
    assert answer.status_code == 302
    assert Entry.objects.get().counts_from == letter.received_at
    assert state(rounds_story, MONDAY) == TaskState.ON_TIME
    assert state(rounds_story, date(2015, 5, 10), past=True) == TaskState.MISSING


def test_what_came_without_an_hour_is_told_as_its_day(rounds_story):
    letter, checker = registered(rounds_story, (1,)), rounds_story.story.browser("checker")
    assert "以收到的2015年5月8日计算是否按时" in text(checker.get(entering(letter)))
    checker.post(entering(letter), typed())
    page = text(checker.get(reverse("progress", args=["gjrc", 1, 14])))
    assert "，2015-05-08，编号" in page
    assert "00:00" not in page


def test_what_is_noticed_is_shown_once_and_never_stands_in_the_way(rounds_story):
    letter, checker = registered(rounds_story), rounds_story.story.browser("checker")
    first = checker.post(entering(letter), typed(outlook="behind", done_text=""))
    assert first.status_code == 200
    warnings = re.findall(r'name="warning_shown" value="([^"]+)"', html(first))
    assert len(warnings) == 2
    assert not Entry.objects.exists()
    again = checker.post(entering(letter), typed(outlook="behind", done_text="", warning_shown=warnings))
    assert again.status_code == 302
    assert Entry.objects.get().said() == Statement(outlook="behind")


def test_each_that_is_entered_or_compared_leads_to_the_next(rounds_story):
    letter, checker = registered(rounds_story), rounds_story.story.browser("checker")
    assert "代录，下一份（余1）" in text(checker.get(entering(letter)))
    assert checker.post(entering(letter), typed())["Location"] == entering(letter, 20)
    assert "下一份" not in text(checker.get(entering(letter, 20)))
    progress = {number: reverse("progress", args=["gjrc", 1, number]) for number in (14, 20)}
    assert checker.post(entering(letter, 20), typed())["Location"] == progress[20]
    second = rounds_story.story.browser("second_checker")
    assert "复核一致，下一份（余1）" in text(second.get(progress[14]))
    assert "请对照来文或电话记录，与录入内容一致的再按" in text(second.get(progress[14]))
    verify = [reverse("entry-verify", args=["gjrc", 1, number, 1]) for number in (14, 20)]
    assert second.post(verify[0])["Location"] == progress[20]
    assert "下一份" not in text(second.get(progress[20]))
    assert second.post(verify[1])["Location"] == progress[20]


def test_what_needs_no_entering_is_not_the_next(rounds_story):
    """Filed by its lead since, or returned after the call came; what came after the return is."""
    call, checker = registered(rounds_story), rounds_story.story.browser("checker")
    assert "下一份（余1）" in text(checker.get(entering(call)))
    rounds_story.file(task=2, day=MONDAY)
    assert "下一份" not in text(checker.get(entering(call)))
    send_back(rounds_story, task=2, day=MONDAY)
    assert "下一份" not in text(checker.get(entering(call)))
    again = registered(rounds_story, (2,), received_on="2015-05-11")
    assert "下一份（余1）" in text(checker.get(entering(call)))
    assert checker.post(entering(call), typed())["Location"] == entering(again, 20)


def test_what_came_before_a_return_is_refused_before_anything_is_typed(rounds_story):
    call, checker = registered(rounds_story), rounds_story.story.browser("checker")
    rounds_story.file(day=MONDAY)
    send_back(rounds_story, day=MONDAY)
    answer = checker.get(entering(call))
    assert answer.status_code == 409
    assert "该来文在退回修改之前收到，不是重新报送的进展，不能代录" in text(answer)
    answer = checker.post(entering(call), typed(based_on=str(rounds_story.progress().version)))
    assert "该来文在退回修改之前收到" in text(answer)
    assert "细则已印发。" in html(answer), "returned while it was typed"


def test_the_same_task_in_another_round_is_the_next(rounds_story):
    call, checker = registered(rounds_story, (1,)), rounds_story.story.browser("checker")
    on(date(2015, 6, 2))
    ProgressArrival.objects.create(
        letter=call, round=rounds_story.may, task=rounds_story.tasks[1], recorded_at=call.recorded_at
    )
    after = reverse("progress-enter", args=["gjrc", call.pk, 2, 14])
    assert checker.post(entering(call), typed())["Location"] == after


def test_the_scan_stands_beside_what_is_entered_and_compared(rounds_story):
    letter, checker = registered(rounds_story, (1,)), rounds_story.story.browser("checker")
    assert "beside-scan" not in html(checker.get(entering(letter)))
    letter.scan = rounds_story.story.letter(received_at=letter.received_at).scan
    letter.save()
    shown = reverse("attachment-view", args=["gjrc", letter.scan_id])
    assert shown in html(checker.get(entering(letter)))
    checker.post(entering(letter), typed())
    progress = reverse("progress", args=["gjrc", 1, 14])
    assert shown in html(rounds_story.story.browser("second_checker").get(progress))
    assert shown not in html(checker.get(progress))


def test_looking_enters_nothing_and_keeps_what_was_typed(rounds_story):
    letter = registered(rounds_story)
    page = rounds_story.story.browser("checker").post(entering(letter), typed(op="look"))
    assert "细则已印发。" in html(page)
    assert not Entry.objects.exists()


def test_looking_says_where_there_is_nothing_to_notice(rounds_story):
    letter, checker = registered(rounds_story), rounds_story.story.browser("checker")
    nothing = "没有需要提示的内容"
    page = checker.post(entering(letter), typed(op="look"))
    assert nothing in text(page)
    assert "id_warnings" in page["HX-Trigger-After-Settle"]
    assert nothing not in text(checker.get(entering(letter)))
    assert nothing not in text(checker.post(entering(letter), typed(op="look", outlook="behind")))
    assert nothing not in text(checker.post(entering(letter), typed(op="look", next_text="甲" * 3001)))


def test_a_step_that_paper_calls_done_on_a_day_to_come_is_not_done_on_that_day(rounds_story):
    rounds_story.story.file()
    rounds_story.story.accept()
    letter, checker = registered(rounds_story), rounds_story.story.browser("checker")
    said = typed(step_1_state="done", step_1_done_on="5月20日")
    first = checker.post(entering(letter), said)
    warnings = re.findall(r'name="warning_shown" value="([^"]+)"', html(first))
    assert "完成日期不能晚于今天" in text(first)
    assert checker.post(entering(letter), said | {"warning_shown": warnings}).status_code == 302
    assert StepReport.objects.get().done_on is None
    assert Entry.objects.get().said().step(1).done_on.text == "5月20日"


def test_steps_and_figures_of_a_letter_are_entered(rounds_story):
    rounds_story.story.file()
    rounds_story.story.accept()
    letter = registered(rounds_story)
    more = {
        "step_1_state": "done",
        "step_1_done_on": "4月20日",
        "figure_1_what": "中心数",
        "figure_1_number": "12",
        "figure_1_measure": "个",
        "figure_1_day": "4月30日",
    }
    page = rounds_story.story.browser("checker").post(entering(letter), typed(**more))
    assert page.status_code == 302, text(page)
    assert StepReport.objects.get().done_on == date(2015, 4, 20)
    assert Entry.objects.get().said().figures[0].day.last == date(2015, 4, 30)


def test_figures_come_back_as_they_were_typed_whatever_was_drawn_before(rounds_story):
    letter, checker = registered(rounds_story), rounds_story.story.browser("checker")
    blank = html(checker.get(entering(letter)))
    long = "甲" * (LONGEST_LINE + 1)
    answer = checker.post(entering(letter), typed(figure_2_what="<b>中心数", figure_3_number=long))
    assert answer.status_code == 422
    back = lxml.html.fromstring(answer.content.decode())
    values = [
        back.get_element_by_id(f"id_{name}").get("value") for name in ("figure_2_what", "figure_3_number")
    ]
    assert values == ["<b>中心数", long]
    assert [row.get("open") is not None for row in back.find_class("more")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert "不能超过" in back.get_element_by_id("id_figure_3_number_error").text_content()
    assert html(checker.get(entering(letter))).count("<b>中心数") == blank.count("<b>中心数") == 0


def test_a_text_that_is_too_long_is_said_at_its_field_and_kept(rounds_story):
    letter = registered(rounds_story)
    answer = rounds_story.story.browser("checker").post(entering(letter), typed(next_text="甲" * 3001))
    assert answer.status_code == 422
    assert "下一步工作不能超过3000字" in text(answer)
    assert "甲" * 3001 in html(answer)


def test_what_the_lead_filed_meanwhile_is_not_overwritten_unseen(rounds_story):
    letter = registered(rounds_story)
    rounds_story.file(day=MONDAY)
    answer = rounds_story.story.browser("checker").post(entering(letter), typed())
    assert answer.status_code == 409
    assert "刚刚有变化" in text(answer)
    assert "细则已印发。" in html(answer)
    assert Entry.objects.count() == 1


def test_nothing_is_entered_twice_from_one_letter(rounds_story):
    letter, checker = registered(rounds_story), rounds_story.story.browser("checker")
    checker.post(entering(letter), typed())
    again = checker.get(entering(letter))
    assert again.status_code == 409
    assert "已据该来文代录，不能再次代录" in text(again)
    page = text(checker.get(letter_page(letter)))
    assert "已代录" in page
    assert page.count("代录进展") == 1, "the other task still waits"


def test_what_was_registered_by_mistake_is_taken_off_until_it_is_entered(rounds_story):
    letter, checker = registered(rounds_story), rounds_story.story.browser("checker")
    withdraw = [
        reverse("progress-arrival-withdraw", args=["gjrc", letter.pk, 1, number]) for number in (14, 20)
    ]
    assert checker.post(withdraw[0]).status_code == 302
    assert checker.get(entering(letter)).status_code == 409
    assert "登记有误，已于2015年5月11日注销" in text(checker.get(letter_page(letter)))
    checker.post(entering(letter, 20), typed())
    assert checker.post(withdraw[1]).status_code == 409


def test_the_lead_corrects_what_was_entered(rounds_story):
    letter = registered(rounds_story)
    rounds_story.story.browser("checker").post(entering(letter), typed())
    rounds_story.file(SAID, day=MONDAY)
    assert rounds_story.progress().events.latest("pk").action == ProgressAction.CORRECT
    assert rounds_story.progress().entry.nth == 2
    assert rounds_story.progress().first_filed_at == letter.received_at


@pytest.mark.parametrize(("unit", "words"), [("outsider", "请从列表中选择来文单位"), ("lead", "")])
def test_only_a_lead_writes(rounds_story, unit, words):
    on(MONDAY)
    story = rounds_story.story
    slug = story.lead.slug if unit == "lead" else story.outsider.unit.slug
    page = story.browser("checker").get(REGISTER, {"unit": slug, "round": "1"})
    assert words in text(page)


def test_a_round_that_lies_ahead_is_not_told_of(rounds_story):
    on(MONDAY)
    answer = rounds_story.story.browser("checker").post(
        f"{REGISTER}?unit={rounds_story.story.lead.slug}&round=2",
        {"tasks": [rounds_story.tasks[1].pk], "received_on": "2015-05-08", "channel": "fax"},
    )
    assert answer.status_code == 409
    assert "本期尚未开始报送，不能登记所报进展" in text(answer)
    assert not IncomingLetter.objects.exists()
