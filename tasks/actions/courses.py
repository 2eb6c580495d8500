"""What is kept of how far tasks are, brought up to date when somebody is about to read it (decision 0067)."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from hashlib import sha256

from django.db.models import Count, F, Q

from tasks import steps_in_time
from tasks.counted import counted
from tasks.enums import RoundAction
from tasks.ledger import progress
from tasks.models import Course, Programme, Round, Task

_AT_ONCE = 500  # tasks worked out together


def bring_up_to_date(programme: Programme, *, today: date) -> None:
    """Work out anew what was written on since, or rests on other rounds and figures of the programme; most often that is
    nothing. Whoever writes on a task marks it (`mark`), so that nothing is missed, however it was written.
    """
    counted(
        programme.pk, ("courses are up to date", programme.limits), partial(_worked_out, programme, today)
    )


def _worked_out(programme: Programme, today: date) -> bool:
    basis = _basis(programme)
    if programme.tasks.with_course_out_of_date(basis).exists():
        _work_out(programme, basis, today)
    return True


def mark(tasks: Iterable[int]) -> None:
    """The tasks with these keys are written on in this transaction."""
    tasks = list(tasks)
    kept = Course.objects.filter(task__in=tasks)
    if kept.update(changes=F("changes") + 1) < len(tasks):
        # Somebody who reads may be making the same rows: counted is once they are there, whoever made them.
        of_programmes = Task.objects.filter(pk__in=tasks).order_by().values_list("pk", "programme")
        missing = (Course(task_id=pk, programme_id=programme) for pk, programme in of_programmes)
        Course.objects.bulk_create(missing, ignore_conflicts=True)
        kept.update(changes=F("changes") + 1)


def _basis(programme: Programme) -> str:
    """What of the programme every light rests on, in short: its figures, its rounds, and how often these were put off."""
    rounds = Round.objects.filter(programme=programme).order_by("pk")
    told = rounds.annotate(
        changed=Count("events", filter=Q(events__action=RoundAction.CHANGE), distinct=True),
        put_off=Count("extensions", distinct=True),
    )
    days = told.values_list(
        "pk", "covers_from", "covers_until", "opens_on", "due_on", "every_task", "changed", "put_off"
    )
    said = (programme.limits, list(days))
    return sha256(str(said).encode()).hexdigest()


def _work_out(programme: Programme, basis: str, today: date) -> None:
    # How often a task was written on is read before what was written: a write in between leaves it out of date. Each
    # batch is written by itself, and nobody waits for what is worked out between.
    found = programme.tasks.with_course_out_of_date(basis).order_by("pk")
    seen = list(found.values_list("pk", "course__changes"))
    for start in range(0, len(seen), _AT_ONCE):
        changes = dict(seen[start : start + _AT_ONCE])
        Course.objects.bulk_create(
            _courses(programme, changes, basis, today),
            update_conflicts=True,
            unique_fields=["task"],
            update_fields=_WORKED_OUT,
        )


_WORKED_OUT = ("known", "basis", "ended", "outlook", *Course.DAYS)


def _courses(programme: Programme, changes: dict[int, int | None], basis: str, today: date) -> list[Course]:
    tasks = list(Task.objects.filter(pk__in=changes).select_related("plan__in_force"))
    reported = progress.gather(programme, today, tasks=list(changes))
    steps = steps_in_time.in_force_of(tasks)
    return [
        Course(
            task=task,
            programme=programme,
            changes=changes[task.pk] or 0,
            known=changes[task.pk] or 0,
            basis=basis,
            ended=reported.ended_as(task.pk),
            outlook=reported.outlook(task.pk),
            **vars(reported.course(task.pk, task.lead_id, steps.get(task.pk, ()))),
        )
        for task in tasks
    ]
