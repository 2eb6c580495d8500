"""What a posted form says beside its fields; where a refusal is shown: at a field of the form, or on the page before."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from django.http import Http404
from django_htmx.http import trigger_client_event

from tasks.forms import checking as forms
from tasks.forms.plan_operations import Deleted, Operated
from tasks.models import Task
from tasks.pages.places import html_id
from tasks.rules.sheet import Place, Step
from zgc_tasks.common.refusal import Kind, NotMade, Refusal


@contextmanager
def leads_back(to: str, only: type[NotMade] = NotMade) -> Iterator[None]:
    """A file that cannot be made leads back to the page it is had from, which says why."""
    try:
        yield
    except only as refusal:
        refusal.back = refusal.back or to
        raise


def based_on(request) -> int:
    """The version a form was drawn from; a request that carries none is refused as not found."""
    try:
        return int(request.POST["based_on"])
    except (KeyError, ValueError):
        raise Http404("请求缺少版本号") from None


_DELETED = "deleted-step"


def remember_deleted(request, task: Task, operated: Operated) -> None:
    """The step that was deleted last is kept for this person until they sign out, so that it can be put back."""
    if gone := operated.deleted:
        request.session[_DELETED] = {"task": task.pk, "number": gone.number, "step": gone.step.to_json()}


def deleted_step(request, task: Task) -> Deleted | None:
    """What `remember_deleted` keeps of this task."""
    kept = request.session.get(_DELETED)
    if kept is None or kept["task"] != task.pk:
        return None
    return Deleted(kept["number"], replace(Step.from_json(kept["step"]), key=kept["step"].get("key")))


_RETURNING = "half-typed-returns"
_KEPT = 10  # of so many filings: whoever checks goes back and forth between few


def half_returned(request, of: str, today: date) -> dict[str, str]:
    """What is typed of a return beside what is posted, or was when a comment was noted `of` the same."""
    if request.method == "POST":
        return forms.half_returned(request.POST, today)
    return request.session.get(_RETURNING, {}).get(of, {})


def remember_half_returned(request, of: str, today: date) -> None:
    """It is kept for this person, of each filing by itself, until they clear it or sign out."""
    kept = request.session.get(_RETURNING, {})
    kept.pop(of, None)
    if typed := forms.half_returned(request.POST, today):
        kept[of] = typed
    request.session[_RETURNING] = dict(list(kept.items())[-_KEPT:])


def focused(response, place: Place | None):
    """The answer to a button in the background, which says where on the form to go on."""
    return trigger_client_event(
        response, "plan-focus", {"place": html_id(place) if place else ""}, after="settle"
    )


@contextmanager
def refused_by(request, form) -> Iterator[None]:
    """A refusal of what was typed becomes an error of the form, at its field; the view draws it again, nothing lost.

    Who may not at all is sent away, as everywhere else.
    """
    try:
        yield
    except Refusal as refusal:
        if refusal.kind is Kind.NOT_ALLOWED:
            raise
        form.is_valid()  # errors are added to what was cleaned
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.words)
        form.refusal, request.refusal = refusal, refusal.words


def status_of(*forms) -> int:
    """The status of a page with these forms on it, None for one that nobody has filled in."""
    return max((_status_of(form) for form in forms if form is not None), default=200)


def _status_of(form) -> int:
    refusal = refusal_in(form)
    return refusal.kind.status if refusal else 422 if form.errors else 200


def refusal_in(form) -> Refusal | None:
    """What `refused_by` has put into the form."""
    return getattr(form, "refusal", None)
