"""征求意见: showing a draft to participating units, their answers, and answers received on paper."""

from datetime import date, datetime

from django.db import transaction

from tasks import policies
from tasks.actions.locking import locked
from tasks.crosschecked import participating_units
from tasks.enums import ConsultationAnswer
from tasks.models import Consultation, Plan
from tasks.rules import typed
from units import audit
from units.models import Membership, Unit
from zgc_tasks.common.refusal import Kind, Refusal


def _plan_to_consult_on(plan_id: int, based_on: int, by: Membership, units: list[Unit]) -> Plan:
    """The plan, locked at the version the person saw: what is shown to others is what they meant to show."""
    locked(pk=plan_id, based_on=based_on)
    plan = Plan.objects.with_sheet().get(pk=plan_id)
    policies.may_consult(by, plan.task, plan)
    strangers = set(units) - set(participating_units(plan))
    if strangers:
        names = "、".join(unit.short_name for unit in strangers)
        raise Refusal(f"{names}不是本项参与单位，请先在方案的参与单位中添加", Kind.WRONG_INPUT, "units")
    return plan


@transaction.atomic
def ask(
    *, plan_id: int, based_on: int, units: list[Unit], message: str, by: Membership, at: datetime
) -> list[Consultation]:
    """Show the draft as it stands now to `units`; each may be asked again, the newest answer counts."""
    plan = _plan_to_consult_on(plan_id, based_on, by, units)
    content = plan.sheet().to_json()
    asked = [
        Consultation.objects.create(
            plan=plan, unit=unit, content=content, message=message, asked_at=at, asked_by=by
        )
        for unit in units
    ]
    names = "、".join(unit.short_name for unit in units)
    audit.record(
        action="consultation.ask",
        by=by,
        subject=plan.task.programme.in_log(plan),
        detail={"units": names},
    )
    return asked


@transaction.atomic
def note_offline(
    *, plan_id: int, based_on: int, unit: Unit, answered_on: date, opinion: str, by: Membership, at: datetime
) -> Consultation:
    """已线下征求: the lead notes what a unit said on paper or by phone, and on which day.

    What the unit was shown is not known here, so no content is kept: least of all the draft of today.
    """
    plan = _plan_to_consult_on(plan_id, based_on, by, [unit])
    years = plan.task.programme.known_years(at.date())
    typed.happened(answered_on, years, at.date(), label="征求日期", field="answered_on")
    made = Consultation.objects.create(
        plan=plan,
        unit=unit,
        content={},
        asked_at=at,
        asked_by=by,
        answer=ConsultationAnswer.OFFLINE,
        opinion=opinion,
        answered_on=answered_on,
        answered_at=at,
        answered_by=by,
    )
    audit.record(
        action="consultation.offline",
        by=by,
        subject=plan.task.programme.in_log(plan),
        detail={"unit": unit.short_name},
    )
    return made


@transaction.atomic
def answer(
    *, consultation_id: int, answer: ConsultationAnswer, opinion: str, by: Membership, at: datetime
) -> Consultation:
    """无意见, or 有意见 with text, by the unit that was asked; once."""
    # With the lock of the plan, so that the lead does not note an answer on paper in the same moment.
    locked(pk=Consultation.objects.values_list("plan", flat=True).get(pk=consultation_id))
    consultation = Consultation.objects.with_settling().get(pk=consultation_id)
    policies.may_answer_consultation(by, consultation)
    typed.consultation_answer(answer, opinion)
    consultation.answer, consultation.opinion = answer, opinion
    consultation.answered_on, consultation.answered_at, consultation.answered_by = at.date(), at, by
    consultation.save()
    subject = consultation.plan.task.programme.in_log(consultation)
    audit.record(action="consultation.answer", by=by, subject=subject)
    return consultation
