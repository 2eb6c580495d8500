"""报送期 as a unit has it: what it reports task by task, what stands open, and what it tells others of theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from tasks import policies
from tasks.enums import Outlook, ProgressAction, ProgressStatus, StepProgress, StepState, TaskState
from tasks.forms.progress import Spot, Typed, html_id, mark_of
from tasks.models import Evidence, ProgressEvent, Round
from tasks.pages import contributions
from tasks.pages.addresses import TaskAddresses
from tasks.querysets.rounds import standing_of
from tasks.reported import Reported, listed, reported
from tasks.rules import dates, deadlines
from tasks.rules.crosschecks import Finding
from tasks.rules.statement import FIGURE_LABELS, TEXTS, ReportedFigure, Statement, StepStatement
from tasks.rules.step_standing import StepInTime
from units.models import Membership, Unit
from zgc_tasks.common.paging import paged

PAGE_SIZE = 20  # tasks of a page, each with a form of its own
_TEXT_WIDTH = 30  # characters of a line of the form
_BEGINNING = 60  # characters of what is written, in a row that is closed


class Badge(NamedTuple):
    state: str
    label: str
    note: str = ""


class Link(NamedTuple):
    text: str
    href: str


class Text(NamedTuple):
    """One of the four texts; `before` is that of the round before."""

    id: str
    name: str
    label: str
    value: str
    lines: int
    before: str
    carry: str
    error: str


class Step(NamedTuple):
    """A step of the plan in force, or (`number` 0) one that it does not have any more; `asks` where there is something
    to say of it. `mark` is the state it has, in the words of a badge.
    """

    key: int
    number: int
    text: str
    standing: str
    mark: Badge | None
    said: str
    asks: bool
    state: str = ""
    done_on: str = ""
    word: str = ""
    error: str = ""


class Part(NamedTuple):
    id: str
    name: str
    label: str
    value: str
    error: str


class File(NamedTuple):
    """佐证材料 beside a task or one of its steps; `op` takes it out."""

    name: str
    address: str
    step: str
    op: str


class OpenTask(NamedTuple):
    """A task with its form; all that the template shows, plain values, so that it is drawn once."""

    number: int
    content: str
    address: str
    office: str
    badge: Badge
    notes: tuple[str, ...]
    returned: str
    version: int
    seen: str
    unchanged: bool
    may_be_unchanged: bool
    texts: tuple[Text, ...]
    steps: tuple[Step, ...]
    later_steps: tuple[Step, ...]
    states: tuple[tuple[str, str], ...]
    outlooks: tuple[tuple[str, str], ...]
    outlook: str
    outlook_error: str
    reason: str
    reason_error: str
    figures: tuple[tuple[Part, ...], ...]
    figures_before: str
    figures_error: str
    given: tuple[contributions.Given, ...]
    offline: str
    troubled: bool
    coordination: str
    plan: str
    files: tuple[File, ...]
    file_error: str
    evidence_steps: tuple[tuple[str, str], ...]
    facts: "Facts"
    may_file: bool


class Facts(NamedTuple):
    """What is saved of a task, and what is still to be filled in, each a link to its field."""

    number: int
    saved: str
    missing: tuple[Link, ...]
    ready: bool


class ClosedTask(NamedTuple):
    """A task as one row; `buttons` are (op, label) of the form."""

    number: int
    content: str
    address: str
    office: str
    badge: Badge
    words: str
    warning: str
    buttons: tuple[tuple[str, str], ...]
    link: Link | None


@dataclass(frozen=True)
class Shown:
    """What the page was asked to show beside what stands open by itself, and what was typed and not saved."""

    asked: frozenset[int]
    typed: Mapping[int, Typed]


# --- the page ----------------------------------------------------------------------------------------------------


def page(
    round: Round, by: Membership, asked: QueryDict, *, today: date, typed: Mapping[int, Typed] | None = None
) -> dict:
    """All that templates/tasks/round.html reads; `typed` is drawn as it was posted, with its errors."""
    shown = Shown(_numbers(asked.getlist("open")) | (typed or {}).keys(), typed or {})
    found = paged(
        listed(by, round, today=today),
        asked,
        size=PAGE_SIZE,
        rows=partial(_rows, round, by, today, shown),
    )
    programme = round.programme
    return {
        "programme": programme,
        "round": round,
        "unit": by.unit,
        "tasks": found,
        "joined": contributions.joined(round, by, asked),
        "opened": sorted(shown.asked),
        "errors": [link for each in found for link in _errors(each)],
        "has_errors": any(each.errors for each in shown.typed.values()),
        "kept": kept_name(round),
        "covers": _covers(round),
        "timing": timing(round, by.unit, today),
        "save_url": reverse("round-save", args=[programme.slug, round.number]),
        "is_open": round.is_open_on(today),
        "may_file": policies.allowed(policies.may_file_progress, by),
    }


def _numbers(texts: Iterable[str]) -> frozenset[int]:
    return frozenset(int(text) for text in texts if text.isdecimal() and len(text) < 7)


def kept_name(round: Round, number: int | str = "") -> str:
    """Under which a browser keeps what is typed of a task."""
    return f"{round.programme.slug}-round-{round.number}-{number}"


def _covers(round: Round) -> str:
    return f"{dates.in_words(round.covers_from)}至{dates.beside(round.covers_until, round.covers_from)}"


def timing(round: Round, unit: Unit, today: date) -> str:
    if not round.is_open_on(today):
        return f"{dates.in_words(round.opens_on)}起报送，{dates.in_words(round.due_on)}截止"
    return deadlines.days_left_sentence(round.due_of(unit), today)


def _rows(round: Round, by: Membership, today: date, shown: Shown, found: Iterable) -> list:
    rows = reported(found, round, today=today)
    beside = _beside(round, rows, today)
    return [_row(each, by, today, shown, beside) for each in rows]


@dataclass(frozen=True)
class Beside:
    """What stands beside the texts of tasks, each by the key of its task."""

    addresses: TaskAddresses
    notes: Mapping[int, str]
    given: Mapping[int, tuple[contributions.Given, ...]]
    joined: frozenset[int]
    files: Mapping[int, tuple["File", ...]]


def _beside(round: Round, rows: list[Reported], today: date) -> Beside:
    tasks = [each.task for each in rows]
    return Beside(
        addresses=TaskAddresses(round.programme),
        notes=_return_notes(rows),
        given=contributions.by_task(round, tasks, today),
        joined=frozenset(contributions.with_participants(tasks)),
        files=_files(round, rows),
    )


def _files(round: Round, rows: list[Reported]) -> dict[int, tuple["File", ...]]:
    numbers = {each.progress.pk: each for each in rows if each.progress}
    kept = (
        Evidence.objects.filter(progress__in=numbers, removed_at=None).select_related("file").order_by("pk")
    )
    found: dict[int, tuple[File, ...]] = {}
    for row in kept:
        each = numbers[row.progress_id]
        step = next((step.number for step in each.steps if step.key == row.step_key), 0)
        address = reverse("attachment-download", args=[round.programme.slug, row.file_id])
        file = File(row.file.name, address, f"第{step}步" if step else "", f"detach-{each.number}-{row.pk}")
        found[each.task.pk] = (*found.get(each.task.pk, ()), file)
    return found


def _return_notes(rows: list[Reported]) -> dict[int, str]:
    returned = [each.progress.pk for each in rows if each.is_returned]
    if not returned:
        return {}
    events = ProgressEvent.objects.filter(progress__in=returned, action=ProgressAction.RETURN).order_by("pk")
    return dict(events.values_list("progress__task", "note"))


def _row(each: Reported, by: Membership, today: date, shown: Shown, beside: Beside) -> OpenTask | ClosedTask:
    may_write = policies.allowed(policies.may_report, by, each.task, each.round, each.progress, today=today)
    typed = shown.typed.get(each.number)
    if typed or (may_write and (each.number in shown.asked or stands_open(each))):
        may_file = policies.allowed(policies.may_file_progress, by)
        return open_task(each, typed, beside, today=today, may_file=may_file)
    return _closed(each, may_write, today, beside.addresses.task(each.number))


def stands_open(each: Reported) -> bool:
    """What cannot be dealt with in one click: returned, nothing said before, a problem, or a step fallen due."""
    if each.is_filed:
        return False
    if each.is_returned or each.before is None or each.steps_due(each.round.covers_until):
        return True
    if each.is_begun and not each.said.unchanged:
        return True
    before = each.said_before
    return bool(before.problem_text) or needs_reason(before.outlook)


def needs_reason(outlook: str) -> bool:
    return outlook in Outlook.values and Outlook(outlook).needs_reason


# --- a row -------------------------------------------------------------------------------------------------------


def _closed(each: Reported, may_write: bool, today: date, address: str) -> ClosedTask:
    filed = reverse("progress", args=[each.round.programme.slug, each.round.number, each.number])
    number, said = each.number, each.said
    buttons = []
    if may_write and not each.is_filed and not said.unchanged and each.before is not None:
        buttons.append((f"unchanged-{number}", "本期无新进展"))
    if may_write:
        label = "更正" if each.is_filed else "改为填写" if said.unchanged else "填写"
        buttons.append((f"{'changed' if said.unchanged else 'open'}-{number}", label))
    due = each.steps_due(each.round.covers_until) if said.unchanged else []
    return ClosedTask(
        number=number,
        content=each.task.content,
        address=address,
        office=_office(each),
        badge=_badge(each, today),
        words=_beginning(each),
        warning=f"{_steps_named(due)}已到完成时限，请核对步骤情况" if due else "",
        buttons=tuple(buttons),
        link=Link("查看报送内容", filed) if each.is_filed else None,
    )


def _beginning(each: Reported) -> str:
    said = each.said
    if said.unchanged:
        return "本期无新进展，沿用上期内容"
    if each.is_begun or each.is_filed:
        return _cut(said.done_text)
    before = each.said_before
    return f"上期：{_cut(before.done_text)}" if before else ""


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _BEGINNING else f"{text[:_BEGINNING]}…"


def _steps_named(steps: list[StepInTime]) -> str:
    return f"第{'、'.join(str(each.number) for each in steps)}步"


def _office(each: Reported) -> str:
    plan = getattr(each.task, "plan", None)
    return plan.office.name if plan and plan.office else ""


def _badge(each: Reported, today: date) -> Badge:
    task = each.task
    if each.is_filed:
        note = "据来文代录" if each.on_behalf else ""
        return Badge(ProgressStatus.FILED, "逾期报送" if task.filed == "late" else "已报送", note)
    if each.is_returned:
        until = f"{dates.without_year(each.progress.refile_by)}前重新报送"
        return Badge(ProgressStatus.RETURNED, "退回修改", until)
    if not task.owes:
        return Badge(TaskState.NOT_STARTED, "本期不要求报送")
    if task.state == TaskState.MISSING:
        return Badge(TaskState.MISSING, standing_of(task, today).explanation)
    return Badge(TaskState.DRAFT, "草稿") if each.is_begun else Badge(TaskState.NOT_STARTED, "尚未填写")


# --- a form ------------------------------------------------------------------------------------------------------


def open_task(
    each: Reported, typed: Typed | None, beside: Beside, *, today: date, may_file: bool
) -> OpenTask:
    number, before = each.number, each.said_before
    said, errors = (typed.said, typed.errors) if typed else (each.said, {})
    steps = _steps(each, said, errors, today)
    soon = [step for step in steps if not _lies_ahead(step)]
    return OpenTask(
        number=number,
        content=each.task.content,
        address=beside.addresses.task(number),
        office=_office(each),
        badge=_badge(each, today),
        notes=_notes(each),
        returned=beside.notes.get(each.task.pk, ""),
        version=typed.version if typed else each.version,
        seen=typed.seen if typed else mark_of(said),
        unchanged=said.unchanged,
        may_be_unchanged=before is not None and not said.unchanged,
        texts=tuple(_text(number, name, said, before, errors) for name in TEXTS),
        steps=tuple(soon),
        later_steps=tuple(step for step in steps if _lies_ahead(step)),
        states=tuple(StepProgress.choices),
        outlooks=tuple(Outlook.choices),
        outlook=str(said.outlook),
        outlook_error=errors.get(Spot("outlook"), ""),
        reason=said.outlook_reason,
        reason_error=errors.get(Spot("outlook_reason"), ""),
        figures=_figures(number, said, errors),
        figures_before=_figures_before(said, before),
        figures_error=errors.get(Spot("figures"), ""),
        given=beside.given.get(each.task.pk, ()),
        offline=_offline(each) if each.task.pk in beside.joined else "",
        coordination=beside.addresses.coordination(number),
        plan=beside.addresses.plan(number),
        troubled=bool(said.problem_text) or needs_reason(said.outlook),
        files=beside.files.get(each.task.pk, ()),
        file_error=errors.get(Spot("file"), ""),
        evidence_steps=tuple((str(step.key), f"第{step.number}步") for step in each.steps),
        facts=facts(each, said, today=today, automatic=False),
        may_file=may_file,
    )


def _offline(each: Reported) -> str:
    return reverse("contribution-add", args=[each.round.programme.slug, each.round.number, each.number])


def _notes(each: Reported) -> tuple[str, ...]:
    found = []
    if each.on_behalf:
        found.append(f"已由{each.round.programme.receiving_office}据来文代录；与来文不符的，改正后更正报送")
    if not each.task.owes:
        found.append("本项在本期开始后才由本单位牵头或才恢复报送，本期不要求报送，也可以报送")
    return tuple(found)


def _text(number: int, name: str, said: Statement, before: Statement | None, errors) -> Text:
    value, earlier = getattr(said, name), getattr(before, name) if before else ""
    lines = max(3, *(1 + len(line) // _TEXT_WIDTH for line in value.split("\n"))) + value.count("\n")
    return Text(
        id=html_id(number, name),
        name=f"{number}-{name}",
        label=TEXTS[name],
        value=value,
        lines=min(lines, 30),
        before=earlier,
        carry=f"carry-{number}-{name}" if earlier and earlier != value else "",
        error=errors.get(Spot(name), ""),
    )


def step_mark(each: StepInTime) -> Badge | None:
    """Of a step that is done, overdue, to be reported or due soon."""
    state = each.standing.state
    return Badge(_MARKS[state], state.label) if state in _MARKS else None


_MARKS = {
    StepState.OVERDUE: "missing",
    StepState.TO_REPORT: "due_soon",
    StepState.DUE_SOON: "due_soon",
    StepState.DONE: "on_time",
}


def _steps(each: Reported, said: Statement, errors: Mapping[Spot, str], today: date) -> list[Step]:
    typed = {step.key: step for step in said.steps}
    found = [_step(step, typed.pop(step.key, None), errors, today) for step in each.steps]
    return found + [_gone(step, errors) for step in typed.values()]


def _step(each: StepInTime, typed: StepStatement | None, errors: Mapping[Spot, str], today: date) -> Step:
    return Step(
        key=each.key,
        number=each.number,
        text=each.step.text,
        standing=f"{each.step.due}　{each.standing.explanation}",
        mark=step_mark(each),
        said=_said_last(each, today),
        asks=typed is not None or not each.is_done,
        **_typed(each.key, typed or StepStatement(each.key), errors),
    )


def _said_last(each: StepInTime, today: date) -> str:
    if each.said is None or each.is_done:
        return each.said.word if each.said else ""
    word = f"，{each.said.word}" if each.said.word else ""
    return f"{dates.beside(each.said.said_on, today)}报{each.said.state.label}{word}"


def _gone(typed: StepStatement, errors: Mapping[Spot, str]) -> Step:
    words = "此步骤已不在实施方案中，请清空所填内容"
    return Step(typed.key, 0, words, "", None, "", asks=True, **_typed(typed.key, typed, errors))


def _typed(key: int, typed: StepStatement, errors: Mapping[Spot, str]) -> dict[str, str]:
    wrong = (errors.get(Spot("steps", key, part), "") for part in ("state", "done_on", "word"))
    return {
        "state": str(typed.state),
        "done_on": typed.done_on.text,
        "word": typed.word,
        "error": "；".join(filter(None, wrong)),
    }


def _lies_ahead(step: Step) -> bool:
    """Nothing of it is said, and its day is further away than that it is due soon."""
    return bool(step.number) and step.mark is None and not step.state and not step.word and not step.error


def _figures(number: int, said: Statement, errors: Mapping[Spot, str]) -> tuple[tuple[Part, ...], ...]:
    """Those that there are, and a blank one."""
    rows = enumerate((*said.figures, ReportedFigure()), start=1)
    return tuple(
        tuple(
            Part(
                id=html_id(number, "figures", row, part),
                name=f"{number}-figure_{part}",
                label=label,
                value=str(getattr(figure, part)),
                error=errors.get(Spot("figures", row, part), ""),
            )
            for part, label in FIGURE_LABELS.items()
        )
        for row, figure in rows
    )


def _figures_before(said: Statement, before: Statement | None) -> str:
    """Those of last time that are not counted yet this time, to be asked for again."""
    there = {(figure.what, figure.measure) for figure in said.figures}
    again = [f for f in before.figures if (f.what, f.measure) not in there] if before else []
    return "；".join(f"{f.what} {f.number}{f.measure}（{f.day}）" for f in again)


def _errors(row: OpenTask | ClosedTask) -> list[Link]:
    if isinstance(row, ClosedTask):
        return []
    named = [(text.id, text.error) for text in row.texts]
    named += [
        (html_id(row.number, "outlook"), row.outlook_error),
        (html_id(row.number, "outlook_reason"), row.reason_error),
        (html_id(row.number, "figures"), row.figures_error),
        (html_id(row.number, "file"), row.file_error),
    ]
    named += [(html_id(row.number, "steps", step.key), step.error) for step in row.steps]
    named += [(part.id, part.error) for figure in row.figures for part in figure]
    return [Link(f"第{row.number}项：{error}", f"#{place}") for place, error in named if error]


# --- what stands at the foot of a form, and answers a save in the background ---------------------------------------


def facts(each: Reported, said: Statement, *, today: date, automatic: bool) -> Facts:
    found = each.findings(said.read(year=each.round.covers_until.year), today=today)
    blocking = [finding for finding in found if finding.blocks]
    missing = tuple(finding_link(each.number, finding) for finding in blocking)
    return Facts(each.number, _saved(each, today, automatic), missing, ready=not blocking)


def saved(rows: Iterable[Reported], *, today: date) -> list[dict]:
    """The answer to a save in the background: of each task its version, the mark of its text, and its facts."""
    return [
        {
            "version": each.version,
            "seen": mark_of(each.said),
            "facts": facts(each, each.said, today=today, automatic=True),
        }
        for each in rows
    ]


def refused(typed: Mapping[int, Typed]) -> list[dict]:
    """What stands in the way of a save, beside each of the tasks."""
    return [
        {
            "number": number,
            "errors": [Link(text, f"#{html_id(number, *spot)}") for spot, text in one.errors.items()],
        }
        for number, one in typed.items()
    ]


def finding_link(number: int, finding: Finding, page_address: str = "") -> Link:
    return Link(finding.message, f"{page_address}#{html_id(number, finding.field, finding.step)}")


def _saved(each: Reported, today: date, automatic: bool) -> str:
    if not each.is_begun:
        return "尚未保存"
    at = timezone.localtime(each.progress.updated_at)
    if automatic:
        return f"已自动保存 {at:%H:%M}"
    return f"{dates.lately(at, today)}由{each.progress.updated_by.user.full_name}保存"
