"""Which times hold once a revision is accepted (decision 0045): asked, decided, in force."""

import io
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from tasks import steps_in_time
from tasks.actions import comments, filing, step_ends, times
from tasks.models import StepInForce, Task, TimeChange
from tasks.rules.periods import read
from tasks.rules.sheet import Step
from tests.copied import copied
from tests.story import SOUND, Story, at, begin
from zgc_tasks.common.refusal import Refusal

pytestmark = pytest.mark.django_db

LATER = replace(SOUND, finish=read("2018年12月"))
FINISH = 0


def moved(sheet=SOUND, **dues):
    """Steps with other times, by their numbers."""
    steps = [
        replace(step, due=read(dues.get(f"step_{number}", step.due.text)))
        for number, step in enumerate(sheet.steps, start=1)
    ]
    return replace(sheet, steps=tuple(steps))


@pytest.fixture
@copied
def story() -> Story:
    story = begin()
    story.file()
    story.accept()
    return story


def revise(story: Story, sheet, *, day: int = 28, reasons=(FINISH, 1, 2)) -> None:
    story.revise(sheet, when=at(day))
    for key in reasons:
        give_reason(story, key, day=day)


def give_reason(story: Story, key: int, *, day: int = 28, reason: str = "场地未落实") -> None:
    times.give_reason(
        plan_id=story.plan.pk,
        based_on=story.plan.version,
        key=key,
        reason=reason,
        by=story.liaison,
        at=at(day, 11),
    )


def decide(story: Story, outcome: str = "in_full", *, granted: date | None = None, day: int = 30):
    return times.decide(
        change=TimeChange.objects.waiting().get(),
        outcome=outcome,
        granted_last=granted,
        decided_by="group",
        basis="minutes",
        basis_number="第3期",
        dated_on=date(2015, 3, day),
        by=story.leadership,
        at=at(day),
    )


def in_force(story: Story) -> dict[int, tuple]:
    held = StepInForce.objects.held_of(story.plan)
    return {key: (each.original.text, each.time.text, each.moves) for key, each in held.items()}


FIRST = {
    0: ("2017年12月", "2017年12月", 0),
    1: ("2015年4月底前", "2015年4月底前", 0),
    2: ("2015年5—6月", "2015年5—6月", 0),
}


def test_what_is_accepted_first_is_what_was_set_originally(story):
    assert in_force(story) == FIRST
    assert not TimeChange.objects.exists()


def test_a_later_step_within_the_finish_holds_once_it_is_accepted(story):
    revise(story, moved(step_2="2015年9月"))
    story.file(at(29))
    change = TimeChange.objects.get()
    assert (change.key, change.kind, change.reason) == (2, "recorded", "场地未落实")
    assert in_force(story) == FIRST  # until it is accepted
    story.accept(at(30))
    assert in_force(story) == FIRST | {2: ("2015年5—6月", "2015年9月", 1)}


def test_an_earlier_time_needs_nothing(story):
    revise(story, moved(step_2="2015年5月"), reasons=())
    story.file(at(29))
    story.accept(at(30))
    assert not TimeChange.objects.exists()
    assert in_force(story) == FIRST | {2: ("2015年5—6月", "2015年5月", 0)}
    exported = story.browser("checker").get("/gjrc/exports/summary.xlsx/").getvalue()
    head, *rows = load_workbook(io.BytesIO(exported))["步骤情况"].values
    original, now = head.index("原定完成时限"), head.index("现行完成时限")
    assert ("2015年5—6月", "2015年5月") in [(row[original], row[now]) for row in rows]


def test_a_later_finish_waits_for_its_decision_and_the_text_does_not(story):
    revise(story, replace(LATER, contact_name="王某"))
    story.file(at(29))
    story.accept(at(29, 15))
    assert story.plan.in_force.sheet().contact_name == "王某"
    assert in_force(story) == FIRST
    decide(story)
    assert in_force(story) == FIRST | {0: ("2017年12月", "2018年12月", 1)}
    assert StepInForce.objects.last().key == 0
    assert StepInForce.objects.filter(filing=story.plan.in_force).count() == 4  # nothing else is written anew


def test_the_list_of_the_unit_s_plans_says_what_the_finish_was_at_first(story):
    assert "2017年12月" in story.browser("liaison").get("/gjrc/plans/").content.decode()
    revise(story, LATER)
    story.file(at(29))
    story.accept(at(29, 15))
    assert "原定" not in story.browser("liaison").get("/gjrc/plans/").content.decode()
    decide(story)
    html = story.browser("liaison").get("/gjrc/plans/").content.decode()
    assert "原定2017年12月，现为2018年12月（第1次调整）" in html


