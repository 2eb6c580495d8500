"""The rows at the other end of a relation. Models import this room, so nothing here can name them."""

from django.db.models import QuerySet


def related(rows: QuerySet, path: str) -> QuerySet:
    """All rows of the model at the end of `path`, such as "plan__filings" from tasks."""
    model = rows.model
    for relation in path.split("__"):
        model = model._meta.get_field(relation).related_model
    return model._default_manager.all()
