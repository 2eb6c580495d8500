"""提请协调: raised by a unit, handled by the leading group's office, settled by who raised it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tasks import policies, reading
from tasks.actions import coordination as actions
from tasks.enums import CoordinationAction
from tasks.forms.coordination import HandlingForm, RaiseForm, SayForm
from tasks.models import Coordination, Programme
from tasks.pages import coordination as pages
from tasks.requests import coordination_or_404, refused_by, status_of, task_or_404
from zgc_tasks.common import clock


@require_GET
def coordination_list(request, programme: Programme):
    page = pages.list_page(programme, request.membership, request.GET, today=clock.today())
    return render(request, "tasks/coordination_list.html", {"programme": programme, "page": page})


@require_http_methods(["GET", "POST"])
def coordination_raise(request, programme: Programme, number: int):
    """At any time, on any task that the unit leads or takes part in."""
    task = task_or_404(request, programme, number)
    policies.may_raise(request.membership, task)
    today = clock.today()
    form = RaiseForm(request.POST or None, today=today, years=programme.known_years(today))
    if form.is_valid():
        with refused_by(request, form):
            made = actions.raise_it(task=task, **form.cleaned_data, by=request.membership, at=clock.now())
            messages.success(request, f"已就第{number}项提请领导小组办公室协调")
            return redirect("coordination-detail", programme=programme, pk=made.pk)
    return render(request, "tasks/coordination_raise.html", pages.raising(task, form), status=status_of(form))


@require_GET
def coordination_detail(request, programme: Programme, pk: int):
    return _detail(request, coordination_or_404(request, programme, pk))


def _detail(request, coordination: Coordination, form: HandlingForm | SayForm | None = None, **forms):
    page = pages.detail(coordination, by=request.membership, today=clock.today(), **forms)
    context = {"programme": coordination.task.programme, "page": page, "form": form}
    subject = coordination.task.programme.in_log("提请协调", coordination.pk)
    reading.note_numbers(request, page.contacts.phones, subject)
    return render(request, "tasks/coordination_detail.html", context, status=status_of(form))


@require_POST
def coordination_handle(request, programme: Programme, pk: int):
    """研究中, 转办, 提交会议 or 答复; what was typed is kept when it comes too late."""
    found, by, today = coordination_or_404(request, programme, pk), request.membership, clock.today()
    policies.may_handle(by, found)
    form = pages.handling_form(found, today=today, posted=request.POST)
    if form.is_valid():
        with refused_by(request, form):
            data = form.cleaned_data | {"action": CoordinationAction(form.cleaned_data["action"])}
            actions.handle(coordination_id=pk, **data, by=by, at=clock.now())
            messages.success(request, f"已登记：{data['action'].label}")
            return redirect("coordination-detail", programme=programme, pk=pk)
        found = coordination_or_404(request, programme, pk)
        form.rest_on(found.version)
    return _detail(request, found, form, handling=form)


@require_POST
def coordination_reply(request, programme: Programme, pk: int):
    """By a unit that it was passed on to."""
    return _say(request, programme, pk, CoordinationAction.REPLY, actions.reply, "反馈已送领导小组办公室")


@require_POST
def coordination_renew(request, programme: Programme, pk: int):
    return _say(request, programme, pk, CoordinationAction.RENEW, actions.renew, "已继续提请协调")


@require_POST
def coordination_settle(request, programme: Programme, pk: int):
    return _say(request, programme, pk, CoordinationAction.SETTLE, actions.settle, "已确认解决")


def _say(request, programme: Programme, pk: int, action: CoordinationAction, act, done: str):
    found = coordination_or_404(request, programme, pk)
    policies.may_act_on(request.membership, action, found)
    form = pages.say_form(found, action, request.POST)
    if form.is_valid():
        with refused_by(request, form):
            act(coordination_id=pk, **form.cleaned_data, by=request.membership, at=clock.now())
            messages.success(request, done)
            return redirect("coordination-detail", programme=programme, pk=pk)
        found = coordination_or_404(request, programme, pk)
        form.rest_on(found.version)
    return _detail(request, found, form, said={action: form})
