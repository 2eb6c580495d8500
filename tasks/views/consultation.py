"""征求意见: the lead asks, participating units read the draft as shown and answer."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tasks import policies
from tasks.actions import consultation
from tasks.enums import ConsultationAnswer
from tasks.forms.filing import ConsultationAnswerForm, ConsultationForm, OfflineConsultationForm
from tasks.models import Consultation, Plan, Programme
from tasks.pages.choices import units_to_consult
from tasks.pages.consultations import of_plan, out_of_reach
from tasks.pages.plan_detail import shown_to
from tasks.pages.sheet import to_read
from tasks.requests import (
    based_on,
    consultation_or_404,
    plan_or_404,
    refusal_in,
    refused_by,
    status_of,
)
from zgc_tasks.common import clock
from zgc_tasks.common.refusal import Refusal


def _plan_of_lead(request, programme: Programme, number: int) -> Plan:
    plan = plan_or_404(request, programme, number)
    policies.may_consult(request.membership, plan.task, plan)
    return plan


def _page(request, plan: Plan, *, ask_form=None, offline_form=None):
    units, today = units_to_consult(plan), clock.today()
    years = plan.task.programme.known_years(today)
    consultations = of_plan(plan, request.membership)
    asked = {entry.unit_id for entry in consultations}
    context = {
        "programme": plan.task.programme,
        "task": plan.task,
        "plan": plan,
        "units": units,
        "consultations": consultations,
        "out_of_reach": out_of_reach(plan),
        "ask_form": ask_form
        or ConsultationForm(
            units=units,
            initial={
                "units": [unit.pk for unit in units if unit.pk not in asked],
                "message": f"现将第{plan.task.number}项工作任务实施方案送贵单位征求意见，请反馈。",
            },
        ),
        "offline_form": offline_form
        or OfflineConsultationForm(years=years, units=units, initial={"answered_on": today}),
    }
    return render(request, "tasks/consultation_list.html", context, status=status_of(ask_form, offline_form))


@require_GET
def consultation_list(request, programme: Programme, number: int):
    """Whom the lead has asked, what they said, and the forms to ask or to note an answer given on paper."""
    return _page(request, _plan_of_lead(request, programme, number))


@require_POST
def consultation_ask(request, programme: Programme, number: int):
    plan = _plan_of_lead(request, programme, number)
    form = ConsultationForm(request.POST, units=units_to_consult(plan))
    if form.is_valid():
        with refused_by(request, form):
            asked = consultation.ask(
                plan_id=plan.pk,
                based_on=based_on(request),
                units=list(form.cleaned_data["units"]),
                message=form.cleaned_data["message"],
                by=request.membership,
                at=clock.now(),
            )
            names = "、".join(entry.unit.short_name for entry in asked)
            messages.success(request, f"已送{names}征求意见")
            return redirect("consultation-list", programme=programme, number=number)
    return _page(request, plan, ask_form=form)


@require_POST
def consultation_offline(request, programme: Programme, number: int):
    plan = _plan_of_lead(request, programme, number)
    years = programme.known_years(clock.today())
    form = OfflineConsultationForm(request.POST, years=years, units=units_to_consult(plan))
    if form.is_valid():
        with refused_by(request, form):
            consultation.note_offline(
                plan_id=plan.pk,
                based_on=based_on(request),
                **form.cleaned_data,
                by=request.membership,
                at=clock.now(),
            )
            messages.success(request, f"已登记线下征求{form.cleaned_data['unit']}意见")
            return redirect("consultation-list", programme=programme, number=number)
    return _page(request, plan, offline_form=form)


def _consultation_page(request, found: Consultation, form: ConsultationAnswerForm):
    """The question as it stands; where it is closed meanwhile, why, and what was typed while it still seemed open."""
    shown, refusal, status = found.shown_sheet(), refusal_in(form), status_of(form)
    unsent = form.data.get("opinion", "").strip() if refusal else ""
    if refusal:
        form = ConsultationAnswerForm()
    context = {
        "programme": found.plan.task.programme,
        "task": found.plan.task,
        "consultation": found,
        "sheet": shown and to_read(shown_to(request.membership, shown, found.plan)),
        "form": form,
        "settled_offline": found.settled_answer == ConsultationAnswer.OFFLINE,
        "may_answer": policies.allowed(policies.may_answer_consultation, request.membership, found),
        "has_errors": bool(refusal),
        "refusal": _refusal_lines(refusal, unsent),
        "unsent": unsent,
    }
    return render(request, "tasks/consultation_detail.html", context, status=status)


def _refusal_lines(refusal: Refusal | None, unsent: str) -> list[dict]:
    """For the summary of errors: the reason, and where on the page that stands which was typed."""
    lines = [{"text": refusal.words}] if refusal else []
    return [*lines, {"text": "您填写的意见保留在本页，可以复制", "href": "#unsent"}] if unsent else lines


@require_GET
def consultation_detail(request, programme: Programme, pk: int):
    """The draft as it was shown, and the answer or the form for it; asked offline, only the answer as noted."""
    return _consultation_page(request, consultation_or_404(request, programme, pk), ConsultationAnswerForm())


@require_POST
def consultation_answer(request, programme: Programme, pk: int):
    found = consultation_or_404(request, programme, pk)
    policies.may_answer_for_unit(request.membership, found)
    form = ConsultationAnswerForm(request.POST)
    with refused_by(request, form):
        policies.may_answer_consultation(request.membership, found)
        if form.is_valid():
            consultation.answer(
                consultation_id=found.pk, **form.cleaned_data, by=request.membership, at=clock.now()
            )
            messages.success(request, f"已向{found.plan.task.lead}反馈意见")
            return redirect("consultation-detail", programme=programme, pk=pk)
    return _consultation_page(request, consultation_or_404(request, programme, pk), form)
