"""The cast of tests/story.py, before any plan."""

import pytest

from tests import story as stories


@pytest.fixture
def story(db):
    return stories.begin()
