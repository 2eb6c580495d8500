"""核对 one plan: start, pin comments, return with a 重新报送时限, accept."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from tasks import policies
from tasks.actions import checking, comments, letters
from tasks.enums import WITH_THE_CHECKER, Action, PlanStatus
from tasks.forms.checking import CommentForm, ReturnForm, StampedForm, TakeBackForm
from tasks.models import Plan, Programme
from tasks.pages import check, next_in_queue
from tasks.pages.comments import NOTED, comments_of
from tasks.pages.sheet import places
from tasks.requests import (
    based_on,
    half_returned,
    own_office_or_404,
    plan_or_404,
    refusal_in,
    refused_by,
    remember_half_returned,
    status_of,
)
from tasks.rules import calendars
from zgc_tasks.common import clock
from zgc_tasks.common.refusal import Kind


def _plan_to_check(request, programme: Programme, number: int) -> Plan:
    plan = plan_or_404(request, programme, number)
    policies.may_check(request.membership, plan)
    return plan


def _checked(plan: Plan) -> str:
    """By this name what is typed of a return is kept: of another filing it says something else."""
    return f"filing {plan.filing_id}"


def _page(
    request, plan: Plan, *, comment_form=None, return_form=None, take_back_form=None, stamped_form=None
):
    context = check.page(
        plan,
        by=request.membership,
        now=clock.now(),
        place=request.POST.get("place", request.GET.get("place", "")),
        comment_begun=request.POST.get("text", ""),
        whole="whole" in request.GET,
        return_opened="return" in request.GET,
        half_returned=half_returned(request, _checked(plan), clock.today()),
        comment_form=comment_form,
        return_form=return_form,
        take_back_form=take_back_form,
        stamped_form=stamped_form,
    )
    status = status_of(comment_form, return_form, take_back_form, stamped_form)
    context["overtaken"] = _is_overtaken(plan, comment_form, return_form, take_back_form)
    return render(request, "tasks/check.html", context, status=status)


def _is_overtaken(plan: Plan, comment_form, return_form, take_back_form) -> bool:
    """Whether it has left the status in which what was typed can be sent at all."""
    is_for = (PlanStatus.ACCEPTED,) if take_back_form else WITH_THE_CHECKER
    refused = status_of(comment_form, return_form, take_back_form) == Kind.NOT_NOW.status
    return refused and plan.status not in is_for


@require_GET
def check_plan(request, programme: Programme, number: int):
    """What was filed last as paper, what it changes in the one before, comments of this filing and before."""
    return _page(request, _plan_to_check(request, programme, number))


@require_POST
def check_start(request, programme: Programme, number: int):
    plan = _plan_to_check(request, programme, number)
    return _move(request, plan, checking.start_check, "已开始核对，牵头单位不能再撤回")


def _move(request, plan: Plan, action, done: str, **extra):
    """Take one of the transitions, based on the version the page showed."""
    version = extra.pop("based_on", None) or based_on(request)
    action(plan_id=plan.pk, based_on=version, by=request.membership, at=clock.now(), **extra)
    messages.success(request, done)
    return redirect("check-plan", programme=plan.task.programme.slug, number=plan.task.number)


@require_POST
def comment_add(request, programme: Programme, number: int):
    """Pin a comment; the lead sees it when the plan is returned."""
    plan = _plan_to_check(request, programme, number)
    form = CommentForm(request.POST, places=places((plan.filing or plan.in_force).sheet()))
    with refused_by(request, form):
        policies.may_comment(request.membership, plan)
        if form.is_valid():
            field, step = form.pinned_to()
            comments.on_plan(
                plan_id=plan.pk,
                field=field,
                step=step,
                text=form.cleaned_data["text"],
                by=request.membership,
                at=clock.now(),
            )
            messages.success(request, NOTED)
            remember_half_returned(request, _checked(plan), clock.today())
            return redirect("check-plan", programme=programme, number=number)
    return _page(request, _plan_to_check(request, programme, number), comment_form=form)


@require_POST
def comment_remove(request, programme: Programme, number: int, pk: int):
    """Take back one's own comment before it is sent."""
    plan = _plan_to_check(request, programme, number)
    comment = get_object_or_404(
        comments_of(plan).select_related("filing__plan__task__programme", "by"), pk=pk
    )
    comments.remove(comment=comment, by=request.membership)
    messages.success(request, "意见已删除")
    return redirect("check-plan", programme=programme, number=number)


