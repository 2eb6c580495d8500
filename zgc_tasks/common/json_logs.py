"""Logs as JSON, a line an event, with one for every request that was answered (JSON_LOGS)."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path

from zgc_tasks.common import request_number

logger = logging.getLogger("zgc_tasks.access")


class JsonFormatter(logging.Formatter):
    """`fields` of a record stand beside what every event has."""

    def format(self, record: logging.LogRecord) -> str:
        event = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := request_number.current():
            event["request"] = number
        event |= getattr(record, "fields", {})
        if record.exc_info:
            event["traceback"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False)


class AccessLogMiddleware:
    """Neither query nor cookies nor anything that was typed: they may hold names and telephone numbers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        response = self.get_response(request)
        fields = {
            "method": request.method,
            "path": escape_uri_path(request.path),
            "status": response.status_code,
            "ms": round((perf_counter() - began) * 1000, 1),
            "user": _user(request),
        }
        logger.info("%(method)s %(path)s %(status)s", fields, extra={"fields": fields})
        return response


def _user(request: HttpRequest) -> int | None:
    """The number of the account, where it was found out: the database is not asked for the log's sake."""
    membership = getattr(request, "membership", None)
    return membership.user_id if membership else None
