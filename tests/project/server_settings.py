"""The product's settings with some addresses more, for the tests of the server."""

from zgc_tasks.settings import *  # noqa: F403

ROOT_URLCONF = "tests.project.server_urls"
# Error pages name style sheets, which these servers have not collected.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
