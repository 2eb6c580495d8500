"""What the frame of every page shows: person, session, programme and the pages each role may go to."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from tasks import policies
from tasks.models import Programme
from units import frame as units_frame
from units.prepared import PreparedFor
from units.roles import BUSINESS_ROLES, UNIT_ROLES, Role


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class _Page:
    label: str
    route: str
    roles: frozenset[Role]
    of_programme: bool = True
    rules: tuple[
        Callable, ...
    ] = ()  # of tasks/policies.py; one of them must allow the page, if there are any

    def open_to(self, membership, programme: Programme | None) -> bool:
        if membership.role not in self.roles:
            return False
        if not self.of_programme:
            return True
        return programme is not None and (
            not self.rules or any(policies.allowed(rule, membership, programme) for rule in self.rules)
        )

    @lru_cache(maxsize=256)  # noqa: B019 - the pages are the few below
    def item(self, slug: str, section: str) -> NavItem:
        url = reverse(self.route, args=[slug] if self.of_programme else [])
        return NavItem(self.label, url, self.route == section)


_PAGES = (
    _Page("首页", "home", BUSINESS_ROLES),
    _Page("任务分解", "task-list", BUSINESS_ROLES),
    _Page("实施方案", "plan-list", UNIT_ROLES),
    _Page(
        "核对",
        "checking",
        frozenset({Role.CHECKER}),
        rules=(policies.may_receive, policies.may_stand_in),
    ),
    _Page("总体情况", "overview", frozenset({Role.CHECKER, Role.LEADERSHIP}), rules=(policies.may_oversee,)),
    _Page("系统管理", "admin:index", frozenset({Role.ADMINISTRATOR}), of_programme=False),
    _Page("审计日志", "audit", frozenset({Role.AUDITOR}), of_programme=False),
    _Page("帮助", "help", frozenset(Role), of_programme=False),
)


# Which page of the navigation an address belongs to; the first pattern that fits.
_SECTIONS = (
    (r"/tasks/\d+/check/|/(checking|letters|contacts)/", "checking"),
    (r"/tasks/\d+/plan/|/(plans|consultations)/", "plan-list"),
    (r"/(overview|deadlines)/", "overview"),
    (r"/(tasks|units|groups)/", "task-list"),
    (r"^/admin/", "admin:index"),
    (r"^/audit/", "audit"),
    (r"^/help/", "help"),
    (r"^/[^/]+/$", "home"),
)


def _section(path: str) -> str:
    return next((route for pattern, route in _SECTIONS if re.search(pattern, path)), "")


def frame(request: HttpRequest) -> dict:
    """`frame` as documented at the top of templates/base.html, made up only where a template reads it.

    One query, unless the view has the programme.
    """
    return {"frame": SimpleLazyObject(lambda: _facts(request))}


def _facts(request: HttpRequest) -> dict:
    facts = units_frame.of_person(request)
    membership = facts.get("membership")
    if membership is not None:
        programme = getattr(request, "programme", None) or _programme_of_page(request, membership)
        facts |= {"programme": programme, "nav": _nav(membership, programme, request.path)}
    return facts


_PROGRAMMES = PreparedFor(
    lambda by: Programme.objects.visible_to(by).select_related("receiving_office__unit").order_by("pk")
)


def _programme_of_page(request: HttpRequest, membership) -> Programme | None:
    """The one in the address, else the first."""
    known = _PROGRAMMES(membership)
    first_part = request.path_info.split("/")[1]
    return next((p for p in known if p.slug == first_part), known[0] if known else None)


def _nav(membership, programme: Programme | None, path: str) -> list[NavItem]:
    slug, section = programme.slug if programme else "", _section(path)
    return [page.item(slug, section) for page in _PAGES if page.open_to(membership, programme)]