@require_POST
def check_office(request, programme: Programme, number: int):
    """Whether the office that the plan names is one's own."""
    plan = _plan_to_check(request, programme, number)
    office = own_office_or_404(request)
    is_meant = request.POST.get("is_meant") == "yes"
    checking.answer_office(
        plan_id=plan.pk, office=office, is_meant=is_meant, by=request.membership, at=clock.now()
    )
    messages.success(request, f"已记下：责任处室{'就是' if is_meant else '不是'}{office}")
    return redirect("check-plan", programme=programme, number=number)


@require_POST
def plan_return(request, programme: Programme, number: int):
    """退回修改 with the comments of this filing."""
    plan = _plan_to_check(request, programme, number)
    today = clock.today()
    form = ReturnForm(request.POST, years=programme.known_years(today), today=today)
    with refused_by(request, form):
        policies.check(request.membership, Action.RETURN, plan, today=today)
        if form.is_valid():
            data = form.cleaned_data
            done = f"已退回{plan.task.lead}修改，重新报送时限为{calendars.day_in_words(data['refile_by'])}"
            return _move(request, plan, checking.return_plan, done, **data)
    plan = _plan_to_check(request, programme, number)
    if refusal_in(form):
        form.rest_on(plan.version)
    return _page(request, plan, return_form=form)


@require_POST
def plan_accept(request, programme: Programme, number: int):
    """核对无误; on to the next that waits."""
    plan = _plan_to_check(request, programme, number)
    done = _move(request, plan, checking.accept, f"第{number}项实施方案已核收")
    after = next_in_queue.to_check(plan, request.membership).address
    return redirect(after) if after else done


@require_POST
def plan_undo_accept(request, programme: Programme, number: int):
    """撤销 of a 核对无误 pressed a moment ago."""
    plan = _plan_to_check(request, programme, number)
    return _move(request, plan, checking.undo_accept, f"第{number}项的核收已撤销，仍在核对中")


@require_POST
def plan_take_back(request, programme: Programme, number: int):
    """撤回核收 with the reason."""
    plan = _plan_to_check(request, programme, number)
    form = TakeBackForm(request.POST)
    with refused_by(request, form):
        policies.check(request.membership, Action.TAKE_BACK, plan, today=clock.today())
        if form.is_valid():
            return _move(request, plan, checking.take_back, "已撤回核收，请重新核对", **form.cleaned_data)
    plan = _plan_to_check(request, programme, number)
    if refusal_in(form):
        form.rest_on(plan.version)
    return _page(request, plan, take_back_form=form)


@require_POST
def filing_stamped(request, programme: Programme, number: int, nth: int):
    """盖章件 received."""
    plan = plan_or_404(request, programme, number)
    filing = get_object_or_404(plan.filings.select_related("letter"), nth=nth)
    filing.plan = plan
    policies.may_receive_stamped(request.membership, filing)
    now = clock.now()
    years = programme.known_years(now.date())
    form = StampedForm(request.POST, years=years, today=now.date(), filing=filing)
    if form.is_valid():
        with refused_by(request, form):
            letters.receive_stamped(filing_id=filing.pk, **form.cleaned_data, by=request.membership, at=now)
            messages.success(request, f"{filing.number}盖章件已登记收到")
            return redirect("check-plan", programme=programme, number=number)
    return _page(request, _plan_to_check(request, programme, number), stamped_form=form)
