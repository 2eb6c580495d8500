"""Which year is meant by what is said of a step of every year (decision 0105): of each year the last word holds, in the rule,
in lists, in the ledger, in what is kept and in reports.
"""

import csv
import html
import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tasks import ledger, steps_in_time
from tasks.actions import checking, reports, step_ends, step_reports, times
from tasks.enums import Light, StepProgress, StepState
from tasks.models import IncomingLetter, Report, StepInForce, StepReport, Task
from tasks.rules.periods import Period
from tasks.rules.sheet import written
from tasks.rules.statement import StepStatement
from tests.rounds.conftest import RoundStory, moment, on
from tests.rounds.test_courses import agree as kept_and_ledger_agree
from tests.rounds.test_recurring import (
    TIMES,
    in_database,
    in_ledger,
    on_home,
    page,
    report,
    saying,
    states,
    story,  # noqa: F401 (a fixture)
    to_do,
)
from units.models import AuditEntry
from zgc_tasks.common.refusal import Refusal

YEARLY, UNTIL_2017, THEN_YEARLY, ONCE = 1, 2, 3, 5
TASK, STEPS = "/gjrc/tasks/14/", "/gjrc/tasks/14/steps/"
DECEMBER_2015, DECEMBER_2016 = date(2015, 12, 18), date(2016, 12, 20)


def all_say(story: RoundStory, day: date, key: int = YEARLY) -> tuple[StepState, str]:  # noqa: F811
    """Where the step stands, once all who tell it agree."""
    steps = in_ledger(story, day)
    task = Task.objects.select_related("plan__in_force").get(pk=story.tasks[1].pk)
    assert steps_in_time.of_task(task, today=day) == steps
    assert in_database(story, day, past=False) == in_database(story, day, past=True) == states(steps)
    assert on_home(story, day) == to_do(steps, day)
    kept_and_ledger_agree(story, day)
    found = next(step for step in steps if step.key == key).standing
    return found.state, found.explanation


def of(story: RoundStory, year: int):  # noqa: F811
    return story.story.programme.rounds.get(name=f"{year}年度")


# --- of each year the last word ---------------------------------------------------------------------------------------


def test_a_later_word_of_the_year_before_leaves_the_later_year_done(story):  # noqa: F811
    report(story, YEARLY, DECEMBER_2016)
    day = date(2016, 12, 28)
    report(story, YEARLY, day, done_on=DECEMBER_2015)
    words = "2015、2016年已完成（12月20日完成）"
    assert all_say(story, day) == (StepState.DONE, words)
    on(day)
    assert words in page(story, TASK)
    assert "2016-12-20" in page(story, "/gjrc/deadlines/?of=steps", "checker")


def test_a_round_of_the_year_before_takes_only_that_year_back(story):  # noqa: F811
    report(story, YEARLY, date(2015, 12, 20))
    report(story, YEARLY, DECEMBER_2016)
    day = date(2016, 12, 28)
    story.file(saying(StepStatement(YEARLY, StepProgress.UNDER_WAY)), round=of(story, 2015), day=day)
    assert all_say(story, day) == (StepState.DONE, "2016年已完成（12月20日完成）")


def test_a_day_that_is_settled_stays_settled_when_an_earlier_year_is_corrected(story):  # noqa: F811
    report(story, THEN_YEARLY, date(2016, 2, 1))
    day = date(2017, 3, 1)
    story.file(saying(StepStatement(THEN_YEARLY, StepProgress.UNDER_WAY)), round=of(story, 2015), day=day)
    assert all_say(story, day, THEN_YEARLY)[0] == StepState.NEVER_DUE


def test_in_january_the_round_of_the_year_before_is_about_that_year(story):  # noqa: F811
    report(story, YEARLY, DECEMBER_2015)
    day = date(2016, 1, 5)
    story.file(saying(StepStatement(YEARLY, StepProgress.UNDER_WAY)), round=of(story, 2015), day=day)
    assert all_say(story, day) == (StepState.NEVER_DUE, "长期推进或未写明日期，不计逾期")


def test_the_page_of_the_year_before_asks_in_january_what_that_year_lacks(story):  # noqa: F811
    report(story, YEARLY, DECEMBER_2015)
    on(date(2016, 1, 5))
    address = f"/gjrc/rounds/{of(story, 2015).number}/"
    assert "2015年已完成（12月18日完成）" in page(story, address)
    assert "年度待报" not in page(story, address)


