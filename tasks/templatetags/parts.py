"""Parts of pages drawn once for equal values (decision 0019). Built in: no load.

{% drawn "tasks/_home_todo_row.html" item=item %}, where the item is a plain value: all that the row shows is in it.
{% options field.field.choices field.value %}, those of a filter.
"""

from collections.abc import Iterable

from django import template
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from zgc_tasks.common.drawn import drawn

register = template.Library()
register.simple_tag(drawn)
register.filter("attributes", flatatt)  # of a widget, in one step


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str | None) -> SafeString:
    return drawn("_partials/options.html", choices=tuple(choices), chosen=chosen)
