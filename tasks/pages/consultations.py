"""征求意见 of one plan, as its pages list them."""

from tasks.models import Consultation, Plan
from tasks.rules.wording import joined
from units.models import Membership
from units.prepared import PreparedFor

_OF_PLAN = PreparedFor(
    lambda by, plan: (
        Consultation.objects.visible_to(by)
        .filter(plan=plan)
        .with_settling()
        .select_related("unit", "asked_by__user", "answered_by__user")
        .defer("content")
    )
)


def of_plan(plan: Plan, by: Membership) -> list[Consultation]:
    return _OF_PLAN(by, plan=plan.pk)


def out_of_reach(plan: Plan) -> str:
    """The participants a plan adds that are no units of the system, in one text: nobody there can be asked."""
    return joined(row.name for row in plan.participant_rows if not row.unit_id)
