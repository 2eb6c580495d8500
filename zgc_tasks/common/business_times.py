"""When anything last happened in business time: the date of a demonstration never moves before it.

An app whose rows carry business time says so in its `ready`: `business_times.kept_by(self)`.
"""

from collections.abc import Iterator
from datetime import datetime

from django.apps import AppConfig
from django.db.models import DateTimeField, Max, Model

_apps: list[AppConfig] = []


def kept_by(app: AppConfig) -> None:
    """Every moment in the rows of `app` is one of business time, and none lies ahead of its own recording."""
    _apps.append(app)


def columns() -> Iterator[tuple[type[Model], list[str]]]:
    """Each model with moments in its rows, and the names of their fields."""
    for app in _apps:
        for model in app.get_models():
            names = [field.name for field in model._meta.concrete_fields if isinstance(field, DateTimeField)]
            if names:
                yield model, names


def latest() -> datetime | None:
    """The latest moment in any row; None where nothing has happened."""
    found = (model.objects.aggregate(*map(Max, names)).values() for model, names in columns())
    return max((moment for moments in found for moment in moments if moment), default=None)
