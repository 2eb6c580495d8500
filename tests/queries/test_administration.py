"""The administrator's lists and forms: as few queries for many rows as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.scene_made import build
from tests.queries.growth import grow

pytestmark = pytest.mark.django_db

PAGES = {
    "units_user_changelist": None,
    "units_user_add": None,
    "units_user_change": lambda scene: scene.members["stranger"].user.pk,
    "units_unit_changelist": None,
    "units_unit_change": lambda scene: scene.lead.pk,
    "tasks_programme_changelist": None,
    "tasks_programme_change": lambda scene: scene.programme.pk,
}


def _count(scene) -> dict[str, int]:
    client, counts = scene.client("administrator"), {}
    for name, about in PAGES.items():
        url = reverse(f"admin:{name}", args=[about(scene)] if about else [])
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts[name] = len(queries)
    return counts


def test_the_administrators_pages_take_no_more_queries_for_more_rows(monkeypatch):
    monkeypatch.setattr("units.middleware.TOUCH_SECONDS", 86_400)  # a slow machine takes a minute for them
    scene = build()
    grow(scene)
    before = _count(scene)
    grow(scene)
    assert _count(scene) == before
    assert max(before.values()) <= 15
