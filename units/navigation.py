"""The pages of the navigation, and the one an address belongs to. Each app registers its own.

In the app's `ready`, in the order in which they stand:

    register(Page("审计日志", "audit", frozenset({Role.AUDITOR})))

and in its `urls.py`, for the addresses below such a page:

    urlpatterns += section("audit", path("audit/", …, name="audit"), path("audit/export/", …, name="audit-export"))
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import ResolverMatch, URLPattern, URLResolver

from units.roles import Role


@dataclass(frozen=True)
class Page:
    """`rules` are asked of the programme shown: one of them has to allow the page, if there are any."""

    label: str
    route: str
    roles: frozenset[Role]
    of_programme: bool = False
    rules: tuple[Callable, ...] = ()


_pages: dict[str, Page] = {}  # by route
_sections: dict[str, str] = {}  # name of a route, or the namespace it is in → route of the page


def register(*pages: Page) -> None:
    """Add `pages` behind those registered before."""
    _pages.update({page.route: page for page in pages})


def pages_for(role: Role) -> Iterator[Page]:
    return (page for page in _pages.values() if role in page.roles)


def section(page: str, *patterns: URLPattern | URLResolver) -> list[URLPattern | URLResolver]:
    """`patterns`, on whose pages the page with the route `page` is the marked one."""
    _sections.update({getattr(pattern, "namespace", None) or pattern.name: page for pattern in patterns})
    return list(patterns)


def section_of(match: ResolverMatch | None) -> str:
    """The route of the page an address belongs to; empty for none, and where no page answers."""
    return _sections.get(match.namespace or match.url_name, "") if match else ""
