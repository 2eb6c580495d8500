"""参与单位意见 on a plan: what was noted and answered, at which step, and the forms for more."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from tasks import policies
from tasks.forms.opinions import OpinionAnswerForm, OpinionForm
from tasks.models import Opinion, Plan, PlanReading
from units.models import Membership
from units.prepared import PreparedFor
from units.roles import UNIT_ROLES


@dataclass(frozen=True)
class OpinionLine:
    """One of them; `place` is the step it is about in words, or the whole plan; `form` answers it, None for others."""

    pk: int
    unit: str
    by: str
    at: datetime
    place: str
    text: str
    answer: str
    answered_by: str
    answered_at: datetime | None
    form: OpinionAnswerForm | None


@dataclass(frozen=True)
class PlanOpinions:
    """`at_steps` counts them by the key of the step; `form` notes another one, None for who may not; `typed` is the form
    that came back with errors.
    """

    entries: list[OpinionLine] = field(default_factory=list)
    at_steps: Counter[int] = field(default_factory=Counter)
    form: OpinionForm | None = None
    typed: OpinionForm | OpinionAnswerForm | None = None


_OF_PLAN = PreparedFor(
    lambda by, plan: (
        Opinion.objects.visible_to(by)
        .filter(filing__plan=plan)
        .select_related("unit", "by__user", "answered_by__user", "answered_by__unit")
        .order_by("-pk")
    )
)


def of_plan(
    plan: Plan,
    by: Membership,
    *,
    form: OpinionForm | None = None,
    answers: dict[int, OpinionAnswerForm] | None = None,
) -> PlanOpinions:
    """None are there before anything was accepted; the forms are those that came back with errors."""
    if not plan.holds:
        return PlanOpinions()
    found, answers = _OF_PLAN(by, plan=plan.pk), answers or {}
    leads = by.role in UNIT_ROLES and by.unit_id == plan.task.lead_id
    return PlanOpinions(
        entries=[_entry(one, answers.get(one.pk), may_answer=leads) for one in found],
        at_steps=Counter(one.step_key for one in found if one.step_key is not None),
        typed=form or next(iter(answers.values()), None),
        form=form or (form_of(plan) if policies.allowed(policies.may_note_opinion, by, plan) else None),
    )


def _entry(opinion: Opinion, typed: OpinionAnswerForm | None, *, may_answer: bool) -> OpinionLine:
    return OpinionLine(
        pk=opinion.pk,
        unit=opinion.unit.short_name,
        by=opinion.by.user.full_name,
        at=opinion.at,
        place=opinion.place,
        text=opinion.text,
        answer=opinion.answer,
        answered_by=f"{opinion.answered_by.unit.short_name} {opinion.answered_by.user.full_name}"
        if opinion.answered_by
        else "",
        answered_at=opinion.answered_at,
        form=typed or (answer_form(opinion.pk) if may_answer and opinion.answered_at is None else None),
    )


def form_of(plan: Plan, posted=None) -> OpinionForm:
    filing = plan.in_force
    steps = [(key, f"第{number}步") for number, key in enumerate(filing.keys, start=1)]
    return OpinionForm(posted, steps=steps, auto_id="id_opinion_%s", initial={"nth": filing.nth})


def answer_form(pk: int, posted=None) -> OpinionAnswerForm:
    return OpinionAnswerForm(posted, auto_id=f"id_opinion_{pk}_%s")


def is_new_to(plan: Plan, by: Membership) -> bool:
    """Whether the unit takes part, and has not opened what was accepted yet."""
    if by.role not in UNIT_ROLES or by.unit_id == plan.task.lead_id or not plan.holds:
        return False
    return not PlanReading.objects.filter(filing=plan.in_force_id, unit=by.unit_id).exists()
