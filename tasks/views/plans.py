"""A plan as it is read: the 表样, its filings and history; the unit's list of plans; 分办."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tasks import policies
from tasks.actions import assigning, checking
from tasks.enums import WITH_THE_CHECKER, Action, PlanStatus
from tasks.forms.filing import AssignForm, CommentAnswerForm
from tasks.models import Comment, Consultation, Filing, Plan, Programme, Task
from tasks.pages.history import events_of
from tasks.requests import (
    content_for,
    plan_or_404,
    programme_or_404,
    refusal_in,
    refused_by,
    status_of,
    task_or_404,
)
from units.decorators import hidden_from_all_but
from units.roles import UNIT_ROLES, Role
from zgc_tasks.common import clock

Answers = dict[Comment, CommentAnswerForm]


@require_GET
def plan_detail(request, programme: str, number: int):
    """What is in force: the filing for everybody, the working copy for the lead's people where it is open."""
    return _detail(request, plan_or_404(request, programme, number))


def _detail(
    request,
    plan: Plan,
    *,
    answers: Answers | None = None,
    assign_form: AssignForm | None = None,
):
    by, today = request.membership, clock.today()
    own = plan.task.lead_id == by.unit_id and by.role in UNIT_ROLES
    shows_working_copy = own and plan.status in (PlanStatus.DRAFT, PlanStatus.RETURNED)
    context = {
        "programme": plan.task.programme,
        "task": plan.task,
        "plan": plan,
        "own": own,
        "shows_working_copy": shows_working_copy,
        "with_checker": plan.status if plan.status in WITH_THE_CHECKER else "",
        "content": plan.content()
        if shows_working_copy
        else content_for(request, plan.filing.frozen_content(), plan),
        "filings": Filing.objects.visible_to(by)
        .filter(plan=plan)
        .select_related("by__user", "by__unit", "letter", "stamped_scan"),
        "events": events_of(plan.pk),
        "comments": _comments_to_show(plan, answers or {}) if own else [],
        "answer_errors": _errors_of(answers or {}),
        "consultations": Consultation.objects.visible_to(by)
        .filter(plan=plan)
        .with_settling()
        .select_related("unit"),
        "may_write": policies.allowed(policies.may_write, by, plan.task, plan),
        "may_file": policies.allowed(policies.check, by, Action.FILE, plan, today=today),
        "may_withdraw": policies.allowed(policies.check, by, Action.WITHDRAW, plan, today=today),
        "may_correct": policies.allowed(policies.check, by, Action.CORRECT, plan, today=today),
        "may_consult": policies.allowed(policies.may_consult, by, plan.task, plan),
        "assign_form": assign_form or _assign_form(by, plan),
    }
    status = status_of(assign_form, *(answers or {}).values())
    return render(request, "tasks/plan_detail.html", context, status=status)


def _comments_to_show(plan: Plan, answers: Answers):
    """Comments already sent to the lead, newest filing first, each with its answer form while one is open."""
    comments = list(
        Comment.objects.filter(filing__plan=plan, sent_at__isnull=False)
        .select_related("filing", "by__user", "answered_by__user")
        .order_by("-filing__nth", "pk")
    )
    for comment in comments:
        still_open = plan.status == PlanStatus.RETURNED and comment.filing_id == plan.filing_id
        comment.form = answers.get(comment) or _answer_form(comment) if still_open else None
    return comments


def _answer_form(comment: Comment, posted=None) -> CommentAnswerForm:
    initial = {"answer": comment.answer, "answer_text": comment.answer_text}
    return CommentAnswerForm(posted, prefix=f"c{comment.pk}", initial=initial)


def _errors_of(answers: Answers) -> list[dict[str, str]]:
    return [
        {
            "text": error,
            "href": f"#{field.id_for_label}" if field.name != "answer" else f"#comment-{comment.pk}",
        }
        for comment, form in answers.items()
        for field in form
        for error in field.errors
    ]


@require_POST
def comment_answer(request, programme: str, number: int, pk: int):
    """The lead's answer to a comment: 采纳, 部分采纳, or 未采纳 with the reason; and to the others of the page.

    All comments stand in one form, so that an answer that was typed beside is saved too, or none of them is.
    """
    plan = plan_or_404(request, programme, number)
    comments = Comment.objects.filter(filing__plan=plan, sent_at__isnull=False)
    comment = get_object_or_404(comments.select_related("filing__plan__task"), pk=pk)
    policies.may_answer_comment(request.membership, comment)
    answers = _answers_typed(request, comment)
    if all(form.is_valid() for form in answers.values()):
        with transaction.atomic():
            for each, form in answers.items():
                checking.answer_comment(
                    comment=each,
                    answer=form.cleaned_data["answer"],
                    text=form.cleaned_data["answer_text"],
                    by=request.membership,
                    at=clock.now(),
                )
        messages.success(request, f"{len(answers)}条答复已保存" if len(answers) > 1 else "答复已保存")
        return redirect(f"{plan.get_absolute_url()}#comment-{pk}")
    return _detail(request, plan, answers=answers)


