"""核对 one plan: start, pin comments, return with a 重新报送时限, accept."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from tasks import policies
from tasks.actions import checking
from tasks.enums import Action
from tasks.forms.checking import CommentForm, ReturnForm, StampedForm
from tasks.models import Comment, Plan
from tasks.pages.checked_sheet import checked_sheet, places
from tasks.pages.history import events_of
from tasks.requests import based_on, plan_or_404, refused_by, status_of
from tasks.rules import dates, deadlines, differences
from zgc_tasks.common import clock
from zgc_tasks.common.refusal import Kind


def _plan_to_check(request, programme: str, number: int) -> Plan:
    plan = plan_or_404(request, programme, number)
    policies.may_check(request.membership, plan)
    plan.filing.plan = plan
    return plan


def _previous(plan: Plan, filings):
    """The filing before the one in force; what was withdrawn was not filed."""
    earlier = [each for each in filings if each.nth < plan.filing.nth and not each.withdrawn_at]
    return earlier[-1] if earlier else None


def _page(request, plan: Plan, *, comment_form=None, return_form=None):
    by, today, filing = request.membership, clock.today(), plan.filing
    filings = list(plan.filings.select_related("letter__unit", "letter__scan", "stamped_scan"))
    content, previous = filing.frozen_content(), _previous(plan, filings)
    comparison = differences.compare(previous.frozen_content(), content) if previous else None
    comments = list(
        Comment.objects.filter(filing__plan=plan)
        .select_related("filing", "by__user", "answered_by__user")
        .order_by("-filing__nth", "pk")
    )
    waiting = [comment for comment in comments if comment.sent_at is None]
    refusal = policies.refusal_of(policies.check, by, Action.ACCEPT, plan, today=today)
    context = {
        "programme": plan.task.programme,
        "task": plan.task,
        "plan": plan,
        "filing": filing,
        "sheet": checked_sheet(content, comparison, waiting),
        "previous": previous,
        "changed": bool(comparison),
        "waiting": waiting,
        "earlier": [comment for comment in comments if comment.sent_at],
        "comment_form": comment_form
        or CommentForm(places=places(content), initial={"place": request.GET.get("place", "")}),
        "return_form": return_form or _offered_return(plan, today),
        "return_opened": return_form is not None or "return" in request.GET,
        "may_start": policies.allowed(policies.check, by, Action.START_CHECK, plan, today=today),
        "may_comment": policies.allowed(policies.may_comment, by, plan),
        "may_return": policies.allowed(policies.check, by, Action.RETURN, plan, today=today),
        "may_accept": refusal is None,
        "accept_refusal": refusal.words if refusal and refusal.kind is Kind.NOT_ALLOWED else "",
        "may_verify": policies.allowed(policies.may_verify, by, filing),
        "may_receive": policies.allowed(policies.may_receive, by, plan.task.programme),
        "stamped_form": StampedForm(today=today, initial={"received_on": today}),
        "filings": filings,
        "consultations": plan.consultations.with_settling().select_related("unit"),
        "events": events_of(plan.pk),
    }
    return render(request, "tasks/check.html", context, status=status_of(comment_form, return_form))


def _offered_return(plan: Plan, today) -> ReturnForm:
    refile_by = deadlines.default_refile_by(today)
    return ReturnForm(today=today, initial={"based_on": plan.version, "refile_by": refile_by})


@require_GET
def check_plan(request, programme: str, number: int):
    """The filing in force as paper, what changed since the one before, comments of this filing and before."""
    return _page(request, _plan_to_check(request, programme, number))


@require_POST
def check_start(request, programme: str, number: int):
    plan = _plan_to_check(request, programme, number)
    return _move(request, plan, checking.start_check, "已开始核对，牵头单位不能再撤回")


def _move(request, plan: Plan, action, done: str, **extra):
    """Take one of the transitions, based on the version the page showed."""
    version = extra.pop("based_on", None) or based_on(request)
    action(plan_id=plan.pk, based_on=version, by=request.membership, at=clock.now(), **extra)
    messages.success(request, done)
    return redirect("check-plan", programme=plan.task.programme.slug, number=plan.task.number)


@require_POST
def comment_add(request, programme: str, number: int):
    """Pin a comment; the lead sees it when the plan is returned."""
    plan = _plan_to_check(request, programme, number)
    policies.may_comment(request.membership, plan)
    form = CommentForm(request.POST, places=places(plan.filing.frozen_content()))
    if form.is_valid():
        field, step = form.pinned_to()
        with refused_by(request, form):
            checking.comment(
                plan_id=plan.pk,
                field=field,
                step=step,
                text=form.cleaned_data["text"],
                by=request.membership,
                at=clock.now(),
            )
            messages.success(request, "意见已记下，退回修改时一并发给牵头单位")
            return redirect("check-plan", programme=programme, number=number)
        plan = _plan_to_check(request, programme, number)
    return _page(request, plan, comment_form=form)


@require_POST
def comment_remove(request, programme: str, number: int, pk: int):
    """Take back one's own comment before it is sent."""
    plan = _plan_to_check(request, programme, number)
    comments = Comment.objects.filter(filing__plan=plan).select_related("filing__plan__task__programme", "by")
    comment = get_object_or_404(comments, pk=pk)
    checking.remove_comment(comment=comment, by=request.membership)
    messages.success(request, "意见已删除")
    return redirect("check-plan", programme=programme, number=number)


@require_POST
def plan_return(request, programme: str, number: int):
    """退回修改 with the comments of this filing."""
    plan = _plan_to_check(request, programme, number)
    policies.check(request.membership, Action.RETURN, plan, today=clock.today())
    form = ReturnForm(request.POST, today=clock.today())
    if form.is_valid():
        data = form.cleaned_data
        done = f"已退回{plan.task.lead}修改，重新报送时限为{dates.in_words(data['refile_by'])}"
        with refused_by(request, form):
            return _move(request, plan, checking.return_plan, done, **data)
        plan = _plan_to_check(request, programme, number)
        form.rest_on(plan.version)
    return _page(request, plan, return_form=form)


@require_POST
def plan_accept(request, programme: str, number: int):
    """核对无误."""
    plan = _plan_to_check(request, programme, number)
    return _move(request, plan, checking.accept, f"第{number}项实施方案已核收")
