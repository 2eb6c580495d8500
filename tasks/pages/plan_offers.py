"""What the plan form offers of the unit's other plans: texts for its fields, and the plans to copy from."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from django.db.models import F, QuerySet
from django.urls import reverse

from tasks.forms.plan_copying import PEOPLE_LABEL
from tasks.models import Plan, Task
from tasks.rules.sheet import PEOPLE, Place
from tasks.rules.wording import beginning
from units.models import Membership, Office
from zgc_tasks.common.prepared import Prepared

Offers = tuple[tuple[str, tuple[str, ...]], ...]  # of each field, by its name, the texts to choose from

_OFFERS = 8
_OTHER_PLANS = 100
_NAMED_BY = 24  # characters of a task


def other_plans(task: Task) -> list[dict]:
    """The one written last first: what they say is offered, and can be copied."""
    found = _OTHERS(lead=task.lead_id, task=task.pk)
    return sorted(found, key=lambda other: (other["updated_at"], other["pk"]), reverse=True)


def _others(lead, task) -> QuerySet:
    """Of the newest programmes, which an index has in order: not all that the unit ever led is sorted."""
    plans = Plan.objects.led_by(lead).exclude(task=task).order_by("-task__programme_id", "-updated_at", "-pk")
    columns = {"number": F("task__number"), "content": F("task__content"), "programme": F("task__programme")}
    return plans.values("pk", "updated_at", *(each.name for each in PEOPLE), **columns)[:_OTHER_PLANS]


_OTHERS = Prepared(_others)


class CopyFrom(NamedTuple):
    """复制: `sources` by their keys, in the order of the register, each named by its number and the beginning of its text."""

    sources: tuple[tuple[int, str], ...]
    people: str
    error: str
    address: str


def copy_from(task: Task, others: list[dict], errors: Mapping[Place, str]) -> CopyFrom:
    in_order = sorted(others, key=lambda other: (other["programme"], other["number"]))
    return CopyFrom(
        tuple((each["pk"], f"{each['number']} {beginning(each['content'], _NAMED_BY)}") for each in in_order),
        PEOPLE_LABEL,
        errors.get(Place("copy_source")) or errors.get(Place("copy_people"), ""),
        reverse("plan-copy", args=[task.programme.slug, task.number]),
    )


def plans_to_copy(by: Membership, task: Task) -> QuerySet:
    """The unit's other plans, with what can be copied from them."""
    return Plan.objects.visible_to(by).led_by(task.lead).exclude(task=task).with_sheet()


def offers(task: Task, others: list[dict]) -> Offers:
    """For each field what `others`, the unit's, say, newest first; its offices too."""
    found = {each.name: _distinct(other[each.name] for other in others) for each in PEOPLE}
    names = _OFFICES(unit=task.lead_id)
    found["responsible_office"] = _distinct([*found["responsible_office"], *names], limit=30)
    return tuple(found.items())


_OFFICES = Prepared(lambda unit: Office.objects.filter(unit=unit).values_list("name", flat=True))


def _distinct(texts: Iterable[str], limit: int = _OFFERS) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(text for text in texts if text), limit))
