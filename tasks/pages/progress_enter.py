"""代录 of 进展: the form beside the letter it is entered from."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from django.forms import BoundField
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from tasks import steps_in_time
from tasks.actions.progress_filing import findings
from tasks.forms.progress_paper import FIGURES, PaperForm
from tasks.models import Progress, ProgressArrival
from tasks.pages import next_in_queue, scans
from tasks.rules.crosschecks import Finding
from zgc_tasks.common.prepared import Prepared

_PROGRESS = Prepared(
    lambda task, round: Progress.objects.select_related("entry").filter(task=task, round=round)
)


def progress_of(arrival: ProgressArrival) -> Progress:
    """As it stands; one that nobody has begun is not saved."""
    found = _PROGRESS.first(task=arrival.task_id, round=arrival.round_id)
    progress = found or Progress(task=arrival.task, round=arrival.round)
    progress.task, progress.round = arrival.task, arrival.round
    return progress


def form_of(progress: Progress, typed: QueryDict | None, *, today: date) -> PaperForm:
    steps = steps_in_time.of_task(progress.task, today=today, year=progress.round.covers_until.year)
    return PaperForm(typed, steps=steps, initial={"based_on": progress.version})


def noticed(progress: Progress, form: PaperForm, *, today: date) -> list[Finding]:
    """What a filing by the lead would be told of it; a paper is recorded as it is."""
    said = form.said().read(year=progress.round.covers_until.year)
    return findings(progress, said, today=today, on_behalf=True)


def page(
    arrival: ProgressArrival,
    progress: Progress,
    form: PaperForm,
    *,
    warnings: Sequence[Finding],
    looked: bool,
) -> dict:
    """`looked` where it was asked what is noticed."""
    return {
        "programme": arrival.round.programme,
        "letter": arrival.letter,
        "scan": scans.beside(arrival.round.programme, arrival.letter),
        "entering": next_in_queue.progress_to_enter(arrival).after("照来文代录" if warnings else "代录"),
        "round": arrival.round,
        "task": arrival.task,
        "form": form,
        "figures": _figures(form),
        "warnings": warnings,
        "looked": looked,
        "beside": _beside(progress),
    }


def _figures(form: PaperForm) -> list[tuple[SafeString, bool]]:
    """Each row as it is drawn, and whether it stands open. Of most letters nearly all are blank, and look the same each time."""
    return [
        (_drawn(fields) if any(each.value() or each.errors for each in fields) else _blank(nth), is_open)
        for nth, (fields, is_open) in enumerate(form.figure_rows)
    ]


@lru_cache(maxsize=FIGURES)
def _blank(nth: int) -> SafeString:
    fields, _ = PaperForm(steps=()).figure_rows[nth]
    return _drawn(fields)


def _drawn(fields: Iterable[BoundField]) -> SafeString:
    return mark_safe("".join(field.as_field_group() for field in fields))  # noqa: S308 — drawn by templates


def _beside(progress: Progress) -> str:
    """What is there already, which a further filing is put before."""
    if progress.entry is None:
        return ""
    return f"本项本期已有{progress.entry}（{progress.entry.number}），代录后以来文内容为最近一次报送，此前各次保留"


def address_afterwards(arrival: ProgressArrival) -> str:
    """On to the next that is to be entered, else to what was entered."""
    entered = [arrival.task.programme.slug, arrival.round.number, arrival.task.number]
    return next_in_queue.progress_to_enter(arrival).address or reverse("progress", args=entered)
