"""核对并报送: the check-answers page, filing, its receipt, withdrawing, and comparing two filings."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tasks import policies
from tasks.actions import attachments, filing
from tasks.exports import plan_form_pdf
from tasks.forms.filing import FilingForm
from tasks.models import Filing, Plan, Programme
from tasks.pages import filings, receipt
from tasks.pages import plan_review as review
from tasks.pages.plan_detail import shown_to
from tasks.requests import based_on, filing_or_404, plan_or_404, refused_by, status_of
from zgc_tasks.common import clock
from zgc_tasks.common.bodies import takes_files


def _review(request, plan: Plan, form: FilingForm, *, status: int = 200):
    context = review.page(plan, form, today=clock.today())
    return render(request, "tasks/plan_review.html", context, status=status)


@require_GET
def plan_review(request, programme: Programme, number: int):
    """The plan as the 表样 with everything the cross-checks found, before it is filed."""
    plan = plan_or_404(request, programme, number)
    today = clock.today()
    if review.is_over(request.membership, plan, today=today):
        messages.info(request, f"第{number}项实施方案已报送，以下是现在的情况")
        return redirect("plan-detail", programme=programme, number=number)
    policies.check(request.membership, policies.filing_action(plan), plan, today=today)
    years = programme.known_years(today)
    form = FilingForm(years=years, today=today, initial={"based_on": plan.version})
    return _review(request, plan, form)


@takes_files
@require_POST
def plan_file(request, programme: Programme, number: int):
    """报送. Blocking findings, unseen warnings and a stale version come back to the review, nothing lost."""
    plan = plan_or_404(request, programme, number)
    today = clock.today()
    policies.check(request.membership, policies.filing_action(plan), plan, today=today)
    form = FilingForm(request.POST, request.FILES, years=programme.known_years(today), today=today)
    if not form.is_valid() or plan_form_pdf.unprintable(plan.sheet()):
        return _review(request, plan, form, status=422)
    if not form.cleaned_data["warnings_seen"] and review.has_to_be_looked_at(plan):
        form.add_error("warnings_seen", "请先查看提示；确认无误后勾选“以上提示已知悉，继续报送”")
        return _review(request, plan, form, status=422)
    with refused_by(request, form):
        filed = _file(request, plan, form.cleaned_data)
        return redirect("filing-receipt", programme=programme, number=number, nth=filed.nth)
    return _review_of_latest(request, programme, number, form)


def _review_of_latest(request, programme: Programme, number: int, refused: FilingForm):
    """The review of the plan as it is now, with who signed and when as typed; to be looked at anew."""
    plan = plan_or_404(request, programme, number)
    policies.check(request.membership, policies.filing_action(plan), plan, today=clock.today())
    refused.rest_on(plan.version)
    if refused.files:
        messages.info(request, "盖章扫描件请重新选择")
    return _review(request, plan, refused, status=status_of(refused))


def _file(request, plan: Plan, data: dict) -> Filing:
    by, at = request.membership, clock.now()
    scan = data["stamped_scan"] or None
    with attachments.kept(scan=scan, programme=plan.task.programme, by=by, at=at) as kept:
        return filing.file_plan(
            plan_id=plan.pk,
            based_on=data["based_on"],
            by=by,
            at=at,
            signed_by=data["signed_by"],
            signed_on=data["signed_on"],
            stamped_scan=kept,
        )


@require_GET
def filing_receipt(request, programme: Programme, number: int, nth: int):
    """The confirmation, which can be revisited: number, time, on time or not, what happens next, whom to ask."""
    filed = filing_or_404(request, programme, number, nth)
    page = receipt.receipt(filed, request.membership, today=clock.today())
    return render(request, "tasks/filing_receipt.html", page)


@require_POST
def plan_withdraw(request, programme: Programme, number: int):
    """撤回 before checking starts; of a plan, before its deadline."""
    plan = plan_or_404(request, programme, number)
    plan = filing.withdraw(plan_id=plan.pk, based_on=based_on(request), by=request.membership, at=clock.now())
    again = "可以继续修订" if plan.revising else "请修改后在截止日期前重新报送"
    messages.success(request, f"第{number}项实施方案已撤回，{again}")
    return redirect("plan-detail", programme=programme, number=number)


@require_GET
def filing_compare(request, programme: Programme, number: int):
    """Any two filings of a plan field by field; the two newest unless the address names others."""
    plan = plan_or_404(request, programme, number)
    context = filings.comparison(
        plan,
        by=request.membership,
        before=_nth(request, "before"),
        after=_nth(request, "after"),
        shown=lambda sheet: shown_to(request.membership, sheet, plan),
    )
    return render(request, "tasks/filing_compare.html", context)


def _nth(request, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else None
