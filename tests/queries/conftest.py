"""The queries of every page, counted in a scene and again when there is more of everything."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.actions import courses
from tests.access.quick import without_drawing
from tests.access.scene import Scene
from tests.access.scene_made import build
from tests.access.table import ask
from tests.kept import kept
from tests.queries.administration import of_administration
from tests.queries.growth import grow
from tests.queries.pages import ONCE, OTHER_STATES, Visit
from zgc_tasks.common import clock

# The demonstration reads its date from the database; in production there is no such query.
DEMONSTRATION = "common_demonstrationdate"


def _counted(scene, visit) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        response = ask(scene, visit.page, visit.who)
    assert response.status_code == 200, f"{visit}: {response.status_code}"
    return [query["sql"] for query in queries if DEMONSTRATION not in query["sql"]]


def _grow(scene) -> None:
    """How far the new tasks are is worked out by whoever looks first (decision 0067): here that is nobody who is counted."""
    grow(scene)
    courses.bring_up_to_date(scene.programme, today=clock.today())


@dataclass
class Counted:
    """The queries of each page before and after growing; of the administrator's, how many."""

    pages: dict[Visit, tuple[list[str], list[str]]]
    administration: tuple[dict[str, int], dict[str, int]]


@pytest.fixture(scope="package")
def counted(django_db_setup, django_db_blocker) -> Counted:
    with _scene(django_db_blocker) as scene:
        before = _of_pages(scene, ONCE), of_administration(scene)
        _grow(scene)
        after = _of_pages(scene, ONCE), of_administration(scene)
    pages, administration = zip(before, after, strict=True)
    return Counted(_beside(*pages), administration)


@pytest.fixture(scope="package")
def counted_in_other_states(django_db_setup, django_db_blocker) -> Counted:
    with _scene(django_db_blocker) as scene:
        before = _of_pages(scene, OTHER_STATES)
        _grow(scene)
        after = _of_pages(scene, OTHER_STATES)
    return Counted(_beside(before, after), ({}, {}))


@pytest.fixture(params=["counted", pytest.param("counted_in_other_states", marks=pytest.mark.long)])
def queries(request) -> dict[Visit, tuple[list[str], list[str]]]:
    return request.getfixturevalue(request.param).pages


@contextmanager
def _scene(django_db_blocker) -> Iterator[Scene]:
    """It grows once beforehand, so that nothing is listed for the first time later on; building it has warmed up all sessions."""
    # A session is written once a minute, and on a slow machine that minute passes between the two visits.
    never_touched = mock.patch("units.middleware.TOUCH_SECONDS", 86_400)
    # A list that fits on one page saves asking for its total: here nearly every one goes on to a second page.
    short_pages = mock.patch("zgc_tasks.common.paging.PAGE_SIZE", 3)
    # That somebody read a plan is written once an hour.
    read_lately = mock.patch("tasks.reading.note")
    with kept(django_db_blocker), without_drawing(), never_touched, short_pages, read_lately:
        scene = build()
        _grow(scene)
        yield scene


def _of_pages(scene: Scene, visits: list[Visit]) -> dict[Visit, list[str]]:
    return {visit: _counted(scene, visit) for visit in visits}


def _beside(before: dict, after: dict) -> dict:
    return {visit: (before[visit], after[visit]) for visit in before}
