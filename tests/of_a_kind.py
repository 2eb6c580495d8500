"""Of what is asked many times over, `make test` asks one of each kind and `make test-long` the others (decision 0095)."""

from collections.abc import Callable, Hashable, Iterable

import pytest


def one_of_each(values: Iterable, kinds: Callable[[object], set[Hashable]] = lambda value: {None}) -> list:
    """For `parametrize`: long is whatever brings no kind that none before it had; without `kinds`, all but the first."""
    had: set[Hashable] = set()
    sorted_out = []
    for value in values:
        is_new = kinds(value) - had
        had |= is_new
        asked = value if isinstance(value, tuple) else (value,)
        sorted_out.append(value if is_new else pytest.param(*asked, marks=pytest.mark.long))
    return sorted_out
