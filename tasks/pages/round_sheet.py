"""The spreadsheet of a unit and round read in: first what it would change, what is in its way, what others changed meanwhile."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from tasks import policies, reported
from tasks.forms.progress import Typed
from tasks.forms.progress_conflict import ProgressChoice, merge
from tasks.forms.progress_sheet import (
    MOST_CHANGED,
    ComparedTask,
    FilledIn,
    SheetForm,
    base_posted,
    compared,
    laid_beside,
)
from tasks.models import Round, Task
from tasks.pages.round_conflict import fields_of
from tasks.reported import Reported
from tasks.rules.progress_sheet import NUMBER, TASKS, Origin
from tasks.rules.statement import Statement
from units.models import Membership
from zgc_tasks.common.workbooks import Fault


class Changed(NamedTuple):
    """A task that would change; `fields` carry the text along. `met` are to be chosen, `plain` are only shown."""

    number: int
    content: str
    version: int
    fields: list[tuple[str, str]]
    plain: list[ProgressChoice]
    met: list[ProgressChoice]
    saved_title: str


class Read(NamedTuple):
    """All that a file would do. Nothing is taken in while there are `faults`."""

    changed: list[Changed]
    same: int
    missing: int
    faults: list[Fault]
    unread: tuple[str, ...]

    @property
    def may_be_taken(self) -> bool:
        return bool(self.changed) and not self.faults


def form(round: Round, by: Membership, *posted) -> SheetForm:
    """Of this unit and round."""
    return SheetForm(*posted, origin=Origin(round.programme.slug, str(round.number), by.unit.slug))


def rows(round: Round, by: Membership, *, today: date) -> list[Reported]:
    """All that go out in the sheet."""
    return reported.reported(reported.tasks_of(by, round, today=today), round, today=today)


def read(round: Round, by: Membership, file: FilledIn, *, today: date) -> Read:
    """The dry run: nothing is written."""
    own = {each.number: each for each in rows(round, by, today=today)}
    faults, found = list(file.faults), []
    for number, one in sorted(file.tasks.items()):
        if number not in own:
            faults.append(one.fault("", f"本期没有由本单位报送的第{number}项任务，请核对编号或者删去本行"))
            continue
        beside, wrong = laid_beside(own[number], one)
        refusal = beside.differences and policies.refusal_of(
            policies.may_report, by, beside.each.task, round, beside.each.progress, today=today
        )
        if refusal:
            wrong = [one.fault("", f"{refusal.words}；或者删去本行，不读入本项")]
        faults += wrong
        found.append(beside)
    differing = [one for one in found if one.differences]
    if len(differing) > MOST_CHANGED:
        words = f"有改动的任务超过{MOST_CHANGED}项，请删去一部分行，分次读入"
        faults.append(Fault(TASKS, f"“{NUMBER}”列", words))
    return Read(
        changed=[_changed(one) for one in differing],
        same=len(found) - len(differing),
        missing=len(own.keys() - file.tasks.keys()),
        faults=faults,
        unread=file.unread,
    )


def again(
    own: Iterable[Reported], typed: Mapping[int, Typed], choices: Mapping[str, str]
) -> tuple[Read, dict[Task, tuple[int, Statement]]]:
    """What was shown, with the choices made since, and what is to be saved of it. Where somebody saved in between, what
    was chosen beside the earlier text does not hold: all of it is to be chosen anew.
    """
    found, texts = [], {}
    for each in own:
        one = typed[each.number]
        base = base_posted(choices.get(_base_name(each.number), ""))
        beside = compared(each, one.said, base=base, choices=choices if one.version == each.version else None)
        merged = merge(each.said, one.said, beside.differences, before=each.said_before)
        found.append(beside)
        texts[each.task] = (one.version, merged)
    changed = [_changed(one) for one in found if one.differences]
    return Read(changed, same=0, missing=0, faults=[], unread=()), texts


def _base_name(number: int) -> str:
    return f"{number}-base"


def _changed(one: ComparedTask) -> Changed:
    each = one.each
    by = each.progress.updated_by.user.full_name if each.progress else ""
    return Changed(
        number=each.number,
        content=each.task.content,
        version=each.version,
        fields=[*fields_of(each.number, one.mine), (_base_name(each.number), json.dumps(one.base))],
        plain=[difference for difference in one.differences if not _is_met(one, difference)],
        met=[_to_choose(difference) for difference in one.differences if _is_met(one, difference)],
        saved_title=f"下载后{by}保存的内容" if by else "现有内容",
    )


def _to_choose(one: ProgressChoice) -> ProgressChoice:
    what = "本项文字" if one.field == "unchanged" else ""
    return replace(one, label=f"{one.label}：文件下载后有人改过{what}，请选择")


def _is_met(one: ComparedTask, difference: ProgressChoice) -> bool:
    return difference.place in one.met


def page(round: Round, form: SheetForm, found: Read | None, errors: Sequence[dict] = ()) -> dict:
    """All that templates/tasks/round_sheet.html reads; `found` is None while nobody has chosen a file."""
    return {
        "programme": round.programme,
        "round": round,
        "form": form,
        "found": found,
        "errors": errors,
        "has_errors": bool(form.errors or errors or (found and found.faults)),
    }
