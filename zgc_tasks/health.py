"""For whoever starts and balances servers: /healthz says that this process answers, /readyz that it can work.

Answered before all else: under any host name, by http, without a session, and not in the log.
"""

from collections.abc import Callable
from functools import lru_cache

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse

READY = "ok"


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return _answer(READY)
        if request.path_info == "/readyz":
            return _answer(_found())
        return self.get_response(request)


def _answer(words: str) -> HttpResponse:
    status = 200 if words == READY else 503
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(f"{words}\n", "text/plain; charset=utf-8", status=status, headers=headers)


def _found() -> str:
    """What keeps this process from working; who asks may be anybody, and is told no more."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return "database"
    finally:
        connection.close_if_unusable_or_obsolete()
    if not _newest().issubset(applied):
        return "migrations"
    return READY if default_storage.can_be_used() else "storage"


@lru_cache(maxsize=1)
def _newest() -> frozenset[tuple[str, str]]:
    """The last migration of every app of this release."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
