"""A plan as it is read: the 表样, its filings and history; the unit's list of plans; 分办."""

import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tasks import policies
from tasks.actions import assigning, opinions
from tasks.forms.filing import AssignForm
from tasks.models import Comment, Plan, Programme
from tasks.pages import filings as filings_page
from tasks.pages import opinions as opinions_page
from tasks.pages import plan_conflict
from tasks.pages import plan_detail as plan_detail_page
from tasks.pages import plan_list as plan_list_page
from tasks.pages.answering import Answers, UnsavedAnswer, answer_form, typed_of
from tasks.pages.plan_detail import shown_to
from tasks.requests import (
    comment_or_404,
    comments_beside,
    filing_or_404,
    open_answers,
    plan_or_404,
    refusal_in,
    refused_by,
    save_answers,
    status_of,
    task_or_404,
    tasks_numbered,
)
from units.decorators import hidden_from_all_but
from units.roles import UNIT_ROLES
from zgc_tasks.common import clock
from zgc_tasks.common.refusal import Kind


@require_GET
def plan_detail(request, programme: Programme, number: int):
    """What is in force: the filing for everybody, the working copy for the lead's people where it is open. An accepted
    plan is no longer new to a participating unit that opens it.
    """
    plan = plan_or_404(request, programme, number)
    if opinions_page.is_new_to(plan, request.membership):
        opinions.note_read(plan=plan, by=request.membership, at=clock.now())
    return _detail(request, plan)


def _detail(
    request,
    plan: Plan,
    *,
    answers: Answers | None = None,
    assign_form: AssignForm | None = None,
):
    context = plan_detail_page.page(
        plan, by=request.membership, today=clock.today(), answers=answers, assign_form=assign_form
    )
    status = status_of(assign_form, *(answers or {}).values())
    return render(request, "tasks/plan_detail.html", context, status=status)


@require_POST
def comment_answer(request, programme: Programme, number: int, pk: int):
    """The lead's answer to a comment: 采纳, 部分采纳, or 未采纳 with the reason; and to the others of the page, which stand in
    the same form.
    """
    plan = plan_or_404(request, programme, number)
    comment = comment_or_404(plan, pk)
    answers = _answers_typed(request, comment)
    refusal = policies.refusal_of(policies.may_answer_comment, request.membership, comment)
    typed = any(form.touched for form in answers.values())
    if refusal and (refusal.kind is Kind.NOT_ALLOWED or not typed):
        raise refusal
    if not all(form.is_valid() for form in open_answers(request, answers).values()):
        return _detail(request, plan, answers=answers)
    given = save_answers(request, answers)
    if saved := len(given.saved):
        messages.success(request, f"{saved}条答复已保存" if saved > 1 else "答复已保存")
    if given.unsaved:
        return _choose(request, plan, given.unsaved)
    return redirect(f"{plan.get_absolute_url()}#comment-{pk}")


def _answers_typed(request, chosen: Comment) -> Answers:
    """The answer whose button was pressed, and those to other comments of the filing that were touched."""
    return {chosen: answer_form(chosen, request.POST)} | typed_of(comments_beside(chosen), request.POST)


def _choose(request, plan: Plan, unsaved: list[UnsavedAnswer]):
    """What was answered meanwhile, or why none of them can be answered any more, beside what was typed."""
    current = plan_conflict.current_plan(plan.task)
    page = plan_conflict.page(plan.task, current, current.typed(), [], unsaved, {}, by=request.membership)
    request.refusal = unsaved[0].refusal.words
    return render(request, "tasks/plan_form_conflict.html", page, status=409)


@require_GET
@hidden_from_all_but(*UNIT_ROLES)
def plan_list(request, programme: Programme):
    """All plans of one's own unit, those to be written included, and those it takes part in."""
    page = plan_list_page.build(programme, request.membership, request.GET, today=clock.today())
    return render(request, "tasks/plan_list.html", page)


@require_POST
@hidden_from_all_but(*UNIT_ROLES)
def plans_assign(request, programme: Programme):
    """分办 of the whole list in one save. What somebody else assigned meanwhile is not written, and stands on the page
    as it was chosen.
    """
    by = request.membership
    policies.may_assign_plans(by)
    changed = _offices_changed(request)
    tasks = tasks_numbered(request, programme, changed)
    choices = [assigning.Choice(task, *changed[task.number]) for task in tasks]
    assigned = assigning.assign_several(choices=choices, by=by, at=clock.now())
    for words in plan_list_page.assigned_in_words(assigned):
        messages.success(request, words)
    if not assigned.refused:
        return redirect(plan_list_page.address("plan-list", programme, request.GET))
    kept = {
        number: plan_list_page.Unsaved(changed[number][0], refusal.words)
        for number, refusal in assigned.refused.items()
    }
    page = plan_list_page.build(programme, by, request.GET, today=clock.today(), unsaved=kept)
    refused = max(assigned.refused.values(), key=lambda refusal: refusal.kind.status)
    request.refusal = refused.words
    return render(request, "tasks/plan_list.html", page, status=refused.kind.status)


def _offices_changed(request) -> dict[int, tuple[int | None, int | None]]:
    """By the number of the task the office that was chosen and another one that the page showed, None for none."""
    changed = {}
    for name in request.POST:
        if found := re.fullmatch(r"office-(\d{1,9})", name):
            chosen = _office(request.POST[name])
            seen = _office(request.POST.get(f"seen-{found[1]}"))
            if chosen != seen:
                changed[int(found[1])] = (chosen, seen)
    return changed


@require_POST
def plan_assign(request, programme: Programme, number: int):
    """分办 of one plan to an office of the unit."""
    task, by = task_or_404(request, programme, number), request.membership
    policies.may_assign(by, task)
    form = AssignForm(request.POST, offices=by.unit.offices.all())
    if form.is_valid():
        office, before = form.cleaned_data["office"], _office(request.POST.get("based_on_office"))
        with refused_by(request, form):
            assigning.assign(task=task, office=office, based_on_office=before, by=by, at=clock.now())
            now = f"已分办给{office.name}" if office else "已取消分办" if before else "仍未分办"
            messages.success(request, f"第{task.number}项{now}")
        if refusal_in(form):
            # Somebody else assigned it in between: nothing was written, the choice stays to be made once more.
            messages.error(request, refusal_in(form).words)
            return _detail(request, plan_or_404(request, programme, number), assign_form=form)
    else:
        messages.error(request, form.errors["office"][0])
    return redirect("plan-detail", programme=programme, number=number)


def _office(posted: str | None) -> int | None:
    """The key of an office, None for none; a request that does not say is refused as not found."""
    if posted is None or not re.fullmatch(r"\d{0,9}", posted):
        raise Http404("请求缺少承办处室")
    return int(posted or 0) or None


@require_GET
def filing_detail(request, programme: Programme, number: int, nth: int):
    """One filing as it was filed, whatever became of the plan."""
    filing, by = filing_or_404(request, programme, number, nth), request.membership
    sheet = shown_to(by, filing.sheet(), filing.plan, filing)
    page = filings_page.detail(filing, by=by, sheet=sheet)
    return render(request, "tasks/filing_detail.html", page)
