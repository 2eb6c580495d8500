"""核对并报送: the plan as the 表样 with everything the cross-checks found, before it is filed."""

from datetime import date

from django.urls import reverse

from tasks import crosschecked, policies
from tasks.enums import WITH_THE_CHECKER, PlanStatus
from tasks.exports import plan_form_pdf
from tasks.forms.filing import FilingForm
from tasks.models import Comment, Plan
from tasks.pages.contact_changes import changes_of
from tasks.pages.filings import working_copy
from tasks.pages.places import html_id
from tasks.pages.plan_due import days_left
from tasks.rules.crosschecks import Finding
from tasks.rules.sheet import FIELDS, Place
from units.models import Membership
from units.roles import Role
from zgc_tasks.common.faces import code_of


def page(plan: Plan, form: FilingForm, *, today: date) -> dict:
    found = findings(plan)
    task = plan.task
    return {
        "programme": task.programme,
        "task": task,
        "plan": plan,
        "sheet": working_copy(plan, changes_of(plan)),
        "form": form,
        "blocking": [_link(plan, finding) for finding in found if finding.blocks],
        "warnings": [_link(plan, finding) for finding in found if not finding.blocks],
        "unanswered": unanswered(plan),
        "timing": _timing(plan, today),
    }


def is_over(by: Membership, plan: Plan, *, today: date) -> bool:
    """Whether whoever could file it comes back to the page on which it was filed, and there is nothing to file any more."""
    if by.role != Role.LIAISON or plan.task.lead_id != by.unit_id:
        return False
    refusal = policies.refusal_of(policies.check, by, policies.filing_action(plan), plan, today=today)
    return plan.status in (*WITH_THE_CHECKER, PlanStatus.ACCEPTED) and refusal is not None


def _timing(plan: Plan, today: date) -> str:
    if plan.revising:
        return f"修订稿核收前，已核收的{plan.in_force}继续有效。"
    return days_left(plan, today)


def findings(plan: Plan) -> list[Finding]:
    """The cross-checks, and a character that could be filed but neither printed to be signed nor compiled."""
    found = plan_form_pdf.unprintable(plan.sheet())
    if found is None:
        return crosschecked.findings(plan)
    label, character = found
    field = next((field.name for field in FIELDS if label.startswith(field.label)), "steps")
    sentence = f"“{label}”中的字符“{character}”（{code_of(character)}）无法打印，请改用其他写法"
    return [Finding(field, None, sentence, blocks=True), *crosschecked.findings(plan)]


def has_to_be_looked_at(plan: Plan) -> bool:
    """Whether there is anything that does not stand in the way, but is to be seen before the plan is filed."""
    return bool(unanswered(plan)) or any(not finding.blocks for finding in crosschecked.findings(plan))


def unanswered(plan: Plan) -> list[Comment]:
    """Comments of the filing just returned that the lead has not answered; it may file all the same."""
    if plan.status != PlanStatus.RETURNED:
        return []
    return list(
        Comment.objects.filter(filing=plan.filing_id, sent_at__isnull=False, answer="").order_by("pk")
    )


def _link(plan: Plan, finding: Finding) -> dict[str, str]:
    """A finding, leading to its field on the plan form, or to what a unit answered."""
    slug = plan.task.programme.slug
    if finding.consultation:
        href = reverse("consultation-detail", args=[slug, finding.consultation])
    else:
        place = html_id(Place(finding.field, finding.step))
        href = f"{reverse('plan-edit', args=[slug, plan.task.number])}#{place}"
    return {"text": finding.message, "href": href}
