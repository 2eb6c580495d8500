"""The options of a filter, {% options field.field.choices field.value %}, drawn once for equal ones. Built in: no load."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from zgc_tasks.common.drawn import drawn

register = template.Library()


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str | None) -> SafeString:
    return drawn("_partials/options.html", choices=tuple(choices), chosen=chosen)
