"""The floor of the benchmark: the product's server and database behind a view that loads session and user only.

By Django's own means, as where the other applications were measured: the product's quicker ones (decision 0023) are
part of what is measured.
"""

from zgc_tasks.settings import *  # noqa: F403

ROOT_URLCONF = "bench.floor_urls"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
