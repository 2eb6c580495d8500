"""Figures for Prometheus (METRICS): what is asked and how long it takes, what is saved and filed, where the database failed.

Each process counts in files of its own, and whichever is asked adds up those of all (prometheus_client's multiprocess
mode). What is saved and filed is counted where it is kept, in the database, so it is the same whichever host is asked.
Imported only where there are figures.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from time import perf_counter

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse

from tasks.models import Entry, Filing, Plan, Progress
from zgc_tasks.common.client import client_address

# prometheus_client looks for this when it is imported.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.METRICS_FOLDER)
with suppress(OSError):  # what cannot be counted is said where it is counted
    settings.METRICS_FOLDER.mkdir(mode=0o700, exist_ok=True)

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

ADDRESS = "/metrics"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

# Labels are names of our routes and of Django's errors alone: of those there are so many and no more.
REQUESTS = Counter("zgc_tasks_requests", "Requests answered", ["route", "status"])
DURATION = Histogram("zgc_tasks_request_seconds", "Seconds until the answer", ["route"], buckets=_SECONDS)
DATABASE_ERRORS = Counter("zgc_tasks_database_errors", "Requests that the database failed", ["error"])


class MetricsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == ADDRESS and client_address(request) in settings.METRICS:
            return _figures()
        began = perf_counter()
        response = self.get_response(request)
        _count(request, response, perf_counter() - began)
        return response


def _count(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """What is answered is answered, whether or not it can be counted."""
    try:
        _counted(request, response, seconds)
    except (OSError, ValueError):
        _say_once("requests are not counted: %s cannot be written", settings.METRICS_FOLDER)


@cache
def _say_once(words: str, *values: object) -> None:
    logging.getLogger("zgc_tasks.metrics").exception(words, *values)


def _counted(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    route = request.resolver_match.view_name if request.resolver_match else "none"
    REQUESTS.labels(route, f"{response.status_code // 100}xx").inc()
    DURATION.labels(route).observe(seconds)
    if error := getattr(request, "database_error", ""):
        DATABASE_ERRORS.labels(error).inc()


def _figures() -> HttpResponse:
    registry, headers = CollectorRegistry(), {"Cache-Control": "no-store"}
    try:
        MultiProcessCollector(registry)
        registry.register(_Written())
        return HttpResponse(generate_latest(registry), CONTENT_TYPE_LATEST, headers=headers)
    except (OSError, ValueError):
        _say_once("there are no figures: %s cannot be read", settings.METRICS_FOLDER)
        return HttpResponse("no figures\n", "text/plain", status=503, headers=headers)


class _Written:
    def collect(self) -> Iterator[CounterMetricFamily]:
        """Nothing while the database is out of reach: then the other figures are what one looks for."""
        try:
            yield _family("saves", "Versions of working copies", _versions(Plan), _versions(Progress))
            yield _family(
                "filings", "Filings, with those entered", Filing.objects.count(), Entry.objects.count()
            )
        except (DatabaseError, InterfaceError):
            return


def _versions(model: type) -> int:
    return model.objects.aggregate(sum=Sum("version"))["sum"] or 0


def _family(name: str, meaning: str, plans: int, progress: int) -> CounterMetricFamily:
    family = CounterMetricFamily(f"zgc_tasks_{name}", meaning, labels=["of"])
    family.add_metric(["plan"], plans)
    family.add_metric(["progress"], progress)
    return family
