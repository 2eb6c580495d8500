"""What the frame of every page shows: person, session, programme and the pages each role may go to."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from tasks import policies
from tasks.models import Programme
from tasks.requests import programme_seen
from units import frame as units_frame
from units import navigation
from units.prepared import PreparedFor


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    current: bool = False


def frame(request: HttpRequest) -> dict:
    """`frame` as documented at the top of templates/base.html, made up only where a template reads it.

    At most two queries however many programmes there are, and none where the view has the programme.
    """
    return {"frame": SimpleLazyObject(lambda: _facts(request))}


def _facts(request: HttpRequest) -> dict:
    facts = units_frame.of_person(request)
    membership = facts.get("membership")
    if membership is None:
        facts["whom_to_ask"] = SimpleLazyObject(_whom_to_ask)
    else:
        programme = getattr(request, "programme", None) or _programme_of_page(request, membership)
        section = navigation.section_of(request.resolver_match)
        facts |= {"programme": programme, "nav": _nav(membership, programme, section)}
    return facts


WHOM_AT_MOST = 5


def _whom_to_ask() -> list[Programme]:
    """The oldest programmes, with the offices that receive; their document names whom to call (decision 0061)."""
    return list(Programme.objects.select_related("receiving_office__unit").order_by("pk")[:WHOM_AT_MOST])


_FIRST = PreparedFor(
    lambda by: (
        Programme.objects.visible_to(by)
        .with_others(by)
        .select_related("receiving_office__unit")
        .order_by("pk")[:1]
    )
)


def _programme_of_page(request: HttpRequest, membership) -> Programme | None:
    """Outside the pages of one: the one that a wrong address begins with, else the first."""
    slug = "" if request.resolver_match else request.path_info.split("/")[1]
    return (slug and programme_seen(membership, slug)) or _FIRST.first(membership)


def _nav(membership, programme: Programme | None, section: str) -> list[NavItem]:
    slug = programme.slug if programme else ""
    pages = navigation.pages_for(membership.role)
    return [_item(page, slug, section) for page in pages if _open_to(page, membership, programme)]


def _open_to(page: navigation.Page, membership, programme: Programme | None) -> bool:
    if not page.of_programme:
        return True
    if programme is None:
        return False
    return not page.rules or any(policies.allowed(rule, membership, programme) for rule in page.rules)


def _item(page: navigation.Page, slug: str, section: str) -> NavItem:
    url = reverse(page.route, args=[slug] if page.of_programme else [])
    return NavItem(page.label, url, page.route == section)
