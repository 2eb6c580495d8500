"""来文: the letters received, what each carries, and the unit that a new one comes from."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from django.db.models import Min, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from tasks import policies
from tasks.enums import PlanStatus
from tasks.models import (
    Arrival,
    Entry,
    Filing,
    IncomingLetter,
    Leading,
    Plan,
    Programme,
    ProgressArrival,
    Round,
)
from tasks.pages import letters_waiting
from tasks.pages.checking_desk import tabs
from tasks.rules import dates, receipts
from units.models import Membership, Unit
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import Paged, paged
from zgc_tasks.common.prepared import Prepared

ROUNDS_OFFERED = 12  # of a year by month
# So many tasks are named in the line of a letter; of more their number stands there.
_NAMED = 10


class ListedLetter(NamedTuple):
    letter: IncomingLetter
    tasks: str
    state: str


class CarriedTask(NamedTuple):
    """A task whose plan came with the letter. `situation` says how far it is; `entered_as` is the filing it was
    entered as, None where it was not; `entering` is what the button to the form says, "" where there is none.
    """

    pk: int
    number: int
    content: str
    situation: str
    waits: bool
    entered_as: int | None
    entering: str
    may_be_withdrawn: bool


class ToldTask(NamedTuple):
    """A task of whose progress in a round the letter tells; `view`, `enter` and `withdraw` are addresses, or ""."""

    number: int
    content: str
    round: str
    situation: str
    waits: bool
    view: str
    enter: str
    withdraw: str


def letter_list(programme: Programme, by: Membership, asked: QueryDict) -> dict:
    """Letters received, newest first, or only those that wait to be entered; a unit sees its own."""
    letters = IncomingLetter.objects.visible_to(by).filter(programme=programme)
    may_register = policies.allowed(policies.may_receive, by, programme)
    if only_waiting := "waiting" in asked:
        letters = letters_waiting.only(letters)
    return {
        "programme": programme,
        "only_waiting": only_waiting,
        "page": paged(letters.select_related("unit", "scan", "recorded_by__user"), asked, rows=_listed),
        "may_register": may_register,
        "tabs": tabs(programme, "letter-list") if may_register else None,
    }


def _listed(found: Iterable[IncomingLetter]) -> list[ListedLetter]:
    letters = list(found)
    carried = carried_by(letter__in=[letter.pk for letter in letters])
    states = letters_waiting.in_words_of([letter.pk for letter in letters])
    return [
        ListedLetter(letter, _carries(carried[letter.pk]), states.get(letter.pk, "")) for letter in letters
    ]


def carried_by(**letters) -> dict[int, dict[str, list[int]]]:
    """By letter what it brought and the numbers of the tasks; `letters` filter its arrivals. Two queries."""
    standing = {"withdrawn_at": None} | letters
    plans = Arrival.objects.filter(**standing).order_by("task__number")
    progress = ProgressArrival.objects.filter(**standing).order_by("round", "task__number")
    numbers: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for letter, number in plans.values_list("letter_id", "task__number"):
        numbers[letter]["方案"].append(number)
    for letter, round, number in progress.values_list("letter_id", "round__name", "task__number"):
        numbers[letter][f"{round}进展"].append(number)
    return numbers


def _carries(numbers: dict[str, list[int]]) -> str:
    return "；".join(f"{what}：{_in_words(found)}" for what, found in numbers.items())


def _in_words(numbers: list[int]) -> str:
    named = "、".join(f"第{number}项" for number in numbers[:_NAMED])
    return f"{named}等 {len(numbers)} 项" if len(numbers) > _NAMED else named


def letter_detail(letter: IncomingLetter, programme: Programme, by: Membership, asked: QueryDict) -> dict:
    """One letter, the plans it carries and which of them were entered."""
    may_enter = policies.allowed(policies.may_receive, by, programme)
    return {
        "programme": programme,
        "letter": letter,
        "page": _carried(letter, may_enter, asked),
        "told": paged(_TOLD(letter=letter.pk), asked, key="told", rows=partial(_told, letter, may_enter)),
    }


_TOLD = Listed(
    lambda letter: (
        ProgressArrival.objects.filter(letter=letter)
        .with_entering()
        .select_related("task", "round")
        .order_by("round", "task__number")
    )
)


def _told(letter: IncomingLetter, may_enter: bool, found: Iterable[ProgressArrival]) -> list[ToldTask]:
    arrivals = list(found)
    entries = {
        (entry.progress.round_id, entry.progress.task_id): entry
        for entry in _ENTRIES(letter=letter.pk, tasks=[each.task_id for each in arrivals])
    }
    return [
        _told_task(letter, each, entries.get((each.round_id, each.task_id)), may_enter) for each in arrivals
    ]


_ENTRIES = Prepared(
    lambda letter, tasks: (
        Entry.objects.filter(letter=letter, progress__task__pk__in=tasks)
        .select_related("progress", "by__user")
        .defer("content")
        .order_by("nth")
    )
)


def _told_task(
    letter: IncomingLetter, arrival: ProgressArrival, entry: Entry | None, may_enter: bool
) -> ToldTask:
    stands = arrival.withdrawn_at is None and entry is None
    names = [letter.programme.slug, letter.pk, arrival.round.number, arrival.task.number]
    return ToldTask(
        number=arrival.task.number,
        content=arrival.task.content,
        round=str(arrival.round),
        situation=_how_far(arrival, entry),
        waits=stands,
        view=_shown_at(letter, arrival, entry) if entry else "",
        enter=reverse("progress-enter", args=names) if stands and may_enter else "",
        withdraw=reverse("progress-arrival-withdraw", args=names) if stands and may_enter else "",
    )


def _how_far(arrival: ProgressArrival, entry: Entry | None) -> str:
    if entry:
        return _entered(entry, holds=entry.pk == entry.progress.entry_id)
    return _withdrawn(arrival) if arrival.withdrawn_at else "待代录"


def _shown_at(letter: IncomingLetter, arrival: ProgressArrival, entry: Entry) -> str:
    names = [letter.programme.slug, arrival.round.number, arrival.task.number]
    return f"{reverse('progress', args=names)}?nth={entry.nth}"


def _carried(letter: IncomingLetter, may_enter: bool, asked: QueryDict) -> Paged:
    return paged(_CARRIED(letter=letter.pk), asked, rows=partial(_carried_rows, letter, may_enter))


_CARRIED = Listed(
    lambda letter: (
        Arrival.objects.filter(letter=letter).with_entering().select_related("task").order_by("task__number")
    )
)


def _carried_rows(letter: IncomingLetter, may_enter: bool, found: Iterable[Arrival]) -> list[CarriedTask]:
    arrivals = list(found)
    tasks = [arrival.task_id for arrival in arrivals]
    entered = {filing.plan_id: filing for filing in _FILINGS(letter=letter.pk, tasks=tasks)}
    plans = {plan.task_id: plan for plan in _PLANS(tasks=tasks)}
    rows = []
    for arrival in arrivals:
        arrival.letter = letter
        arrival.task.programme = letter.programme
        plan = plans.get(arrival.task_id) or Plan(task=arrival.task)
        rows.append(_row(arrival, plan, entered.get(plan.pk), may_enter))
    return rows


_FILINGS = Prepared(
    lambda letter, tasks: (
        Filing.objects.filter(letter=letter, plan__task__pk__in=tasks)
        .select_related("by__user")
        .defer("content")
        .order_by("nth")
    )
)
_PLANS = Prepared(
    lambda tasks: Plan.objects.filter(task__pk__in=tasks).annotate(
        filed_at=Min("filings__counts_from", filter=Q(filings__withdrawn_at=None))
    )
)


def _row(arrival: Arrival, plan: Plan, entered: Filing | None, may_enter: bool) -> CarriedTask:
    stands = arrival.withdrawn_at is None and entered is None
    return CarriedTask(
        pk=arrival.pk,
        number=arrival.task.number,
        content=arrival.task.content,
        situation=_situation(arrival, plan, entered),
        waits=stands and plan.in_force_id is None,
        entered_as=entered and entered.nth,
        entering=_entering(arrival, plan) if may_enter and stands else "",
        may_be_withdrawn=may_enter and stands,
    )


def _situation(arrival: Arrival, plan: Plan, entered: Filing | None) -> str:
    if entered:
        return _entered(entered, holds=policies.still_holds(entered, plan))
    if arrival.withdrawn_at:
        return _withdrawn(arrival)
    if plan.in_force_id is None:
        return "待代录"
    return f"该项已另行报送。{beside_what_was_filed(arrival, plan.filed_at)}"


def beside_what_was_filed(arrival: Arrival, filed_at: datetime) -> str:
    """Which of the two is older, and what that means."""
    if arrival.recorded_at is None:
        return "本件登记时收到时间尚不计入是否按时；需计入的，请重新登记本件"
    received, filed = localtime(arrival.letter.received_at), localtime(filed_at)
    return receipts.in_words(received, filed, arrival.task.filing_deadline)


def _entered(entered: Filing | Entry, *, holds: bool) -> str:
    at = localtime(entered.recorded_at)
    return f"{entered.by.user}已代录，{dates.in_table(at)}；{verification(entered, holds=holds)}"


def _withdrawn(arrival: Arrival | ProgressArrival) -> str:
    return f"登记有误，已于{dates.in_words(localdate(arrival.withdrawn_at))}注销"


def verification(entered: Filing | Entry, *, holds: bool) -> str:
    """Whether a second person compared what was entered with the paper; what no longer holds needs none."""
    if entered.verified_at:
        return "已复核一致"
    return "待复核" if holds else "已有新的报送，不需复核"


def _entering(arrival: Arrival, plan: Plan) -> str:
    """What the button to the form says, where the plan may be entered as it stands."""
    if plan.status not in (PlanStatus.DRAFT, PlanStatus.FILED, PlanStatus.RETURNED) or (
        not policies.allowed(policies.may_enter_from, arrival, plan)
    ):
        return ""
    return "代录来文内容" if plan.status == PlanStatus.FILED else "代录实施方案"


def rounds_told_of(programme: Programme, today: date) -> list[Round]:
    """Those a letter may tell of: begun, the newest first."""
    return list(programme.rounds.filed_on(today)[:ROUNDS_OFFERED])


def writing_unit(programme: Programme, slug: str) -> Unit | None:
    """The unit that wrote, which leads or led; None where the slug names none."""
    leads = Leading.objects.filter(task__programme=programme).values("unit")
    return Unit.objects.filter(pk__in=leads, slug=slug).first()
