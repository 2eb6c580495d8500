"""来文: the letters received, what each carries, and the unit that a new one comes from."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.http import QueryDict

from tasks import policies
from tasks.enums import PlanStatus
from tasks.models import IncomingLetter, Plan, Programme, Task
from tasks.pages.checking_desk import tabs
from units.models import Membership, Unit
from zgc_tasks.common.paging import Paged, paged

# So many tasks are named in the line of a letter; of more their number stands there.
_NAMED = 10


class ListedLetter(NamedTuple):
    letter: IncomingLetter
    tasks: str


class CarriedTask(NamedTuple):
    """A task whose plan came with the letter. `entered_as` is the filing it was entered as, None where it was not;
    `filed_otherwise` where the plan came by another way.
    """

    number: int
    content: str
    entered_as: int | None
    entered_by: str
    entered_at: datetime | None
    verified: bool
    filed_otherwise: bool
    may_be_entered: bool


def letter_list(programme: Programme, by: Membership, asked: QueryDict) -> dict:
    """Letters received, newest first; a unit sees its own."""
    letters = IncomingLetter.objects.visible_to(by).filter(programme=programme)
    may_register = policies.allowed(policies.may_receive, by, programme)
    return {
        "programme": programme,
        "page": paged(letters.select_related("unit", "scan", "recorded_by__user"), asked, rows=_listed),
        "may_register": may_register,
        "tabs": tabs(programme) if may_register else None,
    }


def _listed(found: Iterable[IncomingLetter]) -> list[ListedLetter]:
    letters = list(found)
    carried = Task.letters.through.objects.filter(incomingletter__in=[letter.pk for letter in letters])
    numbers: dict[int, list[int]] = {letter.pk: [] for letter in letters}
    for letter, number in carried.order_by("task__number").values_list("incomingletter_id", "task__number"):
        numbers[letter].append(number)
    return [ListedLetter(letter, _in_words(numbers[letter.pk])) for letter in letters]


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
    }


def _carried(letter: IncomingLetter, may_enter: bool, asked: QueryDict) -> Paged:
    tasks = letter.tasks.order_by("number").values_list("pk", "number", "content", named=True)
    return paged(tasks, asked, rows=partial(_carried_rows, letter, may_enter))


def _carried_rows(letter: IncomingLetter, may_enter: bool, found: Iterable) -> list[CarriedTask]:
    tasks = list(found)
    keys = [task.pk for task in tasks]
    filings = letter.filings.filter(plan__task__in=keys).values_list(
        "plan__task", "nth", "by__user__full_name", "recorded_at", "verified_at"
    )
    entered = {task: filing for task, *filing in filings}
    statuses = dict(Plan.objects.filter(task__in=keys).values_list("task", "status"))
    rows = []
    for task in tasks:
        nth, who, recorded_at, verified_at = entered.get(task.pk, (None, "", None, None))
        is_open = statuses.get(task.pk, PlanStatus.DRAFT) in (PlanStatus.DRAFT, PlanStatus.RETURNED)
        rows.append(
            CarriedTask(
                number=task.number,
                content=task.content,
                entered_as=nth,
                entered_by=who,
                entered_at=recorded_at,
                verified=verified_at is not None,
                filed_otherwise=not is_open,
                may_be_entered=may_enter and is_open,
            )
        )
    return rows


def writing_unit(programme: Programme, slug: str) -> Unit | None:
    """The lead unit that wrote; None where the slug names none."""
    leads = Task.objects.filter(programme=programme).values("lead")
    return Unit.objects.filter(pk__in=leads, slug=slug).first()
