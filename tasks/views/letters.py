"""来文登记: letters with their scans, second looks at what was entered from them, stamped originals."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tasks import policies
from tasks.actions import attachments, letters
from tasks.forms.checking import LetterForm, LetterUnitForm, StampedForm
from tasks.models import Filing, IncomingLetter, Plan, Programme, Task
from tasks.pages.checking_desk import tabs
from tasks.requests import plan_or_404, refused_by, status_of
from units.models import Unit
from zgc_tasks.common import clock
from zgc_tasks.common.paging import paged


@require_GET
def letter_list(request, programme: Programme):
    """Letters received, newest first; a unit sees its own."""
    shown = (
        IncomingLetter.objects.visible_to(request.membership)
        .filter(programme=programme)
        .select_related("unit", "scan", "recorded_by__user")
        .prefetch_related("tasks")
    )
    may_register = policies.allowed(policies.may_receive, request.membership, programme)
    context = {
        "programme": programme,
        "page": paged(shown, request.GET),
        "may_register": may_register,
        "tabs": tabs(programme) if may_register else None,
    }
    return render(request, "tasks/letter_list.html", context)


@require_http_methods(["GET", "POST"])
def letter_add(request, programme: Programme):
    """Register a letter of `?unit=`; what was typed stays when something is wrong (a file must be chosen again)."""
    policies.may_receive(request.membership, programme)
    unit = _lead_unit(request, programme)
    if unit is None:
        return _ask_for_unit(request, programme)
    now = clock.now()
    initial = {"received_on": now.date()}
    form = LetterForm(
        request.POST or None, request.FILES or None, programme=programme, unit=unit, now=now, initial=initial
    )
    if form.is_valid():
        with refused_by(request, form):
            letter = _register(request, programme, unit, form.cleaned_data, now)
            messages.success(request, f"已登记{letter}，请继续代录所附实施方案")
            return redirect("letter-detail", programme=programme, pk=letter.pk)
    context = {"programme": programme, "unit": unit, "form": form}
    return render(request, "tasks/letter_add.html", context, status=status_of(form))


def _lead_unit(request, programme) -> Unit | None:
    """The lead unit that wrote, named in the address; None as long as nobody chose one."""
    leads = Task.objects.filter(programme=programme).values("lead")
    return Unit.objects.filter(pk__in=leads, slug=request.GET.get("unit", "")).first()


def _ask_for_unit(request, programme):
    """The unit comes first: it decides which tasks the letter can carry."""
    tried = request.GET.get("unit") is not None
    form = LetterUnitForm(request.GET if tried else None, programme=programme)
    context = {"programme": programme, "form": form}
    return render(request, "tasks/letter_unit.html", context, status=422 if tried else 200)


def _register(request, programme, unit: Unit, data: dict, now) -> IncomingLetter:
    by = request.membership
    with transaction.atomic():
        scan = data["scan"] and attachments.keep(scan=data["scan"], programme=programme, by=by, at=now)
        return letters.register_letter(
            programme=programme,
            unit=unit,
            tasks=list(data["tasks"]),
            received_at=data["received_at"],
            channel=data["channel"],
            number=data["number"],
            dated_on=data["dated_on"],
            scan=scan or None,
            note=data["note"],
            by=by,
            at=now,
        )


@require_GET
def letter_detail(request, programme: Programme, pk: int):
    """One letter, the plans it carries and which of them were entered."""
    shown = IncomingLetter.objects.visible_to(request.membership).select_related(
        "unit", "scan", "recorded_by__user"
    )
    letter = get_object_or_404(shown, pk=pk, programme=programme)
    filings = {filing.plan.task_id: filing for filing in letter.filings.select_related("plan", "by__user")}
    plans = {plan.task_id: plan for plan in Plan.objects.filter(task__letters=letter)}
    rows = [
        {"task": task, "filing": filings.get(task.pk), "plan": plans.get(task.pk)}
        for task in letter.tasks.order_by("number")
    ]
    context = {
        "programme": programme,
        "letter": letter,
        "rows": rows,
        "may_enter": policies.allowed(policies.may_receive, request.membership, programme),
    }
    return render(request, "tasks/letter_detail.html", context)


def _filing(request, programme: Programme, number: int, nth: int) -> Filing:
    plan = plan_or_404(request, programme, number)
    return get_object_or_404(Filing.objects.select_related("plan__task__programme"), plan=plan, nth=nth)


@require_POST
def filing_verify(request, programme: Programme, number: int, nth: int):
    """复核一致 by a second person."""
    filing = _filing(request, programme, number, nth)
    letters.verify(filing_id=filing.pk, by=request.membership, at=clock.now())
    messages.success(request, f"{filing.number}已复核，与来文一致")
    return redirect("check-plan", programme=programme, number=number)


@require_POST
def filing_stamped(request, programme: Programme, number: int, nth: int):
    """盖章件 received."""
    filing = _filing(request, programme, number, nth)
    policies.may_receive(request.membership, filing.plan.task.programme)
    form = StampedForm(request.POST, today=clock.today())
    if form.is_valid():
        letters.receive_stamped(
            filing_id=filing.pk,
            received_on=form.cleaned_data["received_on"],
            by=request.membership,
            at=clock.now(),
        )
        messages.success(request, f"{filing.number}盖章件已登记收到")
    else:
        messages.error(request, form.errors["received_on"][0])
    return redirect("check-plan", programme=programme, number=number)
