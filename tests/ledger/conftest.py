import pytest

from tests.ledger.world import World, make_world


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def one_connection(monkeypatch):
    """A command ends by closing its connections, which here are the test's own."""
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)
