"""The parts of the frame around every page, drawn once for each different content (decision 0019)."""

from dataclasses import dataclass, field
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Stands for the CSRF token, which is another on every page, while the rest of a part stays the same.
_TOKEN = "csrf-token-of-the-page"  # noqa: S105


_CONTENT = "content of the frame"


@dataclass(frozen=True)
class _Part:
    """Two parts with the same template and content look the same; `frame` is what it is drawn from."""

    template: str
    content: tuple
    frame: dict = field(compare=False)


@register.simple_tag(takes_context=True)
def frame_part(context, name: str) -> SafeString:
    """`templates/_partials/<name>.html`, which reads `frame` and may hold forms."""
    frame = context.get("frame") or {}
    kept = context.render_context
    if _CONTENT not in kept:  # this is the first part of the page
        kept[_CONTENT] = _content(frame)
    drawn = _draw(_Part(f"_partials/{name}.html", kept[_CONTENT], frame))
    return mark_safe(drawn.replace(_TOKEN, str(context.get("csrf_token") or "")))  # noqa: S308 - drawn by templates


@lru_cache(maxsize=512)
def _draw(part: _Part) -> str:
    return render_to_string(part.template, {"frame": part.frame, "csrf_token": _TOKEN})


def _content(frame: dict) -> tuple:
    """Everything the parts show, as plain values."""
    programme, membership = frame.get("programme"), frame.get("membership")
    return (
        programme and _of_programme(programme),
        membership and (membership.user_id, membership.user.full_name, *_of_membership(membership)),
        tuple(_of_membership(other) for other in frame.get("memberships", ())),
        tuple(frame.get("nav", ())),
        frame.get("today"),
        frame.get("demo"),
        frame.get("version"),
        frame.get("session_seconds"),
        frame.get("session_warning_seconds"),
    )


def _of_programme(programme) -> tuple:
    return (
        programme.slug,
        programme.short_name,
        programme.document_number,
        str(programme.receiving_office),
        programme.contact_name,
        programme.contact_phone,
        programme.contact_fax,
    )


def _of_membership(membership) -> tuple:
    return membership.pk, str(membership.unit), str(membership.office), membership.role
