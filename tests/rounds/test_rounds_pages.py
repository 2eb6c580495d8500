"""进展: rounds listed with their figures, opened one or a series ahead, changed, closed, and put off for a unit."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from tasks.actions import rounds
from tasks.models import Round
from tasks.rules.round_terms import month
from tests.factories import make_programme, make_task
from tests.rounds.conftest import moment, on

RUNNING, LATE = date(2015, 5, 4), date(2015, 5, 11)
EARLY = {"early": "1"}
IN_TIME = "各单位在各自截止日期以前（含当日）报来的，仍为按时报送"
PUT_OFF = f"报送截止日期为2015年5月8日，延期的单位最迟至2015年5月15日；{IN_TIME}"


def address(route: str, round: Round | None = None) -> str:
    return reverse(route, args=["gjrc", *([round.number] if round else [])])


def text(response) -> str:
    """What stands on a page, its tags and blanks left out."""
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", response.content.decode())))


def rows(response) -> dict[str, list[str]]:
    """The cells of each row of the list, by the name of the round."""
    found = {}
    for row in re.findall(r"<tr>\s*<th scope=\"row\".*?</tr>", response.content.decode(), re.DOTALL):
        cells = [
            re.sub(r"\s+|<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        found[cells[0]] = cells[1:]
    return found


def test_the_list_counts_what_each_round_got_for_who_oversees(rounds_story):
    rounds_story.file(day=date(2015, 4, 29))
    on(LATE)
    rounds_story.file(task=2, day=LATE)
    for who in ("checker", "leadership"):
        april = rows(rounds_story.story.browser(who).get(address("round-list")))["2015年4月"]
        # Three owe, two came, one of them late; the fourth task has no lead.
        assert april[3:] == ["报送中已过截止日期", "3", "2", "1", "1"]


def test_a_unit_counts_its_own_tasks_and_nobody_elses(rounds_story):
    rounds_story.file(day=date(2015, 4, 29))
    on(RUNNING)
    page = rounds_story.story.browser("liaison").get(address("round-list"))
    assert rows(page)["2015年4月"][3:] == ["报送中", "2", "1", "0", "1"]
    assert (
        rows(rounds_story.story.browser("outsider").get(address("round-list")))["2015年4月"][4:] == ["0"] * 4
    )


def test_a_round_that_lies_ahead_stands_last_and_counts_nothing(rounds_story):
    on(RUNNING)
    listed = rows(rounds_story.story.browser("checker").get(address("round-list")))
    assert list(listed) == ["2015年4月", "2015年5月"]
    assert listed["2015年5月"][3:] == ["未开始", "", "", "", ""]


def test_a_round_about_chosen_tasks_says_how_many_also_beside_one_of_another_programme(rounds_story):
    story = rounds_story.story
    of = {"receiving_office": story.checker.office, "leadership_unit": story.leadership.unit}
    there = make_programme("KCZH", **of)
    opening = {"by": story.checker, "at": moment(date(2015, 4, 1))}
    for programme, tasks in (
        (story.programme, [rounds_story.tasks[1], rounds_story.tasks[2]]),
        (there, [make_task(there, 1)]),
    ):
        rounds.open_rounds(programme=programme, terms=[month(2015, 6)], tasks=tasks, **opening)
        listed = story.browser("checker").get(reverse("round-list", args=[programme.slug]))
        assert f"重点任务{len(tasks)}项" in text(listed)


def test_figures_of_a_closed_round_stay_those_of_its_closing(rounds_story):
    rounds_story.file(day=date(2015, 4, 29))
    on(LATE)
    checker = rounds_story.story.browser("checker")
    assert checker.post(address("round-close", rounds_story.april)).status_code == 302
    on(date(2015, 5, 12))
    rounds_story.file(task=2, day=date(2015, 5, 12))
    april = rows(checker.get(address("round-list")))["2015年4月"]
    assert april[3:] == ["已截稿2015年5月11日截稿时", "3", "1", "0", "2"]


def test_closing_is_asked_again_until_nobody_may_file_in_time_any_more(rounds_story):
    checker, april = rounds_story.story.browser("checker"), rounds_story.april
    closing = address("round-close", april)
    rounds_story.extend(date(2015, 5, 15), day=RUNNING)
    for day in (april.due_on, date(2015, 5, 15)):
        on(day)
        asked = checker.post(closing)
        assert asked.status_code == 200
        assert f"2015年4月·{PUT_OFF}" in text(asked)
        assert "尚未到期" not in text(asked)
        assert Round.objects.get(pk=april.pk).closed_at is None
    on(date(2015, 5, 16))
    assert "已截稿，各单位不能再撤回；此后报来的列为逾期报送" in text(checker.post(closing, follow=True))


def test_what_is_said_of_a_round_closed_early_agrees_with_what_counts(rounds_story):
    on(RUNNING)
    checker, april = rounds_story.story.browser("checker"), rounds_story.april
    page = text(checker.post(address("round-close", april), EARLY, follow=True))
    assert f"报送截止日期为2015年5月8日；{IN_TIME}" in page
    assert "报送截止日期为2015年5月8日，2015年5月4日" in page
    assert "距报送截止还有" not in page
    rounds_story.file(day=april.due_on)
    on(april.due_on)
    assert "逾期" not in text(checker.get(reverse("round-queue", args=["gjrc", april.number, "filed"])))


def test_what_is_said_of_a_round_closed_while_an_extension_runs_holds_of_units_without_one(rounds_story):
    checker, april = rounds_story.story.browser("checker"), rounds_story.april
    rounds_story.extend(date(2015, 5, 15), day=RUNNING)
    on(LATE)
    page = text(checker.post(address("round-close", april), EARLY, follow=True))
    assert f"已截稿，各单位不能再撤回；{PUT_OFF}" in page


def test_a_series_is_looked_at_before_it_is_opened(rounds_story):
    checker = rounds_story.story.browser("checker")
    page = checker.get(address("round-add"), {"cycle": "month", "first": "2015-06-15", "count": "3"})
    html = page.content.decode()
    assert re.findall(r'name="round-\d-name" value="([^"]+)"', html) == [
        "2015年6月",
        "2015年7月",
        "2015年8月",
    ]
    # Five working days after 30 June, and the Monday before it.
    assert 'value="2015-07-07"' in html
    assert "周二" in text(page)
    assert Round.objects.count() == 2


def opened(story, who: str, rows: list[dict], **scope):
    typed = {f"round-{n}-{name}": value for n, row in enumerate(rows, start=1) for name, value in row.items()}
    query = f"?cycle=month&first=2015-06-01&count={len(rows)}"
    return story.browser(who).post(address("round-add") + query, typed | scope)


def terms(called: str, **changed) -> dict:
    return {
        "name": called,
        "covers_from": "2015-06-01",
        "covers_until": "2015-06-30",
        "opens_on": "2015-06-26",
        "due_on": "2015-07-07",
    } | changed


def test_a_series_is_opened_with_what_was_changed_in_it(rounds_story):
    made = [terms("半年重点"), terms("2015年7月", due_on="2015年8月10日")]
    answer = opened(rounds_story.story, "leadership", made, tasks="14、20", note="请附佐证材料")
    assert answer.status_code == 302
    third, fourth = Round.objects.filter(number__gt=2)
    assert (third.name, fourth.name) == ("半年重点", "2015年7月")
    assert (third.due_on, fourth.due_on) == (date(2015, 7, 7), date(2015, 8, 10))
    assert {task.number for task in fourth.tasks.all()} == {14, 20}
    assert third.note == "请附佐证材料"


@pytest.mark.parametrize(
    ("changed", "words", "field"),
    [
        ({"name": "2015年5月"}, "已有名为“2015年5月”的报送期", "name"),
        ({"name": ""}, "请填写名称", "name"),
        ({"covers_until": "2015-05-31"}, "截止日期不能早于起始日期", "covers_until"),
        ({"opens_on": "2015-05-29"}, "开始报送日期不能早于起始日期", "opens_on"),
        ({"due_on": "2015-06-25"}, "报送截止日期不能早于开始报送日期", "due_on"),
        ({"due_on": "2051-07-07"}, "报送截止日期应在", "due_on"),
        ({"due_on": "下周"}, "报送截止日期请按", "due_on"),
    ],
)
def test_what_is_wrong_with_a_round_is_said_at_its_field(rounds_story, changed, words, field):
    answer = opened(rounds_story.story, "checker", [terms("2015年6月"), terms("2015年7月", **changed)])
    assert answer.status_code == 422
    assert f'<a href="#id_round-2-{field}">第2期：{words}' in answer.content.decode()
    assert Round.objects.count() == 2


def test_two_rounds_of_a_series_do_not_bear_one_name(rounds_story):
    answer = opened(rounds_story.story, "checker", [terms("2015年6月"), terms("2015年6月")])
    assert "第2期：已有名为“2015年6月”的报送期" in text(answer)


@pytest.mark.parametrize(("typed", "words"), [("14、99", "没有第99项任务"), ("甲", "没有第甲项任务")])
def test_a_number_that_is_no_task_is_said(rounds_story, typed, words):
    answer = opened(rounds_story.story, "checker", [terms("2015年6月")], tasks=typed)
    assert answer.status_code == 422
    assert words in text(answer)


def test_looking_again_shows_the_weekdays_and_opens_nothing(rounds_story):
    made = [terms("2015年6月", due_on="2015-06-20", opens_on="2015-06-19")]
    page = opened(rounds_story.story, "checker", made, op="look")
    assert page.status_code == 200
    assert "周六，端午节" in text(page)
    assert Round.objects.count() == 2


def test_a_round_is_changed_until_somebody_has_filed(rounds_story):
    checker, may = rounds_story.story.browser("checker"), rounds_story.may
    changed = terms(
        "2015年5月", covers_from="2015-05-01", covers_until="2015-05-31", opens_on="2015-05-28", tasks=""
    )
    assert checker.post(address("round-change", may), changed).status_code == 302
    assert Round.objects.get(pk=may.pk).due_on == date(2015, 7, 7)
    rounds_story.file(round=may, day=date(2015, 5, 29))
    answer = checker.post(address("round-change", may), changed | {"due_on": "2015-07-08"})
    assert answer.status_code == 409
    assert "本期已有单位报送，不能更改" in text(answer)


def test_the_tasks_that_a_round_is_about_stand_in_the_form_by_their_numbers(rounds_story):
    checker, may = rounds_story.story.browser("checker"), rounds_story.may
    changed = terms("2015年5月", covers_from="2015-05-01", covers_until="2015-05-31", opens_on="2015-05-28")
    assert checker.post(address("round-change", may), changed | {"tasks": "20，14"}).status_code == 302
    form = checker.get(address("round-change", may)).content.decode()
    assert 'name="tasks" value="14、20"' in form
    assert checker.post(address("round-change", may), changed | {"tasks": "14、30"}).status_code == 302
    assert list(may.tasks.order_by("number").values_list("number", flat=True)) == [14, 30]


def test_changing_is_offered_until_somebody_has_filed(rounds_story):
    on(RUNNING)
    checker, april = rounds_story.story.browser("checker"), rounds_story.april
    changing = f'href="{address("round-change", april)}"'
    assert changing in checker.get(address("round-desk", april)).content.decode()
    rounds_story.file(day=RUNNING)
    assert changing not in checker.get(address("round-desk", april)).content.decode()


def test_closing_is_taken_back_with_a_reason_and_both_stand_in_the_history(rounds_story):
    on(RUNNING)
    checker, april = rounds_story.story.browser("checker"), rounds_story.april
    checker.post(address("round-close", april), EARLY)
    empty = checker.post(address("round-reopen", april), {"reason": " "})
    assert empty.status_code == 422
    assert "请填写撤销截稿的原因" in text(empty)
    checker.post(address("round-reopen", april), {"reason": "市科委尚有补报"})
    page = text(checker.get(address("round-desk", april)))
    assert "截稿应报3，已报0" in page
    assert "撤销截稿市科委尚有补报" in page
    assert Round.objects.get(pk=april.pk).closed_at is None


@pytest.mark.parametrize(
    ("until", "status", "words"),
    [("2015-05-08", 422, "延至日期应晚于本期报送截止日期"), ("2015-05-09", 302, "")],
)
def test_an_extension_is_later_than_the_due_day(rounds_story, until, status, words):
    on(RUNNING)
    typed = {"unit": rounds_story.story.lead.slug, "until": until, "told": "李某"}
    checker = rounds_story.story.browser("checker")
    answer = checker.post(address("round-extend", rounds_story.april), typed)
    assert answer.status_code == status
    assert words in text(answer)


def test_an_extension_until_a_day_off_says_so(rounds_story):
    on(RUNNING)
    typed = {"unit": rounds_story.story.lead.slug, "until": "2015-05-16", "told": ""}
    checker, where = rounds_story.story.browser("checker"), address("round-extend", rounds_story.april)
    assert "周六，休息日" in text(checker.post(where, typed))
    done = text(checker.post(where, typed | {"told": "李某"}, follow=True))
    assert "已登记：市教委延至2015年5月16日（周六，休息日）" in done


def test_what_an_extension_says_stands_on_the_desk_and_counts(rounds_story):
    on(RUNNING)
    checker, april = rounds_story.story.browser("checker"), rounds_story.april
    typed = {
        "unit": rounds_story.story.lead.slug,
        "until": "2015-05-13",
        "told": "李某",
        "reason": "等待验收",
    }
    checker.post(address("round-extend", april), typed)
    assert "市教委延至2015年5月13日，已告知李某（等待验收）" in text(
        checker.get(address("round-desk", april))
    )
    on(LATE)
    rounds_story.file(day=LATE)
    assert rows(checker.get(address("round-list")))["2015年4月"][5:] == ["1", "0", "2"]


def test_a_unit_that_owes_nothing_is_not_put_off(rounds_story):
    typed = {"unit": rounds_story.story.outsider.unit.slug, "until": "2015-05-13", "told": "李某"}
    answer = rounds_story.story.browser("checker").post(address("round-extend", rounds_story.april), typed)
    assert answer.status_code == 422
    assert "请从列表中选择本期应报的单位" in text(answer)
