"""Two texts of one task in a round side by side, to choose from."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from tasks import policies
from tasks.forms import plan_marks
from tasks.forms.progress import Typed, marks_of
from tasks.forms.progress_conflict import ProgressChoice, compare, merge, parted, torn
from tasks.forms.two_texts import shown
from tasks.models import Round
from tasks.pages import answer_conflict
from tasks.pages.answer_conflict import SaveNotice, notice
from tasks.pages.answering import UnsavedAnswer
from tasks.pages.plan_conflict import PutTogether, Saver, saved_by
from tasks.pages.round_page import kept_name
from tasks.pages.round_parts import Link
from tasks.reported import Reported
from tasks.rules.statement import FIGURE_LABELS, LABELS, TEXTS, Statement
from units.models import Membership
from zgc_tasks.common.refusal import Refusal


class Notice(NamedTuple):
    """Beside a task: what is `unsaved` of it, and what of somebody else was saved together with it."""

    number: int
    unsaved: SaveNotice | None
    noted: str = ""


def page(
    round: Round,
    rows: Mapping[int, Reported],
    mine: Mapping[int, Typed],
    unsaved: list[UnsavedAnswer],
    choices: Mapping[str, str],
    *,
    by: Membership,
    today: date,
) -> dict:
    """`rows` are as they stand by now, `choices` those made so far, `unsaved` what was typed of answers to comments."""
    answers, lost = answer_conflict.choices(unsaved, by, choices), answer_conflict.lost(unsaved)
    tasks = [
        _task(each, mine[number], choices, by, today)
        | {
            "answers": [one for one in answers if one.number == number],
            "lost": [one for one in lost if one.number == number],
        }
        for number, each in sorted(rows.items())
    ]
    found = {number: compared(each, mine[number], choices) for number, each in rows.items()}
    open_ones = [*undecided(rows.values(), mine, found), *_unanswered(answers)]
    texts_differ, is_open = any(task["differences"] for task in tasks), all(task["open"] for task in tasks)
    return {
        "programme": round.programme,
        "round": round,
        "tasks": tasks,
        "errors": open_ones if choices else [],
        "has_errors": bool(choices and open_ones),
        "kept": " ".join(kept_name(round, number) for number in rows),
        "open": is_open,
        "title": answer_conflict.title(differs=bool(answers) or texts_differ, is_open=is_open),
        "texts_differ": texts_differ,
        "to_choose": bool(answers) or texts_differ,
        "settled": is_open and any(one.settled for each in found.values() for one in each),
    }


def compared(each: Reported, mine: Typed, choices: Mapping[str, str]) -> list[ProgressChoice]:
    """By the marks that the page of mine was drawn with."""
    return compare(each, mine.said, choices, plan_marks.read(mine.seen))


def put_together(
    each: Reported, mine: Typed, *, by: Membership, today: date
) -> tuple[Typed, PutTogether | None] | None:
    """What stands by now with mine in it, and what of it is somebody else's; None where both touched something, or where it
    cannot be written any more.
    """
    found = compared(each, mine, {})
    if _refusal(each, by, today) or not all(one.settled for one in found):
        return None
    merged = merge(each.said, mine.said, found, before=each.said_before)
    together = replace(mine, said=merged, version=each.version, seen=marks_of(each.said))
    return together, _beside(each, found, by)


def _beside(each: Reported, found: Iterable[ProgressChoice], by: Membership) -> PutTogether | None:
    what = dict.fromkeys(LABELS.get(one.field, one.label) for one in found if one.takes_theirs)
    last = each.progress and each.progress.updated_by
    is_known = last and last.user_id != by.user_id
    who = Saver(last.user_id, saved_by(each.progress, by), each.progress.updated_at) if is_known else None
    return PutTogether(who, "、".join(what)) if what else None


def _unanswered(answers: Iterable[answer_conflict.TwoAnswers]) -> list[Link]:
    return [
        Link(f"第{one.number}项{one.label}：请选择采用哪一份", f"#id_{one.name}")
        for one in answers
        if not one.chosen
    ]


def undecided(
    rows: Iterable[Reported], mine: Mapping[int, Typed], found: Mapping[int, list[ProgressChoice]]
) -> list[Link]:
    """What is still to be chosen, and choices that do not go together."""
    links = []
    for each in rows:
        differences = found[each.number]
        where = f"第{each.number}项"
        links += [
            Link(f"{where}{one.label}：请选择采用哪一份", f"#id_{one.name}")
            for one in differences
            if not one.chosen
        ]
        if one := torn(each, mine[each.number].said, differences):
            words = f"{where}{one.label}：沿用上期的内容，各段文字也应采用同一份；要保留新写的文字，请选择“否”的一份"
            links.append(Link(words, f"#id_{one.name}"))
        if one := parted(differences):
            links.append(Link(f"{where}{one.label}：与原因说明应采用同一份", f"#id_{one.name}"))
    return links


def _task(each: Reported, mine: Typed, choices: Mapping[str, str], by: Membership, today: date) -> dict:
    refusal = _refusal(each, by, today)
    differences = shown(compared(each, mine, choices), is_open=refusal is None)
    return {
        "number": each.number,
        "content": each.task.content,
        "version": each.version,
        "seen": mine.seen,
        "saved": refusal.words if refusal else _saved(each, by),
        "saved_title": f"{_who(each, by)}保存的内容",
        "file": mine.file.name if mine.file else "",
        "differences": differences,
        "fields": fields_of(each.number, mine.said),
        "open": refusal is None,
    }


def notices(
    saved: Iterable[Reported],
    stale: Iterable[Reported],
    unsaved: list[UnsavedAnswer],
    beside: Mapping[int, PutTogether],
    by: Membership,
    *,
    today: date,
) -> list[Notice]:
    """What the answer to a save in the background says beside each of the tasks: nothing where all is saved and one's own."""
    of_answers = [
        Notice(
            each.number,
            notice([one for one in unsaved if one.comment.work.task == each.task], by),
            beside[each.number].saved if each.number in beside else "",
        )
        for each in saved
    ]
    return [*of_answers, *(Notice(each.number, _notice(each, by, today)) for each in stale)]


