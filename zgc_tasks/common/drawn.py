"""Parts of pages drawn once for equal values (decision 0019)."""

from collections.abc import Hashable
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from zgc_tasks.common.paging import PAGE_SIZE

# Of a page the header is another for each person and each page of the navigation, the rest of the frame is the same for
# many. Rows of lists are the same for everybody: those of a hundred pages of fifty, whichever people are looking at now; fields
# and steps of forms, tables of steps and contacts on desks take their places among them.
_PEOPLE, _PAGES_OF_NAVIGATION, _PAGES_OF_ROWS = 300, 8, 100
PARTS = _PEOPLE * (_PAGES_OF_NAVIGATION + 1) + _PAGES_OF_ROWS * PAGE_SIZE


def drawn(template: str, **values: Hashable) -> SafeString:
    """`template` with nothing but `values`: plain ones, equal where they look equal.

    What it drew before is kept and can never be out of date, because all it shows is in the key.
    """
    return _drawn(template, tuple(values.items()))


@lru_cache(maxsize=PARTS)
def _drawn(template: str, values: tuple) -> SafeString:
    return render_to_string(template, dict(values))
