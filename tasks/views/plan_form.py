"""填写实施方案: the form, saving it by hand and by itself, copying, and choosing between two texts."""

import re
from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tasks import policies
from tasks.forms import plan_conflict, plan_copying, plan_marks
from tasks.forms.plan import posted
from tasks.forms.plan_cleaning import Cleaned, clean
from tasks.forms.plan_operations import LEAVING, Operated, Rows, changes_rows, operate
from tasks.forms.two_texts import unsaved_of
from tasks.models import Plan, Programme, Task
from tasks.models.plan import MAX_STEPS
from tasks.pages import answer_conflict, answering, plan_form, plan_offers, plan_pasting
from tasks.pages import plan_conflict as conflict_page
from tasks.pages.places import html_id
from tasks.requests import (
    AnswersGiven,
    Met,
    based_on,
    closed_answers,
    deleted_step,
    drawn_with,
    focused,
    is_settled,
    met_by,
    open_answers,
    remember_deleted,
    save_answers,
    task_to_save,
    writable_plan,
    write_plan,
    written_plan,
)
from tasks.rules.sheet import Place, Sheet
from zgc_tasks.common import clock

_IN_PLACE = ("", "autosave", "save", *LEAVING)  # what leaves the rows of the page as they are
_UNSAVED = "尚未保存，请更正以下内容"
_LEAVES_TO = {"print": "plan-edit", "consult": "consultation-list", "review": "plan-review"}


@require_GET
def plan_edit(request, programme: Programme, number: int):
    """The form. `steps` and `participants` ask for that many rows, the last of them blank."""
    task, plan = writable_plan(request, programme, number)
    sheet = plan.typed() if plan else Sheet()
    rows = sheet.with_rows(steps=_rows(request, "steps"), participants=_rows(request, "participants"))
    context = _form(request, task, plan, Cleaned(task.read(rows)))
    deleted = deleted_step(request, task) if "deleted" in request.GET else None
    context |= {
        "pasted": plan_pasting.paste_note(sheet, _pasted(request)),
        "deleted": deleted,
        "print_ready": "print" in request.GET,
    }
    return render(request, "tasks/plan_form.html", context)


def _form(request, task: Task, plan: Plan | None, cleaned: Cleaned, **more) -> dict:
    return plan_form.page(task, plan, cleaned, by=request.membership, today=clock.today(), **more)


def _rows(request, name: str) -> int:
    wanted = request.GET.get(name, "")
    return min(int(wanted), MAX_STEPS) if wanted.isdecimal() and len(wanted) < 5 else 0


def _pasted(request) -> Rows | None:
    found = re.fullmatch(r"(\d{1,4})-(\d{1,4})-(\d{1,4})", request.GET.get("pasted", ""))
    return Rows(*map(int, found.groups())) if found and int(found[1]) else None


@require_POST
def plan_save(request, programme: Programme, number: int):
    """Save what was typed after applying the button that was pressed (`op`)."""
    task = task_to_save(request, programme, number)
    op = request.POST.get("op", "")
    # A save in the background leaves the box for pasting as it is, for whoever is still filling it.
    keeps_box = request.htmx and op in ("", "save", "autosave")
    pasted_text = "" if keeps_box else request.POST.get("paste", "")
    operated = operate(op, posted(request.POST), pasted_text=pasted_text, deleted=deleted_step(request, task))
    return _save(request, task, operated, op)


@require_POST
def plan_copy(request, programme: Programme, number: int):
    """Save what was typed together with what is copied from another of the unit's plans."""
    task, _ = written_plan(request, programme, number)
    typed = posted(request.POST)
    form = plan_copying.CopyForm(
        {"source": request.POST.get("copy_source"), "what": request.POST.getlist("copy_what")},
        sources=plan_offers.plans_to_copy(request.membership, task),
    )
    if not form.is_valid():
        cleaned = clean(typed, task)
        errors = cleaned.errors | form.errors_by_place()
        return _draw_again(request, task, replace(cleaned, errors=errors), _as_posted(request))
    copied = plan_copying.copied(typed, form.cleaned_data["source"].typed(), form.cleaned_data["what"])
    return _save(request, task, Operated(copied, focus=plan_copying.FIRST), "copy")


