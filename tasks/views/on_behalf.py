"""代录: entering a plan from a letter in the same form the lead unit has; nothing is stored before it is filed."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from tasks import policies
from tasks.actions import filing
from tasks.actions.locking import StaleWrite
from tasks.enums import Action
from tasks.forms.plan import PlanForm
from tasks.forms.plan_cleaning import Cleaned, clean
from tasks.forms.plan_operations import operate
from tasks.forms.plan_values import PlanValues
from tasks.models import IncomingLetter, Plan, Task
from tasks.pages import plan_page
from tasks.requests import based_on, programme_or_404, task_or_404
from tasks.rules import periods
from zgc_tasks.common import clock
from zgc_tasks.common.refusal import Kind

# The buttons that show what the cross-checks notice, and that file; every other one works on the rows.
LOOK, FILE = "look", "enter"


@require_http_methods(["GET", "POST"])
def plan_enter(request, programme: str, letter: int, number: int):
    """The form beside the letter; what the cross-checks notice is shown once and never stands in the way."""
    letter, task, plan = _letter_task_and_plan(request, programme, letter, number)
    closed, version = _is_closed(request, task, plan), plan.version if plan else 0
    if request.method == "GET":
        values = PlanValues.of(None)
        return _page(request, letter, task, values, Cleaned(form=PlanForm(values)), version)
    op, pasted_text = request.POST.get("op", ""), request.POST.get("paste", "")
    if op == FILE and pasted_text.strip():
        op = LOOK  # the steps found in it are looked at before they are filed
    values = operate(op, PlanValues.posted(request.POST), pasted_text=pasted_text).values
    if op == FILE:
        values = values.trimmed()
    cleaned = clean(values, task)
    if closed:
        return _page(request, letter, task, values, cleaned, version, filed_meanwhile=plan, status=409)
    if not cleaned.is_valid:
        return _page(request, letter, task, values, cleaned, version, status=422)
    warnings = filing.paper_findings(task, cleaned.data) if op in (LOOK, FILE) else []
    shown = request.POST.getlist("warning_shown")
    if op != FILE or any(warning.message not in shown for warning in warnings):
        return _page(request, letter, task, values, cleaned, version, warnings=warnings)
    return _enter(request, letter, task, values, cleaned, warnings)


def _letter_task_and_plan(request, programme: str, pk: int, number: int):
    """A letter, one of the tasks it carries, and the plan of that one, if there is any."""
    found, by = programme_or_404(request, programme), request.membership
    letters = IncomingLetter.objects.visible_to(by).select_related("unit", "scan")
    letter = get_object_or_404(letters, pk=pk, programme=found)
    task = task_or_404(request, programme, number)
    if not letter.tasks.filter(pk=task.pk).exists():
        raise Http404("该来文未附本项实施方案")
    return letter, task, _plan_of(task)


def _plan_of(task: Task) -> Plan | None:
    plan = Plan.objects.select_related("filing").filter(task=task).first()
    if plan is not None:
        plan.task = task
    return plan


def _is_closed(request, task: Task, plan: Plan | None) -> bool:
    """Whether the plan's status alone keeps it from being entered: what was typed is then not to be lost.

    Everybody else who may not enter it is refused, and so is a page that nobody has typed into yet.
    """
    by, plan = request.membership, plan or Plan(task=task)
    refusal = policies.refusal_of(policies.check, by, Action.ENTER, plan, today=clock.today())
    if refusal is None:
        return False
    if request.method == "GET" or refusal.kind is not Kind.NOT_NOW:
        raise refusal
    policies.may_receive(by, task.programme)
    return True


def _enter(request, letter, task, values, cleaned, warnings):
    try:
        filed = filing.enter_on_behalf(
            task=task,
            letter=letter,
            based_on=based_on(request),
            data=cleaned.data,
            by=request.membership,
            at=clock.now(),
        )
    except StaleWrite:
        return _page_of_latest(request, letter, task, values, cleaned, warnings)
    messages.success(request, f"已据{letter}代录并报送，报送编号{filed.number}，请由其他核对人复核")
    return redirect("check-plan", programme=task.programme.slug, number=task.number)


def _page_of_latest(request, letter, task, values, cleaned, warnings):
    """The same page, based on what was saved or filed meanwhile."""
    plan = _plan_of(task)
    version = plan.version if plan else 0
    if _is_closed(request, task, plan):
        return _page(request, letter, task, values, cleaned, version, filed_meanwhile=plan, status=409)
    messages.error(request, "方案刚刚有变动，尚未代录，您填写的内容仍在本页；请核对来文后再次代录")
    return _page(request, letter, task, values, cleaned, version, warnings=warnings, status=409)


def _page(request, letter, task, values, cleaned, version, *, warnings=(), filed_meanwhile=None, status=200):
    """The parts of the plan form, without what the unit's other plans would offer: those are not ours to see.

    `filed_meanwhile` is the plan where another filing came first, so that it cannot be entered any more.
    """
    context = plan_page.context(task, None, values, cleaned, by=request.membership, version=version)
    context |= {
        "start_reading": _of_paper(context["start_reading"]),
        "finish_reading": _of_paper(context["finish_reading"]),
        "steps": [replace(step, reading=_of_paper(step.reading)) for step in context["steps"]],
        "letter": letter,
        "warnings": warnings,
        "filed_meanwhile": filed_meanwhile,
        "offers": plan_page.offers(task, []),
    }
    return render(request, "tasks/plan_enter.html", context, status=status)


# Whoever records a paper is not asked to write what it does not say.
_LACKING = {
    periods.YEAR_MISSING: "缺少年份，来文未写的照录",
    periods.MONTH_MISSING: "缺少月份，来文未写的照录",
}


def _of_paper(reading: plan_page.Reading) -> plan_page.Reading:
    return replace(reading, words=_LACKING.get(reading.words, reading.words))
