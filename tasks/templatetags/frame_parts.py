"""The parts of the frame around every page, drawn once for each different content (decision 0019)."""

import secrets
from datetime import date
from typing import NamedTuple

from django import template
from django.utils.safestring import SafeString, mark_safe

from zgc_tasks.common.drawn import drawn

register = template.Library()

# Stands for the CSRF token, which is another on every page, while the rest of a part stays the same. Nobody knows it who
# could be named so.
_TOKEN = secrets.token_hex()
_SHOWN = "what the parts of the frame show"


class _Programme(NamedTuple):
    slug: str
    short_name: str
    document_number: str
    receiving_office: str
    contact_name: str
    contact_phone: str
    contact_fax: str
    has_others: bool


class _Membership(NamedTuple):
    pk: int
    user_id: int
    person: str
    unit: str
    office: str
    role: str


class _Shown(NamedTuple):
    """All that the parts can show, as plain values: equal parts look equal, and no request is kept with them."""

    programme: _Programme | None
    membership: _Membership | None
    memberships: tuple[_Membership, ...]
    nav: tuple
    today: date | None
    demo: bool
    version: str
    session_seconds: int | None
    session_warning_seconds: int | None


@register.simple_tag(takes_context=True)
def frame_part(context, name: str) -> SafeString:
    """`templates/_partials/<name>.html`, which reads `frame` and may hold forms."""
    kept = context.render_context
    if _SHOWN not in kept:  # this is the first part of the page
        kept[_SHOWN] = _shown(context.get("frame") or {})
    shown = kept[_SHOWN]._replace(**_NOT_SHOWN[name])
    part = drawn(f"_partials/{name}.html", frame=shown, csrf_token=_TOKEN)
    return mark_safe(part.replace(_TOKEN, str(context.get("csrf_token") or "")))  # noqa: S308 - drawn by templates


# What a part does not show is left out, so that it is the same for everybody and on every page where it can be.
_NO_PAGE = {"programme": None, "nav": (), "memberships": ()}
_NOBODY = {"membership": None, "memberships": (), "nav": ()}
_NOT_SHOWN = {
    "head": _NO_PAGE | {"today": None},
    "demo_strip": _NO_PAGE,
    "header": {},
    "footer": _NOBODY | {"today": None},
    "session_dialog": _NOBODY | {"programme": None, "today": None},
}


def _shown(frame: dict) -> _Shown:
    programme, membership = frame.get("programme"), frame.get("membership")
    person = membership.user.full_name if membership else ""
    return _Shown(
        programme=programme and _of_programme(programme),
        membership=membership and _of_membership(membership, person),
        memberships=tuple(_of_membership(other, person) for other in frame.get("memberships", ())),
        nav=tuple(frame.get("nav", ())),
        today=frame.get("today"),
        demo=frame.get("demo", False),
        version=frame.get("version", ""),
        session_seconds=frame.get("session_seconds"),
        session_warning_seconds=frame.get("session_warning_seconds"),
    )


def _of_programme(programme) -> _Programme:
    return _Programme(
        slug=programme.slug,
        short_name=programme.short_name,
        document_number=programme.document_number,
        receiving_office=str(programme.receiving_office),
        contact_name=programme.contact_name,
        contact_phone=programme.contact_phone,
        contact_fax=programme.contact_fax,
        has_others=programme.has_others,
    )


def _of_membership(membership, person: str) -> _Membership:
    return _Membership(
        pk=membership.pk,
        user_id=membership.user_id,
        person=person,
        unit=str(membership.unit or ""),
        office=str(membership.office or ""),
        role=membership.get_role_display(),
    )
