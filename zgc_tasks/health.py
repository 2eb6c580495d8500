"""For whoever starts and balances servers: /healthz says that this process answers, /readyz that it can work.

Answered before all else: under any host name, by http, without a session, and not in the log.
"""

import logging
from collections.abc import Callable
from functools import lru_cache

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

READY = "ok"


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self._storage = _Storage()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return _answer(READY)
        if request.path_info == "/readyz":
            return _answer(_found(self._storage))
        return self.get_response(request)


class _Storage:
    """The place for scans, which is asked every few seconds: the log has the reason once, until there is another."""

    def __init__(self) -> None:
        self._reason = ""

    def can_be_used(self) -> bool:
        before, self._reason = self._reason, _reason()
        if self._reason and self._reason != before:
            logger.warning("/readyz: storage: %s", self._reason)
        return not self._reason


def _reason() -> str:
    try:
        default_storage.try_out()
    except OSError as error:
        return str(error)
    return ""


def _answer(words: str) -> HttpResponse:
    status = 200 if words == READY else 503
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(f"{words}\n", "text/plain; charset=utf-8", status=status, headers=headers)


def _found(storage: _Storage) -> str:
    """What keeps this process from working; who asks may be anybody, and is told no more."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return "database"
    finally:
        connection.close_if_unusable_or_obsolete()
    if not _newest().issubset(applied):
        return "migrations"
    return READY if storage.can_be_used() else "storage"


@lru_cache(maxsize=1)
def _newest() -> frozenset[tuple[str, str]]:
    """The last migration of every app of this release."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
