"""The scene, in a database with real connections."""

from collections.abc import Iterator

import pytest

from tests.access.acts import more_to_write_about
from tests.access.quick import without_drawing
from tests.access.scene import Scene
from tests.access.scene_made import build
from tests.races.worlds import Worlds


def _build() -> Scene:
    scene = build()
    more_to_write_about(scene)
    return scene


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[Worlds, Scene]]:
    with django_db_blocker.unblock(), without_drawing():
        worlds = Worlds(tmp_path_factory.mktemp("races"))
        yield worlds, worlds.begin(_build)
        worlds.end()
