"""报送期 as a unit has it: the page with the forms of its tasks, saving them by hand and by themselves."""

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tasks.actions import attachments, contributions, progress, progress_written
from tasks.forms.progress import (
    Pressed,
    Typed,
    after_pressing,
    drawn_again,
    posted,
    pressed,
    with_file,
    with_given,
    without_file,
)
from tasks.forms.progress_conflict import merge
from tasks.models import Attachment, Programme, Round
from tasks.pages import answer_conflict, round_conflict, round_foot, round_page
from tasks.pages.answering import Answers, UnsavedAnswer, answers_typed_in_round, seen_now
from tasks.pages.plan_conflict import PutTogether
from tasks.reported import Reported
from tasks.requests import (
    AnswersGiven,
    closed_answers,
    contribution_or_404,
    evidence_or_404,
    open_answers,
    reported_or_404,
    round_or_404,
    save_answers,
)
from units.roles import UNIT_ROLES
from zgc_tasks.common import clock
from zgc_tasks.common.bodies import takes_files


@require_GET
def round_of_unit(request, programme: Programme, round: int):
    """What a unit reports in a round. `open` names tasks to be shown with their forms."""
    if request.membership.role not in UNIT_ROLES:
        return redirect("round-desk", programme=programme, round=round)
    return _page(request, round_or_404(request, programme, round))


def _page(
    request, round: Round, typed: dict[int, Typed] | None = None, answers: Answers | None = None
) -> HttpResponse:
    asked = request.GET if typed is None else request.POST
    answers = answers or {}
    page = round_page.page(
        round,
        request.membership,
        asked,
        today=clock.today(),
        typed=typed,
        answers=open_answers(request, answers),
    )
    page["lost"] = answer_conflict.lost(closed_answers(request, answers))
    return render(request, "tasks/round.html", page, status=422 if page["has_errors"] else 200)


@takes_files
@require_POST
def round_save(request, programme: Programme, round: int):
    """Save what was typed of every task that was touched, after applying the button that was pressed (`op`)."""
    round = round_or_404(request, programme, round)
    button, typed = pressed(request.POST.get("op", "")), posted(request.POST)
    # 0 is no task: a button that is about all of them. A single one is asked for by a prepared query.
    rows = reported_or_404(request, round, {*typed, button.number} - {0})
    if button.verb == "resolve":
        return _resolve(request, round, rows, typed)
    typed = {each.number: _typed(request, each, typed, button) for each in rows}
    return _save(request, round, rows, typed, button)


def _typed(request, each: Reported, typed: dict[int, Typed], button: Pressed) -> Typed:
    """What was typed of a task, or what its closed row stood for, after the button that was pressed on it. A file that was
    chosen goes along whichever that is.
    """
    one = typed.get(each.number) or Typed.as_drawn(each.said, each.version)
    is_meant = button.number == each.number
    if is_meant and button.verb == "take":
        one = one.saying(with_given(one.said, contribution_or_404(request, each, button.what).text))
    elif is_meant and button.verb != "upload":
        one = one.saying(after_pressing(button, one.said, each.said_before))
    file = request.FILES.get(f"{each.number}-file")
    return with_file(one, file) if file or (is_meant and button.verb == "upload") else one


