"""Each rule of `tasks/policies`, asked about everything there is: which, about what, and with what besides."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Model, QuerySet
from django.utils.timezone import localtime

from tasks import policies
from tasks.enums import Action, CoordinationAction, ProgressAction
from tasks.models import (
    Arrival,
    Comment,
    Consultation,
    Coordination,
    Entry,
    Filing,
    IncomingLetter,
    Opinion,
    Plan,
    Programme,
    Progress,
    ProgressArrival,
    Report,
    Task,
)
from units.models import Office, Unit


class Question(NamedTuple):
    """A rule and its arguments but for who asks; `besides` says in short what is no row."""

    rule: Callable
    given: dict
    besides: str = ""


A_DAY, A_SECOND = timedelta(days=1), timedelta(seconds=1)


def _of_nothing() -> Iterator[Question]:
    for rule in (policies.may_write_progress, policies.may_file_progress, policies.may_assign_plans):
        yield Question(rule, {})


def _of_programme(programme: Programme) -> Iterator[Question]:
    for rule in (
        policies.may_receive,
        policies.may_stand_in,
        policies.may_record_decision,
        policies.may_oversee,
        policies.may_open_round,
        policies.may_complete,
        policies.may_record_reading,
        policies.may_write_report,
    ):
        yield Question(rule, {"programme": programme})
    for nth, unit in enumerate((None, *Unit.objects.order_by("pk"))):
        yield Question(policies.may_see_contacts_of, {"unit": unit, "programme": programme}, f"unit {nth}")
        yield Question(policies.sits_in_the_office, {"unit": unit, "programme": programme}, f"unit {nth}")


def _of_task(task: Task) -> Iterator[Question]:
    plan = getattr(task, "plan", None)
    for rule in (
        policies.may_raise,
        policies.may_assign,
        policies.may_report_step,
        policies.may_read_comments_in_round,
    ):
        yield Question(rule, {"task": task})
    for round in task.programme.rounds.filter(number=1):
        given = {"task": task, "round": round, "today": round.opens_on}
        for part, also in (
            ("takes part", {"takes_part": True}),
            ("takes no part", {"takes_part": False}),
            ("too early", {"takes_part": True, "today": round.opens_on - A_DAY}),
        ):
            yield Question(policies.may_give, given | also, part)
            yield Question(policies.may_contribute, given | also, part)
    yield Question(policies.may_write, {"task": task, "plan": plan})
    if plan:
        yield Question(policies.may_consult, {"task": task, "plan": plan})


def _of_plan(plan: Plan) -> Iterator[Question]:
    for rule in (
        policies.may_check,
        policies.may_decide_time,
        policies.may_change_contacts,
        policies.may_note_opinion,
        policies.may_see_phone_in,
        policies.filing_action,
        policies.withdrawing_action,
    ):
        yield Question(rule, {"plan": plan})
    yield Question(policies.may_comment, {"work": plan})
    for key in (0, 1, 2, 3):
        yield Question(policies.is_in_force, {"plan": plan, "key": key}, str(key))
        yield Question(policies.is_time_in_force, {"plan": plan, "key": key}, str(key))
        steps = plan.in_force.keyed_sheet().steps if plan.in_force else ()
        yield Question(policies.has_step, {"steps": steps, "key": key}, str(key))
    last_day = plan.task.filing_deadline
    for action in Action:
        yield Question(policies.check, {"action": action, "plan": plan, "today": last_day})
    for action in (Action.WITHDRAW, Action.UNDO_CORRECTION):
        yield Question(
            policies.check, {"action": action, "plan": plan, "today": last_day + A_DAY}, "too late"
        )
    if plan.filing:
        yield Question(policies.office_asked_about, {"plan": plan})
        for office in Office.objects.filter(name__in=OFFICES).order_by("pk"):
            yield Question(policies.may_answer_office, {"plan": plan, "office": office}, office.name)
    if accepted := plan.events.filter(action=Action.ACCEPT, filing=plan.filing).last():
        until = accepted.at + timedelta(minutes=policies.UNDO_MINUTES)
        yield Question(policies.may_undo_accept, {"plan": plan, "at": until})
        yield Question(policies.may_undo_accept, {"plan": plan, "at": until + A_SECOND}, "too late")


# Those that a plan of the receiving unit may mean, and one of another unit.
OFFICES = ("人力资源处", "办公室", "人才处", "资源处", "科研处")


def _of_filing(filing: Filing) -> Iterator[Question]:
    for rule in (
        policies.may_read_comments,
        policies.may_receive_stamped,
        policies.may_verify,
        policies.may_sign,
    ):
        yield Question(rule, {"filing": filing})
    yield Question(policies.may_see_phone_in, {"plan": filing.plan, "filing": filing})
    yield Question(policies.still_holds, {"filing": filing, "plan": filing.plan})


def _of_comment(comment: Comment) -> Iterator[Question]:
    yield Question(policies.may_answer_comment, {"comment": comment})


def _of_consultation(consultation: Consultation) -> Iterator[Question]:
    yield Question(policies.may_answer_for_unit, {"consultation": consultation})
    yield Question(policies.may_answer_consultation, {"consultation": consultation})


def _of_opinion(opinion: Opinion) -> Iterator[Question]:
    yield Question(policies.may_answer_opinion, {"opinion": opinion})


def _of_coordination(coordination: Coordination) -> Iterator[Question]:
    yield Question(policies.may_handle, {"coordination": coordination})
    for action in CoordinationAction:
        yield Question(policies.may_act_on, {"action": action, "coordination": coordination})
        yield Question(policies.check_coordination, {"action": action, "coordination": coordination})


def _of_arrival(arrival: Arrival) -> Iterator[Question]:
    yield Question(policies.may_withdraw_arrival, {"arrival": arrival})
    if plan := getattr(arrival.task, "plan", None):
        yield Question(policies.may_enter_from, {"arrival": arrival, "plan": plan})


def _of_progress_arrival(arrival: ProgressArrival) -> Iterator[Question]:
    yield Question(policies.may_enter_progress_from, {"arrival": arrival})
    yield Question(policies.may_withdraw_progress_arrival, {"arrival": arrival})


def _of_progress(progress: Progress) -> Iterator[Question]:
    task, round = progress.task, progress.round
    opens, due = round.opens_on, round.due_of(task.lead)
    for today, early in ((opens - A_DAY, "too early"), (opens, "")):
        given = {"task": task, "round": round, "today": today}
        yield Question(policies.may_report, given | {"progress": progress}, early)
    for action in ProgressAction:
        yield Question(policies.check_progress, {"action": action, "progress": progress, "today": due})
    given = {"action": ProgressAction.WITHDRAW, "progress": progress, "today": due + A_DAY}
    yield Question(policies.check_progress, given, "too late")
    yield Question(policies.may_comment, {"work": progress})
    yield Question(policies.progress_filing_action, {"progress": progress})
    for letter in IncomingLetter.objects.filter(progress_arrivals__task=task).order_by("pk"):
        received = f"{localtime(letter.received_at):%d %H}"
        yield Question(policies.may_refile_from, {"letter": letter, "progress": progress}, received)


def _of_entry(entry: Entry) -> Iterator[Question]:
    yield Question(policies.may_see_outlook, {"task": entry.progress.task, "entry": entry})
    for rule in (
        policies.may_read_comments_on_entry,
        policies.may_verify_entry,
        policies.may_dispute_entry,
        policies.may_compare,
    ):
        yield Question(rule, {"entry": entry})


def _of_report(report: Report) -> Iterator[Question]:
    yield Question(policies.may_use_report, {"report": report})


def questions() -> Iterator[tuple[str, Question]]:
    """With what each is about: its number and, of several of a number, which of them; and what comes besides."""
    yield from (("anything", question) for question in _of_nothing())
    for model, (of, number) in _ASKED.items():
        counted: Counter[str] = Counter()
        for row in _READ.get(model, model._default_manager.all)().order_by("pk"):
            name = number(row).removeprefix("GJRC-")
            counted[name] += 1
            about = f"{name}/{counted[name]}" if counted[name] > 1 else name
            yield from ((f"{about} {question.besides}".strip(), question) for question in of(row))


def _number(task: Task) -> str:
    return f"{task.programme.code}-{task.number}"


_ASKED: dict[type[Model], tuple[Callable[..., Iterator[Question]], Callable[..., str]]] = {
    Programme: (_of_programme, lambda programme: programme.code),
    Task: (_of_task, _number),
    Plan: (_of_plan, lambda plan: _number(plan.task)),
    Filing: (_of_filing, lambda filing: filing.number),
    Comment: (_of_comment, lambda comment: comment.on.number),
    Consultation: (_of_consultation, lambda consultation: _number(consultation.plan.task)),
    Opinion: (_of_opinion, lambda opinion: opinion.filing.number),
    Coordination: (_of_coordination, lambda coordination: _number(coordination.task)),
    Arrival: (_of_arrival, lambda arrival: _number(arrival.task)),
    Progress: (_of_progress, lambda progress: f"{_number(progress.task)} {progress.round}"),
    Entry: (_of_entry, lambda entry: entry.number),
    ProgressArrival: (_of_progress_arrival, lambda arrival: _number(arrival.task)),
    Report: (_of_report, str),
}
# What a rule reads of its row is read with it.
_READ: dict[type[Model], Callable[[], QuerySet]] = {
    Arrival: lambda: Arrival.objects.with_entering(),
    ProgressArrival: lambda: ProgressArrival.objects.with_entering(),
    Consultation: lambda: Consultation.objects.with_settling(),
}
