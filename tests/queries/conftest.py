"""The queries of every page, counted in a scene and again when there is more of everything."""

from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.actions import courses
from tests.access.quick import without_drawing
from tests.access.scene_made import build
from tests.access.table import ask
from tests.kept import kept
from tests.queries.growth import grow
from tests.queries.pages import ONCE, OTHER_STATES
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


@pytest.fixture(
    scope="package",
    params=[ONCE, pytest.param(OTHER_STATES, marks=pytest.mark.long)],
    ids=["once", "other states"],
)
def queries(request, django_db_setup, django_db_blocker):
    """For every page the queries of two visits, before and after growing; building the scene has warmed up all sessions.

    The scene grows once beforehand, so that nothing is listed for the first time later on.
    """
    # A session is written once a minute, and on a slow machine that minute passes between the two visits.
    never_touched = mock.patch("units.middleware.TOUCH_SECONDS", 86_400)
    # A list that fits on one page saves asking for its total: here nearly every one goes on to a second page.
    short_pages = mock.patch("zgc_tasks.common.paging.PAGE_SIZE", 3)
    # That somebody read a plan is written once an hour.
    read_lately = mock.patch("tasks.reading.note")
    with kept(django_db_blocker), without_drawing(), never_touched, short_pages, read_lately:
        scene = build()
        _grow(scene)
        before = {visit: _counted(scene, visit) for visit in request.param}
        _grow(scene)
        after = {visit: _counted(scene, visit) for visit in request.param}
    return {visit: (before[visit], after[visit]) for visit in request.param}