def reason(notices: Iterable[Notice]) -> str:
    """Why not all was saved, for the log."""
    return next((one.unsaved.words for one in notices if one.unsaved), "")


def _notice(each: Reported, by: Membership, today: date) -> SaveNotice:
    """Whoever filed it meanwhile need not have written in it."""
    if refusal := _refusal(each, by, today):
        return SaveNotice(refusal.words, leads_to=answer_conflict.TO_COPY)
    return SaveNotice(_saved(each, by))


def _refusal(each: Reported, by: Membership, today: date) -> Refusal | None:
    return policies.refusal_of(policies.may_report, by, each.task, each.round, each.progress, today=today)


def _who(each: Reported, by: Membership) -> str:
    return saved_by(each.progress, by) or "已"


def _saved(each: Reported, by: Membership) -> str:
    at = f" {timezone.localtime(each.progress.updated_at):%H:%M} " if each.progress else ""
    return f"{_who(each, by)}{at}保存了另一份内容"


def fields_of(number: int, said: Statement) -> list[tuple[str, str]]:
    """What was typed, under the names of the form's own fields, to be carried along unseen."""
    fields = [(name, getattr(said, name)) for name in (*TEXTS, "outlook", "outlook_reason")]
    fields.append(("unchanged", "1" if said.unchanged else ""))
    for step in said.steps:
        fields += [
            ("step_key", str(step.key)),
            ("step_state", str(step.state)),
            ("step_done_on", step.done_on.text),
            ("step_word", step.word),
        ]
    for figure in said.figures:
        fields += [(f"figure_{part}", str(getattr(figure, part))) for part in FIGURE_LABELS]
    return [(f"{number}-{name}", value) for name, value in fields]
