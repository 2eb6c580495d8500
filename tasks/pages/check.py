"""The page of one filing under check: the sheet, what changed since the one before, comments and what may be done."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from tasks import policies
from tasks.enums import Action, PlanStatus
from tasks.forms.checking import CommentForm, ReturnForm, StampedForm, TakeBackForm
from tasks.models import Filing, OfficeAnswer, Plan, PlanEvent, Programme
from tasks.pages import consultations, next_in_queue, scans, times
from tasks.pages.comments import comments_on, papers_of_plan, waiting_on_plan
from tasks.pages.contact_changes import ContactsChanged, changes_of, notes_on
from tasks.pages.filings import compared, endings_of
from tasks.pages.history import events_of, latest
from tasks.pages.letters import verification
from tasks.pages.sheet import places, to_check
from tasks.pages.standing import status_in_words
from tasks.rules import deadlines
from tasks.rules.differences import Differences
from tasks.rules.known_years import KnownYears
from tasks.rules.sheet import Sheet
from units.models import Membership, Office
from zgc_tasks.common.prepared import Prepared
from zgc_tasks.common.refusal import Kind, Refusal

_FILINGS = Prepared(
    lambda plan: (
        Filing.objects.filter(plan=plan)
        .select_related("office__unit", "letter__unit", "letter__scan", "stamped_scan")
        .order_by("nth")
    )
)


def page(
    plan: Plan,
    *,
    by: Membership,
    now: datetime,
    place: str = "",
    whole: bool = False,
    comment_begun: str = "",
    return_opened: bool = False,
    half_returned: Mapping[str, str] | None = None,
    comment_form: CommentForm | None = None,
    return_form: ReturnForm | None = None,
    take_back_form: TakeBackForm | None = None,
    stamped_form: StampedForm | None = None,
) -> dict:
    """`place` is what a comment is begun on; of a revision what changed is shown unless the `whole` is asked for; the
    forms are those that came back with errors, `comment_begun` and `half_returned` what is typed beside them.
    """
    today = timezone.localdate(now)
    filings = _FILINGS(plan=plan.pk)
    shown = plan.filing_id or plan.in_force_id  # of a revision that is still a draft, what holds
    filing = next(each for each in filings if each.pk == shown)
    filing.plan = plan
    for each in filings:
        each.verification = (
            verification(each, holds=policies.still_holds(each, plan)) if each.on_behalf else ""
        )
    sheet, previous = filing.sheet(), _previous(plan, filing, filings)
    comparison = compared(previous, filing) if previous else None
    only_changes = plan.revising and filing.pk != plan.in_force_id and bool(comparison)
    comments, changes = comments_on(plan, filings), changes_of(plan)
    moved = times.changes_of(plan, by, filings)
    waiting = [comment for comment in comments if comment.sent_at is None]
    refusal = policies.refusal_of(policies.check, by, Action.ACCEPT, plan, today=today)
    programme = plan.task.programme
    years = programme.known_years(today)
    asked = _office_asked_about(by, plan)
    further = next_in_queue.to_check(plan, by)
    may_comment = policies.allowed(policies.may_comment, by, plan)
    may_return = policies.allowed(policies.check, by, Action.RETURN, plan, today=today)
    may_verify = policies.allowed(policies.may_verify, by, filing)
    events = events_of(plan, [*(change.event for change in changes), *times.history_of(moved)])
    return {
        "programme": programme,
        "task": plan.task,
        "plan": plan,
        "filing": filing,
        "standing": status_in_words(plan),
        "sheet": to_check(
            sheet,
            comparison,
            waiting,
            _notes(plan, filing, changes),
            endings_of(filing),
            only_changes=only_changes and not whole,
        ),
        "compared": _compared_in_words(plan, previous, comparison),
        "compared_with": previous,
        "only_changes": only_changes,
        "whole": whole,
        "waiting": waiting,
        "noted": waiting_on_plan(plan, waiting, by),
        "earlier": [comment for comment in comments if comment.sent_at],
        "papers": papers_of_plan(plan, comments),
        "comment_form": comment_form
        or (_offered_comment(sheet, place, comment_begun) if may_comment else None),
        "return_form": return_form
        or (_offered_return(plan, today, years, half_returned) if may_return else None),
        "return_opened": return_form is not None or return_opened or bool(half_returned),
        "has_errors": any(
            form is not None and form.errors
            for form in (comment_form, return_form, take_back_form, stamped_form)
        ),
        "may_start": policies.allowed(policies.check, by, Action.START_CHECK, plan, today=today),
        "may_comment": may_comment,
        "may_return": may_return,
        "take_back_form": take_back_form or _offered_taking_back(plan, by, today),
        "take_back_opened": take_back_form is not None,
        "may_accept": refusal is None and not waiting,
        "accept_refusal": _why_not(refusal, plan, asked),
        "accepting": further.after("核对无误", "下一项"),
        "further": further,
        "further_called": further.called("下一项"),
        "scan": scans.beside(programme, filing.letter) if may_verify else None,
        "verifying": next_in_queue.to_verify(plan, by).after("复核一致") if may_verify else "",
        "undoing": _just_accepted(plan.task.programme, by, now),
        "office_asked": asked,
        "written_office": sheet.responsible_office,
        "office_answer": _last_answer(plan, by, sheet.responsible_office),
        "may_receive": policies.allowed(policies.may_receive, by, programme),
        "stamped_form": stamped_form
        or StampedForm(years=years, today=today, filing=filing, initial={"received_on": today}),
        "stamped_opened": stamped_form is not None,
        "filings": filings,
        "consultations": consultations.of_plan(plan, by),
        "changes": moved,
        "events": events,
        "latest": latest(events),
    }


class JustAccepted(NamedTuple):
    """What the person accepted last and may still undo."""

    number: int
    version: int
    words: str


def _just_accepted(programme: Programme, by: Membership, now: datetime) -> JustAccepted | None:
    since = now - timedelta(minutes=policies.UNDO_MINUTES)
    accepted = _ACCEPTED.first(programme=programme.pk, user=by.user_id, since=since)
    if accepted is None:
        return None
    plan = (
        Plan.objects.select_related("task__programme", "filing")
        .defer("filing__content")
        .get(pk=accepted.plan_id)
    )
    if not policies.allowed(policies.may_undo_accept, by, plan, now):
        return None
    until = timezone.localtime(accepted.at + timedelta(minutes=policies.UNDO_MINUTES))
    return JustAccepted(
        plan.task.number, plan.version, f"{until:%H:%M} 前可以撤销第{plan.task.number}项的核收。"
    )


def _accepted(programme, user, since) -> QuerySet:
    events = PlanEvent.objects.filter(plan__task__programme=programme, by__user=user, at__gte=since)
    return events.filter(action=Action.ACCEPT, plan__status=PlanStatus.ACCEPTED).order_by("-pk")[:1]


_ACCEPTED = Prepared(_accepted)


def _notes(plan: Plan, filing: Filing, changes: list[ContactsChanged]) -> dict[str, str]:
    """What has changed since it was filed, and of what is in force which times hold."""
    since = notes_on(filing, changes, _as_it_is)
    return since | times.notes_in_force(plan) if filing.pk == plan.in_force_id else since


def _as_it_is(sheet: Sheet) -> Sheet:
    """Whoever checks a plan sees its telephone numbers."""
    return sheet


def _why_not(refusal: Refusal | None, plan: Plan, asked: Office | None) -> str:
    """Why it cannot be accepted: who never may reads it at any time, what is to be done first while it is checked."""
    if refusal is None or asked:
        return ""
    now = plan.status == PlanStatus.CHECKING
    return refusal.words if refusal.kind is Kind.NOT_ALLOWED or now else ""


def _office_asked_about(by: Membership, plan: Plan) -> Office | None:
    """The office of their own that the checker is asked about now."""
    asked = policies.office_asked_about(by, plan) if plan.status == PlanStatus.CHECKING else None
    return asked if asked and policies.allowed(policies.may_answer_office, by, plan, asked) else None


def _last_answer(plan: Plan, by: Membership, written: str) -> OfficeAnswer | None:
    """What was answered of the office, with `may_change` for who may answer anew."""
    answer = _LAST_ANSWER.first(plan=plan.pk, written=written) if written else None
    if answer:
        answer.may_change = policies.allowed(policies.may_answer_office, by, plan, answer.office)
    return answer


_LAST_ANSWER = Prepared(
    lambda plan, written: (
        OfficeAnswer.objects.filter(plan=plan, written=written)
        .select_related("office__unit", "by__user")
        .order_by("-at", "-pk")[:1]
    )
)


def _compared_in_words(plan: Plan, previous: Filing | None, comparison: Differences | None) -> str:
    if previous is None:
        return ""
    what = f"已核收的{previous}" if plan.revising and previous.pk == plan.in_force_id else str(previous)
    return f"与{what}不同之处已标出。" if comparison else f"与{what}内容相同。"


def _previous(plan: Plan, filing: Filing, filings: list[Filing]) -> Filing | None:
    """The filing before, of a revision what is in force; what was withdrawn was not filed."""
    if plan.revising and filing.pk != plan.in_force_id:
        return next(each for each in filings if each.pk == plan.in_force_id)
    earlier = [each for each in filings if each.nth < filing.nth and not each.withdrawn_at]
    return earlier[-1] if earlier else None


def _offered_taking_back(plan: Plan, by: Membership, today: date) -> TakeBackForm | None:
    if policies.allowed(policies.check, by, Action.TAKE_BACK, plan, today=today):
        return TakeBackForm(initial={"based_on": plan.version})
    return None


def _offered_comment(sheet: Sheet, place: str, begun: str) -> CommentForm:
    return CommentForm(places=places(sheet), initial={"place": place, "text": begun})


def _offered_return(
    plan: Plan, today: date, years: KnownYears, half_typed: Mapping[str, str] | None
) -> ReturnForm:
    offered = {"based_on": plan.version, "refile_by": deadlines.default_refile_by(today)}
    return ReturnForm(years=years, today=today, initial=offered | (half_typed or {}))
