"""Tests that start a process of their own, or go the way through the migrations, are marked: `make quick` leaves them out."""

import pytest

# By names under which a module has the means.
MARKED = {"process": {"subprocess", "started", "Store"}, "migration": {"migrate"}}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for marker, names in MARKED.items():
            if names & vars(item.module).keys():
                item.add_marker(marker)