def test_decided_before_it_is_accepted_it_holds_from_acceptance_on(story):
    revise(story, LATER)
    story.file(at(29))
    decide(story)
    assert in_force(story) == FIRST
    story.accept(at(31))
    assert in_force(story)[FINISH] == ("2017年12月", "2018年12月", 1)


def test_refused_the_old_time_goes_on_holding_and_the_next_revision_begins_with_it(story):
    revise(story, LATER)
    story.file(at(29))
    story.accept(at(29, 15))
    decide(story, "refused")
    assert in_force(story) == FIRST
    assert not TimeChange.objects.waiting().exists()
    story.revise(when=at(31))
    assert story.plan.finish_text == "2017年12月"


def test_after_a_decision_in_part_the_day_granted_is_filed_again_without_anything_new(story):
    revise(story, LATER)
    story.file(at(29))
    story.start_check(at(30, 8))
    decide(story, "in_part", granted=date(2018, 6, 30))
    comments.on_plan(
        plan_id=story.plan.pk, field="finish", step=None, text="请按决定", by=story.checker, at=at(30, 11)
    )
    story.return_now(at(30, 12), date(2015, 4, 20))
    story.plan.time_reasons.all().delete()
    story.draft(replace(SOUND, finish=read("2018年6月底前")))
    story.file(at(31))
    assert TimeChange.objects.get().filings.count() == 2
    story.accept(at(31, 15))
    assert in_force(story)[FINISH] == ("2017年12月", "2018年6月底前", 1)


def test_decided_in_part_after_it_was_accepted_the_day_granted_holds(story):
    revise(story, LATER)
    story.file(at(29))
    story.accept(at(29, 15))
    decide(story, "in_part", granted=date(2018, 6, 30))
    assert in_force(story)[FINISH] == ("2017年12月", "2018年6月30日", 1)
    story.revise(when=at(31))
    assert story.plan.finish_text == "2018年6月30日"


def test_a_step_past_the_finish_goes_with_it(story):
    revise(story, moved(LATER, step_2="2018年6月"))
    story.file(at(29))
    kinds = dict(TimeChange.objects.values_list("key", "kind"))
    assert kinds == {0: "decided", 2: "decided"}
    story.accept(at(29, 15))
    assert in_force(story) == FIRST
    decide(story)
    assert in_force(story) == FIRST | {
        0: ("2017年12月", "2018年12月", 1),
        2: ("2015年5—6月", "2018年6月", 1),
    }


def test_a_step_past_what_was_granted_in_part_stays_where_it_was(story):
    revise(story, moved(LATER, step_2="2018年6月"))
    story.file(at(29))
    story.accept(at(29, 15))
    decide(story, "in_part", granted=date(2018, 3, 31))
    assert in_force(story)[2] == FIRST[2]


def test_what_waits_goes_on_waiting_through_another_revision(story):
    revise(story, LATER)
    story.file(at(29))
    story.accept(at(29, 15))
    story.revise(when=at(30))
    assert story.plan.finish_text == "2018年12月"
    story.file(at(30, 12))
    story.accept(at(30, 13))
    assert TimeChange.objects.get().filings.count() == 2
    decide(story)
    assert in_force(story)[FINISH] == ("2017年12月", "2018年12月", 1)


def test_taken_back_what_was_in_force_before_holds_again(story):
    revise(story, moved(step_2="2015年9月"))
    story.file(at(29))
    story.accept(at(30))
    story.take_back(when=at(30, 12))
    assert in_force(story) == FIRST
    story.accept(at(30, 15))
    assert in_force(story)[2] == ("2015年5—6月", "2015年9月", 1)


def test_a_first_acceptance_taken_back_leaves_nothing_in_force(story):
    story.take_back(when=at(27, 12))
    assert in_force(story) == {}
    assert not StepInForce.objects.in_force().exists()
    story.accept(at(28))
    assert in_force(story) == FIRST


def test_given_up_a_revision_asks_nothing_more(story):
    revise(story, LATER)
    story.file(at(29))
    story.start_check(at(29, 12))
    comments.on_plan(
        plan_id=story.plan.pk, field="finish", step=None, text="理由不足", by=story.checker, at=at(29, 13)
    )
    story.return_now(at(29, 14), date(2015, 4, 20))
    assert TimeChange.objects.waiting().exists()
    story.give_up()
    assert not TimeChange.objects.waiting().exists()
    assert in_force(story) == FIRST


@pytest.mark.parametrize(("day", "too_late"), [(30, False), (31, True)])
def test_asked_after_the_time_had_passed_it_says_so_for_ever(day, too_late):
    story = begin()
    story.draft(moved(step_1="2015年3月30日"))
    story.file()
    story.accept()
    revise(story, moved(step_1="2015年6月"))
    story.file(at(day))
    assert TimeChange.objects.get().too_late is too_late


