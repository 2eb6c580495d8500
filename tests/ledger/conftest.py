from datetime import time

import pytest

from tests.ledger.world import World, at, make_world


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def at_midnight(monkeypatch):
    """Each act is done in the first moment of its day."""
    monkeypatch.setattr(at, "__defaults__", (time(0),))


@pytest.fixture
def one_connection(monkeypatch):
    """A command ends by closing its connections, which here are the test's own."""
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)
