"""Leads report in rounds: in time, with an extension, late, by fax, or not at all; what was returned is filed again."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum, auto
from itertools import groupby

from tasks import reported
from tasks.actions import comments, letters, progress, progress_checking, progress_filing
from tasks.actions import rounds as actions
from tasks.enums import Channel, CommentAnswer, ProgressAction
from tasks.models import Comment, IncomingLetter, Round, Task
from tasks.play import chance
from tasks.play.day import Day
from tasks.play.days import waited
from tasks.play.rounds import remind
from tasks.play.statements import mended, statement
from tasks.reported import Reported
from tasks.rules import deadlines
from units.models import Membership, Unit

_FEW_TASKS = 3  # a unit with more never leaves out a whole round


class Manner(Enum):
    IN_TIME = auto()
    LATE = auto()
    PUT_OFF = auto()
    BY_FAX = auto()
    NEVER = auto()


def play(day: Day) -> None:
    for round in day.programme.rounds.running(day.today).order_by("opens_on", "number"):
        round.programme = day.programme
        for unit, tasks in _owing(day, round):
            liaison = day.people.liaison(unit.pk)
            if liaison is not None:
                _unit(day, round, unit, liaison, tasks)


def _owing(day: Day, round: Round) -> Iterable[tuple[Unit, list[Task]]]:
    """Each unit with its tasks that owe, and where they stand."""
    tasks = day.programme.tasks.with_round_standing(round, day.today, past=False).filter(owes=True)
    tasks = tasks.exclude(lead=None).select_related("lead").order_by("lead__document_order", "number")
    return ((unit, list(of_unit)) for unit, of_unit in groupby(tasks, key=lambda task: task.lead))


def manner(round: Round, unit: Unit, tasks: int) -> Manner:
    drawn = chance.number(1, 100, "报送方式", round.name, unit.slug)
    if drawn <= 66:
        return Manner.IN_TIME
    if drawn <= 82:
        return Manner.LATE
    if drawn <= 88:
        return Manner.PUT_OFF
    if tasks > _FEW_TASKS:
        return Manner.IN_TIME
    return Manner.BY_FAX if drawn <= 95 else Manner.NEVER


def files_on(round: Round, unit: Unit, how: Manner) -> date:
    drawn = chance.number(0, 3, "报送日", round.name, unit.slug)
    if how is Manner.LATE:
        return deadlines.working_days_from(round.due_on, 1 + drawn)
    if how is Manner.PUT_OFF:
        return deadlines.working_days_from(round.due_on, 2)
    day = deadlines.working_days_from(round.due_on, -drawn) if drawn else round.due_on
    return max(day, round.opens_on)


def _unit(day: Day, round: Round, unit: Unit, liaison: Membership, tasks: list[Task]) -> None:
    """`tasks` are all of its own that owe."""
    how = manner(round, unit, len(tasks))
    due = files_on(round, unit, how)
    if how is Manner.PUT_OFF:
        _put_off(day, round, unit)
    rows = _at_hand(day, round, liaison, tasks, waiting=how is not Manner.NEVER and day.today >= due)
    fresh = [row for row in rows if not row.is_returned]
    if how is Manner.BY_FAX:
        _by_fax(day, round, unit, fresh)
    else:
        _file(day, round, liaison, fresh)
    for row in rows:
        if row.is_returned:
            _file_again(day, round, liaison, row)
    if how is Manner.NEVER or due > deadlines.working_days_from(round.due_on, 2):
        remind(day, round, unit)


def _at_hand(
    day: Day, round: Round, liaison: Membership, tasks: list[Task], *, waiting: bool
) -> list[Reported]:
    """What was returned, and where `waiting` also what nobody has filed and is not left out."""
    numbers = [
        task.number
        for task in tasks
        if task.refile_by or (waiting and task.filed is None and not _is_left_out(task, round))
    ]
    return reported.of_numbers(liaison, round, numbers, today=day.today) if numbers else []


def _is_left_out(task: Task, round: Round) -> bool:
    return chance.happens(3, "漏报", task.number, round.name)


def _put_off(day: Day, round: Round, unit: Unit) -> None:
    """延期, asked for by telephone on the last working day before the due day."""
    if day.today != deadlines.working_days_from(round.due_on, -1):
        return
    day.do(
        actions.extend,
        round=round,
        unit=unit,
        until=deadlines.working_days_from(round.due_on, 3),
        told="单位联络员",
        reason="分管领导出差，签字推迟",
        by=day.people.a_checker("延期", unit.slug),
    )


def _file(day: Day, round: Round, liaison: Membership, rows: list[Reported]) -> None:
    """整体报送 of all; where one of them stands in the way, the others one by one."""
    written = []
    for row in rows:
        saved = day.do(
            progress.save,
            task=row.task,
            round=round,
            based_on=row.version,
            said=statement(day, row),
            by=day.people.writer(row.task, getattr(row.task, "plan", None)),
        )
        written += [saved] if saved else []
    if not written:
        return
    based_on = {row.pk: row.version for row in written}
    if day.do(progress_filing.file_together, based_on=based_on, by=liaison) is None:
        for row in written:
            day.do(progress_filing.file_progress, progress_id=row.pk, based_on=row.version, by=liaison)


def _by_fax(day: Day, round: Round, unit: Unit, rows: list[Reported]) -> None:
    """Registered, entered by one checker and verified by another."""
    clerk = next(iter(day.people.checkers), None)
    rows = [row for row in rows if not row.is_begun]
    if not rows or clerk is None:
        return
    received = day.moment()
    letter = day.do(
        letters.register_letter,
        programme=day.programme,
        unit=unit,
        tasks=[row.task for row in rows],
        round=round,
        received_at=received - timedelta(minutes=30),
        channel=Channel.FAX,
        dated_on=day.today,
        number=f"{unit.short_name}函（演示）〔{day.today.year}〕{chance.number(1, 60, unit.slug, round.name)}号",
        note="演示数据。传真件清晰。",
        by=clerk,
    )
    for row in rows if letter else ():
        _enter(day, round, letter, row, clerk)


def _enter(day: Day, round: Round, letter: IncomingLetter, row: Reported, clerk: Membership) -> None:
    entry = day.do(
        progress_filing.enter_on_behalf,
        task=row.task,
        round=round,
        letter=letter,
        based_on=row.version,
        said=statement(day, row),
        by=clerk,
    )
    other = next((each for each in day.people.checkers if each.user_id != clerk.user_id), None)
    if entry is not None:
        day.do(progress_checking.verify, entry=entry, by=other)


def _file_again(day: Day, round: Round, liaison: Membership, row: Reported) -> None:
    returned = row.progress.events.filter(action=ProgressAction.RETURN).last()
    if not waited(day.today, returned.at, 1, 4, "重报进展", row.number, round.name):
        return
    saved = day.do(
        progress.save, task=row.task, round=round, based_on=row.version, said=mended(row), by=liaison
    )
    if saved is not None:
        _answer(day, liaison, row)
        day.do(progress_filing.file_progress, progress_id=saved.pk, based_on=saved.version, by=liaison)


def _answer(day: Day, liaison: Membership, row: Reported) -> None:
    waiting = Comment.objects.filter(entry__progress=row.progress, sent_at__isnull=False, answer="")
    for each in waiting.select_related("entry").order_by("pk"):
        day.do(
            comments.answer, comment=each, based_on=each.answer_mark, answer=CommentAnswer.ADOPTED,
            text="已补充。", by=liaison,
        )  # fmt: skip
