"""进展: the rounds, opened one or a series ahead, changed, closed, and put off for a unit."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tasks import policies, reading
from tasks.actions import rounds
from tasks.forms.ledger import day_asked
from tasks.forms.rounds import ExtensionForm, ReopenForm
from tasks.models import Programme
from tasks.pages import round_desk, round_queue
from tasks.pages import rounds as page
from tasks.pages.owed import phones_of
from tasks.requests import refused_by, round_or_404, status_of
from tasks.rules import calendars
from zgc_tasks.common import clock

# The button that shows the days again; the other one opens the rounds.
LOOK = "look"


@require_GET
def round_list(request, programme: Programme):
    """Each with what it covers, until when it is filed and how far it is."""
    found = page.build(programme, request.membership, request.GET, today=clock.today())
    return render(
        request, "tasks/round_list.html", {"programme": programme, "rounds": found, "page": found.rows}
    )


@require_http_methods(["GET", "POST"])
def round_add(request, programme: Programme):
    """How many and from when on, in the address; then the days of each, to be looked at and changed before opening."""
    policies.may_open_round(request.membership, programme)
    now = clock.now()
    opening = page.opening(programme, request.GET, request.POST or None, today=now.date())
    if opening.is_valid() and opening.rows and request.POST.get("op") != LOOK:
        with refused_by(request, opening.scope):
            made = rounds.open_rounds(
                programme=programme,
                terms=opening.terms(),
                tasks=list(opening.scope.cleaned_data["tasks"]),
                by=request.membership,
                at=now,
            )
            messages.success(request, f"已开启{'、'.join(map(str, made))}")
            return redirect("round-list", programme=programme)
    context = {"programme": programme, "opening": opening, "has_errors": bool(opening.errors)}
    status = status_of(opening.cycle, opening.scope, *opening.rows)
    return render(request, "tasks/round_add.html", context, status=status)


@require_http_methods(["GET", "POST"])
def round_change(request, programme: Programme, round: int):
    """Its terms, while nobody has filed."""
    policies.may_open_round(request.membership, programme)
    round, now = round_or_404(request, programme, round), clock.now()
    form, scope = page.changing(round, request.POST or None, today=now.date())
    if form.is_valid() and scope.is_valid():
        with refused_by(request, form):
            rounds.change_round(
                round=round,
                terms=form.terms(scope.cleaned_data["note"]),
                tasks=list(scope.cleaned_data["tasks"]),
                by=request.membership,
                at=now,
            )
            messages.success(request, "报送期已更改")
            return redirect("round-desk", programme=programme, round=round.number)
    context = {"programme": programme, "round": round, "form": form, "scope": scope}
    return render(request, "tasks/round_change.html", context, status=status_of(form, scope))


@require_GET
def round_desk_page(request, programme: Programme, round: int):
    """By lead unit, in document order, as of any day; what is done to the round stands below."""
    policies.may_oversee(request.membership, programme)
    return _desk(request, programme, round)


def _desk(request, programme: Programme, number: int, *, reopen_form: ReopenForm | None = None):
    round, today = round_or_404(request, programme, number), clock.today()
    day, day_form = day_asked(request.GET, today, programme.known_years(today))
    desk = round_desk.build(round, request.membership, day=day, today=today)
    reading.note_numbers(
        request, phones_of(line.contact for line in desk.lines), programme.in_log(f"{round}联络员")
    )
    context = {
        "programme": programme,
        "round": round,
        "desk": desk,
        "tabs": round_queue.tabs(round, "round-desk", today=today, counted=day == today),
        "as_of": day,
        "day_form": day_form,
        "reopen_form": reopen_form or ReopenForm(),
    }
    return render(request, "tasks/round_desk.html", context, status=status_of(reopen_form))


@require_GET
def round_queue_page(request, programme: Programme, round: int, queue: str):
    """One queue: 收到的进展, 退回修改 or 未报."""
    policies.may_oversee(request.membership, programme)
    if queue not in round_queue.QUEUES:
        raise Http404("没有这个列表")
    round, today = round_or_404(request, programme, round), clock.today()
    context = {
        "programme": programme,
        "round": round,
        "tabs": round_queue.tabs(round, queue, today=today),
        "label": round_queue.QUEUES[queue],
        "page": round_queue.queue(round, queue, asked=request.GET, today=today),
        "asks": policies.allowed(policies.may_receive, request.membership, programme),
    }
    return render(request, "tasks/round_queue.html", context)


@require_POST
def round_close(request, programme: Programme, round: int):
    """截稿; while somebody may still file in time it is asked again."""
    policies.may_open_round(request.membership, programme)
    round = round_or_404(request, programme, round)
    early = round_desk.closing_early(round, clock.today())
    if early and "early" not in request.POST:
        context = {"programme": programme, "round": round, "early": early}
        return render(request, "tasks/round_close.html", context)
    rounds.close_round(round=round, by=request.membership, at=clock.now())
    in_time = early or "此后报来的列为逾期报送"
    messages.success(request, f"“{round}”已截稿，各单位不能再撤回；{in_time}")
    return redirect("round-desk", programme=programme, round=round.number)


@require_POST
def round_reopen(request, programme: Programme, round: int):
    """撤销截稿 with the reason."""
    policies.may_open_round(request.membership, programme)
    round, form = round_or_404(request, programme, round), ReopenForm(request.POST)
    if form.is_valid():
        with refused_by(request, form):
            rounds.reopen_round(round=round, **form.cleaned_data, by=request.membership, at=clock.now())
            messages.success(request, f"“{round}”已撤销截稿，各单位可继续报送")
            return redirect("round-desk", programme=programme, round=round.number)
    return _desk(request, programme, round.number, reopen_form=form)


@require_http_methods(["GET", "POST"])
def round_extend(request, programme: Programme, round: int):
    """延期 of a unit, as it was told on the telephone."""
    policies.may_open_round(request.membership, programme)
    round, now = round_or_404(request, programme, round), clock.now()
    form = ExtensionForm(
        request.POST or None,
        years=programme.known_years(now.date()),
        units=round_desk.units_owing(round),
        due_on=round.due_on,
        initial={"unit": request.GET.get("unit", "")},
    )
    if form.is_valid():
        with refused_by(request, form):
            made = rounds.extend(round=round, **form.cleaned_data, by=request.membership, at=now)
            messages.success(request, f"已登记：{made.unit}延至{calendars.day_in_words(made.until)}")
            return redirect("round-desk", programme=programme, round=round.number)
    context = {"programme": programme, "round": round, "form": form}
    return render(request, "tasks/round_extend.html", context, status=status_of(form))