@require_POST
def plan_resolve(request, programme: Programme, number: int):
    """Save the sheet made of the choices between one's own and the one saved meanwhile."""
    task, plan = written_plan(request, programme, number)
    if plan is not None and "answers_only" in request.POST:
        return _resolve_answers(request, task, plan)
    cleaned = clean(posted(request.POST), task)
    if Place("steps") in cleaned.errors:  # more than is compared; what the other saved is not in it
        return _draw_again(request, task, cleaned, _as_posted(request, version=0))
    mine = cleaned.sheet.trimmed()  # what is wrong of it by now is told of the sheet that it goes into
    answers = answering.answers_typed(task, request.POST)
    to_choose = open_answers(request, answers)
    unsaved = [*answer_conflict.asked_again(to_choose), *closed_answers(request, answers)]
    is_undecided = answer_conflict.undecided(to_choose, request.POST)
    if plan is None or plan.version != based_on(request):
        met = met_by(request, task, mine, drawn_with(request))
        if not is_undecided and (not met.found or is_settled(request, task, met)):
            return _save(request, task, Operated(mine), "resolve")
        return _stale(request, task, mine, met, AnswersGiven(unsaved=unsaved))
    marks = plan_marks.read(drawn_with(request))
    compared = plan_conflict.compare(plan.typed(), mine, marks, request.POST)
    if is_undecided or not all(each.chosen for each in compared.found):
        return _choose(request, task, mine, compared.found, unsaved, current=plan, tried=True)
    merged = Operated(compared.merged())
    return _save(request, task, merged, "resolve", mine=mine, marks=plan_marks.written(plan.typed()))


def _resolve_answers(request, task: Task, plan: Plan) -> HttpResponse:
    """Of a plan that nobody touched here nothing is written: somebody else may be saving it."""
    answers = answering.answers_typed(task, request.POST)
    to_choose = open_answers(request, answers)
    if _is_wrong(to_choose):
        return _draw_again(request, task, clean(plan.typed(), task), {})
    if answer_conflict.undecided(to_choose, request.POST):
        unsaved = [*answer_conflict.asked_again(to_choose), *closed_answers(request, answers)]
        return _choose(request, task, plan.typed(), [], unsaved, tried=True)
    if unsaved := save_answers(request, answers).unsaved:
        return _choose(request, task, plan.typed(), [], unsaved)
    return redirect(_next_page(task, Operated(plan.typed()), "resolve", together=plan.version))


def _is_wrong(answers: answering.Answers) -> bool:
    return any(not form.is_valid() for form in answers.values())


def _save(
    request, task: Task, operated: Operated, op: str, *, mine: Sheet | None = None, marks: str | None = None
) -> HttpResponse:
    """`mine` is what was typed, where what is to be saved was put together of it and of what somebody else saved, with these
    `marks`: only that is shown where a third saves in this moment.
    """
    cleaned = clean(operated.sheet, task, unread=operated.unread)
    answers = answering.answers_typed(task, request.POST)
    still_typing = op in ("autosave", "copy") or changes_rows(op)
    if not cleaned.is_valid or (not still_typing and _is_wrong(open_answers(request, answers))):
        of_marks = {} if marks is None else {"drawn": marks, "together": ""}
        return _draw_again(request, task, cleaned, _as_posted(request, **of_marks))
    operated, saved = replace(operated, sheet=cleaned.sheet), cleaned.sheet.trimmed()
    mine, given = mine or saved, save_answers(request, answers)
    if request.htmx and given.unsaved and op not in _IN_PLACE:
        return _notice(request, given)  # rows drawn anew would be without what was typed beside them
    try:
        plan, put = write_plan(request, task, saved, mine, operated.restored)
    except Met as met:
        if met.together:
            return _draw_together(request, task, met, given)
        if met.current and not met.found:
            return _same_text(request, task, met.current, operated, op, given)
        return _stale(request, task, mine, met, given, op=op)
    if put and not (request.htmx and op in _IN_PLACE):
        operated = plan_conflict.together(operated, plan.typed(), put.compared.theirs)
    remember_deleted(request, task, operated)
    beside = put and put.beside
    if request.htmx:
        return _saved_fragment(request, task, plan, operated, op, given, beside)
    if beside:
        messages.info(request, beside.saved)
    if given.unsaved:
        return _choose(request, task, saved, [], given.unsaved)
    together = plan.version if beside or marks else 0
    return _next(request, task, plan, operated, op, given, together=together)


