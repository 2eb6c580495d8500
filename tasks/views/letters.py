"""来文登记: letters with their scans, second looks at what was entered from them, stamped originals."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tasks import policies
from tasks.actions import attachments, letters
from tasks.forms.checking import LetterForm, LetterUnitForm
from tasks.models import Filing, IncomingLetter, Programme, Round
from tasks.pages import letters as letters_page
from tasks.pages import next_in_queue
from tasks.requests import (
    arrival_or_404,
    letter_or_404,
    plan_or_404,
    progress_arrival_or_404,
    refused_by,
    round_asked,
    status_of,
)
from units.models import Unit
from zgc_tasks.common import clock
from zgc_tasks.common.bodies import takes_files


@require_GET
def letter_list(request, programme: Programme):
    """Letters received, newest first; a unit sees its own."""
    page = letters_page.letter_list(programme, request.membership, request.GET)
    return render(request, "tasks/letter_list.html", page)


@takes_files
@require_http_methods(["GET", "POST"])
def letter_add(request, programme: Programme):
    """Register a letter of `?unit=`; what was typed stays when something is wrong (a file must be chosen again)."""
    policies.may_receive(request.membership, programme)
    unit, round = (
        letters_page.writing_unit(programme, request.GET.get("unit", "")),
        round_asked(request, programme),
    )
    if unit is None:
        return _ask_for_unit(request, programme)
    now = clock.now()
    initial = {"received_on": now.date()}
    form = LetterForm(
        request.POST or None,
        request.FILES or None,
        years=programme.known_years(now.date()),
        programme=programme,
        unit=unit,
        round=round,
        now=now,
        initial=initial,
    )
    if form.is_valid():
        with refused_by(request, form):
            letter = _register(request, programme, unit, round, form.cleaned_data, now)
            messages.success(request, f"已登记{letter}，请逐项代录")
            return redirect("letter-detail", programme=programme, pk=letter.pk)
    context = {"programme": programme, "unit": unit, "round": round, "form": form}
    return render(request, "tasks/letter_add.html", context, status=status_of(form))


def _ask_for_unit(request, programme):
    """The unit comes first: it decides which tasks the letter can carry."""
    tried = request.GET.get("unit") is not None
    begun = letters_page.rounds_told_of(programme, clock.today())
    initial = {"round": request.GET.get("round", "")}
    form = LetterUnitForm(request.GET if tried else None, programme=programme, rounds=begun, initial=initial)
    context = {"programme": programme, "form": form}
    return render(request, "tasks/letter_unit.html", context, status=422 if tried else 200)


def _register(request, programme, unit: Unit, round: Round | None, data: dict, now) -> IncomingLetter:
    by = request.membership
    with attachments.kept(scan=data["scan"] or None, programme=programme, by=by, at=now) as scan:
        return letters.register_letter(
            programme=programme,
            unit=unit,
            tasks=list(data["tasks"]),
            round=round,
            received_at=data["received_at"],
            channel=data["channel"],
            number=data["number"],
            dated_on=data["dated_on"],
            scan=scan,
            note=data["note"],
            by=by,
            at=now,
        )


@require_GET
def letter_detail(request, programme: Programme, pk: int):
    """One letter, the plans it carries and which of them were entered."""
    letter = letter_or_404(request, programme, pk)
    page = letters_page.letter_detail(letter, programme, request.membership, request.GET)
    return render(request, "tasks/letter_detail.html", page)


@require_POST
def arrival_withdraw(request, programme: Programme, pk: int, number: int):
    """注销 one of the tasks of a letter, registered with it by mistake."""
    arrival = arrival_or_404(request, programme, pk, number)
    letters.withdraw_arrival(arrival_id=arrival.pk, by=request.membership, at=clock.now())
    messages.success(request, f"第{number}项已从本件来文中注销，收到时间不再计入；登记有误的，请重新登记")
    return redirect("letter-detail", programme=programme, pk=pk)


@require_POST
def progress_arrival_withdraw(request, programme: Programme, pk: int, round: int, number: int):
    """注销 one of the tasks of whose progress a letter was said to tell."""
    arrival = progress_arrival_or_404(request, programme, pk, round, number)
    letters.withdraw_progress_arrival(arrival_id=arrival.pk, by=request.membership, at=clock.now())
    messages.success(request, f"第{number}项{arrival.round}进展已从本件来文中注销；登记有误的，请重新登记")
    return redirect("letter-detail", programme=programme, pk=pk)


def _filing(request, programme: Programme, number: int, nth: int) -> Filing:
    plan = plan_or_404(request, programme, number)
    filing = get_object_or_404(plan.filings, nth=nth)
    filing.plan = plan
    return filing


@require_POST
def filing_verify(request, programme: Programme, number: int, nth: int):
    """复核一致 by a second person."""
    filing = _filing(request, programme, number, nth)
    letters.verify(filing_id=filing.pk, by=request.membership, at=clock.now())
    messages.success(request, f"{filing.number}已复核，与来文一致")
    after = next_in_queue.to_verify(filing.plan, request.membership).address
    return redirect(after) if after else redirect("check-plan", programme=programme, number=number)
