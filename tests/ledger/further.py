"""What no export tells, or tells of one row only: problems, questions, letters, readings, steps of every year, each of several
and with what looks like it beside it.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from tasks.actions import (
    completions,
    consultation,
    coordination,
    former,
    goals,
    letters,
    opinions,
    progress_checking,
    progress_filing,
    reports,
    rounds,
    step_reports,
)
from tasks.actions.leading import set_lead
from tasks.enums import CompletionKind, ConsultationAnswer, CoordinationAction, Outlook, StepProgress
from tasks.models import Consultation, Coordination, Goal, Opinion, Responsibility, Task
from tasks.rules.round_terms import Terms
from tasks.rules.sheet import written
from tests.factories import make_task, make_unit, make_user
from tests.ledger.history import BEHIND, ON_COURSE, april, beside, march, report, round_of, row_of
from tests.ledger.with_progress import TERMS
from tests.ledger.world import COMPLETE, World, at, make_world
from units.models import Unit
from units.roles import Role
from units.spelling import spell

BESIDE = Terms("同日开启", date(2015, 4, 1), date(2015, 4, 8), date(2015, 4, 6), date(2015, 4, 13))
ANOTHER = replace(BESIDE, name="另行报送")
AGAIN = replace(ON_COURSE, done_text="已补充", outlook=Outlook.STANDING)
EACH_YEAR = replace(
    COMPLETE,
    steps=written(
        steps=(
            ("报送总结", "每年12月底前"),
            ("组织评审", "2015年—2017年，每年底前"),
            ("更新名录", "2015年6月底前完成，此后每年12月底前更新"),
            ("服务人才", "长期"),
            ("出台办法", "2016年6月底前"),
            ("通报情况", "每季度末"),
        )
    ).steps,
)


def lived_further(world: World) -> World:
    c = make_unit("市丙局", slug="bing")
    d = make_unit()
    world.liaisons[c.pk] = make_user(Role.LIAISON, c)
    for number in range(4, 21):
        others = [world.b, c, d] if number < 8 else [world.b] if number < 19 else []
        world.tasks[number] = make_task(world.programme, number, lead=world.a, participants=others)
    rounds.open_rounds(programme=world.programme, terms=list(TERMS), tasks=[], by=world.checker, at=march(2))
    for terms, number in ((BESIDE, 4), (ANOTHER, 5)):
        rounds.open_rounds(
            programme=world.programme,
            terms=[terms],
            tasks=[world.tasks[number]],
            by=world.checker,
            at=march(3),
        )
    _questions(world, c, d)
    _problems(world, c)
    _letters(world)
    _times(world)
    _taking_part(world)
    _readings(world)
    _areas(world)
    _contacts(world)
    _telling_of_reports(world)
    _rounds(world, c)
    _letters_of_progress(world)
    _each_year(world)
    rounds.close_round(round=round_of(world, 2), by=world.checker, at=april(20))
    beside(make_world("KCZH"))
    return world


# --- 征求意见 ---------------------------------------------------------------------------------------------------------


def _questions(world: World, c: Unit, d: Unit) -> None:
    """Of 4 one that was settled twice and one that waits; of 5 some about the text before; 6 is accepted; who was asked
    leads 7.
    """
    world.save(4, march(10))
    _ask(world, 4, [world.b, c], march(11))
    (again,) = _ask(world, 4, [world.b], march(12))
    _answer(world, again, world.b, march(13))
    _on_paper(world, 4, world.b, march(14))
    _ask(world, 4, [world.b], march(15))
    for number, units in ((5, [world.b, c]), (6, [world.b]), (7, [world.b, c])):
        world.save(number, march(10))
        _ask(world, number, units, march(11))
    _ask(world, 5, [d], march(12))
    for number in (5, 6):
        world.file_as_written(number, march(12))
        world.accept(number, march(13))
        opinions.note(
            plan_id=world.plan(number).pk, nth=1, step_key=1, text="建议提前", by=world.liaisons[world.b.pk], at=march(14)
        )  # fmt: skip
    opinions.answer(opinion_id=Opinion.objects.last().pk, text="采纳", by=world.lead(6), at=march(15))
    world.revise(5, march(14))
    _ask(world, 5, [world.b], march(15))
    _lead(world, 7, world.b, march(20))


def _ask(world: World, number: int, units: list[Unit], moment: datetime) -> list[Consultation]:
    return consultation.ask(
        plan_id=world.plan(number).pk, based_on=world.version(number), units=units, message="", by=world.lead(number),
        at=moment,
    )  # fmt: skip


def _answer(world: World, asked: Consultation, unit: Unit, moment: datetime) -> None:
    consultation.answer(
        consultation_id=asked.pk, answer=ConsultationAnswer.NO_OBJECTION, opinion="", by=world.liaisons[unit.pk],
        at=moment,
    )  # fmt: skip


def _on_paper(world: World, number: int, unit: Unit, moment: datetime) -> None:
    consultation.note_offline(
        plan_id=world.plan(number).pk, based_on=world.version(number), unit=unit, answered_on=march(9).date(),
        opinion="同意", by=world.lead(number), at=moment,
    )  # fmt: skip


def _lead(world: World, number: int, unit: Unit | None, moment: datetime) -> None:
    set_lead(
        Task.objects.get(pk=world.tasks[number].pk), unit, since=moment.date(), plan_deadline=None, recorded_at=moment
    )  # fmt: skip


# --- 提请协调 ---------------------------------------------------------------------------------------------------------


def _problems(world: World, c: Unit) -> None:
    """One passed on twice, one that is settled by whom it was passed on to, one that is settled without; and two of tasks
    that another unit leads since, of the lead and of who takes part.
    """
    b = world.liaisons[world.b.pk]
    twice = world.put_problem(4, march(11))
    _pass_on(world, twice, [world.b], 20, march(12))
    _say(coordination.reply, twice, b, march(13))
    _pass_on(world, twice, [world.b, c], 25, march(14))
    settled = _raise(world, 5, b, march(12))
    _handle(world, settled, CoordinationAction.STUDY, march(13))
    _pass_on(world, settled, [c], 22, march(14))
    _say(coordination.reply, settled, world.liaisons[c.pk], march(15))
    _handle(world, settled, CoordinationAction.ANSWER, march(16), note="已协调")
    _say(coordination.settle, settled, b, march(17))
    without = world.put_problem(6, march(13))
    _pass_on(world, without, [c], 23, march(14))
    _say(coordination.settle, without, world.lead(6), march(15))
    world.put_problem(8, march(14))
    _raise(world, 9, b, march(14))
    _lead(world, 8, world.b, march(20))
    _lead(world, 9, c, march(20))


def _raise(world: World, number: int, by, moment: datetime) -> Coordination:
    return coordination.raise_it(
        task=world.tasks[number], what="编制未批复", asked_of="市委编办", wanted_by=date(2015, 4, 1), by=by, at=moment
    )  # fmt: skip


def _handle(world: World, found: Coordination, action: CoordinationAction, moment: datetime, **more) -> None:
    coordination.handle(
        coordination_id=found.pk, based_on=_version(found), action=action, dated_on=moment.date(), basis="会议纪要",
        by=world.leadership, at=moment, **more,
    )  # fmt: skip


def _pass_on(world: World, found: Coordination, units: list[Unit], day: int, moment: datetime) -> None:
    until = date(2015, 3, day)
    _handle(world, found, CoordinationAction.PASS_ON, moment, units=units, answer_by=until)


def _say(act, found: Coordination, by, moment: datetime) -> None:
    act(coordination_id=found.pk, based_on=_version(found), note="已落实", by=by, at=moment)


def _version(found: Coordination) -> int:
    return Coordination.objects.get(pk=found.pk).version


# --- 来文 -------------------------------------------------------------------------------------------------------------


def _letters(world: World) -> None:
    """Of nothing, a draft, what is filed, returned once and twice, revised, entered; before, on and after the day on
    which it was asked for again; and what was struck.
    """
    world.letter(10, march(11), march(10))
    world.save(11, march(10))
    world.letter(11, march(11), march(10))
    for number in (12, 13, 14, 15):
        world.file(number, march(16))
    world.letter(12, march(17), march(12))
    world.letter(12, march(18), march(11))
    world.strike(12, march(21))
    for number in (13, 14):
        world.give_back(number, march(18))
    world.file_as_written(14, march(20))
    world.give_back(14, march(22))
    world.accept(15, march(17))
    world.revise(15, march(18))
    for number, days in ((13, (17, 18, 19)), (14, (18, 21, 22, 23)), (15, (17, 18, 19))):
        for day in days:
            world.letter(number, march(24), march(day))
    world.letter(16, march(11), march(10))
    world.strike(16, march(12))
    world.enter(17, march(12), march(11))
    world.file(18, march(12))
    world.withdraw(18, march(13))


def _times(world: World) -> None:
    """Later ones that are asked for in a revision that is taken back, in the next one, of a text in force, and no more once
    the revision is returned.
    """
    world.accept(17, march(23))
    world.move_times(15, march(19))
    world.file_as_written(15, march(20))
    world.withdraw(15, march(21))
    for number in (12, 18):
        if number == 18:
            world.file_as_written(18, march(22))
        world.accept(number, march(23))
        world.revise(number, march(24))
        world.move_times(number, march(25))
        world.file_as_written(number, march(26))
        world.accept(number, march(27))
    world.decide_time(12, march(28), "in_part")
    world.revise(17, march(24))
    world.move_times(17, march(25))
    world.file_as_written(17, march(26))
    world.give_back(17, march(27))
    world.file(17, march(28))
    world.revise(18, march(28))
    world.give_up(18, march(29))
    world.revise(18, march(30))


# --- 参与单位 ---------------------------------------------------------------------------------------------------------


def _taking_part(world: World) -> None:
    """By what a wording was resolved into, by a plan alone, by a register that changed, and nowhere; and what one unit alone
    is asked and owes.
    """
    world.resolve(march(16), [world.b], task=world.tasks[3])
    former.keep(world.tasks[20], at=march(20))
    Responsibility.objects.create(task=world.tasks[20], position=2, unit=world.b)
    for name in ("市丁局", "市戊局", "市己局", "市庚局"):
        unit = make_unit(name)
        world.liaisons[unit.pk] = make_user(Role.LIAISON, unit)
    world.file(19, march(16), replace(COMPLETE, participants=("市乙局", "市丁局")))
    world.save(10, march(12), replace(COMPLETE, participants=("市戊局",)))
    asked, owes = (Unit.objects.get(short_name=name) for name in ("市戊局", "市己局"))
    _ask(world, 10, [asked], march(13))
    _pass_on(world, world.put_problem(16, march(20)), [owes], 30, march(21))


# --- 工作任务, 具体目标, 通讯录, 报告 -------------------------------------------------------------------------------------------


def _readings(world: World) -> None:
    """Counted in another order than recorded, and one put right; of a goal that came later, too."""
    old, new = (
        Goal.objects.create(
            programme=world.programme, number=nth, name="外国专家", target=4000, measure="人", entered_at=entered_at
        )
        for nth, entered_at in ((1, None), (2, march(12)))
    )  # fmt: skip
    wrong = _count(world, old, 3800, 14, march(15))
    _count(world, old, 3700, 10, march(18))
    _count(world, old, 3900, 14, march(20), corrects=wrong, reason="漏计")
    _count(world, new, 12, 16, march(16))


def _count(world: World, goal: Goal, value: int, day: int, moment: datetime, **more):
    return goals.record_reading(
        goal=goal, value=value, counted_on=date(2015, 3, day), source="统计", by=world.checker, at=moment, **more
    )  # fmt: skip


def _areas(world: World) -> None:
    """One comes to another area, one goes and comes back; and the area has another name."""
    world.reword(5, march(16))
    world.reword(6, march(16))
    world.rename_area(march(17))
    world.reword(6, march(18))
    spell([world.b.short_name])


def _contacts(world: World) -> None:
    """Changed before and after what is in force was filed."""
    world.change_contacts(6, march(16))
    world.revise(6, march(17))
    world.file_as_written(6, march(18))
    world.accept(6, march(19))
    for day in (20, 21):
        world.change_contacts(6, march(day))
    world.change_contacts(12, march(29))


def _telling_of_reports(world: World) -> None:
    """One that is given up, and one of which another draft was taken later."""
    doing = {"by": world.leadership}
    given_up, kept = (
        reports.begin(
            programme=world.programme, round=None, as_of=march(19).date(), corrects=None, at=march(day), **doing
        )
        for day in (20, 22)
    )  # fmt: skip
    reports.cancel(report=given_up, reason="误建", at=march(23), **doing)
    reports.take_draft(report=kept, as_of=march(24).date(), at=march(25), **doing)


# --- 进展报送 ---------------------------------------------------------------------------------------------------------


def _rounds(world: World, c: Unit) -> None:
    """What is done, reopened and led on the last moment that counts and on the first that does not; what was filed
    twice, and taken back; and who was told twice.
    """
    for number, moment in ((10, march(28)), (11, march(29)), (12, march(27)), (13, march(27))):
        completions.complete(
            task=world.tasks[number], kind=CompletionKind.DONE, basis="minutes", basis_number="〔2015〕7号",
            dated_on=date(2015, 3, 26), by=world.leadership, at=moment,
        )  # fmt: skip
    for number, moment in ((12, march(28)), (13, march(29))):
        completions.reopen(task=world.tasks[number], reason="未达标", by=world.leadership, at=moment)
    world.designate(march(29), world.b)
    _lead(world, 16, None, march(28))
    for nth, unit, day, moment in (
        (0, world.a, 8, march(29)),
        (0, world.a, 10, march(30)),
        (0, world.b, 9, march(31)),
        (1, world.a, 14, april(1)),
    ):
        rounds.extend(
            round=round_of(world, nth), unit=unit, until=date(2015, 4, day), told="周某", reason="", by=world.checker,
            at=moment,
        )  # fmt: skip
    report(world, 4, 0, ON_COURSE, march(29))
    _send_back(world, 4, march(30))
    report(world, 4, 0, AGAIN, march(31))
    report(world, 5, 0, ON_COURSE, march(30))
    report(world, 17, 0, ON_COURSE, march(30))
    _take_back(world, 17, 0, march(31))
    report(world, 4, 1, ON_COURSE, april(7))
    report(world, 5, 1, BEHIND, april(7))
    _take_back(world, 5, 1, april(8))


def _send_back(world: World, number: int, moment: datetime) -> None:
    row = row_of(world, number, 0)
    progress_checking.send_back(
        progress_id=row.pk, based_on=row.version, by=world.checker, refile_by=date(2015, 4, 3), note="请补充", at=moment
    )  # fmt: skip


def _take_back(world: World, number: int, nth: int, moment: datetime) -> None:
    row = row_of(world, number, nth)
    progress_filing.withdraw(progress_id=row.pk, based_on=row.version, by=world.lead(number), at=moment)


def _letters_of_progress(world: World) -> None:
    """Of nothing, what is filed, returned and entered."""
    for number in (6, 14, 15):
        report(world, number, 0, ON_COURSE, march(29))
    for number in (14, 15):
        _send_back(world, number, march(31))
    report(world, 15, 0, AGAIN, april(1))
    _send_back(world, 15, april(2))
    for number, days in ((6, (1,)), (14, (0, 1)), (15, (1, 2, 3)), (18, (1,)), (10, (1,))):
        for day in days:
            _letter(world, [number], march(31) + timedelta(days=day))
    _letter(world, [14], march(30))
    letter = _letter(world, [11, 12], april(4))
    progress_filing.enter_on_behalf(
        task=world.tasks[11], round=round_of(world, 0), letter=letter, based_on=0, said=ON_COURSE, by=world.checker,
        at=april(4),
    )  # fmt: skip
    struck = _letter(world, [12], april(3))
    letters.withdraw_progress_arrival(
        arrival_id=struck.progress_arrivals.get().pk, by=world.checker, at=april(5)
    )


def _letter(world: World, numbers: list[int], received: datetime):
    return letters.register_letter(
        programme=world.programme, unit=world.a, tasks=[world.tasks[number] for number in numbers], received_at=received,
        channel="fax", by=world.checker, at=april(4), round=round_of(world, 0),
    )  # fmt: skip


def _each_year(world: World) -> None:
    """Said of one year and another, and of one year again."""
    world.file(8, march(21), EACH_YEAR)
    world.accept(8, march(22))
    for key, state, done, moment, year in (
        (1, StepProgress.DONE, date(2015, 12, 18), date(2015, 12, 21), None),
        (2, StepProgress.DONE, date(2015, 12, 20), date(2015, 12, 22), None),
        (2, StepProgress.UNDER_WAY, None, date(2016, 1, 5), 2015),
        (3, StepProgress.DONE, date(2015, 6, 20), date(2015, 6, 22), None),
        (4, StepProgress.DONE, date(2015, 6, 21), date(2015, 6, 23), None),
        (5, StepProgress.UNDER_WAY, None, date(2016, 7, 1), None),
        (6, StepProgress.DONE, date(2015, 3, 30), date(2015, 3, 31), None),
        (1, StepProgress.UNDER_WAY, None, date(2016, 12, 29), None),
        (2, StepProgress.DONE, date(2016, 12, 28), date(2016, 12, 30), None),
        (3, StepProgress.DONE, date(2016, 12, 29), date(2017, 1, 4), None),
    ):
        step_reports.report_step(
            task=world.tasks[8], key=key, state=state, done_on=done, year=year, word="", by=world.lead(8), at=at(moment)
        )  # fmt: skip
