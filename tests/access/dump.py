"""The whole business of the database as plain values, to compare before and after."""

from collections.abc import Container

from django.apps import apps
from django.db.models import Model

# The log of who asked for what, and sessions, are written by reading too; so is what is only worked out of the rest.
NO_BUSINESS = {"units.AuditEntry", "units.AuditHead", "units.SignInFailure", "units.Session", "tasks.Course"}


def business(tables: Container[str] | None = None) -> dict[str, list[tuple]]:
    """Every row of every table of ours, or of `tables`, with the tables that only join two others."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in of_business()
        if tables is None or model._meta.db_table in tables
    }


def of_business() -> list[type[Model]]:
    return [
        model
        for room in ("units", "tasks", "common")
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        if model._meta.label not in NO_BUSINESS
    ]
