"""The administrator's lists and forms, and how many queries each takes."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

PAGES = {
    "units_user_changelist": None,
    "units_user_add": None,
    "units_user_change": lambda scene: scene.members["stranger"].user.pk,
    "units_unit_changelist": None,
    "units_unit_change": lambda scene: scene.lead.pk,
    "tasks_programme_changelist": None,
    "tasks_programme_change": lambda scene: scene.programme.pk,
}


def of_administration(scene) -> dict[str, int]:
    client, counts = scene.client("administrator"), {}
    for name, about in PAGES.items():
        url = reverse(f"admin:{name}", args=[about(scene)] if about else [])
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts[name] = len(queries)
    return counts