def _next(
    request, task: Task, plan: Plan, operated: Operated, op: str, given: AnswersGiven, *, together: int = 0
) -> HttpResponse:
    """After a save by hand. Nothing but the page holds an answer that is not finished: with one it is drawn at once."""
    if not given.half:
        return redirect(_next_page(task, operated, op, together=together))
    page = _gone_on_with(request, task, plan, plan_form.as_saved(plan, operated.sheet), operated, given)
    return render(request, "tasks/plan_form.html", page | _of_answers(request, given))


def _gone_on_with(
    request, task: Task, plan: Plan, cleaned: Cleaned, operated: Operated, given: AnswersGiven
) -> dict:
    """The form with what a button did to its rows, and beside them what is half typed of answers."""
    return _form(request, task, plan, cleaned, answers=given.half) | {
        "pasted": plan_pasting.paste_note(cleaned.sheet, operated.pasted),
        "deleted": operated.deleted,
    }


def _next_page(task: Task, operated: Operated, op: str, *, together: int = 0) -> str:
    """Where the browser goes after a save: on with the form, at the row that was worked on, or out of it. The form is told of
    which version it was put `together`: nothing shows there that it arrived where nothing was left to be written.
    """
    url = reverse(_LEAVES_TO.get(op, "plan-edit"), args=[task.programme.slug, task.number])
    if op == "print":
        return f"{url}?print=1"
    if op in LEAVING:
        return url
    if ended := re.fullmatch(r"end-step-([1-9]\d{0,8})", op):
        return reverse("step-end", args=[task.programme.slug, task.number, int(ended[1])])
    if reasoned := re.fullmatch(r"time-reason-(0|[1-9]\d{0,8})", op):
        return reverse("time-reason", args=[task.programme.slug, task.number, int(reasoned[1])])
    asked, saved = {"together": together} if together else {}, operated.sheet.trimmed()
    if len(operated.sheet.steps) > len(saved.steps):
        asked["steps"] = len(operated.sheet.steps)
    if op == "add-participant":
        asked["participants"] = len(saved.participants) + 1
    if operated.pasted:
        asked["pasted"] = "-".join(map(str, operated.pasted))
    if operated.deleted:
        asked["deleted"] = operated.deleted.number
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{url}{query}{'#' + html_id(operated.focus) if operated.focus else ''}"


def _saved_fragment(
    request,
    task,
    plan,
    operated: Operated,
    op: str,
    given: AnswersGiven,
    beside: conflict_page.PutTogether | None = None,
) -> HttpResponse:
    """The answer to a save in the background; the rows too if a button changed them. What was saved `beside`, by somebody
    else, the page does not show yet: it goes on resting on what it was drawn with.
    """
    as_saved = plan_form.as_put_together if beside else plan_form.as_saved
    cleaned = as_saved(plan, operated.sheet)
    context = plan_form.saved(plan, cleaned, automatic=op == "autosave") | _of_answers(request, given)
    if beside:
        context |= {"version": based_on(request), "together": beside.together(plan), "noted": beside.saved}
    if op in _IN_PLACE:
        request.refusal, status = given.refusal, 409 if given.unsaved else 200
        return render(request, "tasks/_plan_form_saved.html", context, status=status)
    page = _gone_on_with(request, task, plan, cleaned, operated, given)
    response = render(request, "tasks/_plan_form_rows.html", page | context)
    return focused(response, operated.focus)


def _of_answers(request, given: AnswersGiven) -> dict:
    """What a save in the background says of answers to comments."""
    return {
        "answers": answering.seen_now(given.saved),
        "half_typed": answering.half_typed(given.half),
        "notice": answer_conflict.notice(given.unsaved, request.membership),
    }


def _notice(request, given: AnswersGiven) -> HttpResponse:
    """Nothing else was saved."""
    request.refusal = given.refusal
    return render(request, "tasks/_plan_form_notice.html", _of_answers(request, given), status=409)


def _as_posted(request, **otherwise) -> dict:
    """On what the form rested when it was posted, or `otherwise`."""
    marks = {name: request.POST.get(name, "") for name in ("drawn", "together")}
    return {"version": based_on(request)} | marks | otherwise


