"""What came in a round, what was returned, and what is missing: a page of each."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from tasks import steps_in_time
from tasks.counted import counted
from tasks.enums import Outlook, ProgressStatus, TaskState
from tasks.ledger import NamedUnit
from tasks.models import Entry, Progress, Round, Task
from tasks.pages import letters_waiting, marks, standing
from tasks.pages.marks import Mark
from tasks.pages.tabs import Tab, of_queues
from tasks.prepared import Days, PreparedInRound, of_round
from tasks.querysets.rounds import standing_of, with_choices
from tasks.rules import attention
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import Paged, paged
from zgc_tasks.common.prepared import Prepared

QUEUES = {"filed": "收到的进展", "returned": "退回修改", "missing": "未报"}
_OF = {
    "filed": Q(progress_status=ProgressStatus.FILED),
    "returned": Q(progress_status=ProgressStatus.RETURNED),
    "missing": Q(owes=True, lead_unit__isnull=False)
    & (Q(progress_status=None) | Q(progress_status=ProgressStatus.DRAFT)),
}


class RoundQueueLine(NamedTuple):
    """A task in a queue. `flags` are what wants looking at; `contact` is where a unit that owes is to be spoken to,
    `letter` the one from which it waits to be entered.
    """

    number: int
    content: str
    address: str
    lead: NamedUnit | None
    state: TaskState
    explanation: str
    outlook: Mark | None
    reason: str
    flags: tuple[str, ...]
    contact: str
    letter: str


def tabs(round: Round, current: str, *, today: date, counted: bool = True) -> list[Tab]:
    """The desk, and each queue with how many rows it has: what was reported although it does not owe is among what came.

    `current` is the name of a queue, else the route of the desk; it is not `counted` beside a day gone by, for the queues
    are of today.
    """
    counts = _counts(round, today) if counted else dict.fromkeys(QUEUES)
    names = (round.programme.slug, round.number)
    return [
        Tab("按牵头单位", reverse("round-desk", args=names), current == "round-desk"),
        *of_queues(QUEUES, counts, current, "round-queue", *names),
    ]


def _counts(round: Round, today: date) -> dict[str, int]:
    """How many tasks each queue has."""

    def found() -> dict[str, int]:
        return next(iter(_COUNTED(round, **Days.of(today)._asdict())), dict.fromkeys(QUEUES, 0))

    return counted(round.programme_id, ("queues", *of_round(round).values(), today), found)


def _counted(round, day, soon) -> QuerySet:
    tasks = Task.objects.filter(programme=round.programme_id).with_round_standing(round, Days(day, soon))
    by_queue = {name: Count("pk", filter=found) for name, found in _OF.items()}
    return tasks.order_by().values("programme").annotate(**by_queue).values(*by_queue)


_COUNTED = PreparedInRound(_counted)


def queue(round: Round, name: str, *, asked: QueryDict, today: date) -> Paged:
    """In order of number; of one unit where the address names it."""
    rows, days = partial(_lines, round, today), Days.of(today)
    if asked.get("unit"):
        return paged(_queued(name, round, *days).filter(lead__slug=asked["unit"]), asked, rows=rows)
    return paged(_QUEUED[name](round, **days._asdict()), asked, total=_counts(round, today)[name], rows=rows)


def _queued(name: str, round, day, soon) -> QuerySet:
    tasks = Task.objects.filter(programme=round.programme_id).with_round_standing(round, Days(day, soon))
    return tasks.filter(_OF[name]).order_by("number")


_QUEUED = {name: Listed(partial(_queued, name), PreparedInRound) for name in QUEUES}


def _lines(round: Round, today: date, found: Iterable[Task]) -> list[RoundQueueLine]:
    tasks = list(found)
    units = standing.units_named(task.lead_unit for task in tasks)
    entries = {
        entry.pk: entry for entry in _ENTRIES(entries=[task.entry_pk for task in tasks if task.entry_pk])
    }
    flags = _flags(round, tasks, entries, today)
    letters = letters_waiting.letters_of_progress(round, [task.pk for task in tasks])
    for task in letters:
        flags[task].append("来文待代录")
    programme = round.programme
    rounds, contacts, register, received = (
        reverse(route, args=[programme.slug])
        for route in ("round-list", "contact-directory", "task-list", "letter-list")
    )
    lines = []
    for task in tasks:
        entry, lead, told = entries.get(task.entry_pk), units.get(task.lead_unit), standing_of(task, today)
        said = entry.said() if entry else None
        lines.append(
            RoundQueueLine(
                number=task.number,
                content=task.content,
                address=f"{rounds}{round.number}/tasks/{task.number}/"
                if entry
                else f"{register}{task.number}/",
                lead=lead,
                state=told.state,
                explanation=told.explanation,
                outlook=marks.of_outlook(said.outlook) if said else None,
                reason=said.outlook_reason if said else "",
                flags=tuple(flags[task.pk]),
                contact=""
                if lead is None or task.pk in letters or (entry and not task.refile_overdue)
                else f"{contacts}{lead.slug}/?round={round.number}",
                letter=f"{received}{letters[task.pk]}/" if task.pk in letters else "",
            )
        )
    return lines


def _flags(round: Round, tasks: list[Task], entries: dict[int, Entry], today: date) -> dict[int, list[str]]:
    flags = defaultdict(list)
    unchanged = []
    for task in tasks:
        entry = entries.get(task.entry_pk)
        if entry is None:
            continue
        if entry.unchanged:
            unchanged.append(task)
        if entry.on_behalf and entry.verified_at is None:
            disputed = "，牵头单位认为不一致" if entry.disputed_at else ""
            flags[task.pk].append(f"据来文代录，待复核{disputed}")
        if entry.outlook == Outlook.DONE:
            flags[task.pk].append("已完成待核实")
    if unchanged:
        _flag_unchanged(round, unchanged, flags, today)
    return flags


_ENTRIES = Prepared(lambda entries: Entry.objects.filter(pk__in=entries))
_WITH_PLAN = Prepared(lambda tasks: Task.objects.filter(pk__in=tasks).select_related("plan__in_force"))


def _flag_unchanged(round: Round, tasks: list[Task], flags: dict[int, list[str]], today: date) -> None:
    """The third in a row, and one in whose time a step fell due that is not done, are said so."""
    in_a_row, steps = _unchanged_in_a_row(round, tasks), _steps(round, tasks, today)
    for task in tasks:
        count = in_a_row[task.pk]
        often = f"，连续第 {count} 期" if count >= attention.UNCHANGED_TOO_OFTEN else ""
        fell_due = attention.fell_due(steps[task.pk], round.days)
        due = f"，期间第{'、'.join(str(each.number) for each in fell_due)}步到期" if fell_due else ""
        flags[task.pk].insert(0, f"本期无新进展{often}{due}")


def _steps(round: Round, tasks: list[Task], today: date) -> dict:
    found = _WITH_PLAN(tasks=[task.pk for task in tasks])
    for task in found:
        task.programme = round.programme
    return steps_in_time.of_tasks(found, today=today, year=round.covers_until.year)


def _unchanged_in_a_row(round: Round, tasks: list[Task]) -> dict[int, int]:
    """Up to this round; one in which nothing was filed, or something new, ends the row."""
    begun = with_choices(Round.objects.filter(programme=round.programme).filed_on(round.opens_on))
    rounds = [each for each in begun if (each.opens_on, each.number) <= (round.opens_on, round.number)]
    rows = Progress.objects.filter(task__in=tasks, entry__isnull=False, round__in=rounds)
    said = {
        (task, of): unchanged for task, of, unchanged in rows.values_list("task", "round", "entry__unchanged")
    }
    return {
        task.pk: attention.in_a_row(said.get((task.pk, each.pk)) for each in rounds if each.is_about(task.pk))
        for task in tasks
    }
