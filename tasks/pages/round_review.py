"""核对并报送 of a round: what is ready and what not, all that was found, the receipt of what was filed."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from tasks import policies
from tasks.enums import ProgressAction, StepProgress, TaskState
from tasks.forms.filing import SignedForm
from tasks.models import Comment, Progress, Round
from tasks.pages import round_page
from tasks.pages.addresses import TaskAddresses
from tasks.pages.answering import sent_in_round
from tasks.pages.round_foot import finding_link
from tasks.pages.round_parts import Link
from tasks.reported import Reported, filed, listed, reported, tasks_of
from tasks.rules import dates
from tasks.rules.statement import TEXTS, Statement
from units.models import Membership
from zgc_tasks.common.paging import paged
from zgc_tasks.common.prepared import Prepared


class SaidText(NamedTuple):
    """A statement in words: label and text of what there is."""

    label: str
    text: str


class Reviewed(NamedTuple):
    """A task of the review; `version` is what is filed if it is ticked."""

    number: int
    content: str
    address: str
    version: int
    begun: bool
    filed: bool
    unchanged: bool
    said: tuple[SaidText, ...]
    blocking: tuple[Link, ...]
    warnings: tuple[Link, ...]
    missing: bool

    @property
    def ready(self) -> bool:
        return self.begun and not self.filed and not self.blocking


def page(round: Round, by: Membership, asked: QueryDict, form: SignedForm, *, today: date) -> dict:
    """What is about the tasks of one page of the unit's, or about the one that `asked` names as `task`."""
    one = asked.get("task", "")
    named = one.isdecimal() and len(one) < 7
    tasks = (
        tasks_of(by, round, today=today).filter(number=int(one)) if named else listed(by, round, today=today)
    )
    found = paged(tasks, asked, rows=partial(_rows, round, today))
    ready = [each for each in found if each.ready]
    return {
        "programme": round.programme,
        "round": round,
        "unit": by.unit,
        "tasks": found,
        "of_more": named or found.last > 1,
        "ready": ready,
        "not_ready": [each for each in found if each.begun and not each.filed and each.blocking],
        "not_begun": [each for each in found if not each.begun],
        "filed": [each for each in found if each.filed],
        "warned": any(each.warnings for each in ready),
        "form": form,
        "timing": round_page.timing(round, by.unit, today, owed=any(each.missing for each in found)),
    }


def warned(rows: Sequence[Reported], *, today: date) -> bool:
    """Whether there is anything that does not stand in the way, but is to be seen before they are filed."""
    found = any(not one.blocks for each in rows for one in each.findings(each.said, today=today))
    return found or any(_unanswered(rows).values())


def _rows(round: Round, today: date, found: Iterable) -> list[Reviewed]:
    form = reverse("round", args=[round.programme.slug, round.number])
    rows = reported(found, round, today=today)
    unanswered = _unanswered(rows)
    return [_reviewed(each, today, form, unanswered.get(each.task.pk, ())) for each in rows]


def _unanswered(rows: Iterable[Reported]) -> dict[int, list[Comment]]:
    """By the key of its task the comments of its return that the lead has not answered; it may file all the same."""
    return {
        task: [comment for comment in sent if not comment.answer]
        for task, sent in sent_in_round(rows).items()
    }


def _reviewed(each: Reported, today: date, form: str, unanswered: Iterable[Comment]) -> Reviewed:
    said = each.said.read(year=each.round.covers_until.year)
    found = each.findings(said, today=today) if each.to_file else []
    address = f"{form}?open={each.number}"
    return Reviewed(
        number=each.number,
        content=each.task.content,
        address=f"{address}#task-{each.number}",
        version=each.version,
        begun=each.is_begun,
        filed=each.is_filed and not each.to_file,
        unchanged=said.unchanged,
        said=tuple(in_words(said, each)),
        blocking=tuple(finding_link(each.number, one, address) for one in found if one.blocks),
        warnings=(
            *(finding_link(each.number, one, address) for one in found if not one.blocks),
            *(_unanswered_link(one, address) for one in unanswered),
        ),
        missing=each.task.state == TaskState.MISSING,
    )


def _unanswered_link(comment: Comment, address: str) -> Link:
    words = f"“{comment.place}”的核对意见尚未答复：{comment.text}"
    return Link(words, f"{address}#comment-{comment.pk}")


def in_words(said: Statement, each: Reported) -> Iterable[SaidText]:
    """All that is said of a task, label by label; what is blank is left out."""
    for name, label in TEXTS.items():
        if text := getattr(said, name):
            yield SaidText(label, text)
    if said.outlook:
        reason = f"：{said.outlook_reason}" if said.outlook_reason else ""
        yield SaidText("推进状态", f"{said.outlook_in_words}{reason}")
    numbers = {step.key: step.number for step in each.steps}
    steps = [
        f"第{numbers[step.key]}步{_step_in_words(step)}"
        for step in sorted(said.steps, key=lambda step: numbers.get(step.key, 0))
        if step.key in numbers and step.state
    ]
    if steps:
        yield SaidText("步骤情况", "\n".join(steps))
    if said.figures:
        yield SaidText("数据", "\n".join(figure_in_words(figure) for figure in said.figures))


def _step_in_words(step) -> str:
    parts = (StepProgress(step.state).label, step.done_on.text, step.word)
    return "，".join(filter(None, parts))


def figure_in_words(figure) -> str:
    source = f"，来源：{figure.source}" if figure.source else ""
    return f"{figure.what} {figure.number}{figure.measure}（截至{figure.day}{source}）"


# --- the receipt ---------------------------------------------------------------------------------------------------


class Received(NamedTuple):
    number: int
    content: str
    address: str
    receipt: str
    at: str
    by: str
    late: bool
    unchanged: bool
    version: int
    may_withdraw: bool


def receipt(round: Round, by: Membership, asked: QueryDict, *, today: date) -> dict:
    """What stands filed of the unit's tasks in a round; it can be revisited."""
    tasks = paged(filed(by, round, today=today), asked, rows=partial(_received, round, by, today))
    return {
        "programme": round.programme,
        "round": round,
        "unit": by.unit,
        "due": dates.in_words(round.due_of(by.unit)),
        "tasks": tasks,
        "may_withdraw": any(task.may_withdraw for task in tasks),
    }


def _received(round: Round, by: Membership, today: date, found: Iterable) -> list[Received]:
    tasks = list(found)
    written = {row.task_id: row for row in _FILED(tasks=[task.pk for task in tasks], round=round.pk)}
    addresses = TaskAddresses(round.programme)
    shown = []
    for task in tasks:
        row = written[task.pk]
        row.task, row.round, task.programme = task, round, round.programme
        may = policies.allowed(policies.check_progress, by, ProgressAction.WITHDRAW, row, today=today)
        shown.append(
            Received(
                number=task.number,
                content=task.content,
                address=addresses.task(task.number),
                receipt=row.entry.number,
                at=dates.moment(timezone.localtime(row.entry.counts_from)),
                by=f"{row.entry.by.user.full_name}代录"
                if row.entry.on_behalf
                else row.entry.by.user.full_name,
                late=task.filed == "late",
                unchanged=row.entry.unchanged,
                version=row.version,
                may_withdraw=may,
            )
        )
    return shown


_FILED = Prepared(
    lambda tasks, round: (
        Progress.objects.filter(round=round, task__pk__in=tasks)
        .annotate(stand=Count("entries", filter=Q(entries__withdrawn_at=None)))
        .select_related("entry__by__user")
        .defer("entry__content")
    )
)
