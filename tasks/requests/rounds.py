"""Rounds, what is reported of a task in one, and what lies beside it."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from tasks.models import Contribution, Entry, Evidence, Programme, Progress, Round
from tasks.reported import Reported, of_numbers
from tasks.requests.missing import or_404
from units.prepared import PreparedFor
from zgc_tasks.common import clock


def round_or_404(request, programme: Programme, number: int) -> Round:
    round = or_404(_ROUND.first(request.membership, programme=programme.pk, number=number))
    round.programme = programme
    return round


_ROUND = PreparedFor(
    lambda by, programme, number: (
        Round.objects.visible_to(by).filter(programme=programme, number=number).order_by()
    )
)


def round_asked(request, programme: Programme) -> Round | None:
    """The round that an address names as `?round=`, None where it names none."""
    named = request.GET.get("round", "")
    if not named:
        return None
    if not (named.isascii() and named.isdecimal() and len(named) < 6):
        raise Http404("没有这个报送期")
    return round_or_404(request, programme, int(named))


def progress_or_404(request, round: Round, number: int) -> Progress:
    """What is reported of a task in a round, of which the reader may see the draft or something that was filed."""
    progress = _PROGRESS.first(request.membership, round=round.pk, number=number)
    if progress is None:
        raise Http404
    progress.task.programme, progress.round = round.programme, round
    return progress


def _progress_seen(by, round, number) -> QuerySet:
    filed = Entry.objects.visible_to(by)
    drafts = Progress.objects.visible_to(by).filter(pk=OuterRef("pk"))
    seen = Q(Exists(drafts)) | Q(Exists(filed.filter(progress=OuterRef("pk"))))
    found = Progress.objects.filter(seen, round=round, task__number=number)
    return found.select_related("task__lead", "task__plan__in_force", "entry__by__user")


_PROGRESS = PreparedFor(_progress_seen)


def entry_or_404(request, progress: Progress, nth: int) -> Entry:
    """One of its filings that the reader may see."""
    entry = get_object_or_404(Entry.objects.visible_to(request.membership), progress=progress, nth=nth)
    entry.progress = progress
    return entry


def reported_or_404(request, round: Round, numbers: Iterable[int]) -> list[Reported]:
    """Those of the tasks with these numbers that the acting unit reports in a round."""
    found = of_numbers(request.membership, round, numbers, today=clock.today())
    if not found:
        raise Http404("本期没有由本单位报送的任务")
    return found


def contribution_or_404(request, each: Reported, key: str) -> Contribution:
    """What a participating unit gave of a task in a round."""
    seen = Contribution.objects.visible_to(request.membership).filter(round=each.round, task=each.task)
    return get_object_or_404(seen, pk=_key(key))


def evidence_or_404(each: Reported, key: str) -> Evidence:
    """A file of the working copy, taken out of it meanwhile or not."""
    return get_object_or_404(Evidence, progress=each.progress, pk=_key(key))


def _key(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
