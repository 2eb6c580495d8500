"""One entry as it is read: its texts beside those of the entry before, its steps, figures and files."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.timezone import localtime

from tasks import policies, steps_in_time
from tasks.enums import StepProgress
from tasks.models import Comment, Entry, Evidence, Progress, Task
from tasks.pages import marks
from tasks.pages.comments import EntryPlace, places_in
from tasks.pages.letters import verification
from tasks.pages.marks import Mark
from tasks.rules import dates
from tasks.rules.differences import FieldDifference
from tasks.rules.statement import TEXTS, ReportedFigure
from units.models import Membership
from zgc_tasks.common.prepared import Prepared


class StepShown(NamedTuple):
    """A step as the entry reports it; `mark` and `standing` are of today, where the plan in force still has it."""

    number: int
    text: str
    due: str
    said: str
    mark: Mark | None
    standing: str
    at: EntryPlace


class TextShown(NamedTuple):
    """One of the four texts, with what it changes in the entry before, and the comments there."""

    difference: FieldDifference
    at: EntryPlace


class EvidenceLink(NamedTuple):
    name: str
    address: str
    about: str


@dataclass(frozen=True)
class EntryShown:
    """An entry as one reader sees it. `outlook` is None for peers; `texts` compare it with the entry before, if there
    is one. `at` are the places that have no part of their own on the page, `may_comment` where any can be commented on.
    """

    entry: Entry
    outlook: Mark | None
    outlook_reason: str
    unchanged: bool
    texts: list[TextShown]
    compared: str
    steps: list[StepShown]
    steps_of: str
    figures: list[ReportedFigure]
    evidence: list[EvidenceLink]
    behalf: str
    dispute: str
    at: dict[str, EntryPlace]
    may_comment: bool


def shown_of(
    entry: Entry,
    entries: list[Entry],
    progress: Progress,
    by: Membership,
    today: date,
    comments: list[Comment],
    *,
    may_comment: bool,
) -> EntryShown:
    said, task = entry.said(), progress.task
    earlier = [one for one in entries if one.nth < entry.nth and one.withdrawn_at is None]
    before = earlier[-1] if earlier else None
    was = before.said() if before else None
    judged = policies.allowed(policies.may_see_outlook, by, task, entry)
    at = places_in(entry, comments)
    return EntryShown(
        entry=entry,
        outlook=marks.of_outlook(said.outlook) if judged else None,
        outlook_reason=said.outlook_reason if judged else "",
        unchanged=said.unchanged and judged,
        texts=[
            TextShown(FieldDifference(name, label, getattr(was or said, name), getattr(said, name)), at[name])
            for name, label in TEXTS.items()
            if getattr(said, name) or (was and getattr(was, name)) or at[name].sent or at[name].comments
        ],
        compared=f"与{before}相比，改动之处已标出" if before else "",
        steps=_steps(entry, said, task, today, at),
        steps_of=_steps_of(entry),
        figures=list(said.figures),
        evidence=_evidence(entry, by),
        behalf=_behalf(entry),
        dispute=entry.dispute if judged else "",
        at=at,
        may_comment=may_comment,
    )


def _steps(entry: Entry, said, task: Task, today: date, at: dict[str, EntryPlace]) -> list[StepShown]:
    if entry.steps_of is None:
        return []
    year = entry.progress.round.covers_until.year
    in_force = {each.key: each for each in steps_in_time.of_task(task, today=today, year=year)}
    return [
        StepShown(
            number=number,
            text=step.text,
            due=str(step.due),
            said=_step_said(said.step(step.key)),
            mark=marks.of_step(in_force[step.key].standing.state) if step.key in in_force else None,
            standing=in_force[step.key].standing.explanation if step.key in in_force else "已不在现行方案中",
            at=at[f"step-{number}"],
        )
        for number, step in enumerate(entry.steps_of.keyed_sheet().steps, start=1)
    ]


def _step_said(step) -> str:
    if not step.state:
        return ""
    day = f"（{step.done_on}）" if step.is_done and step.done_on.text else ""
    word = f"，{step.word}" if step.word else ""
    return f"{StepProgress(step.state).label}{day}{word}"


def _steps_of(entry: Entry) -> str:
    return f"按实施方案{entry.steps_of}所列步骤" if entry.steps_of else "实施方案尚未核收，本次不报步骤"


def _evidence(entry: Entry, by: Membership) -> list[EvidenceLink]:
    steps = entry.steps_of.keyed_sheet().steps if entry.steps_of else ()
    numbers = {step.key: number for number, step in enumerate(steps, start=1)}
    return [
        EvidenceLink(
            name=str(each.file),
            address=_download(entry, each.file_id),
            about=f"第{numbers[each.step_key]}步" if each.step_key in numbers else "",
        )
        for each in _EVIDENCE(entry=entry.pk)
    ]


_EVIDENCE = Prepared(
    lambda entry: Evidence.objects.filter(entries=entry).select_related("file").order_by("pk")
)


def _download(entry: Entry, file: int) -> str:
    return reverse("attachment-download", args=[entry.progress.task.programme.slug, file])


def _behalf(entry: Entry) -> str:
    if not entry.on_behalf:
        return ""
    verified = verification(entry, holds=entry.pk == entry.progress.entry_id)
    return f"据{entry.letter}代录，{dates.in_table(localtime(entry.recorded_at))}录入；{verified}"
