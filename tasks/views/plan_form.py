"""填写实施方案: the form, saving it by hand and by itself, copying, and choosing between two texts."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from tasks import policies
from tasks.actions import drafts
from tasks.actions.locking import StaleWrite
from tasks.enums import Action
from tasks.forms import plan_conflict, plan_copying
from tasks.forms.plan import PlanForm
from tasks.forms.plan_cleaning import Cleaned, clean
from tasks.forms.plan_operations import LEAVING, Operated, operate
from tasks.forms.plan_values import PlanValues, StepValues
from tasks.models import Plan, Task
from tasks.models.plan import MAX_STEPS
from tasks.pages import plan_page
from tasks.requests import based_on, task_or_404
from units.models import Unit
from units.prepared import PreparedFor
from zgc_tasks.common import clock

_LEAVES_TO = {"print": "plan-edit", "consult": "consultation-list", "review": "plan-review"}


def _writable(request, programme: str, number: int) -> tuple[Task, Plan | None]:
    """The task and its plan as seen by who may write it; others get 404, or 403 for what they can see."""
    task = task_or_404(request, programme, number)
    by = request.membership
    plans = Plan.objects.visible_to(by).select_related("filing", "updated_by__user", "office")
    plan = plans.prefetch_related("steps", "participants__unit").filter(task=task).first()
    if plan is not None:
        plan.task = task
    if plan is None and task.lead_id != by.unit_id:
        raise Http404
    policies.may_write(by, task, plan)
    return task, plan


_TASK = PreparedFor(
    lambda by, programme, number: (
        Task.objects.visible_to(by)
        .filter(programme__code=programme, number=number)
        .select_related("programme")
    )
)


def _task_to_save(request, programme: str, number: int) -> Task:
    """The task alone, for a save, which checks the rest itself; who is not of the lead is sent away as above."""
    task = _TASK.first(request.membership, programme=programme.upper(), number=number)
    if task is None:
        raise Http404
    if task.lead_id != request.membership.unit_id:
        _writable(request, programme, number)
    return task


@require_GET
def plan_edit(request, programme: str, number: int):
    """The form. `steps` and `participants` ask for that many rows, the last of them blank."""
    task, plan = _writable(request, programme, number)
    values = PlanValues.of(plan).with_rows(
        steps=_rows(request, "steps"), participants=_rows(request, "participants")
    )
    context = _form(request, task, plan, values, Cleaned(form=PlanForm(values)))
    context |= {"pasted": _pasted(request), "print_ready": "print" in request.GET}
    return render(request, "tasks/plan_form.html", context)


def _form(
    request,
    task: Task,
    plan: Plan | None,
    values: PlanValues,
    cleaned: Cleaned,
    *,
    version: int | None = None,
) -> dict:
    """What the form reads; `version` where what was typed rests on an older one. 核对并报送 also corrects."""
    by, today = request.membership, clock.today()
    if version is None:
        version = plan.version if plan else 0
    may = (
        policies.allowed(policies.check, by, action, plan or Plan(task=task), today=today)
        for action in (Action.FILE, Action.CORRECT)
    )
    context = plan_page.context(task, plan, values, cleaned, by=by, version=version)
    return context | {"may_file": any(may)}


def _rows(request, name: str) -> int:
    wanted = request.GET.get(name, "")
    return min(int(wanted), MAX_STEPS) if wanted.isdecimal() and len(wanted) < 5 else 0


def _pasted(request) -> dict[str, str] | None:
    """The rows a paste has just added, for the note that offers to take them away again."""
    first, _, last = request.GET.get("pasted", "").partition("-")
    return {"first": first, "last": last} if first.isdecimal() and last.isdecimal() else None


@require_POST
def plan_save(request, programme: str, number: int):
    """Save what was typed after applying the button that was pressed (`op`)."""
    task = _task_to_save(request, programme, number)
    op = request.POST.get("op", "")
    # A save in the background leaves the box for pasting as it is, for whoever is still filling it.
    keeps_box = request.htmx and op in ("", "save", "autosave")
    pasted_text = "" if keeps_box else request.POST.get("paste", "")
    operated = operate(op, PlanValues.posted(request.POST), pasted_text=pasted_text)
    return _save(request, task, operated, op)


@require_POST
def plan_copy(request, programme: str, number: int):
    """Save what was typed together with what is copied from another of the unit's plans."""
    task, _ = _writable(request, programme, number)
    values = PlanValues.posted(request.POST)
    sources = Plan.objects.visible_to(request.membership).led_by(task.lead).exclude(task=task)
    form = plan_copying.CopyForm(
        {"source": request.POST.get("copy_source"), "what": request.POST.getlist("copy_what")},
        sources=sources.with_content(),
    )
    if not form.is_valid():
        cleaned = Cleaned(form=PlanForm(values), errors=form.errors_by_place())
        return _draw_again(request, task, values, cleaned)
    values = plan_copying.copied(values, form.cleaned_data["source"], form.cleaned_data["what"])
    return _save(request, task, Operated(values, focus="id_supervising_leader"), "copy")


@require_POST
def plan_resolve(request, programme: str, number: int):
    """Save the text made of the choices between one's own and the one saved meanwhile."""
    task, plan = _writable(request, programme, number)
    theirs, mine = PlanValues.of(plan), PlanValues.posted(request.POST)
    if plan is None or plan.version != based_on(request):
        return _stale(request, task, mine)
    found = plan_conflict.differences(theirs, mine, request.POST)
    if not all(each.chosen for each in found):
        return _choose(request, task, mine, found, tried=True)
    return _save(request, task, Operated(plan_conflict.merge(theirs, mine, found)), "resolve")


