"""Tests that start a process of their own are marked `process`: `make quick` leaves them out."""

import pytest

STARTING = {"subprocess", "started"}  # names under which a module has the means


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if STARTING & vars(item.module).keys():
            item.add_marker("process")
