"""Prepared queries of rounds and days (decision 0023)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from tasks.models import Round
from tasks.querysets.standing import Days
from zgc_tasks.common.prepared import Argument, Prepared, Value

__all__ = ["Days", "PreparedInRound", "any_round", "of_round"]


@dataclass(frozen=True)
class _AnyRound:
    """Stands for whichever round is asked about, with what querysets read of one as it is today."""

    pk: Argument
    programme_id: Argument
    owing_fixed_at: Argument
    due_on: Argument
    covers_until: Argument

    def choice(self) -> Q:
        named = Round.objects.filter(pk=self.pk)
        return Q(Exists(named.filter(every_task=True))) | Q(Exists(named.filter(tasks=OuterRef("pk"))))


_READ = tuple(_AnyRound.__dataclass_fields__)


def of_round(round: Round) -> dict[str, Value]:
    """The arguments of a prepared query about a round as it is today, not as of a past day."""
    return {f"round_{name}": getattr(round, name) for name in _READ}


def any_round(arguments: dict) -> _AnyRound:
    """What such a query is built with; the round's are taken out of its `arguments`."""
    return _AnyRound(*(arguments.pop(f"round_{name}") for name in _READ))


class PreparedInRound:
    """`PreparedInRound(lambda round, task: Task.objects.filter(pk=task).owing_in(round))(round, task=4)`."""

    def __init__(self, build: Callable[..., QuerySet]):
        self._asked = Prepared(lambda **arguments: build(any_round(arguments), **arguments))

    def __call__(self, round: Round, **arguments: Value | list[int]) -> list:
        return self._asked(**of_round(round), **arguments)
