"""A plan on paper beside the lead's working copy."""

from tasks.models import Plan


def was_begun_by_the_lead(plan: Plan) -> bool:
    """Whether the working copy holds anything of the lead's that is not filed: it is then nobody else's to touch."""
    working = Plan.objects.with_sheet().get(pk=plan.pk)
    if working.filing is None:
        return plan.authors.exists()
    return working.sheet() != working.filing.sheet()