def _answers_typed(request, chosen: Comment) -> Answers:
    """The answer whose button was pressed, and those to other comments of the filing that differ from what is saved."""
    of_filing = Comment.objects.filter(filing=chosen.filing, sent_at__isnull=False).order_by("pk")
    typed = {}
    for comment in of_filing.select_related("filing__plan__task"):
        form = _answer_form(comment, request.POST)
        posted = form.add_prefix("answer_text") in request.POST
        if comment == chosen or (posted and form.has_changed()):
            typed[comment] = form
    return typed


def _assign_form(by, plan: Plan) -> AssignForm | None:
    """None where there is nothing to choose: whoever may not, and a unit without offices."""
    offices = by.unit.offices.all() if policies.allowed(policies.may_assign, by, plan.task, plan) else ()
    return AssignForm(offices=offices, initial={"office": plan.office_id}) if offices else None


@require_GET
@hidden_from_all_but(*UNIT_ROLES)
def plan_list(request, programme: str):
    """All plans of one's own unit, those to be written included, and those it takes part in."""
    return _list(request, programme_or_404(request, programme))


def _list(request, found: Programme, *, unsaved: dict[int, int | None] | None = None, status: int = 200):
    """`unsaved`: by the number of a task the office that was chosen for it and not saved."""
    by = request.membership
    tasks = Task.objects.visible_to(by).filter(programme=found).with_register()
    led = list(tasks.led_by(by.unit).select_related("plan__office", "plan__filing"))
    joined = list(tasks.joined_by(by.unit))
    seen = {
        plan.task_id: plan
        for plan in Plan.objects.visible_to(by).filter(task__in=[task.pk for task in joined])
    }
    for task in joined:
        task.seen_plan = seen.get(task.pk)
    for task in led:
        plan = getattr(task, "plan", None)
        task.may_assign = policies.allowed(policies.may_assign, by, task, plan)
        task.office_id = plan and plan.office_id
        task.chosen_office_id = (unsaved or {}).get(task.number, task.office_id)
    offices = by.unit.offices.all() if by.role == Role.LIAISON else []
    context = {"programme": found, "led": led, "joined": joined, "offices": offices}
    return render(request, "tasks/plan_list.html", context, status=status)


@require_POST
def plan_assign(request, programme: str, number: int):
    """分办 one plan to an office of the unit; back to the list where `from` says that it was done there."""
    task, by = task_or_404(request, programme, number), request.membership
    policies.may_assign(by, task, Plan.objects.filter(task=task).select_related("filing").first())
    form = AssignForm(request.POST, offices=by.unit.offices.all())
    if form.is_valid():
        office, before = form.cleaned_data["office"], _assigned_before(request)
        with refused_by(request, form):
            assigning.assign(task=task, office=office, based_on_office=before, by=by, at=clock.now())
            now = f"已分办给{office.name}" if office else "已取消分办" if before else "仍未分办"
            messages.success(request, f"第{task.number}项{now}")
        if refusal_in(form):
            return _not_assigned(request, task, form)
    else:
        messages.error(request, form.errors["office"][0])
    if request.POST.get("from") == "list":
        return redirect(f"{reverse('plan-list', args=[programme])}#task-{number}")
    return redirect("plan-detail", programme=programme, number=number)


def _assigned_before(request) -> int | None:
    """The office the page showed, None for none; a request that does not say is refused as not found."""
    try:
        return int(request.POST["based_on_office"] or 0) or None
    except (KeyError, ValueError):
        raise Http404("请求缺少原承办处室") from None


def _not_assigned(request, task: Task, form: AssignForm):
    """Somebody else assigned it in between: nothing was written, the choice stays to be made once more."""
    messages.error(request, refusal_in(form).words)
    if request.POST.get("from") == "list":
        chosen = form.cleaned_data["office"]
        unsaved = {task.number: chosen and chosen.pk}
        return _list(request, task.programme, unsaved=unsaved, status=status_of(form))
    return _detail(request, plan_or_404(request, task.programme.slug, task.number), assign_form=form)


@require_GET
def filing_detail(request, programme: str, number: int, nth: int):
    """One filing as it was filed, whatever became of the plan."""
    plan = plan_or_404(request, programme, number)
    filing = _filing_or_404(request, plan, nth)
    context = {
        "programme": plan.task.programme,
        "task": plan.task,
        "plan": plan,
        "filing": filing,
        "content": content_for(request, filing.frozen_content(), plan),
    }
    return render(request, "tasks/filing_detail.html", context)


def _filing_or_404(request, plan: Plan, nth: int) -> Filing:
    filings = Filing.objects.visible_to(request.membership).select_related("by__user", "by__unit", "letter")
    return get_object_or_404(filings, plan=plan, nth=nth)