def test_the_last_year_may_be_taken_back_when_it_is_over(story):  # noqa: F811
    report(story, UNTIL_2017, date(2017, 12, 20))
    day = date(2018, 2, 1)
    report(story, UNTIL_2017, day, StepProgress.UNDER_WAY)
    assert all_say(story, day, UNTIL_2017)[0] == StepState.OVERDUE


def test_what_is_filed_again_says_the_year_anew_and_no_day_before_changes(story):  # noqa: F811
    day, later = date(2016, 1, 6), date(2016, 1, 8)
    typed = StepStatement(YEARLY, StepProgress.DONE, done_on=Period("2016年1月5日"))
    story.file(saying(typed), round=of(story, 2015), day=day)
    done_too_early = all_say(story, day)
    story.send_back(date(2016, 1, 20), round=of(story, 2015), day=later, words="完成日期请核实")
    story.file(saying(replace(typed, done_on=Period("2015年12月30日"))), round=of(story, 2015), day=later)
    assert done_too_early == (StepState.DONE, "2016年已完成（1月5日完成）")
    assert all_say(story, day) == done_too_early
    assert all_say(story, later) == (
        StepState.NEVER_DUE,
        "2015年已完成，2016年待报，不计逾期",
    )


# --- by itself, outside rounds ----------------------------------------------------------------------------------------


def corrected(story: RoundStory, day: date, key: int = YEARLY, **typed):  # noqa: F811
    """On the page of steps, where the form of the step stands open."""
    on(day)
    return story.story.browser("liaison").post(f"{STEPS}?step={key}", {"state": "under_way"} | typed)


def test_what_was_wrongly_called_done_in_a_year_gone_by_is_taken_back_for_that_year(story):  # noqa: F811
    report(story, YEARLY, DECEMBER_2015)
    report(story, YEARLY, DECEMBER_2016)
    day = date(2016, 12, 28)
    on(day)
    form = page(story, f"{STEPS}?step=1")
    assert "更正的年度 不更正以前年度 2015年" in form
    assert "不更正以前年度 2015年 2016年" not in form
    answer = corrected(story, day, year="2015")
    assert "已填报：进行中（2015年）" in [str(each) for each in get_messages(answer.wsgi_request)]
    assert all_say(story, day) == (StepState.DONE, "2016年已完成（12月20日完成）")
    then = date(2015, 12, 31)
    assert in_ledger(story, then)[0].standing.explanation == "2015年已完成（12月18日完成）"


def test_so_it_is_where_its_time_recurs_no_more(story):  # noqa: F811
    report(story, YEARLY, DECEMBER_2015)
    revised(story, date(2016, 3, 1), 1, "2016年6月30日前")
    day = date(2016, 3, 2)
    assert corrected(story, day, year="2015").status_code == 302
    assert all_say(story, day) == (StepState.OPEN, "完成时限 6月30日")


