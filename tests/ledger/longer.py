"""What a ledger alone tells: lives of a plan that seldom are lived, rounds one after the other in which little happens, terms
that changed, and reports that tell of what came after others were final; each in the first moment of its day.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from tasks.actions import checking, progress, reports, rounds
from tasks.enums import Action, Outlook, PlanStatus
from tasks.models import FiledStepKey, Filing, Goal, PlanEvent, Progress, Report
from tasks.rules.periods import Period
from tasks.rules.statement import Statement, StepStatement
from tests.factories import make_task, make_unit
from tests.ledger.further import lived_further
from tests.ledger.history import BEHIND, ON_COURSE, UNCHANGED, april, beside, march, report, round_of
from tests.ledger.with_progress import TERMS
from tests.ledger.world import COMPLETE, World, make_world

NO_WORD = Statement("已论证", "", outlook="")
SLOW = replace(BEHIND, steps=(), figures=())
DONE_ONE = replace(SLOW, steps=(StepStatement(1, "done", Period("3月20日"), ""),))


def lived_longer(world: World) -> World:
    lived_further(world)
    for number in range(21, 36):
        world.tasks[number] = make_task(world.programme, number, lead=world.a, participants=[world.b])
    _lives(world)
    _names(world)
    _rounds(world)
    _reports(world)
    other = make_world("RCFW")
    Goal.objects.create(programme=other.programme, number=1, name="外国专家", target=40, measure="人")
    beside(other)
    _final(_report(other, None, april(1)), april(2), other)
    return world


def _lives(world: World) -> None:
    """Corrected, put back and corrected again; begun to be checked by a clock that was put back; taken back after it was
    accepted, by whoever slipped and for good; and as earlier versions wrote them.
    """
    world.enter(21, march(11), march(9))
    world.correct(21, march(12))
    world.withdraw(21, march(13))
    world.correct(21, march(14))
    world.file(22, march(20))
    world.start(22, march(18))
    for number in (23, 24):
        world.file(number, march(16))
        world.accept(number, march(26))
    world.take_back(23, march(27))
    world.accept(23, march(29))
    plan = world.plan(24)
    checking.undo_accept(
        plan_id=plan.pk, based_on=plan.version, by=world.second_checker, at=march(26) + timedelta(minutes=1)
    )
    for number in (25, 26):
        world.file(number, march(16))
    begun = world.plan(25)
    about = {"plan": begun, "filing": begun.filing, "status": PlanStatus.FILED}
    PlanEvent.objects.create(**about, action=Action.START_CHECK, at=march(18), by=world.checker)
    plan, moment = world.plan(26), march(18)
    old = Filing.objects.create(
        plan=plan, nth=2, number="GJRC-26-2", sequence=999, content=COMPLETE.to_json(), recorded_at=moment,
        counts_from=moment, by=world.lead(26),
    )  # fmt: skip
    for position, key in enumerate((7, 4), start=1):
        FiledStepKey.objects.create(filing=old, position=position, key=key)
    PlanEvent.objects.create(
        plan=plan, filing=old, status=PlanStatus.FILED, action=Action.FILE, at=moment, by=world.lead(26)
    )


def _names(world: World) -> None:
    """Of a unit that had three of them, and of units that a wording was resolved into in another order than printed."""
    for day in (13, 19):
        world.rename(world.b, march(day))
    last, first = make_unit("市壬局", order=10_000_002), make_unit("市辛局", order=10_000_001)
    world.tasks[27] = make_task(world.programme, 36, lead=world.a, participants=["等有关区县", world.b])
    world.resolve(march(16), [last, first], task=world.tasks[27])
    world.resolve(march(18), [world.a, first], task=world.tasks[27])
    world.edit_programme(march(19), days=0)


def _rounds(world: World) -> None:
    """Three in which nothing new is said, in a row and with one between that was not filed; the last changed its terms."""
    world.designate(march(12), world.b, days=12, number=3)
    third = round_of(world, 2)
    for day, more in ((4, 1), (6, 2)):
        terms = replace(TERMS[2], due_on=TERMS[2].due_on + timedelta(days=more), note=f"{day}日")
        chosen = [world.tasks[number] for number in (28, 29, 30)] if day == 4 else []
        third = rounds.change_round(round=third, terms=terms, tasks=chosen, by=world.checker, at=april(day))
    for number in (28, 29, 30, 31):
        world.file(number, march(16))
        world.accept(number, march(17))
    for number, said in (
        (28, (ON_COURSE, UNCHANGED, UNCHANGED)),
        (29, (ON_COURSE, None, UNCHANGED)),
        (30, (DONE_ONE, UNCHANGED, ON_COURSE)),
        (31, (None, NO_WORD, replace(ON_COURSE, outlook=Outlook.UNLIKELY, outlook_reason="经费未到"))),
    ):
        for nth, (each, moment) in enumerate(zip(said, (march(29), april(9), april(17)), strict=True)):
            if each and each.outlook:
                report(world, number, nth, each, moment)
            elif each:
                _write(world, number, nth, each, moment)


def _write(world: World, number: int, nth: int, said: Statement, moment: datetime) -> Progress:
    return progress.save(
        task=world.tasks[number], round=round_of(world, nth), based_on=0, said=said, by=world.lead(number), at=moment
    )  # fmt: skip


def _reports(world: World) -> None:
    """Of two rounds, one corrected, and of a day; final before and after something came."""
    first = _report(world, 0, april(6))
    report(world, 32, 0, ON_COURSE, april(7))
    _final(first, april(8), world)
    report(world, 33, 0, ON_COURSE, april(8))
    _report(world, 1, april(9))
    of_a_day = _report(world, None, april(9))
    report(world, 34, 0, SLOW, april(10))
    _final(of_a_day, april(11), world)
    report(world, 32, 1, ON_COURSE, april(11))
    second = _report(world, 1, april(12))
    _final(second, april(13), world)
    report(world, 33, 1, UNCHANGED, april(13))
    report(world, 35, 0, SLOW, april(14))
    again = _report(world, 1, april(15), corrects=second)
    _final(again, april(16), world)
    _report(world, 2, april(18))
    _report(world, 1, april(18), corrects=again)


def _report(world: World, nth: int | None, moment: datetime, corrects: Report | None = None) -> Report:
    return reports.begin(
        programme=world.programme,
        round=None if nth is None else round_of(world, nth),
        as_of=moment.date() - timedelta(days=1),
        corrects=corrects and Report.objects.get(pk=corrects.pk),
        by=world.leadership,
        at=moment,
    )


def _final(made: Report, moment: datetime, world: World) -> None:
    reports.finish(report=made, based_on=made.drafts.last().pk, by=world.leadership, at=moment)