def _save(
    request,
    round: Round,
    rows: list[Reported],
    typed: dict[int, Typed],
    button: Pressed,
    *,
    mine: dict[int, Typed] | None = None,
) -> HttpResponse:
    """`mine` is what was typed, where `typed` was put together of it and of what somebody else saved: only that is shown
    where a third saves in this moment.
    """
    answers = answers_typed_in_round(rows, request.POST)
    wrong = any(not form.is_valid() for form in open_answers(request, answers).values())
    if any(one.errors for one in typed.values()) or (wrong and button.verb != "autosave"):
        return _draw_again(request, round, typed, answers)
    saved, stale, unsaved, beside = [], {}, dict(typed), {}
    # Tasks with a file first: where one cannot be stored, only those with a file before it were saved. They are drawn as
    # they stand by now, so that nobody meets oneself.
    for each in sorted(rows, key=lambda each: typed[each.number].file is None):
        try:
            written, theirs = _saved(request, each, typed[each.number], button)
            saved.append(written)
            beside |= {each.number: theirs} if theirs else {}
            del unsaved[each.number]
        except progress_written.StaleProgress as refusal:
            stale[each.number] = replace(each, progress=refusal.current)
        except attachments.NotStored as refusal:
            refused = without_file(typed[each.number], refusal.words)
            return _draw_again(request, round, unsaved | {each.number: refused}, answers)
    given = save_answers(request, answers)
    if request.htmx:
        return _answered(request, saved, stale, typed, beside, given)
    answers_unsaved = {one.comment.work.task.number for one in given.unsaved}
    for number, theirs in beside.items():
        # What was typed of a task is kept in the browser with its answers, until these are saved too.
        kept = "" if number in answers_unsaved else round_page.kept_name(round, number)
        messages.info(request, f"第{number}项：{theirs.saved}", extra_tags=kept)
    if stale or given.unsaved:
        return _unsaved(request, round, saved, stale, mine or typed, given.unsaved)
    if mine:
        kept = " ".join(round_page.kept_name(round, number) for number in mine)
        messages.success(request, "已按所选内容保存", extra_tags=kept)
    return redirect(_next_page(request, round, button))


def _unsaved(
    request,
    round: Round,
    saved: list[Reported],
    stale: dict[int, Reported],
    typed: dict[int, Typed],
    unsaved: list[UnsavedAnswer],
) -> HttpResponse:
    """Somebody else saved in between: both texts, and of a task whose text is saved the answers alone."""
    by, today = request.membership, clock.today()
    request.refusal = round_conflict.reason(
        round_conflict.notices(saved, stale.values(), unsaved, {}, by, today=today)
    )
    numbers = {one.comment.work.task.number for one in unsaved} - stale.keys()
    of_answers = {each.number: each for each in saved if each.number in numbers}
    mine = {number: Typed.as_drawn(each.said, each.version) for number, each in of_answers.items()}
    mine |= {number: typed[number] for number in stale}
    return _choose(request, round, stale | of_answers, mine, unsaved)


def _answered(
    request,
    saved: list[Reported],
    stale: dict[int, Reported],
    typed: dict[int, Typed],
    beside: dict[int, PutTogether],
    given: AnswersGiven,
) -> HttpResponse:
    """To a save in the background: what is saved by now, and beside each task what is not, with the way to both texts."""
    by, today = request.membership, clock.today()
    notices = round_conflict.notices(saved, stale.values(), given.unsaved, beside, by, today=today)
    shown = {number: typed[number] for number in beside}
    request.refusal = round_conflict.reason(notices)
    context = {
        "saved": round_foot.saved(saved, shown, given.half, today=today),
        "answers": seen_now(given.saved),
        "notices": notices,
    }
    status = 409 if stale or given.unsaved else 200
    return render(request, "tasks/_round_saved.html", context, status=status)


def _saved(request, each: Reported, typed: Typed, button: Pressed) -> tuple[Reported, PutTogether | None]:
    """Each by itself, and what somebody else saved in between beside it, where nobody has to choose."""
    try:
        return _saved_alone(request, each, typed, button), None
    except progress_written.StaleProgress as refusal:
        current = replace(each, progress=refusal.current)
        put = round_conflict.put_together(current, typed, by=request.membership, today=clock.today())
        if put is None:
            raise
    together, theirs = put
    written, later = _saved(request, current, together, button)
    return written, theirs.and_then(later) if theirs else later


def _saved_alone(request, each: Reported, typed: Typed, button: Pressed) -> Reported:
    """Only what was touched: two offices with the same page open never meet."""
    after = [_AFTER[button.verb]] if button.number == each.number and button.verb in _AFTER else []
    if typed.file:
        after.append(partial(_upload, step_key=typed.file_step))
    if not after:
        return _written(request, each, typed) if typed.touched else each
    programme, by, at = each.round.programme, request.membership, clock.now()
    with (
        attachments.kept(scan=typed.file, programme=programme, by=by, at=at) as file,
        transaction.atomic(),
    ):
        written = _written(request, each, typed)
        for act in after:
            act(request, written, file, button)
    return written


