"""`check_deadlines --of round|steps`: the same keys, states and exit statuses as of plans, equal to the pages."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command

from tasks import steps_in_time
from tasks.enums import StepState
from tasks.models import Task
from tasks.querysets.rounds import standing_of
from tasks.rules.periods import Period
from tasks.rules.statement import StepStatement
from tests.rounds.conftest import SAID, on

FILED, DUE, AFTER = date(2015, 4, 29), date(2015, 5, 8), date(2015, 5, 11)


def check(*options: str) -> tuple[str, int]:
    """What is printed, and the exit status."""
    out = io.StringIO()
    try:
        call_command("check_deadlines", *options, stdout=out)
    except SystemExit as error:
        return out.getvalue(), error.code
    return out.getvalue(), 0


def rows(*options: str) -> list[dict]:
    return json.loads(check("--format", "json", *options)[0])


def test_of_plans_is_what_is_checked_without_saying(rounds_story):
    on(AFTER)
    assert check("--of", "plan") == check()
    assert "round" not in rows()[0]
    assert "step" not in rows()[0]


@pytest.mark.parametrize(("day", "status"), [(DUE, 0), (date(2015, 5, 9), 1)])
def test_a_round_is_wrong_from_the_day_after_its_due_day(rounds_story, day, status):
    rounds_story.file(day=FILED)
    on(day)
    assert check("--of", "round")[1] == status


def test_the_rows_of_a_round_are_those_that_owe_as_the_desk_has_them(rounds_story):
    rounds_story.file(day=FILED)
    on(AFTER)
    rounds_story.file(task=2, day=AFTER)
    found = {row["number"]: row for row in rows("--of", "round")}
    assert {number: row["state"] for number, row in found.items()} == {
        14: "on_time",
        20: "late",
        30: "missing",
    }
    assert list(found[14])[:-1] == list(rows()[0])
    assert {row["round"] for row in found.values()} == {"2015年4月"}
    for task in Task.objects.with_round_standing(rounds_story.april, AFTER).filter(owes=True):
        stands = standing_of(task, AFTER)
        row = found[task.number]
        assert (row["state"], row["explanation"], row["days_late"]) == (
            stands.state,
            stands.explanation,
            stands.days_late,
        )


def test_a_past_day_of_a_round_reads_as_it_was(rounds_story):
    rounds_story.file(task=2, day=AFTER)
    on(AFTER)
    then = rows("--of", "round", "--as-of", "2015-05-10")
    assert {row["number"]: row["state"] for row in then} == {14: "missing", 20: "missing", 30: "missing"}


def test_before_the_first_round_has_begun_nothing_is_owed(rounds_story):
    on(date(2015, 4, 27))
    assert rows("--of", "round") == []
    assert check("--of", "round")[1] == 0


def test_only_some_states_are_listed(rounds_story):
    rounds_story.file(day=FILED)
    on(AFTER)
    assert [row["number"] for row in rows("--of", "round", "--only", "missing")] == [20, 30]


def accepted(rounds_story) -> None:
    """A plan of two steps, until the end of April and of June."""
    rounds_story.story.file()
    rounds_story.story.accept()


@pytest.mark.parametrize(
    ("day", "state", "status"),
    [
        (date(2015, 4, 1), "not_started", 0),
        (date(2015, 4, 30), "due_soon", 0),
        (DUE, "due_soon", 0),
        (date(2015, 5, 9), "missing", 1),
    ],
)
def test_a_step_is_missing_once_the_round_that_covers_it_is_over(rounds_story, day, state, status):
    accepted(rounds_story)
    on(day)
    first, second = rows("--of", "steps", "--as-of", day.isoformat())
    assert (first["step"], first["state"], first["deadline"]) == (1, state, "2015-04-30")
    assert (second["step"], second["state"]) == (2, "not_started")
    assert check("--of", "steps")[1] == status
    standing = steps_in_time.of_task(
        Task.objects.select_related("plan__in_force").get(pk=rounds_story.tasks[1].pk), today=day
    )
    assert first["explanation"] == standing[0].standing.explanation
    assert (standing[0].standing.state == StepState.OVERDUE) is (status == 1)


@pytest.mark.parametrize(("done_on", "state", "status"), [("4月10日", "on_time", 0), ("5月4日", "late", 1)])
def test_a_step_that_is_done_is_in_time_by_its_own_day(rounds_story, done_on, state, status):
    accepted(rounds_story)
    rounds_story.file(replace(SAID, steps=(StepStatement(1, "done", Period(done_on)),)), day=DUE)
    on(AFTER)
    assert rows("--of", "steps")[0]["state"] == state
    assert check("--of", "steps")[1] == status


@pytest.mark.parametrize(
    ("said", "state", "begun"), [("under_way", "draft", True), ("not_begun", "not_started", False)]
)
def test_a_step_that_is_not_due_soon_is_begun_once_its_lead_says_so(rounds_story, said, state, begun):
    accepted(rounds_story)
    rounds_story.file(replace(SAID, steps=(StepStatement(2, said),)), day=FILED)
    on(FILED)
    first, second = rows("--of", "steps")
    assert (second["state"], second["has_draft"]) == (state, begun)
    assert not first["has_draft"]  # nothing is said of it


def test_table_and_csv_name_round_and_step(rounds_story):
    accepted(rounds_story)
    on(AFTER)
    table, _ = check("--of", "round")
    assert "进展报送情况（截至2015年5月11日）" in table
    assert "2015年4月" in table
    head, first, *_ = csv.reader(io.StringIO(check("--of", "steps", "--format", "csv")[0].lstrip("\ufeff")))
    assert dict(zip(head, first, strict=True))["步骤"] == "1"
