"""The store of all tests whose scans lie in a bucket; each of them leaves it empty."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.stores import Store


@pytest.fixture(scope="session")
def bucket_server(tmp_path_factory) -> "Iterator[Store]":
    """Once in a process: it takes longer to start than many of these tests."""
    from tests.stores import started  # boto3, which most runs do without

    with started(tmp_path_factory.mktemp("store")) as store:
        yield store
