"""What was reported of one task in a round: its text, steps, figures and files, and what happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.timezone import localdate

from tasks import policies
from tasks.enums import Outlook, ProgressAction, ProgressStatus, TaskState
from tasks.forms.checking import EntryCommentForm
from tasks.forms.progress_desk import DisputeForm, ReturnProgressForm
from tasks.models import Completion, Contribution, Entry, Programme, Progress, Round, Task
from tasks.pages import next_in_queue, scans
from tasks.pages.comments import Waiting, choices, seen_of_progress, waiting_on_progress
from tasks.pages.completions import in_words
from tasks.pages.entry_shown import EntryShown, shown_of
from tasks.pages.history import latest
from tasks.pages.progress_course import Happened, events_of
from tasks.prepared import Days, PreparedInRound
from tasks.querysets.rounds import standing_of
from tasks.rules import deadlines
from tasks.rules.statement import FIGURE_LABELS
from units.models import Membership
from units.prepared import PreparedFor
from zgc_tasks.common.prepared import Prepared
from zgc_tasks.common.refusal import Kind


class Given(NamedTuple):
    """参与单位提供情况."""

    by: str
    at: datetime
    text: str
    taken: str


class Nth(NamedTuple):
    """One of the entries, in the list of all; `address` is "" for the one that is shown."""

    label: str
    number: str
    day: date
    notes: str
    address: str


@dataclass(frozen=True)
class ProgressPage:
    """`desk` is the round where the reader goes back to its desk; `writing`, `verify`, `completing`, `reopening` and
    `before` are addresses, "" where there is nothing to do or to see; `scan` is what it is compared with, by its checkers,
    and `comparing` says with what. `noted` are comments that were not sent yet. `too_late` is why its lead cannot correct
    any more what was entered on its behalf.
    """

    programme: Programme
    round: Round
    task: Task
    version: int
    state: TaskState
    explanation: str
    shown: EntryShown | None
    entries: list[Nth]
    contributions: list[Given]
    events: list[Happened]
    latest: str
    completion: str
    writing: str
    writing_called: str
    noted: list[Waiting]
    comment_form: EntryCommentForm | None
    return_form: ReturnProgressForm | None
    return_opened: bool
    verify: str
    verifying: str
    comparing: str
    scan: scans.ScanShown | None
    dispute_form: DisputeForm | None
    too_late: str
    completing: str
    reopening: str
    before: str
    desk: Round | None
    figure_labels = tuple(FIGURE_LABELS.values())


def build(
    progress: Progress,
    by: Membership,
    *,
    nth: int | None,
    today: date,
    place: str = "",
    comment_begun: str = "",
    half_returned: Mapping[str, str] | None = None,
    comment_form: EntryCommentForm | None = None,
    return_form: ReturnProgressForm | None = None,
    dispute_form: DisputeForm | None = None,
) -> ProgressPage | None:
    """`nth` names an entry, None the one that stands, or what is being written; None where the reader sees no such entry.
    `place` is what a comment is begun on; the forms are those that came back with errors, `comment_begun` and
    `half_returned` what is typed beside them.
    """
    task, round = progress.task, progress.round
    entries = _entries(progress, by)
    shown = _chosen(entries, progress, nth)
    if shown is None and nth is not None:
        return None
    standing = _standing(task, round, today)
    newest = shown is not None and shown.pk == progress.entry_id
    verify = _verifying(shown, by) if newest else ""
    checks = policies.allowed(policies.may_receive, by, round.programme)
    comments = seen_of_progress(progress, entries, by)
    may_comment = newest and policies.allowed(policies.may_comment, by, progress)
    completion = _COMPLETION.first(task=task.pk)
    completes = policies.allowed(policies.may_complete, by, round.programme)
    events = events_of(progress, by, entries, comments)
    return ProgressPage(
        programme=round.programme,
        round=round,
        task=task,
        version=progress.version,
        state=standing.state,
        explanation=standing.explanation.removeprefix(f"{standing.state.label}，"),
        shown=shown and shown_of(shown, entries, progress, by, today, comments, may_comment=may_comment),
        entries=_listed(entries, shown, progress),
        contributions=_contributions(task, round, by),
        events=events,
        latest=latest(events),
        completion=f"{in_words(completion)}，以后各期不再要求报送" if completion else "",
        writing=_writing(progress, by, today),
        writing_called="更正" if progress.status == ProgressStatus.FILED else "填写本期进展",
        noted=waiting_on_progress(progress, comments, by),
        comment_form=comment_form or (_comment_form(shown, place, comment_begun) if may_comment else None),
        return_form=return_form or (_return_form(progress, by, today, half_returned) if newest else None),
        return_opened=return_form is not None or bool(half_returned),
        verify=verify,
        verifying=next_in_queue.entries_to_verify(progress, by).after("复核一致") if verify else "",
        comparing=_comparing(shown, checks) if verify else "",
        scan=scans.beside(round.programme, shown.letter) if verify and checks else None,
        dispute_form=dispute_form or (_dispute_form(shown, by) if newest else None),
        too_late=_too_late(progress, by, today) if newest and shown.on_behalf else "",
        completing=_completing(shown, task, completion) if newest and completes else "",
        reopening=_address("task-reopen", task) if completion and completes else "",
        before=_before(task, round, by),
        desk=round if policies.allowed(policies.may_oversee, by, round.programme) else None,
    )


_COMPLETION = Prepared(lambda task: Completion.objects.standing().filter(task=task))


def _comparing(entry: Entry, checks: bool) -> str:
    if checks:
        return "请对照来文或电话记录，与录入内容一致的再按“复核一致”"
    return "与本单位所报一致的，请按“复核一致”" + ("" if entry.disputed_at else "；不一致的，请写明出入")


def _entries(progress: Progress, by: Membership) -> list[Entry]:
    entries = _ENTRIES(by, progress=progress.pk)
    for entry in entries:
        entry.progress = progress
    return entries


_ENTRIES = PreparedFor(
    lambda by, progress: (
        Entry.objects.visible_to(by)
        .filter(progress=progress)
        .order_by("nth")
        .select_related(
            "by__user",
            "by__unit",
            "by__office__unit",
            "lead",
            "steps_of",
            "letter__unit",
            "letter__scan",
            "verified_by__user",
            "verified_by__unit",
            "verified_by__office__unit",
            "disputed_by__user",
            "disputed_by__unit",
            "disputed_by__office__unit",
        )
    )
)


def _chosen(entries: list[Entry], progress: Progress, nth: int | None) -> Entry | None:
    """The one named, else the one that stands, else the newest the reader may see."""
    if nth is not None:
        return next((entry for entry in entries if entry.nth == nth), None)
    standing = next((entry for entry in entries if entry.pk == progress.entry_id), None)
    return standing or (entries[-1] if entries else None)


def _standing(task: Task, round: Round, today: date) -> deadlines.Standing:
    (row,) = _STANDING(round, task=task.pk, **Days.of(today)._asdict())
    return standing_of(row, today)


_STANDING = PreparedInRound(
    lambda round, task, day, soon: Task.objects.filter(pk=task).with_round_standing(round, Days(day, soon))
)


def _listed(entries: list[Entry], shown: Entry | None, progress: Progress) -> list[Nth]:
    address = _address("progress", progress.task, progress.round)
    return [
        Nth(
            label=str(entry),
            number=entry.number,
            day=localdate(entry.counts_from),
            notes="，".join(
                filter(
                    None, ["已撤回" if entry.withdrawn_at else "", "据来文代录" if entry.on_behalf else ""]
                )
            ),
            address="" if shown and entry.pk == shown.pk else f"{address}?nth={entry.nth}",
        )
        for entry in entries
    ]


def _contributions(task: Task, round: Round, by: Membership) -> list[Given]:
    return [
        Given(
            by=str(row.unit or row.wording) + ("（已线下提供）" if row.offline else ""),
            at=row.at,
            text=row.text,
            taken=f"{row.taken_by.user}已采用" if row.taken_at else "",
        )
        for row in _GIVEN(by, task=task.pk, round=round.pk)
    ]


_GIVEN = PreparedFor(
    lambda by, task, round: (
        Contribution.objects.visible_to(by)
        .filter(task=task, round=round)
        .select_related("unit", "taken_by__user")
        .order_by("pk")
    )
)


def _writing(progress: Progress, by: Membership, today: date) -> str:
    may = policies.allowed(policies.may_report, by, progress.task, progress.round, progress, today=today)
    return progress.round.get_absolute_url() if may else ""


def _comment_form(entry: Entry, place: str, begun: str) -> EntryCommentForm:
    return EntryCommentForm(places=choices(entry), initial={"place": place, "text": begun, "nth": entry.nth})


def _return_form(
    progress: Progress, by: Membership, today: date, half_typed: Mapping[str, str] | None
) -> ReturnProgressForm | None:
    if not policies.allowed(policies.check_progress, by, ProgressAction.RETURN, progress, today=today):
        return None
    years = progress.round.programme.known_years(today)
    offered = {"based_on": progress.version, "refile_by": deadlines.default_refile_by(today)}
    return ReturnProgressForm(years=years, today=today, initial=offered | (half_typed or {}))


def _verifying(entry: Entry, by: Membership) -> str:
    if not policies.allowed(policies.may_verify_entry, by, entry):
        return ""
    return reverse("entry-verify", args=[*_names(entry.progress.task, entry.progress.round), entry.nth])


def _dispute_form(entry: Entry, by: Membership) -> DisputeForm | None:
    return DisputeForm() if policies.allowed(policies.may_dispute_entry, by, entry) else None


def _too_late(progress: Progress, by: Membership, today: date) -> str:
    """Said to whoever could correct it before."""
    refusal = policies.refusal_of(
        policies.may_report, by, progress.task, progress.round, progress, today=today
    )
    return refusal.words if refusal and refusal.kind is Kind.NOT_NOW else ""


def _completing(entry: Entry, task: Task, completion: Completion | None) -> str:
    """Where it is confirmed that a task is done, once its lead says so."""
    says_so = entry.outlook in (Outlook.DONE, Outlook.STANDING)
    return _address("task-complete", task) if says_so and completion is None else ""


def _before(task: Task, round: Round, by: Membership) -> str:
    """The page of the newest round before this one in which the reader may see what was filed."""
    last = _LAST_BEFORE.first(by, task=task.pk, covers_until=round.covers_until)
    return reverse("progress", args=[round.programme.slug, last, task.number]) if last else ""


_LAST_BEFORE = PreparedFor(
    lambda by, task, covers_until: (
        Entry.objects.visible_to(by)
        .filter(progress__task=task, progress__round__covers_until__lt=covers_until)
        .order_by("-progress__round__covers_until")
        .values_list("progress__round__number", flat=True)[:1]
    )
)


def _address(route: str, task: Task, round: Round | None = None) -> str:
    return reverse(route, args=_names(task, round) if round else [task.programme.slug, task.number])


def _names(task: Task, round: Round) -> list:
    return [task.programme.slug, round.number, task.number]
