"""The register as it stood on a past day: what it says today, and in its place what it said before it was changed."""

from collections import defaultdict
from copy import copy
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tasks.ledger.rows import NamedUnit, Responsible
from tasks.models import FormerEntry, FormerGroup, FormerProgramme, FormerTask, Programme, TaskGroup
from zgc_tasks.common.prepared import Prepared

Entries = dict[int, list[tuple[int, Responsible]]]


def programme_then(programme: Programme, before: datetime) -> Programme:
    """A programme with what documents of that day say of it; not to be saved."""
    former = _PROGRAMME.first(programme=programme.pk, before=before)
    if former is None:
        return programme
    then = copy(programme)
    for name in FormerProgramme.facts():
        setattr(then, name, getattr(former, name))
    return then


_PROGRAMME = Prepared(
    lambda programme, before: FormerProgramme.objects.filter(programme=programme).since(before)[:1]
)


def areas_then(programme: Programme, before: datetime) -> dict[int, tuple[int, str]]:
    """Number and name of each area by its key."""
    return {pk: (number, name) for pk, number, name in _AREAS(programme=programme.pk, before=before)}


def _areas_then(programme, before) -> QuerySet:
    groups = TaskGroup.objects.filter(programme=programme).annotate(then=_name_then("pk", "name", before))
    return groups.values_list("pk", "number", "then")


_AREAS = Prepared(_areas_then)


def tasks_then(tasks: QuerySet, before: datetime) -> list[dict]:
    """Rows of tasks with their content of that day, their areas, and the key of the former row that says so as `was`."""
    first = FormerTask.objects.since(before).filter(task=OuterRef("pk")).values("pk")[:1]
    rows = list(
        tasks.annotate(was=Subquery(first)).values(
            "id", "number", "content", "was", begun_at=F("plan__begun_at"), **_areas(before)
        )
    )
    changed = FormerTask.objects.filter(pk__in=[row["was"] for row in rows if row["was"]])
    said = (
        {row.pop("pk"): row for row in changed.values("pk", "content", **_areas(before))} if changed else {}
    )
    return [row | said.get(row["was"], {}) for row in rows]


def entries_then(entries: Entries, tasks: list[dict], units: dict[int, NamedUnit]) -> Entries:
    """Entries of 责任单位 as they stood, with the keys they had; `tasks` are rows of `tasks_then`."""
    formers = [task["was"] for task in tasks if task["was"]]
    if not formers:
        return entries
    then: Entries = defaultdict(list)
    columns = ("former__task_id", "responsibility", "unit_id", "wording")
    rows = FormerEntry.objects.filter(former__in=formers).order_by("former_id", "position")
    for task_id, pk, unit_id, wording in rows.values_list(*columns):
        then[task_id].append((pk, Responsible(units.get(unit_id), wording)))
    return {**entries, **then}


def _areas(before: datetime) -> dict:
    """Columns of a task, or of what it was, for its area and the printed one."""
    return {
        "area": F("group__number"),
        "area_name": _name_then("group", "group__name", before),
        "printed_area": F("printed_group__number"),
        "printed_area_name": _name_then("printed_group", "printed_group__name", before),
    }


def _name_then(group: str, name: str, before: datetime) -> Coalesce:
    former = FormerGroup.objects.since(before).filter(group=OuterRef(group))
    return Coalesce(Subquery(former.values("name")[:1]), F(name))