def test_by_itself_and_without_a_year_a_word_is_about_the_year_of_its_day(story):  # noqa: F811
    report(story, YEARLY, DECEMBER_2015)
    day = date(2016, 3, 2)
    assert corrected(story, day, year="").status_code == 302
    assert all_say(story, day) == (StepState.NEVER_DUE, "2015年已完成，2016年待报，不计逾期")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"year": "2014"}, "该步骤所选年度未报已完成，不需更正，请重新选择"),
        (
            {"year": "2015", "state": "done", "done_on": "2015-12-20"},
            "报已完成的，按完成日期所在年度计，请不要选择更正的年度",
        ),
    ],
)
def test_what_is_no_correction_is_refused_in_words(story, typed, words):  # noqa: F811
    report(story, YEARLY, DECEMBER_2015)
    answer = corrected(story, date(2016, 3, 2), **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert StepReport.objects.count() == 1


def test_what_a_colleague_corrected_in_this_moment_is_not_corrected_again(story):  # noqa: F811
    report(story, YEARLY, DECEMBER_2015)
    day, whole = date(2016, 3, 2), story.story
    again = {
        "task": story.tasks[1],
        "key": YEARLY,
        "state": StepProgress.UNDER_WAY,
        "done_on": None,
        "year": 2015,
    }
    again |= {"word": "", "by": whole.liaison, "at": moment(day)}
    step_reports.report_step(**again)
    with pytest.raises(Refusal, match="2015年未报已完成"):
        step_reports.report_step(**again)


def test_a_second_click_on_a_correction_takes_back_no_other_year(story):  # noqa: F811
    """Once it is corrected nothing is left to correct, and the form asks for no year."""
    report(story, YEARLY, DECEMBER_2015)
    report(story, YEARLY, DECEMBER_2016)
    day = date(2016, 12, 28)
    first, second = (corrected(story, day, year="2015") for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 422)
    assert "该步骤所选年度未报已完成，不需更正，请重新选择" in second.content.decode()
    assert StepReport.objects.count() == 3
    assert all_say(story, day) == (StepState.DONE, "2016年已完成（12月20日完成）")


@pytest.mark.parametrize("typed", [{"year": "2015"}, {}, {"state": "", "done_on": "昨天"}])
def test_of_a_step_that_is_not_there_any_more_that_is_said_and_nothing_else(story, typed):  # noqa: F811
    """Whatever was typed: a revision cancelled it meanwhile, and no form is left to mend it in."""
    report(story, YEARLY, DECEMBER_2015)
    whole, day = story.story, date(2016, 3, 1)
    whole.revise(when=moment(day))
    step_ends.end_step(
        plan_id=whole.plan.pk, based_on=whole.plan.version, key=YEARLY, ending="cancelled", into=[],
        reason="任务调整", by=whole.liaison, at=moment(day),
    )  # fmt: skip
    whole.file(when=moment(day, 11))
    whole.accept(moment(day, 12))
    answer = corrected(story, day, word="年中已办结", **typed)
    assert answer.status_code == 409
    said = answer.content.decode()
    summary = said[
        said.index('class="error-summary"') : said.index("</ul>", said.index('class="error-summary"'))
    ]
    assert re.findall(r"<li>(.*?)</li>", summary) == [
        "该步骤已不在实施方案中，请核对最新步骤后再填报",
        '<a href="#unsent">您填写的说明保留在本页，可以复制</a>',
    ]
    assert "年中已办结</textarea>" in said
    assert StepReport.objects.count() == 1
    (row,) = AuditEntry.objects.filter(action="access.refused")
    assert row.detail["reason"].startswith("该步骤已不在实施方案中")


def test_no_year_is_asked_for_where_none_is_to_be_corrected(story):  # noqa: F811
    report(story, YEARLY, DECEMBER_2015)
    on(date(2016, 3, 2))
    assert [("更正的年度" in page(story, f"{STEPS}?step={key}")) for key in (YEARLY, ONCE)] == [True, False]


# --- on paper ---------------------------------------------------------------------------------------------------------


def entered(story: RoundStory, *, received: str, day: date, year: int = 2015, **said) -> StepReport:  # noqa: F811
    """As the checker types it from a call."""
    on(day)
    checker, number = story.story.browser("checker"), of(story, year).number
    answer = checker.post(
        f"{reverse('letter-add', args=['gjrc'])}?unit={story.story.lead.slug}&round={number}",
        {"tasks": [story.tasks[1].pk], "received_on": received, "channel": "call", "note": "李某来电"},
    )
    assert answer.status_code == 302, answer.content.decode()
    letter = IncomingLetter.objects.latest("pk")
    typed = {"based_on": "0", "done_text": "年度总结已完成。", "outlook": "standing", "op": "enter"} | said
    address = reverse("progress-enter", args=["gjrc", letter.pk, number, 14])
    first = checker.post(address, typed)
    if first.status_code != 302:  # told that the paper names no day
        shown = checker.post(address, typed | {"warning_shown": _warnings(first)})
        assert shown.status_code == 302, shown.content.decode()
    return StepReport.objects.latest("pk")


def _warnings(answer) -> list[str]:
    html = answer.content.decode()
    return [each.split('"')[0] for each in html.split('name="warning_shown" value="')[1:]]


def test_what_paper_calls_done_without_a_day_is_done_for_the_year_of_its_round(story):  # noqa: F811
    day = date(2016, 1, 8)
    said = entered(story, received="2016-01-07", day=day, step_1_state="done")
    assert (said.done_on, said.year) == (date(2015, 12, 31), 2015)
    assert all_say(story, day) == (
        StepState.NEVER_DUE,
        "2015年已完成，2016年待报，不计逾期",
    )


def test_what_came_before_its_round_was_over_is_done_when_it_came(story):  # noqa: F811
    said = entered(story, received="2015-12-28", day=date(2016, 1, 8), step_1_state="done")
    assert (said.done_on, said.year) == (date(2015, 12, 28), 2015)


def test_a_step_that_does_not_recur_is_done_as_before_when_that_is_entered(story):  # noqa: F811
    said = entered(story, received="2015-12-28", day=date(2016, 1, 8), step_5_state="done")
    assert (said.key, said.done_on, said.year) == (5, None, None)


# --- a report ---------------------------------------------------------------------------------------------------------


def begun(story: RoundStory, year: int, day: date) -> Report:  # noqa: F811
    return reports.begin(
        programme=story.story.programme,
        round=of(story, year),
        as_of=day,
        corrects=None,
        by=story.story.checker,
        at=moment(day),
    )


def drafted(story: RoundStory, year: int, day: date) -> dict:  # noqa: F811
    """The steps of the task in the draft of a report, by their numbers."""
    rows = begun(story, year, day).drafts.get().frozen
    assert json.dumps(rows)
    return rows["figures"] | {step["number"]: step for row in rows["rows"] for step in row["steps"]}


def test_a_report_of_a_year_that_is_drafted_in_the_next_tells_what_was_done_in_its_own(story):  # noqa: F811
    report(story, YEARLY, DECEMBER_2015)
    day = date(2016, 1, 12)
    report(story, 6, day)  # 每季度末, of the new year already
    found = drafted(story, 2015, day)
    assert (found[1]["state"], found[1]["done_on"]) == (StepState.DONE, "2015-12-18")
    assert found[6]["state"] == StepState.NEVER_DUE
    assert found["steps_done"] == 1
    assert all_say(story, day)[0] == StepState.NEVER_DUE


def judged(row) -> tuple[str, list[str]]:
    return str(row.light), [each.words for each in row.attention]


def test_a_report_has_the_light_of_its_day_as_pages_and_exports_do(story):  # noqa: F811
    """What its steps have done is told of the year of its round; a light and what wants looking at are of a day."""
    for key, done in (
        (THEN_YEARLY, date(2015, 6, 20)),
        (UNTIL_2017, DECEMBER_2015),
        (ONCE, date(2016, 6, 20)),
    ):
        report(story, key, done)
    day = date(2018, 2, 1)
    for round in story.story.programme.rounds.all():
        story.file(saying(), round=round, day=day)
    draft = begun(story, 2015, day).drafts.get().frozen
    frozen = next(row for row in draft["rows"] if row["number"] == 14)
    exported = ledger.build(story.story.programme, as_of=day, round_name="2015年度").rows
    row = next(row for row in exported if row.number == 14).reported
    assert frozen["steps"][UNTIL_2017 - 1]["state"] == StepState.DONE
    assert (frozen["light"], frozen["attention"]) == judged(row)
    assert frozen["light"] == Light.RED
    kept_and_ledger_agree(story, day)


# --- 总体情况 -----------------------------------------------------------------------------------------------------------


def counted_on_pages(story: RoundStory) -> tuple[Counter, Counter]:  # noqa: F811
    """Lights of all tasks, and how the steps of all stand."""
    checker = story.story.browser("checker")
    figures = checker.get(reverse("overview-progress", args=["gjrc"])).context["page"].figures
    groups = checker.get(reverse("overview-steps", args=["gjrc"])).context["page"].groups
    steps = (step.mark.label for group in groups for task in group.tasks for step in task.steps)
    return Counter({each["label"]: each["value"] for each in figures}), Counter(steps)


def exported_from_page(story: RoundStory) -> list[dict]:  # noqa: F811
    """汇总表 to which 总体情况 leads."""
    checker = story.story.browser("checker")
    shown = checker.get(reverse("overview-progress", args=["gjrc"])).content.decode()
    address = html.unescape(re.search(r'href="(/gjrc/exports/summary\.csv/[^"]+)"', shown)[1])
    assert f"round={of(story, 2015).number}" in address
    text = b"".join(checker.get(address).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("key", "day", "done"),
    [(YEARLY, DECEMBER_2015, 0), (YEARLY, date(2016, 1, 11), 1)],
    ids=["done in the year of the round", "done in the year of the day"],
)
def test_what_is_exported_from_a_page_in_january_says_what_the_page_does(story, key, day, done):  # noqa: F811
    report(story, key, day)
    on(date(2016, 1, 12))
    lights, steps = counted_on_pages(story)
    rows = exported_from_page(story)
    assert sum(int(row["已完成步骤"] or 0) for row in rows) == steps["已完成"] == done
    told = Counter(row["红黄灯"] for row in rows)
    assert told == {light: lights[light] for light in told}


# --- revised ----------------------------------------------------------------------------------------------------------


def revised(story: RoundStory, day: date, number: int, time: str) -> None:  # noqa: F811
    """Accepted on that day with another time of the step with this number."""
    dues = [*TIMES[: number - 1], time, *TIMES[number:]]
    steps = tuple((f"第{n}件事", due) for n, due in enumerate(dues, start=1))
    whole = story.story
    whole.revise(replace(whole.plan.typed(), steps=written(steps=steps).steps), when=moment(day))
    plan = whole.plan
    times.give_reason(
        plan_id=plan.pk,
        based_on=plan.version,
        key=number,
        reason="按年度开展",
        by=whole.liaison,
        at=moment(day),
    )
    whole.file(when=moment(day, 11))
    plan = whole.plan
    checking.start_check(plan_id=plan.pk, based_on=plan.version, by=whole.checker, at=moment(day, 12))
    plan = whole.plan
    checking.accept(plan_id=plan.pk, based_on=plan.version, by=whole.checker, at=moment(day, 13))


def test_what_was_said_of_a_year_does_not_do_a_single_day_of_the_next(story):  # noqa: F811
    report(story, YEARLY, DECEMBER_2015)
    day = date(2016, 3, 1)
    revised(story, day, 1, "2016年6月30日前")
    assert all_say(story, day) == (StepState.OPEN, "2015年已完成，完成时限 6月30日")
    report(story, YEARLY, date(2016, 6, 20))
    assert all_say(story, date(2016, 6, 20)) == (StepState.DONE, "6月20日按期完成")


def test_that_its_time_changed_is_not_that_anybody_took_back_what_was_done(story):  # noqa: F811
    report(story, YEARLY, DECEMBER_2015)
    revised(story, date(2016, 3, 1), 1, "2016年6月30日前")
    said = compared(story, date(2015, 12, 31), date(2016, 3, 2))
    assert "第1步时限由每年12月底前变为2016年6月30日前" in said["变动"]
    assert "改为未完成" not in said.get("转差", "")


def test_nor_that_anybody_did_what_is_done_by_another_time_alone(story):  # noqa: F811
    report(story, YEARLY, DECEMBER_2015)
    revised(story, date(2016, 3, 1), 1, "2015年12月31日前")
    said = compared(story, date(2016, 2, 1), date(2016, 3, 2))
    assert "第1步完成" in said["变动"]
    assert "第1步完成" not in said.get("好转", "")


def test_what_was_put_off_is_no_better_for_it(story):  # noqa: F811
    report(story, ONCE, date(2016, 7, 1), StepProgress.UNDER_WAY)
    revised(story, date(2016, 7, 11), ONCE, "2016年9月底前")
    said = compared(story, date(2016, 7, 8), date(2016, 7, 12))
    assert "第5步不再逾期" in said["变动"]
    assert "不再逾期" not in said.get("好转", "")


def compared(story: RoundStory, before: date, day: date) -> dict[str, str]:  # noqa: F811
    """What 前后对比 says of the task."""
    on(day)
    asked = {"before": before.isoformat(), "as_of": day.isoformat()}
    answer = story.story.browser("checker").get(reverse("overview-compare", args=["gjrc"]), asked)
    return next(dict(line.said) for line in answer.context["page"].compared.rows if line.number == 14)


def test_a_single_day_of_the_year_that_was_done_is_done(story):  # noqa: F811
    report(story, YEARLY, DECEMBER_2015)
    day = date(2016, 3, 1)
    revised(story, day, 1, "2015年12月31日前")
    assert all_say(story, day)[0] == StepState.DONE


def test_no_past_day_changes_by_a_revision(story):  # noqa: F811
    report(story, YEARLY, DECEMBER_2015)
    days = (date(2015, 12, 31), date(2016, 2, 1))
    before = [in_ledger(story, day) for day in days]
    revised(story, date(2016, 3, 1), 1, "2016年6月30日前")
    assert [in_ledger(story, day) for day in days] == before
    assert [in_database(story, day, past=True) for day in days] == [states(steps) for steps in before]


def test_what_was_done_once_counts_for_its_year_when_the_time_comes_to_recur(story):  # noqa: F811
    report(story, 5, date(2015, 12, 1))
    day = date(2016, 3, 1)
    revised(story, day, 5, "每年12月底前")
    assert all_say(story, day, 5) == (StepState.NEVER_DUE, "2015年已完成，2016年待报，不计逾期")


# --- one definition ---------------------------------------------------------------------------------------------------


def test_what_lists_are_filtered_by_is_what_the_ledger_reads_from_the_words(story):  # noqa: F811
    by_key = {step.key: step.step.due.recurs_until for step in in_ledger(story, date(2015, 6, 1))}
    stored = StepInForce.objects.in_force().of_steps()
    assert dict(stored.values_list("key", "recurs_until")) == by_key
    assert set(by_key.values()) == {None, 2017, 9999}
