"""A plugin of pytest: tests run in the order in which their files are named; by itself those with a database come first."""

from pathlib import Path

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    named = [Path(name.partition("::")[0]).resolve() for name in config.args]

    def place(item: pytest.Item) -> int:
        return next(n for n, path in enumerate(named) if item.path.is_relative_to(path))

    items.sort(key=place)