def _written(request, each: Reported, typed: Typed) -> Reported:
    row = progress.save(
        task=each.task,
        round=each.round,
        based_on=typed.version,
        said=typed.said,
        by=request.membership,
        at=clock.now(),
    )
    return replace(each, progress=row)


def _take(request, each: Reported, file: Attachment | None, button: Pressed) -> None:
    given = contribution_or_404(request, each, button.what)
    contributions.take_over(contribution=given, by=request.membership, at=clock.now())


def _upload(request, each: Reported, file: Attachment | None, button: Pressed, *, step_key: str) -> None:
    step = next((step.key for step in each.steps if str(step.key) == step_key), None)
    by, at = request.membership, clock.now()
    progress.attach(progress_id=each.progress.pk, file=file, step_key=step, by=by, at=at)


def _detach(request, each: Reported, file: Attachment | None, button: Pressed) -> None:
    evidence = evidence_or_404(each, button.what)
    progress.detach(evidence=evidence, by=request.membership, at=clock.now())


# What a button does once the text is saved, in the same transaction.
_AFTER = {"take": _take, "detach": _detach}


def _next_page(request, round: Round, button: Pressed) -> str:
    """On with the page, at the task that was worked on, or to the review."""
    address = [round.programme.slug, round.number]
    if button.verb == "review":
        only = f"?task={button.number}" if button.number else ""
        return f"{reverse('round-review', args=address)}{only}"
    opened = [text for text in request.POST.getlist("open") if text != str(button.number)]
    if button.number and button.verb != "unchanged":
        opened.append(str(button.number))
    asked = [("open", number) for number in opened] + [
        ("page", page) for page in request.POST.getlist("page")
    ]
    query = f"?{urlencode(asked)}" if asked else ""
    place = f"#task-{button.number}" if button.number else ""
    return f"{reverse('round', args=address)}{query}{place}"


def _draw_again(request, round: Round, typed: dict[int, Typed], answers: Answers) -> HttpResponse:
    """The page as it was posted, with all that is wrong; in the background only what that is."""
    typed = {number: drawn_again(one) for number, one in typed.items()}
    if request.htmx:
        context = {"refused": round_foot.refused(typed)}
        return render(request, "tasks/_round_refused.html", context, status=422)
    return _page(request, round, typed, answers)


def _resolve(request, round: Round, rows: list[Reported], typed: dict[int, Typed]) -> HttpResponse:
    """Save the texts made of the choices between one's own and those saved meanwhile."""
    rows = [each for each in rows if each.number in typed]
    typed = {each.number: _touched_or_saved(each, typed[each.number]) for each in rows}
    answers = answers_typed_in_round(rows, request.POST)
    found = {each.number: round_conflict.compared(each, typed[each.number], request.POST) for each in rows}
    to_choose = open_answers(request, answers)
    if round_conflict.undecided(rows, typed, found) or answer_conflict.undecided(to_choose, request.POST):
        unsaved = [*answer_conflict.asked_again(to_choose), *closed_answers(request, answers)]
        return _choose(request, round, {each.number: each for each in rows}, typed, unsaved, tried=True)
    # What was chosen beside an earlier text does not hold beside another: then all of it is asked about.
    mine = {number: replace(one, seen="") if one.touched else one for number, one in typed.items()}
    merged = {
        each.number: mine[each.number].saying(
            merge(each.said, mine[each.number].said, found[each.number], before=each.said_before)
        )
        for each in rows
    }
    return _save(request, round, rows, merged, Pressed("save"), mine=mine)


def _touched_or_saved(each: Reported, typed: Typed) -> Typed:
    """Of a task whose answers alone met others the text is carried along as it was saved: it may have been changed since."""
    return typed if typed.touched else Typed.as_drawn(each.said, each.version)


def _choose(
    request,
    round: Round,
    rows: dict[int, Reported],
    mine: dict[int, Typed],
    unsaved: list[UnsavedAnswer],
    *,
    tried: bool = False,
) -> HttpResponse:
    """Somebody else saved in between and nothing was overwritten: both texts to choose from."""
    choices = request.POST if tried else {}
    by, today = request.membership, clock.today()
    page = round_conflict.page(round, rows, mine, unsaved, choices, by=by, today=today)
    return render(request, "tasks/round_conflict.html", page | {"tried": tried}, status=422 if tried else 409)