@require_GET
def plan_period(request, programme: str, number: int):
    """What is understood of one time: `text`, with the times before it (`before`) for a missing year."""
    task_or_404(request, programme, number)
    times, place = request.GET.getlist("before")[-50:], request.GET.get("place", "")
    text = request.GET.get("text", "")
    start, *dues = times or [""]
    understood = plan_page.Understood.of(
        PlanValues(
            lines={"start": text if place == "start" else start, "finish": text},
            steps=tuple(StepValues(due=due) for due in [*dues, text]),
        )
    )
    by_place = {"start": understood.start_reading(), "finish": understood.finish_reading()}
    reading = by_place.get(place) or plan_page.reading_of("", understood.dues[-1])
    return render(request, "tasks/_plan_form_read.html", {"reading": reading})


def _save(request, task: Task, operated: Operated, op: str) -> HttpResponse:
    cleaned = clean(operated.values, task)
    if not cleaned.is_valid:
        return _draw_again(request, task, operated.values, cleaned)
    try:
        plan = drafts.save_draft(
            task=task,
            based_on=based_on(request),
            data=cleaned.data,
            by=request.membership,
            at=clock.now(),
        )
    except StaleWrite:
        return _stale(request, task, operated.values)
    if request.htmx:
        return _saved_fragment(request, task, plan, operated, cleaned, op)
    return redirect(_next_page(task, operated, op))


def _next_page(task: Task, operated: Operated, op: str) -> str:
    """Where the browser goes after a save: on with the form, at the row that was worked on, or out of it."""
    url = reverse(_LEAVES_TO.get(op, "plan-edit"), args=[task.programme.slug, task.number])
    if op == "print":
        return f"{url}?print=1"
    if op in LEAVING:
        return url
    asked = {}
    saved = operated.values.trimmed()
    if len(operated.values.steps) > len(saved.steps):
        asked["steps"] = len(operated.values.steps)
    if op == "add-participant":
        asked["participants"] = len(saved.participants) + 1
    if operated.pasted:
        asked["pasted"] = "{}-{}".format(*operated.pasted)
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{url}{query}{'#' + operated.focus if operated.focus else ''}"


def _saved_fragment(request, task, plan, operated: Operated, cleaned: Cleaned, op: str) -> HttpResponse:
    """The answer to a save in the background: version, time, readings and 尚未填写; the rows if a button changed them."""
    understood = plan_page.Understood.of(operated.values)
    context = {
        "version": plan.version,
        "plan": plan,
        "automatic": op == "autosave",
        "readings": understood.readings(),
        "missing": plan_page.missing(operated.values, understood, task),
    }
    if op in ("", "autosave", "save", *LEAVING):
        return render(request, "tasks/_plan_form_saved.html", context)
    page = _form(request, task, plan, operated.values, cleaned)
    pasted = operated.pasted and {"first": operated.pasted[0], "last": operated.pasted[1]}
    response = render(request, "tasks/_plan_form_rows.html", page | context | {"pasted": pasted})
    return trigger_client_event(response, "plan-focus", {"place": operated.focus}, after="settle")


def _draw_again(request, task: Task, values: PlanValues, cleaned: Cleaned) -> HttpResponse:
    """The form as it was posted, with all that is wrong; in the background only the summary."""
    task, plan = _writable(request, task.programme.slug, task.number)
    if request.htmx:
        errors = {"form": None, "errors": cleaned.summary(), "title": "尚未保存，请更正以下内容"}
        return render(request, "tasks/_plan_form_refused.html", errors, status=422)
    context = _form(request, task, plan, values, cleaned, version=based_on(request))
    return render(request, "tasks/plan_form.html", context, status=422)


def _stale(request, task: Task, mine: PlanValues) -> HttpResponse:
    """Somebody else saved in between: nothing was written; the page of choices, or the way to it."""
    current = Plan.objects.with_content().select_related("updated_by__user").filter(task=task).first()
    found = plan_conflict.differences(PlanValues.of(current), mine)
    if not found:
        return _same_text(request, task, current)
    if request.htmx:
        return render(request, "tasks/_plan_form_stale.html", {"current": current, "task": task}, status=409)
    return _choose(request, task, mine, found)


def _same_text(request, task: Task, current: Plan) -> HttpResponse:
    """Both wrote the same: there is nothing to choose, and nothing left to save."""
    if request.htmx:
        values = PlanValues.of(current)
        return _saved_fragment(request, task, current, Operated(values), Cleaned(form=PlanForm(values)), "")
    return redirect("plan-edit", programme=task.programme.slug, number=task.number)


def _choose(request, task: Task, mine: PlanValues, found, *, tried: bool = False) -> HttpResponse:
    """Both texts side by side; `tried` when it comes back because something was not chosen."""
    current = (
        Plan.objects.with_content().select_related("updated_by__user", "task__lead").filter(task=task).first()
    )
    undecided = [each for each in found if not each.chosen] if tried else []
    names = {str(unit.pk): unit.short_name for unit in Unit.objects.all()}
    context = {
        "programme": task.programme,
        "task": task,
        "current": current,
        "version": current.version if current else 0,
        "mine": mine.trimmed(),
        "differences": [each.with_names(names) for each in found],
        "saved_title": f"{current.updated_by.user.full_name}保存的内容" if current else "已保存的内容",
        "has_errors": bool(undecided),
        "errors": [
            {"text": f"{each.label}：请选择采用哪一份", "href": f"#id_{each.name}"} for each in undecided
        ],
        "open": policies.allowed(policies.may_write, request.membership, task, current),
    }
    return render(request, "tasks/plan_form_conflict.html", context, status=422 if tried else 409)
