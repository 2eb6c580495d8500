"""The symbols of static/icons.svg, and a state by its shape and word; without a template, for a list draws fifty."""

from functools import cache, lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

_SYMBOL = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
_BADGE = '<span class="state state-{}">{}<span>{}{}</span></span>'
_NOTE = '<span class="state-note">{}</span>'


@cache
def icon(name: str) -> SafeString:
    """Always beside a word: screen readers pass over it."""
    return format_html(_SYMBOL, static("icons.svg"), name)


OF_NOTES = {"info": "info", "success": "done", "warning": "warning", "error": "warning"}


def icon_of_note(tone: str) -> SafeString:
    """`tone` as templates/_partials/note.html has it; of another one, as Django's messages have, that of information."""
    return icon(OF_NOTES.get(tone, OF_NOTES["info"]))


@lru_cache(maxsize=1_000)  # some twenty states, most of them with a day or a number of days beside
def badge(state: str, label: str, note: str = "") -> SafeString:
    """`state`: of a task, a plan or an answer, or waiting, stamped; `note`: words after the label (5个工作日)."""
    said_after = format_html(_NOTE, note) if note else ""
    return format_html(_BADGE, state, icon(f"state-{state}"), label, said_after)
