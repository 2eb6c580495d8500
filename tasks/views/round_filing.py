"""核对并报送 of a round: the review, filing what is ready of it at once, the receipt, withdrawing."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tasks import policies
from tasks.actions import progress_filing
from tasks.forms.filing import SignedForm
from tasks.forms.progress_filing import SEE_WARNINGS, chosen
from tasks.models import Programme, Round
from tasks.pages import round_review as review
from tasks.requests import based_on, progress_or_404, refused_by, reported_or_404, round_or_404, status_of
from zgc_tasks.common import clock


@require_GET
def round_review(request, programme: Programme, round: int):
    """All tasks of the unit with everything that was found, before what is ready is filed."""
    policies.may_file_progress(request.membership)
    return _review(request, round_or_404(request, programme, round), _form(programme))


@require_POST
def round_file(request, programme: Programme, round: int):
    """整体报送. What one of them is refused for comes back to the review, and none is filed."""
    policies.may_file_progress(request.membership)
    round = round_or_404(request, programme, round)
    form, ticked = _form(programme, request.POST), chosen(request.POST)
    if not ticked:
        form.add_error(None, "请至少勾选一项；尚不能报送的，请先补正")
        return _review(request, round, form)
    rows = reported_or_404(request, round, ticked)
    if not form.is_valid():
        return _review(request, round, form)
    if not form.cleaned_data["warnings_seen"] and review.warned(rows, today=clock.today()):
        form.add_error("warnings_seen", SEE_WARNINGS)
        return _review(request, round, form)
    with refused_by(request, form):
        entries = progress_filing.file_together(
            based_on={each.progress.pk: ticked[each.number] for each in rows if each.progress},
            by=request.membership,
            at=clock.now(),
            signed_by=form.cleaned_data["signed_by"],
            signed_on=form.cleaned_data["signed_on"],
        )
        messages.success(request, f"已报送 {len(entries)} 项")
        return redirect("round-receipt", programme=programme, round=round.number)
    return _review(request, round, form)


def _form(programme: Programme, data=None) -> SignedForm:
    today = clock.today()
    return SignedForm(data, years=programme.known_years(today), today=today)


def _review(request, round: Round, form: SignedForm):
    page = review.page(round, request.membership, request.GET, form, today=clock.today())
    return render(request, "tasks/round_review.html", page, status=status_of(form))


@require_GET
def round_receipt(request, programme: Programme, round: int):
    """The confirmation, which can be revisited: what the unit has filed in a round, and when."""
    policies.may_write_progress(request.membership)
    page = review.receipt(
        round_or_404(request, programme, round), request.membership, request.GET, today=clock.today()
    )
    return render(request, "tasks/round_receipt.html", page)


@require_POST
def progress_withdraw(request, programme: Programme, round: int, number: int):
    """撤回 until the due day; it is then not filed."""
    row = progress_or_404(request, round_or_404(request, programme, round), number)
    progress_filing.withdraw(
        progress_id=row.pk, based_on=based_on(request), by=request.membership, at=clock.now()
    )
    messages.success(request, f"第{number}项进展已撤回，请修改后在截止日期前重新报送")
    return redirect("round", programme=programme, round=round)