def test_cancelling_a_step_counts_as_a_change_and_its_time_stays_told(story):
    story.revise()
    step_ends.end_step(
        plan_id=story.plan.pk, based_on=story.plan.version, key=2, ending="cancelled", into=[],
        reason="任务调整", by=story.liaison, at=at(28, 12),
    )  # fmt: skip
    story.file(at(29))
    story.accept(at(30))
    change = TimeChange.objects.get()
    assert (change.ending, change.kind, change.reason) == ("cancelled", "recorded", "任务调整")
    assert StepInForce.objects.held_of(story.plan)[2].ending == "cancelled"
    assert list(StepInForce.objects.in_force().of_steps().values_list("key", flat=True)) == [1]
    story.revise(when=at(31))
    story.file(at(31, 12))
    story.accept(at(31, 13))
    assert TimeChange.objects.count() == 1
    assert in_force(story)[2] == ("2015年5—6月", "", 1)


@pytest.mark.parametrize(("due", "moves"), [("2015年6月", 0), ("2015年8月", 1)])
def test_a_step_split_into_later_ones_has_moved_and_into_others_has_not(story, due, moves):
    steps = (*SOUND.steps, Step("申报", read(due)))
    story.revise(replace(SOUND, steps=steps))
    step_ends.end_step(
        plan_id=story.plan.pk, based_on=story.plan.version, key=2, ending="split", into=[3],
        reason="分开办理", by=story.liaison, at=at(28, 12),
    )  # fmt: skip
    story.file(at(29))
    story.accept(at(30))
    assert TimeChange.objects.count() == moves
    assert StepInForce.objects.held_of(story.plan)[2].moves == moves
    assert in_force(story)[3] == (due, due, 0)


def test_the_database_wants_a_change_where_a_time_is_later(story):
    row = StepInForce.objects.filter(key=0).get()
    for last in (date(2018, 1, 1), None):
        row.pk, row.previous_last, row.last = None, date(2017, 12, 31), last
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_reason_and_day_said_anew_are_what_is_asked_now_and_the_day_it_was_asked_stays(story):
    revise(story, LATER)
    story.file(at(29))
    for day, sheet in ((30, LATER), (31, replace(SOUND, finish=read("2019年12月")))):
        filing.withdraw(plan_id=story.plan.pk, based_on=story.plan.version, by=story.liaison, at=at(day, 8))
        assert not TimeChange.objects.waiting().exists()
        story.draft(sheet)
        give_reason(story, FINISH, day=day, reason=f"{day}日的原因")
        story.file(at(day, 12))
    first, second, third = TimeChange.objects.all()
    assert (second.reason, second.asked_at) == ("30日的原因", first.asked_at)
    assert third.asked_at == at(31, 12)
    assert TimeChange.objects.waiting().get() == third


@pytest.mark.parametrize(
    ("outcome", "granted", "words"),
    [
        ("in_part", None, "请填写同意的最后一日"),
        ("in_full", date(2018, 6, 30), "只有部分同意才填写"),
        ("in_part", date(2017, 12, 31), "应晚于现行完成时间"),
        ("in_part", date(2018, 12, 31), "应早于拟调整的时间"),
    ],
)
def test_what_does_not_fit_the_decision_is_refused(story, outcome, granted, words):
    revise(story, LATER)
    story.file(at(29))
    with pytest.raises(Refusal, match=words):
        decide(story, outcome, granted=granted)


def test_decided_once_and_no_longer_asked_it_is_refused(story):
    revise(story, LATER)
    story.file(at(29))
    change = TimeChange.objects.get()
    decide(story)
    with pytest.raises(Refusal, match="已登记决定"):
        times.decide(
            change=change, outcome="refused", granted_last=None, decided_by="group", basis="reply",
            basis_number="", dated_on=date(2015, 3, 30), by=story.leadership, at=at(31),
        )  # fmt: skip


def test_what_a_paper_moves_later_says_that_it_gave_no_reason(story):
    story.revise()
    letter = story.letter(received_at=at(29))
    story.enter(letter, moved(step_2="2015年9月"))
    assert TimeChange.objects.get().reason == "来文未说明原因"
    story.verify(at(30))
    replace(story, checker=story.second_checker).accept(at(31))
    assert in_force(story)[2] == ("2015年5—6月", "2015年9月", 1)


def test_progress_goes_by_the_time_that_holds(story):
    revise(story, moved(LATER, step_1="2015年8月", step_2="2018年6月"))
    story.file(at(29))
    story.accept(at(29, 15))
    found = steps_in_time.of_task(Task.objects.get(pk=story.task.pk), today=date(2015, 3, 31))
    assert [each.step.due.text for each in found] == ["2015年8月", "2015年5—6月"]
