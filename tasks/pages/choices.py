"""Units that a form offers."""

from tasks.crosschecked import participating_units
from tasks.models import Plan
from units.models import Unit, UnitKind


def units_to_decide_for():
    """Whom a decision may name: every unit but leading groups."""
    return Unit.objects.exclude(kind=UnitKind.LEADING_GROUP).in_document_order()


def units_to_consult(plan: Plan):
    """Whom a lead may ask about its plan."""
    return Unit.objects.filter(pk__in=[unit.pk for unit in participating_units(plan)]).in_document_order()