def _draw_again(request, task: Task, cleaned: Cleaned, rests_on: dict) -> HttpResponse:
    """The form with all that is wrong; in the background only the summary. It `rests_on` what it was posted with, or
    nothing where it is as it was saved last. Once it is filed nothing is mended any more: what was typed is shown to be copied.
    """
    task, plan = written_plan(request, task.programme, task.number)
    answers = answering.answers_typed(task, request.POST)
    if not policies.allowed(policies.may_write, request.membership, task, plan):
        beside = cleaned.beside(plan.typed())
        met, given = met_by(request, task, beside.sheet, drawn_with(request)), AnswersGiven()
        given.unsaved = closed_answers(request, answers)
        if not (met.found or beside.left_over):
            return _same_text(request, task, met.current, Operated(beside.sheet), "", given)
        return _stale(request, task, beside.sheet, met, given, left_over=beside.left_over)
    context = _form(request, task, plan, cleaned, answers=open_answers(request, answers)) | rests_on
    context["lost"] = answer_conflict.lost(closed_answers(request, answers))
    return _refused(request, context, _UNSAVED, AnswersGiven())


def _refused(request, context: dict, title: str, given: AnswersGiven) -> HttpResponse:
    if request.htmx:
        refused = _of_answers(request, given) | {"form": None, "errors": context["errors"], "title": title}
        return render(request, "tasks/_plan_form_refused.html", refused, status=422)
    return render(request, "tasks/plan_form.html", context, status=422)


def _draw_together(request, task: Task, met: Met, given: AnswersGiven) -> HttpResponse:
    """The form of both, with what is wrong of it; in the background only the summary, beside what became of
    answers, and the page stays as it is. What was chosen may have nothing left of theirs `beside` it.
    """
    typed = {one.comment: one.form for one in given.unsaved}
    context = _form(request, task, met.current, met.together, answers=open_answers(request, typed))
    context |= {
        "drawn": plan_marks.written(met.current.typed()),
        "lost": answer_conflict.lost(given.unsaved),
    }
    if met.beside and not request.htmx:
        messages.info(request, met.beside.drawn)
    return _refused(request, context, met.beside.refused if met.beside else _UNSAVED, given)


def _stale(
    request, task: Task, mine: Sheet, met: Met, given: AnswersGiven, *, op: str = "save", left_over: str = ""
) -> HttpResponse:
    """Somebody else saved in between: nothing was written; the page of choices, or the way to it."""
    current, found, together = met.current, met.found, request.POST.get("together", "")
    op = "save" if op in _IN_PLACE else op  # what a button was to do to the rows is not on the page
    notice = conflict_page.notice(task, current, request.membership, together, op)
    request.refusal = notice.words
    if request.htmx:
        stale = _of_answers(request, given) | {"notice": notice}
        return render(request, "tasks/_plan_form_notice.html", stale, status=409)
    if not (unsaved_of(found) or left_over or given.unsaved):
        return redirect("plan-edit", programme=task.programme.slug, number=task.number)
    return _choose(
        request, task, mine, found, given.unsaved, current=current, drawn=met.drawn, left_over=left_over
    )


def _same_text(
    request, task: Task, current: Plan, operated: Operated, op: str, given: AnswersGiven
) -> HttpResponse:
    """Both wrote the same: there is nothing to choose, and nothing left to save but answers. Rows that a button changed are
    drawn anew all the same, with the keys that the other's have.
    """
    saved = task.read(current.typed())
    operated = plan_conflict.together(operated, saved, theirs=saved)
    remember_deleted(request, task, operated)
    if request.htmx:
        return _saved_fragment(request, task, current, operated, op, given)
    if given.unsaved:
        return _choose(request, task, current.typed(), [], given.unsaved, current=current)
    return _next(request, task, current, operated, op, given, together=current.version)


def _choose(
    request,
    task: Task,
    mine: Sheet,
    found: list[plan_conflict.PlanChoice],
    unsaved: list[answering.UnsavedAnswer],
    *,
    current: Plan | None = None,
    drawn: str | None = None,
    tried: bool = False,
    left_over: str = "",
) -> HttpResponse:
    """Both texts side by side, as they were told from one another by what was `drawn`; what was typed is shown as it is where
    there is too much of it.
    """
    if unsaved and not found:
        request.refusal = unsaved[0].refusal.words
    current = current or conflict_page.current_plan(task)
    context = conflict_page.page(
        task,
        current,
        mine,
        found,
        unsaved,
        request.POST,
        by=request.membership,
        drawn=drawn_with(request) if drawn is None else drawn,
        tried=tried,
        left_over=left_over,
    )
    return render(request, "tasks/plan_form_conflict.html", context, status=422 if tried else 409)
