"""Whether rows beyond this room name a unit, an office or a membership: then it is part of what has happened."""

from functools import reduce
from operator import or_

from django.db.models import Exists, Model, OuterRef, Q


def named_elsewhere(model: type[Model]) -> Q | Exists:
    """A condition on rows of `model`; asks one query whatever refers to them, also by relations without a name."""
    relations = model._meta.get_fields(include_hidden=True)
    return reduce(or_, (_names(one) for one in relations if one.one_to_many and _is_beyond(one)))


def _is_beyond(relation) -> bool:
    return relation.related_model._meta.app_label != "units"


def _names(relation) -> Exists:
    return Exists(relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")}))
