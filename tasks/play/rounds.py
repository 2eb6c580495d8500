"""The receiving office's part of rounds: opened monthly to June 2015 and then quarterly, told of, returned, closed."""

from datetime import date, timedelta

from tasks.actions import comments, contacts, progress_checking
from tasks.actions import rounds as actions
from tasks.enums import ProgressStatus, RoundCycle
from tasks.models import Progress, Round
from tasks.play import chance
from tasks.play.day import Day
from tasks.play.days import is_worked, waited
from tasks.rules import deadlines, round_terms
from tasks.rules.round_terms import Terms
from units.models import Membership, Unit

FIRST_OPENED = date(2015, 4, 13)
_LAST_MONTHLY = date(2015, 6, 30)
_AHEAD = timedelta(days=18)
_ASKED_FOR = (
    ("done_text", "请补充本期具体进展和已完成的工作量。"),
    ("outlook", "请说明进度滞后的具体环节和补救措施。"),
    ("next_text", "请写明时间安排。"),
)


def play(day: Day) -> None:
    checker = next(iter(day.people.checkers), None)
    if checker is None:
        return
    _open_ahead(day, checker)
    for round in day.programme.rounds.running(day.today):
        round.programme = day.programme
        _return_some(day, round)
        if waited(day.today, round.due_on, 5, 7, "截稿", round.name):
            day.do(actions.close_round, round=round, by=checker)


def _open_ahead(day: Day, checker: Membership) -> None:
    """The rounds of the year, some weeks before the first of them begins; what is covered already is left out."""
    if day.today < FIRST_OPENED:
        return
    known = list(day.programme.rounds.values_list("name", "covers_from", "covers_until"))
    wanted = [
        each
        for each in _wanted(day.today)
        if each.covers_until >= day.today and not any(_meets(each, *other) for other in known)
    ]
    if wanted:
        day.do(actions.open_rounds, programme=day.programme, terms=wanted, tasks=[], by=checker)


def _wanted(today: date) -> list[Terms]:
    ahead = today + _AHEAD
    months = round_terms.series(RoundCycle.MONTH, date(2015, 4, 1), 3) if today <= _LAST_MONTHLY else []
    quarters = round_terms.series(RoundCycle.QUARTER, date(ahead.year, 1, 1), 4)
    return months + [each for each in quarters if each.covers_from > _LAST_MONTHLY and ahead > _LAST_MONTHLY]


def _meets(terms: Terms, name: str, first: date, last: date) -> bool:
    return name == terms.name or (first <= terms.covers_until and terms.covers_until <= last)


def _return_some(day: Day, round: Round) -> None:
    """One in twenty, on the working day after it was filed."""
    filed = Progress.objects.filter(
        round=round, status=ProgressStatus.FILED, entry__nth=1, entry__letter=None
    )
    for row in filed.select_related("entry", "task").order_by("task__number"):
        number = row.task.number
        checker = chance.one_of(day.people.checkers, "退回", number)
        came = row.entry.recorded_at
        if chance.happens(5, "退回进展", number, round.name) and waited(day.today, came, 1, 1):
            field, text = chance.one_of(_ASKED_FOR, number, round.name)
            day.do(
                comments.on_progress,
                progress_id=row.pk,
                nth=row.entry.nth,
                field=field,
                step=None,
                text=text,
                by=checker,
            )
            day.do(
                progress_checking.send_back,
                progress_id=row.pk,
                based_on=row.version,
                refile_by=deadlines.default_refile_by(day.today),
                note="",
                by=checker,
            )


def remind(day: Day, round: Round, unit: Unit) -> None:
    """催报 of a unit two working days after the due day."""
    if day.today != deadlines.working_days_from(round.due_on, 2) or not is_worked(day.today):
        return
    day.do(
        contacts.note_contact,
        programme=day.programme,
        unit=unit,
        contacted_at=day.moment(),
        spoke_with="联络员",
        said=f"“{round.name}”进展尚未报送，已请抓紧；答复正在汇总各处室情况。",
        by=day.people.a_checker("催报", unit.slug, round.name),
    )
