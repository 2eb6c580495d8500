"""Parts of pages drawn once for equal values (decision 0019). Built in: no load.

{% drawn "tasks/_home_todo_row.html" item=item %}, where the item is a plain value: all that the row shows is in it.
{% options field.field.choices field.value %}, those of a filter.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.forms.utils import flatatt
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from zgc_tasks.common.drawn import drawn

register = template.Library()
register.simple_tag(drawn)
register.filter("attributes", flatatt)  # of a widget, in one step


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str | None) -> SafeString:
    return _safe(_option(value, label, value == chosen) for value, label in choices)


@register.filter
def optgroups(groups: Iterable[tuple]) -> SafeString:
    """The choices of a widget: a list of a hundred costs little more than a text."""
    return _safe(_group(name, choices) for name, choices, _index in groups)


def _group(name: str | None, choices: Iterable[dict]) -> str:
    found = "\n".join(_option(choice["value"], choice["label"], choice["selected"]) for choice in choices)
    return f'<optgroup label="{escape(str(name))}">{found}</optgroup>' if name else found


def _option(value: object, label: object, chosen: bool) -> str:
    """Without a value where a browser takes the label for it: of a hundred steps each lists the same units."""
    value, label = str(value), str(label)
    named = "" if value == label == " ".join(label.split()) else f' value="{escape(value)}"'
    return f"<option{named}{' selected' if chosen else ''}>{escape(label)}</option>"


@register.filter
def ticks(groups: Iterable[tuple]) -> SafeString:
    """The radio buttons or the boxes to tick of a widget, each in its label."""
    return _safe(_tick(choice) for _name, choices, _index in groups for choice in choices)


def _tick(choice: dict) -> str:
    field_id = choice["attrs"].get("id")
    labelled = f' for="{escape(field_id)}"' if field_id else ""
    named = f'type="{choice["type"]}" name="{escape(choice["name"])}" value="{escape(str(choice["value"]))}"'
    label = conditional_escape(choice["label"])
    return f"<div><label{labelled}><input {named}{flatatt(choice['attrs'])}>\n{label}</label></div>"


def _safe(parts: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(parts))  # noqa: S308 - each part escapes what it holds
