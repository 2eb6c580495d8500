"""One history of plans and of what is reported, with another programme beside it."""

from dataclasses import replace
from datetime import date, time

from tasks.actions import (
    completions,
    filing,
    progress,
    progress_checking,
    progress_filing,
    rounds,
    step_reports,
)
from tasks.actions.leading import set_lead
from tasks.enums import CompletionKind, Outlook, StepProgress
from tasks.models import Progress, Round, Task
from tasks.rules.periods import Period, read
from tasks.rules.round_terms import Terms
from tasks.rules.sheet import Step
from tasks.rules.statement import ReportedFigure, Statement, StepStatement
from tests.factories import make_unit, make_user
from tests.ledger.with_progress import TERMS
from tests.ledger.world import COMPLETE, World, at, make_world
from tests.rounds.conftest import on
from units.roles import Role

OF_ONE = Terms("专项", date(2015, 4, 1), date(2015, 4, 30), date(2015, 4, 28), date(2015, 5, 4))
NAMING = replace(COMPLETE, participants=("市丙局", "某公司"))
SOON = replace(COMPLETE, finish=read("2015年4月底"))
BEHIND = Statement(
    "印发了细则", "组织论证", "经费不足", "两级会商", Outlook.BEHIND, "经费未到", False,
    (StepStatement(1, StepProgress.DONE, Period("3月28日"), "已印发"),),
    (ReportedFigure("到岗", "12", "人", Period("3月30日"), "本局统计"),),
)  # fmt: skip
ON_COURSE = Statement("已论证", "继续推进", "", "", Outlook.ON_COURSE)
UNCHANGED = Statement("无变化", "继续推进", outlook=Outlook.STANDING, unchanged=True)


def march(day: int):
    return at(date(2015, 3, day))


def april(day: int):
    return at(date(2015, 4, day))


def lived(world: World) -> World:
    """Plans, rounds and what is reported of three tasks from 2 March to 17 April; today is 1 June."""
    world.liaisons["named"] = make_user(Role.LIAISON, make_unit("市丙局", slug="bing"))
    world.edit_programme(march(2), days=0)
    for terms, tasks in ((list(TERMS), []), ([OF_ONE], [world.tasks[2]])):
        rounds.open_rounds(
            programme=world.programme, terms=terms, tasks=tasks, by=world.checker, at=march(2)
        )  # fmt: skip
    _plans(world)
    _reports(world)
    _later(world)
    beside(make_world("KCZH"))
    on(date(2015, 6, 1))
    return world


def _plans(world: World) -> None:
    world.save(1, march(10))
    world.put_problem(1, march(10))
    world.file(1, march(11))
    world.withdraw(1, march(12))
    world.file(1, march(16), NAMING)
    world.give_back(1, march(17))
    world.enter(2, march(18), march(12))
    world.correct(2, march(19))
    world.file(1, march(24), NAMING)
    world.accept(1, march(25))
    world.accept(2, march(25))
    world.designate(march(25), world.b, days=10)
    world.change_contacts(1, march(26))
    world.revise(1, march(26))
    world.move_times(1, march(27))
    world.resolve(march(27), [world.b])
    world.reword(2, march(27))
    world.list_units(1, march(27))
    world.list_units(2, march(27))
    world.rename(world.a, march(27))
    world.rename_area(march(27))
    world.file_as_written(1, march(28))
    world.stamp(2, at(date(2015, 3, 29), time(0)))
    world.accept(1, march(29))
    world.decide_time(1, march(30), "in_part")
    world.go_on_with_problem(1, march(30))


def _reports(world: World) -> None:
    report(world, 1, 0, BEHIND, march(30))
    by = {"progress_id": row_of(world, 1, 0).pk, "based_on": row_of(world, 1, 0).version, "by": world.checker}
    progress_checking.send_back(**by, refile_by=date(2015, 4, 1), note="请补充", at=march(31))
    _enter_without_a_time(world, 3)
    report(world, 1, 0, replace(BEHIND, problem_text=""), april(3))
    report(world, 2, 0, ON_COURSE, april(7))
    report(world, 1, 1, UNCHANGED, april(8))
    _extend(world, 1, date(2015, 4, 14), april(8))
    step_reports.report_step(
        task=world.tasks[2], key=1, state=StepProgress.UNDER_WAY, done_on=None, word="过半", by=world.lead(2),
        at=april(9),
    )  # fmt: skip


def _later(world: World) -> None:
    completions.complete(
        task=world.tasks[1], kind=CompletionKind.DONE, basis="minutes", basis_number="", dated_on=date(2015, 4, 10),
        by=world.leadership, at=april(10),
    )  # fmt: skip
    completions.reopen(task=world.tasks[1], reason="未达标", by=world.leadership, at=april(14))
    world.list_units(1, april(10))
    world.reword(2, april(10))
    world.rename_area(april(10))
    world.edit_programme(april(10), days=0)
    for number, sheet in ((2, COMPLETE), (3, SOON)):
        world.revise(number, april(12))
        world.save(number, april(12), sheet)
        world.cancel_step(number, april(12))
        world.file_as_written(number, april(13))
    world.accept(2, april(15))
    _extend(world, 2, date(2015, 5, 12), april(16))
    set_lead(
        Task.objects.get(pk=world.tasks[1].pk),
        None,
        since=april(17).date(),
        plan_deadline=None,
        recorded_at=april(17),
    )


def _enter_without_a_time(world: World, number: int) -> None:
    """The letter does not say by when the second step is done, and all of it is to be soon."""
    letter = world.letter(number, april(5), april(2))
    steps = (COMPLETE.steps[0], Step("公布名单"))
    filing.enter_on_behalf(
        task=letter.tasks.get(), letter=letter, based_on=0, sheet=replace(SOON, steps=steps), by=world.checker,
        at=april(5),
    )  # fmt: skip
    world.accept(number, april(6))


def beside(other: World) -> None:
    """Another programme, of whose tasks the exports of this one tell nothing."""
    rounds.open_rounds(programme=other.programme, terms=list(TERMS), tasks=[], by=other.checker, at=march(2))
    other.put_problem(1, march(10))
    other.file(1, march(16))
    other.accept(1, march(25))
    report(other, 1, 0, BEHIND, march(30))


def _extend(world: World, nth: int, until: date, moment) -> None:
    rounds.extend(
        round=round_of(world, nth), unit=world.b, until=until, told="周某", reason="", by=world.checker, at=moment
    )  # fmt: skip


def round_of(world: World, nth: int) -> Round:
    return Round.objects.get(programme=world.programme, name=TERMS[nth].name)


def row_of(world: World, number: int, nth: int) -> Progress | None:
    return Progress.objects.filter(task=world.tasks[number], round=round_of(world, nth)).first()


def report(world: World, number: int, nth: int, said: Statement, moment) -> None:
    row = row_of(world, number, nth)
    row = progress.save(
        task=world.tasks[number], round=round_of(world, nth), based_on=row.version if row else 0, said=said,
        by=world.lead(number), at=moment,
    )  # fmt: skip
    progress_filing.file_progress(progress_id=row.pk, based_on=row.version, by=world.lead(number), at=moment)
