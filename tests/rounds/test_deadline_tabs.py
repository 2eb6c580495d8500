"""时限检查 of the newest round and of steps: the same facts as `check_deadlines --of`, as pages of any day."""

from dataclasses import replace
from datetime import date

import pytest

from tasks import ledger
from tasks.actions import decisions, step_reports
from tasks.enums import Outlook, StepProgress
from tasks.rules.periods import Period
from tasks.rules.statement import StepStatement
from tests.copied import copied
from tests.factories import client_for, make_unit
from tests.of_a_kind import one_of_each
from tests.rounds.conftest import SAID, RoundStory, begin_rounds, moment, on

URL = "/gjrc/deadlines/"
AFTER = date(2015, 5, 11)
DAYS = [date(2015, 4, 20), date(2015, 4, 29), date(2015, 4, 30), date(2015, 5, 4), date(2015, 5, 8)]
DAYS += [date(2015, 5, 9), AFTER, date(2015, 6, 9), date(2015, 7, 20)]


@pytest.fixture
@copied
def story(db) -> RoundStory:
    """Two plans in force: of 14, with a step done early, late or not at all as told in May; and of 20."""
    rounds_story = begin_rounds()
    rounds_story.story.file()
    rounds_story.story.accept()
    done = replace(SAID, steps=(StepStatement(1, "done", Period("5月4日")),))
    rounds_story.file(done, day=date(2015, 5, 4))
    rounds_story.file(replace(SAID, outlook=Outlook.BEHIND, outlook_reason="迟"), task=2, day=AFTER)
    rounds_story.extend(date(2015, 5, 20), unit=rounds_story.tasks[3].lead, day=date(2015, 5, 6))
    on(AFTER)
    return rounds_story


def page(story, of: str, who: str = "leadership", **asked):
    answer = story.story.browser(who).get(URL, {"of": of} | asked)
    assert answer.status_code == 200
    return answer


def shown(story, of: str, day: date) -> list[tuple]:
    rows = page(story, of, as_of=day.isoformat()).context["page"].rows
    if of == "steps":
        return [(row.task, row.number, row.explanation, row.done) for row in rows]
    return [(row.number, row.state, row.explanation, row.due) for row in rows]


def checked(story, of: str, day: date) -> list[tuple]:
    """What the command prints."""
    whole = ledger.build(story.story.programme, as_of=day)
    if of == "steps":
        return [
            (row.number, row.step, row.explanation, f"{row.first_filed_on or ''}")
            for row in ledger.of_steps(whole).rows
        ]
    found = ledger.of_round(whole, past=day < AFTER)
    return [(row.number, row.state, row.explanation, f"{row.deadline}") for row in found.rows]


@pytest.mark.parametrize("of", ["round", "steps"])
@pytest.mark.parametrize("day", one_of_each(DAYS, lambda day: {day.month}))
def test_rows_are_those_that_the_command_prints_of_that_day(story, of, day):
    assert shown(story, of, day) == checked(story, of, day)


def test_a_step_stands_as_was_said_of_it_last(story):
    for state, done_on in ((StepProgress.UNDER_WAY, None), (StepProgress.DONE, AFTER)):
        step_reports.report_step(
            task=story.tasks[1], key=2, state=state, done_on=done_on, word="",
            by=story.story.liaison, at=moment(AFTER),
        )  # fmt: skip
    assert [row[1::2] for row in shown(story, "steps", AFTER)] == [(1, "2015-05-04"), (2, "2015-05-11")]


@pytest.mark.parametrize("day", one_of_each(DAYS, lambda day: {day.month}))
def test_the_state_by_which_steps_are_filtered_is_the_one_they_are_shown_with(story, day):
    every = shown(story, "steps", day)
    found = []
    for state in ("done", "overdue", "to_report", "due_soon", "open", "never_due"):
        rows = page(story, "steps", state=state, as_of=day.isoformat()).context["page"].rows
        labels = {row.mark.label for row in rows}
        assert len(labels) <= 1
        found += [(row.task, row.number, row.explanation, row.done) for row in rows]
    assert sorted(found) == sorted(every)


def test_a_past_day_knows_the_lead_of_then_and_nothing_said_since(story):
    decisions.designate(
        task=story.tasks[1],
        unit=make_unit("新牵头"),
        plan_deadline=None,
        basis="minutes",
        basis_number="",
        dated_on=AFTER,
        by=story.story.checker,
        at=moment(AFTER, 15),
    )
    now = page(story, "steps").context["page"].rows
    then = page(story, "steps", as_of="2015-05-10").context["page"].rows
    assert (str(now[0].lead), str(then[0].lead)) == ("新牵头", str(story.story.lead))
    before = page(story, "steps", as_of="2015-05-03").context["page"].rows[0]
    assert (before.done, before.mark.label) == ("", "到期待报")


def test_a_plan_that_was_taken_back_has_no_steps_from_that_day_on(story):
    story.story.take_back(when=moment(date(2015, 5, 9)))
    days = (date(2015, 5, 8), date(2015, 5, 9), AFTER)
    assert [len(shown(story, "steps", day)) for day in days] == [2, 0, 0]


def test_filters_hold_for_rounds_and_steps(story):
    def numbers(of, **asked):
        return [row.number for row in page(story, of, **asked).context["page"].rows]

    assert numbers("round") == [14, 20, 30]
    assert numbers("round", state="late") == [20]
    assert numbers("round", unit=story.tasks[3].lead.slug, part="lead") == [30]
    assert numbers("round", q="第20项") == [20]
    assert len(numbers("steps", q="第20项")) == 0
    assert "共 1 步： 已完成 1" in " ".join(page(story, "steps", state="done").content.decode().split())


def test_a_unit_sees_its_own_and_the_tabs_lead_from_one_to_another(story):
    html = page(story, "round", "liaison").content.decode()
    assert [row.number for row in page(story, "round", "liaison").context["page"].rows] == [14, 20]
    assert "?of=steps&amp;as_of=2015-05-11" in html
    stranger = client_for(story.story.outsider)
    assert len(stranger.get(URL, {"of": "steps"}).context["page"].rows) == 0
    assert stranger.get(URL, {"of": "nonsense"}).context["of"] == "plan"


def test_before_the_first_round_that_is_said(story):
    assert "没有开始报送的报送期" in page(story, "round", as_of="2015-04-20").content.decode()
