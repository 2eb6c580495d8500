"""Tabs above what a page shows, drawn by templates/_partials/tabs.html."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from tasks.models import Programme


class Tab(NamedTuple):
    """`count` is how many rows stand behind it, where that is said."""

    label: str
    address: str
    is_current: bool
    count: int | None = None


def of_queues(
    labels: Mapping[str, str], counts: Mapping[str, int | None], current: str, route: str, *args
) -> Iterable[Tab]:
    """A tab for each queue, whose name is the last argument of the route."""
    return (
        Tab(label, reverse(route, args=[*args, name]), name == current, counts[name])
        for name, label in labels.items()
    )


def of_query(labels: Mapping[str, str], current: str, key: str, **kept) -> tuple[Tab, ...]:
    """A tab for each value of a key in the address; what is `kept` of it stays."""
    return tuple(
        Tab(label, f"?{urlencode({key: value, **kept})}", value == current) for value, label in labels.items()
    )


_OVERVIEW = {
    "overview": "方案报送",
    "overview-progress": "任务推进",
    "overview-steps": "步骤时间轴",
    "overview-compare": "前后对比",
}


def of_overview(programme: Programme, current: str, day: date) -> tuple[Tab, ...]:
    """The pages of 总体情况, all of the day that one of them, the `current` route, is of."""
    query = urlencode({"as_of": day.isoformat()})
    return tuple(
        Tab(label, f"{reverse(route, args=[programme.slug])}?{query}", route == current)
        for route, label in _OVERVIEW.items()
    )
