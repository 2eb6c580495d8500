"""What stands beside the texts of tasks in a round: files, what was given, why it was returned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tasks.enums import ProgressAction
from tasks.models import Evidence, ProgressEvent, Round
from tasks.pages import contributions
from tasks.pages.addresses import RoundAddresses, TaskAddresses
from tasks.pages.addresses import of_rows as addresses_of
from tasks.pages.answering import Answers, Returned, sent_in_round
from tasks.pages.comments import paper_in_round
from tasks.pages.round_parts import File, ReturnNote
from tasks.reported import Reported
from zgc_tasks.common.prepared import Prepared


@dataclass(frozen=True)
class Beside:
    """What stands beside the texts of tasks, each by the key of its task."""

    addresses: TaskAddresses
    in_round: RoundAddresses
    notes: Mapping[int, ReturnNote]
    comments: Mapping[int, Returned]
    given: Mapping[int, tuple[contributions.Contributed, ...]]
    joined: frozenset[int]
    files: Mapping[int, tuple[File, ...]]


def of_rows(round: Round, rows: list[Reported], today: date, answers: Answers | None = None) -> Beside:
    """`answers` to comments are those that came back with errors."""
    comments = {
        task: Returned.with_answers(sent, answers or {}) for task, sent in sent_in_round(rows).items()
    }
    tasks = [each.task for each in rows]
    return Beside(
        addresses=TaskAddresses(round.programme),
        in_round=RoundAddresses(round),
        notes=_return_notes(round, rows, comments),
        comments=comments,
        given=contributions.by_task(round, tasks, today),
        joined=frozenset(contributions.with_participants(tasks)),
        files=_files(round, rows),
    )


def _files(round: Round, rows: list[Reported]) -> dict[int, tuple[File, ...]]:
    numbers = {each.progress.pk: each for each in rows if each.progress}
    found: dict[int, tuple[File, ...]] = {}
    kept = addresses_of("attachment-download", round.programme)
    for row in _KEPT(rows=list(numbers)):
        each = numbers[row.progress_id]
        step = next((step.number for step in each.steps if step.key == row.step_key), 0)
        file = File(
            row.file.name,
            f"{kept}{row.file_id}/",
            f"第{step}步" if step else "",
            f"detach-{each.number}-{row.pk}",
        )
        found[each.task.pk] = (*found.get(each.task.pk, ()), file)
    return found


def _return_notes(
    round: Round, rows: list[Reported], comments: Mapping[int, Returned]
) -> dict[int, ReturnNote]:
    """Of the last return of each."""
    return {
        task: ReturnNote(_in_words(note, len(comments[task].comments)), (paper_in_round(round, number, nth),))
        for task, number, nth, note in _RETURNED(rows=[each.progress.pk for each in rows if each.is_returned])
    }


def _in_words(note: str, comments: int) -> str:
    beside = f"核对意见 {comments} 条，列在有关内容下面，可在该处答复，随本项一并保存。" if comments else ""
    return "".join(filter(None, (note and f"{note}　" if beside else note, beside)))


_KEPT = Prepared(
    lambda rows: (
        Evidence.objects.filter(progress__pk__in=rows, removed_at=None).select_related("file").order_by("pk")
    )
)
_RETURNED = Prepared(
    lambda rows: (
        ProgressEvent.objects.filter(progress__pk__in=rows, action=ProgressAction.RETURN)
        .order_by("pk")
        .values_list("progress__task", "progress__task__number", "entry__nth", "note")
    )
)
