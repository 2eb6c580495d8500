"""Which tasks are asked about: all of a programme, or some of them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from tasks.models import Programme


@dataclass(frozen=True)
class Among:
    """`keys` of tasks of the programme, None for all of them."""

    programme: Programme
    keys: Collection[int] | None = None

    def rows(self, model: type[Model], task: str) -> QuerySet:
        """Of a table that leads to its task by the path `task`, "" for the tasks themselves."""
        if self.keys is not None:
            return model.objects.filter(**{f"{task or 'pk'}__in": self.keys})
        return model.objects.filter(**{f"{task}__programme" if task else "programme": self.programme})
