"""Where a page stands: {% crumbs programme.slug "task-list" task=14 %}. Built in: no load."""

from typing import NamedTuple

from django import template
from django.urls import reverse

register = template.Library()

_LISTS = {
    "task-list": "任务分解",
    "checking": "核对",
    "letter-list": "来文登记",
    "coordination-list": "提请协调",
    "round-list": "进展",
    "overview": "总体情况",
    "overview-progress": "任务推进",
    "report-list": "落实情况报告",
    "goal-list": "具体目标",
}


class Crumb(NamedTuple):
    label: str
    url: str


@register.inclusion_tag("_partials/crumbs.html")
def crumbs(slug: str, *lists: str, **parts) -> dict:
    """首页, the lists that lead to the page by the names of their routes, then what the page belongs to:
    `area` with its `area_number`, `task` by its number, `letter`, or `desk`, that of a round."""
    return {
        "crumbs": [
            Crumb("首页", reverse("home", args=[slug])),
            *_of_lists(slug, lists),
            *_of_parts(slug, **parts),
        ]
    }


def _of_lists(slug: str, lists: tuple[str, ...]) -> list[Crumb]:
    return [Crumb(_LISTS[route], reverse(route, args=[slug])) for route in lists]


def _of_parts(slug: str, area="", area_number=None, task=None, letter=None, desk=None) -> list[Crumb]:
    found = []
    if desk:
        found.append(Crumb(str(desk), reverse("round-desk", args=[slug, desk.number])))
    if area:
        found.append(Crumb(f"{area_number} {area}", reverse("group-detail", args=[slug, area_number])))
    if task:
        found.append(Crumb(f"第{task}项", reverse("task-detail", args=[slug, task])))
    if letter:
        found.append(Crumb(str(letter), reverse("letter-detail", args=[slug, letter.pk])))
    return found
