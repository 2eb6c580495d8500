"""来文 that wait to be entered: how many tasks do, and how far each letter is."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from django.db.models import Count, Exists, OuterRef, QuerySet

from tasks.counted import counted
from tasks.models import Arrival, Programme, ProgressArrival, Round
from zgc_tasks.common.prepared import Prepared

CAME = "来文已收到，待代录"
KINDS = (Arrival, ProgressArrival)


def waiting(programme: Programme) -> int:
    """How many plans, and how much progress, came with letters and nobody has entered yet."""
    asked = {"programme": programme.pk}
    return counted(
        programme.pk, "letters to enter", lambda: sum(n for of in _WAITING for (n,) in of(**asked))
    )


def _waiting(kind, per: str, programme) -> QuerySet:
    """What several letters tell of is one, `per` programme or round."""
    arrivals = kind.objects.to_enter().filter(letter__programme=programme).order_by()
    return arrivals.values(per).annotate(number=Count("task", distinct=True)).values_list("number")


_WAITING = (
    Prepared(lambda programme: _waiting(Arrival, "letter__programme", programme)),
    Prepared(lambda programme: _waiting(ProgressArrival, "round", programme)),
)


@cache
def plan_came() -> Exists:
    """Whether the plan of a task came with a letter and waits to be entered. Always the same, and dear to write."""
    return Exists(Arrival.objects.to_enter().filter(task=OuterRef("pk")))


def progress_came(round) -> Exists:
    """The same of what is reported of it in a round."""
    return Exists(ProgressArrival.objects.to_enter().filter(task=OuterRef("pk"), round=round.pk))


def letters_of(programme: Programme, numbers: Iterable[int]) -> dict[int, int]:
    """Of tasks with these numbers whose plan waits to be entered: from which letter, the newest of several."""
    return dict(_LETTERS(programme=programme.pk, numbers=list(numbers)))


_LETTERS = Prepared(
    lambda programme, numbers: (
        Arrival.objects.to_enter()
        .filter(task__programme=programme, task__number__in=numbers)
        .order_by("letter")
        .values_list("task__number", "letter")
    )
)


def letters_of_progress(round: Round, tasks: Iterable[int]) -> dict[int, int]:
    """The same of tasks (their keys) of which something reported in a round waits."""
    return dict(_LETTERS_OF_PROGRESS(round=round.pk, tasks=list(tasks)))


_LETTERS_OF_PROGRESS = Prepared(
    lambda round, tasks: (
        ProgressArrival.objects.to_enter()
        .filter(round=round, task__pk__in=tasks)
        .order_by("letter")
        .values_list("task", "letter")
    )
)


def only(letters: QuerySet) -> QuerySet:
    """Those of which something waits to be entered."""
    plans, progress = (Exists(kind.objects.to_enter().filter(letter=OuterRef("pk"))) for kind in KINDS)
    return letters.filter(plans | progress)


def in_words(**letters) -> dict[int, str]:
    """By letter how far it is entered; `letters` filter its arrivals. Two queries of each kind."""
    return _by_letter(*((_left(kind, **letters), _entered(kind, **letters)) for kind in KINDS))


def in_words_of(letters: list[int]) -> dict[int, str]:
    """The same of the letters with these keys, by prepared queries."""
    return _by_letter(*((left(letters=letters), entered(letters=letters)) for left, entered in _OF_LETTERS))


def _left(kind, **letters) -> QuerySet:
    return kind.objects.filter(**letters).order_by().to_enter().values_list("letter", flat=True)


def _entered(kind, **letters) -> QuerySet:
    entered_as = "entered" if kind is Arrival else "entered_as"
    found = kind.objects.filter(**letters).order_by().with_entering()
    return found.values_list("letter", "withdrawn_at", entered_as)


_OF_LETTERS = tuple(
    (
        Prepared(lambda letters, kind=kind: _left(kind, letter__pk__in=letters)),
        Prepared(lambda letters, kind=kind: _entered(kind, letter__pk__in=letters)),
    )
    for kind in KINDS
)


def _by_letter(*found: tuple[Iterable, Iterable]) -> dict[int, str]:
    left, arrivals = Counter(), defaultdict(list)
    for waiting, entered in found:
        left.update(waiting)
        for letter, *facts in entered:
            arrivals[letter].append(facts)
    return {letter: _how_far(left[letter], facts) for letter, facts in arrivals.items()}


def _how_far(left: int, arrivals: list) -> str:
    if left:
        return f"待代录 {left} 项"
    if any(entered for _, entered in arrivals):
        return "已代录"
    return "已另行报送" if any(withdrawn is None for withdrawn, _ in arrivals) else "已注销"
