"""进展 of one task in a round as it is read; commented on and returned, and a second look at what was entered on behalf."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from tasks import policies
from tasks.actions import comments
from tasks.actions import progress_checking as actions
from tasks.enums import ProgressAction, ProgressStatus
from tasks.forms.checking import EntryCommentForm
from tasks.forms.progress_desk import DisputeForm, ReturnProgressForm
from tasks.models import Programme, Progress
from tasks.pages import next_in_queue
from tasks.pages import progress as page
from tasks.pages.comments import NOTED, choices, of_progress
from tasks.requests import (
    half_returned,
    progress_or_404,
    refusal_in,
    refused_by,
    remember_half_returned,
    round_or_404,
    status_of,
)
from tasks.rules import calendars
from zgc_tasks.common import clock
from zgc_tasks.common.refusal import Kind


@require_GET
def progress_detail(request, programme: Programme, round: int, number: int):
    """What stands of it, or with `?nth=` what was filed before."""
    nth = request.GET.get("nth", "")
    if nth and not (nth.isascii() and nth.isdecimal() and len(nth) < 6):
        raise Http404("没有这次报送")
    return _page(request, _progress(request, programme, round, number), nth=int(nth) if nth else None)


def _progress(request, programme: Programme, round: int, number: int) -> Progress:
    return progress_or_404(request, round_or_404(request, programme, round), number)


def _checked(progress: Progress) -> str:
    """By this name what is typed of a return is kept: of another filing it says something else."""
    return f"entry {progress.entry_id}"


def _page(request, progress: Progress, *, nth: int | None = None, **forms):
    """`forms` are those that came back with errors."""
    today = clock.today()
    built = page.build(
        progress,
        request.membership,
        nth=nth,
        today=today,
        place=request.POST.get("place", request.GET.get("place", "")),
        comment_begun=request.POST.get("text", ""),
        half_returned=half_returned(request, _checked(progress), today),
        **forms,
    )
    if built is None:
        raise Http404("没有这次报送")
    status = status_of(*forms.values())
    context = {"programme": built.programme, "page": built, "form": next(iter(forms.values()), None)}
    # It has left the status in which what was typed can be sent at all.
    context["overtaken"] = status == Kind.NOT_NOW.status and progress.status != ProgressStatus.FILED
    return render(request, "tasks/progress.html", context, status=status)


@require_POST
def progress_comment_add(request, programme: Programme, round: int, number: int):
    """Pin a comment; the lead sees it when it is returned."""
    progress = _progress(request, programme, round, number)
    read = progress.entry or progress.entries.last()
    form = EntryCommentForm(request.POST, places=choices(read) if read else ())
    with refused_by(request, form):
        policies.may_comment(request.membership, progress)
        if form.is_valid():
            field, step = form.pinned_to()
            comments.on_progress(
                progress_id=progress.pk,
                nth=form.cleaned_data["nth"],
                field=field,
                step=step,
                text=form.cleaned_data["text"],
                by=request.membership,
                at=clock.now(),
            )
            messages.success(request, NOTED)
            remember_half_returned(request, _checked(progress), clock.today())
            return redirect("progress", programme=programme, round=round, number=number)
    progress = _progress(request, programme, round, number)
    if refusal_in(form):
        form.rest_on(progress.entry.nth if progress.entry else 0)
    return _page(request, progress, comment_form=form)


@require_POST
def progress_comment_remove(request, programme: Programme, round: int, number: int, pk: int):
    """Take back one's own comment before it is sent."""
    progress = _progress(request, programme, round, number)
    comment = get_object_or_404(of_progress(progress).select_related("entry", "by"), pk=pk)
    comments.remove(comment=comment, by=request.membership)
    messages.success(request, "意见已删除")
    return redirect("progress", programme=programme, round=round, number=number)


@require_POST
def progress_return(request, programme: Programme, round: int, number: int):
    """退回修改 with the comments, or with what is to be mended in words, and until when."""
    progress, today = _progress(request, programme, round, number), clock.today()
    form = ReturnProgressForm(request.POST, years=programme.known_years(today), today=today)
    with refused_by(request, form):
        policies.check_progress(request.membership, ProgressAction.RETURN, progress, today=today)
        if form.is_valid():
            actions.send_back(
                progress_id=progress.pk, **form.cleaned_data, by=request.membership, at=clock.now()
            )
            until = calendars.day_in_words(form.cleaned_data["refile_by"])
            messages.success(request, f"已退回{progress.task.lead}修改，重新报送时限为{until}")
            return redirect("progress", programme=programme, round=round, number=number)
    progress = _progress(request, programme, round, number)
    if refusal_in(form):
        form.rest_on(progress.version)
    return _page(request, progress, return_form=form)


@require_POST
def entry_verify(request, programme: Programme, round: int, number: int, nth: int):
    """复核一致 by a second person, or by the lead."""
    progress = _progress(request, programme, round, number)
    entry = get_object_or_404(progress.entries, nth=nth)
    actions.verify(entry=entry, by=request.membership, at=clock.now())
    messages.success(request, f"{entry.number}已复核，与来文一致")
    after = next_in_queue.entries_to_verify(progress, request.membership).address
    return redirect(after) if after else redirect("progress", programme=programme, round=round, number=number)


@require_POST
def entry_dispute(request, programme: Programme, round: int, number: int, nth: int):
    """不一致, where its lead says."""
    progress = _progress(request, programme, round, number)
    entry = get_object_or_404(progress.entries.select_related("letter"), nth=nth)
    entry.progress = progress
    policies.may_compare(request.membership, entry)
    form = DisputeForm(request.POST)
    if form.is_valid():
        with refused_by(request, form):
            words = form.cleaned_data["dispute"]
            actions.dispute(entry=entry, words=words, by=request.membership, at=clock.now())
            messages.success(request, "已告知接收处室")
            return redirect("progress", programme=programme, round=round, number=number)
    return _page(request, progress, dispute_form=form)
