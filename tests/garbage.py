"""Python looks for garbage seldom: what is loaded by then stays anyway, and looking through it all is a quarter of what a
migration takes.
"""

import gc

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)
