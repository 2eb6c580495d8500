"""代录: entering a plan from a letter in the same form the lead unit has, and what a letter or a call says of a task in a
round; nothing is stored before it is filed.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from tasks import policies
from tasks.actions import filing, progress_filing
from tasks.actions.locking import StaleWrite
from tasks.crosschecked import paper_findings
from tasks.enums import Action
from tasks.forms.plan import posted
from tasks.forms.plan_cleaning import Cleaned, clean
from tasks.forms.plan_operations import operate
from tasks.models import Arrival, Plan, Programme, ProgressArrival
from tasks.pages import next_in_queue
from tasks.pages import plan_enter as page
from tasks.pages import progress_enter as progress_page
from tasks.requests import (
    arrival_to_enter,
    based_on,
    deleted_step,
    focused,
    plan_of,
    progress_arrival_or_404,
    refused_by,
    remember_deleted,
    status_of,
)
from tasks.rules.sheet import Place, Sheet
from zgc_tasks.common import clock
from zgc_tasks.common.refusal import Kind, Refusal

# The buttons that show what the cross-checks notice, and that file; every other one works on the rows.
LOOK, FILE = "look", "enter"


@require_http_methods(["GET", "POST"])
def plan_enter(request, programme: Programme, letter: int, number: int):
    """The form beside the letter; what the cross-checks notice is shown once and never stands in the way."""
    arrival = arrival_to_enter(request, programme, letter, number)
    plan = plan_of(arrival.task)
    closed = _closed(request, arrival, plan)
    if request.method == "GET":
        return _page(request, arrival, plan, Cleaned(Sheet()))
    op, pasted_text = request.POST.get("op", ""), request.POST.get("paste", "")
    if op == FILE and pasted_text.strip():
        op = LOOK  # the steps found in it are looked at before they are filed
    deleted = deleted_step(request, arrival.task)
    operated = operate(op, posted(request.POST), pasted_text=pasted_text, deleted=deleted)
    remember_deleted(request, arrival.task, operated)
    typed = operated.sheet.trimmed() if op == FILE else operated.sheet
    cleaned = clean(typed, arrival.task, unread=operated.unread)
    if closed:
        return _page_of_closed(request, arrival, plan, cleaned, closed)
    if not cleaned.is_valid:
        return _page(request, arrival, plan, cleaned, status=422)
    warnings = paper_findings(arrival.task, cleaned.sheet.trimmed()) if op in (LOOK, FILE) else []
    shown = request.POST.getlist("warning_shown")
    if op != FILE or any(warning.message not in shown for warning in warnings):
        looked = op == LOOK
        drawn = _page(request, arrival, plan, cleaned, warnings=warnings, looked=looked, operated=operated)
        return focused(drawn, Place("warnings") if warnings or looked else operated.focus)
    return _enter(request, arrival, cleaned, warnings)


def _closed(request, arrival: Arrival, plan: Plan | None) -> Refusal | None:
    """Why the plan's status alone keeps it from being entered: what was typed is then not to be lost.

    Everybody else who may not enter it is refused, and so is a page that nobody has typed into yet.
    """
    by, plan = request.membership, plan or Plan(task=arrival.task)
    refusal = policies.refusal_of(policies.check, by, Action.ENTER, plan, today=clock.today())
    refusal = refusal or policies.refusal_of(policies.may_enter_from, arrival, plan)
    if refusal is None:
        return None
    if request.method == "GET" or refusal.kind is not Kind.NOT_NOW:
        raise refusal
    policies.may_receive(by, arrival.task.programme)
    return refusal


def _page_of_closed(request, arrival: Arrival, plan: Plan | None, cleaned: Cleaned, closed: Refusal):
    request.refusal = closed.words
    return _page(request, arrival, plan, cleaned, filed_meanwhile=True, status=409)


def _enter(request, arrival: Arrival, cleaned: Cleaned, warnings):
    letter, task = arrival.letter, arrival.task
    try:
        filed = filing.enter_on_behalf(
            task=task,
            letter=letter,
            based_on=based_on(request),
            sheet=cleaned.sheet,
            by=request.membership,
            at=clock.now(),
        )
    except StaleWrite as stale:
        return _page_of_latest(request, arrival, cleaned, warnings, stale)
    messages.success(request, f"已据{letter}代录并报送，报送编号{filed.number}，请由其他核对人复核")
    after = next_in_queue.to_enter(arrival).address
    after = after or reverse("check-plan", args=[task.programme.slug, task.number])
    return _led_on(request, after)


def _led_on(request, address: str):
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _page_of_latest(request, arrival: Arrival, cleaned: Cleaned, warnings, stale: StaleWrite):
    """The same page, based on what was saved or filed meanwhile."""
    arrival = arrival_to_enter(request, arrival.task.programme, arrival.letter_id, arrival.task.number)
    plan = plan_of(arrival.task)
    if closed := _closed(request, arrival, plan):
        return _page_of_closed(request, arrival, plan, cleaned, closed)
    request.refusal = stale.words
    messages.error(request, "方案刚刚有变动，尚未代录，您填写的内容仍在本页；请核对来文后再次代录")
    return _page(request, arrival, plan, cleaned, warnings=warnings, status=409)


def _page(request, arrival: Arrival, plan: Plan | None, cleaned: Cleaned, *, status: int = 200, **shown):
    context = page.page(arrival, plan, cleaned, by=request.membership, **shown)
    return render(request, "tasks/plan_enter.html", context, status=status)


@require_http_methods(["GET", "POST"])
def progress_enter(request, programme: Programme, pk: int, round: int, number: int):
    """The form beside the letter; what would be said of it to its lead is shown once and never stands in the way."""
    arrival, today = progress_arrival_or_404(request, programme, pk, round, number), clock.today()
    policies.may_enter_progress_from(request.membership, arrival)
    progress = progress_page.progress_of(arrival)
    if request.method == "GET":  # afterwards the action asks, and what was typed stays in the form
        policies.may_refile_from(arrival.letter, progress)
    form = progress_page.form_of(progress, request.POST or None, today=today)
    warnings = progress_page.noticed(progress, form, today=today) if form.is_valid() else []
    shown = request.POST.getlist("warning_shown")
    seen = request.POST.get("op") == FILE and all(warning.message in shown for warning in warnings)
    if form.is_valid() and seen:
        with refused_by(request, form):
            return _enter_progress(request, arrival, form)
        progress = progress_page.progress_of(arrival)  # as it is now
        form.rest_on(progress.version)
    looked = form.is_valid() and request.POST.get("op") == LOOK
    context = progress_page.page(arrival, progress, form, warnings=warnings, looked=looked)
    drawn = render(request, "tasks/progress_enter.html", context, status=status_of(form))
    return focused(drawn, Place("warnings"))


def _enter_progress(request, arrival: ProgressArrival, form):
    entry = progress_filing.enter_on_behalf(
        task=arrival.task,
        round=arrival.round,
        letter=arrival.letter,
        based_on=form.cleaned_data["based_on"],
        said=form.said(),
        by=request.membership,
        at=clock.now(),
    )
    messages.success(request, f"已据{arrival.letter}代录，报送编号{entry.number}，请由其他核对人复核")
    return _led_on(request, progress_page.address_afterwards(arrival))
