"""From a request to the rows it may see, and from a refusal to the form that shows it. Used by every view."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django_htmx.http import trigger_client_event

from tasks import policies
from tasks.forms.plan_operations import Deleted, Operated
from tasks.models import (
    UNIT_NAMED,
    Arrival,
    Attachment,
    Comment,
    Consultation,
    Contribution,
    Coordination,
    Entry,
    Evidence,
    Filing,
    IncomingLetter,
    Opinion,
    Plan,
    Programme,
    Progress,
    ProgressArrival,
    Report,
    Round,
    Task,
    TaskGroup,
)
from tasks.pages.places import html_id
from tasks.reported import Reported, of_numbers
from tasks.rules.sheet import Place, Step
from units.models import Office, Unit
from units.prepared import PreparedFor
from zgc_tasks.common import clock
from zgc_tasks.common.refusal import Kind, Refusal

_PROGRAMME = PreparedFor(
    lambda by, code: (
        Programme.objects.visible_to(by)
        .with_others(by)
        .filter(code=code)
        .select_related("receiving_office__unit")
    )
)


def programme_seen(by, slug: str) -> Programme | None:
    """The programme of an address, with the office that receives it, and whether its reader has work in others too."""
    return _PROGRAMME.first(by, code=slug.upper())


def programme_to_start_with(by) -> Programme | None:
    """Where the acting membership has its work."""
    return Programme.objects.visible_to(by).start_of(by)


def group_or_404(programme: Programme, number: int) -> TaskGroup:
    return get_object_or_404(TaskGroup, programme=programme, number=number)


def unit_or_404(slug: str) -> Unit:
    """Any unit, with the names it bore."""
    return get_object_or_404(Unit.objects.prefetch_related("names"), slug=slug)


_TASK_OF_REGISTER = PreparedFor(
    lambda by, programme, number: (
        Task.objects.visible_to(by)
        .filter(programme=programme, number=number)
        .select_related("group", "printed_group", "lead")
    )
)


def named_unit_or_404(programme: Programme, slug: str) -> Unit:
    """A unit that the programme names."""
    return _found(UNIT_NAMED.first(programme=programme.pk, slug=slug))


def task_or_404(request, programme: Programme, number: int) -> Task:
    """A task of the register with area, lead and responsible units."""
    task = _found(_TASK_OF_REGISTER.first(request.membership, programme=programme.pk, number=number))
    task.programme = programme
    Task.objects.all().fetch_entries(task)
    return task


def tasks_numbered(request, programme: Programme, numbers: Iterable[int]) -> list[Task]:
    """Those of the register that have these numbers."""
    seen = Task.objects.visible_to(request.membership).filter(programme=programme, number__in=set(numbers))
    return list(seen.order_by("number"))


_PLAN = PreparedFor(
    lambda by, programme, number: (
        Plan.objects.visible_to(by)
        .filter(task__programme=programme, task__number=number)
        .select_related("task__lead", "task__group", "filing", "in_force", "office__unit")
    )
)


def plan_or_404(request, programme: Programme, number: int, *, with_sheet: bool = False) -> Plan:
    """A plan the acting membership may see; `with_sheet`, all that its working copy has."""
    plan = _found(_PLAN.first(request.membership, programme=programme.pk, number=number))
    plan.task.programme = programme
    if with_sheet:
        Plan.objects.all().fetch_sheet(plan)
    return plan


def _found(row):
    if row is None:
        raise Http404
    return row


_WRITTEN = PreparedFor(
    lambda by, task: (
        Plan.objects.visible_to(by)
        .filter(task=task)
        .select_related("filing", "updated_by__user", "office")
        .defer("filing__content")
    )
)


def writable_plan(request, programme: Programme, number: int) -> tuple[Task, Plan | None]:
    """The task and its plan as seen by who may write it; others get 404, or 403 for what they can see."""
    task, by = task_or_404(request, programme, number), request.membership
    plan = _WRITTEN.first(by, task=task.pk)
    if plan is not None:
        plan.task = task
        Plan.objects.all().fetch_rows(plan)
    if plan is None and task.lead_id != by.unit_id:
        raise Http404
    policies.may_write(by, task, plan)
    return task, plan


def plan_to_write(request, programme: Programme, number: int) -> Plan:
    """A plan with its sheet, for who may write it."""
    plan = plan_or_404(request, programme, number, with_sheet=True)
    policies.may_write(request.membership, plan.task, plan)
    return plan


def report_or_404(request, programme: Programme, year: int, nth: int) -> Report:
    report = _found(_REPORT.first(request.membership, programme=programme.pk, year=year, nth=nth))
    report.programme = programme
    return report


_REPORT = PreparedFor(
    lambda by, programme, year, nth: (
        Report.objects.visible_to(by)
        .filter(programme=programme, year=year, nth=nth)
        .select_related("round", "corrects")
        .order_by()
    )
)


_TASK = PreparedFor(
    lambda by, programme, number: Task.objects.visible_to(by).filter(programme=programme, number=number)
)


def task_to_save(request, programme: Programme, number: int) -> Task:
    """The task alone, for a save, which checks the rest itself; who is not of the lead is sent away as above."""
    task = _TASK.first(request.membership, programme=programme.pk, number=number)
    if task is None:
        raise Http404
    task.programme = programme
    if task.lead_id != request.membership.unit_id:
        writable_plan(request, programme, number)
    return task


def task_with_steps(request, programme: Programme, number: int) -> Task:
    """A task with its plan in force, of which the acting membership may read the steps."""
    task = task_or_404(request, programme, number)
    task.plan = plan_or_404(request, programme, number)
    if task.plan.in_force_id is None:
        raise Http404("本项没有已核收的实施方案")
    return task


def round_or_404(request, programme: Programme, number: int) -> Round:
    round = _found(_ROUND.first(request.membership, programme=programme.pk, number=number))
    round.programme = programme
    return round


_ROUND = PreparedFor(
    lambda by, programme, number: (
        Round.objects.visible_to(by).filter(programme=programme, number=number).order_by()
    )
)


def round_asked(request, programme: Programme) -> Round | None:
    """The round that an address names as `?round=`, None where it names none."""
    named = request.GET.get("round", "")
    if not named:
        return None
    if not (named.isascii() and named.isdecimal() and len(named) < 6):
        raise Http404("没有这个报送期")
    return round_or_404(request, programme, int(named))


def progress_or_404(request, round: Round, number: int) -> Progress:
    """What is reported of a task in a round, of which the reader may see the draft or something that was filed."""
    progress = _PROGRESS.first(request.membership, round=round.pk, number=number)
    if progress is None:
        raise Http404
    progress.task.programme, progress.round = round.programme, round
    return progress


def _progress_seen(by, round, number) -> QuerySet:
    filed = Entry.objects.visible_to(by)
    drafts = Progress.objects.visible_to(by).filter(pk=OuterRef("pk"))
    seen = Q(Exists(drafts)) | Q(Exists(filed.filter(progress=OuterRef("pk"))))
    found = Progress.objects.filter(seen, round=round, task__number=number)
    return found.select_related("task__lead", "task__plan__in_force", "entry__by__user")


_PROGRESS = PreparedFor(_progress_seen)


def letter_or_404(request, programme: Programme, pk: int) -> IncomingLetter:
    letter = _found(_LETTER.first(request.membership, programme=programme.pk, pk=pk))
    letter.programme = programme
    return letter


_LETTER = PreparedFor(
    lambda by, programme, pk: (
        IncomingLetter.objects.visible_to(by)
        .filter(pk=pk, programme=programme)
        .select_related("unit", "scan", "recorded_by__user")
    )
)


def arrival_to_enter(request, programme: Programme, pk: int, number: int) -> Arrival:
    """A letter of the receiving office with one of the tasks it carries, and whether that was entered from it."""
    letter = letter_or_404(request, programme, pk)
    task = task_or_404(request, programme, number)
    arrival = letter.arrivals.with_entering().filter(task=task, withdrawn_at=None).first()
    if arrival is None:
        raise Http404("该来文未附本项实施方案")
    arrival.letter, arrival.task = letter, task
    return arrival


def progress_arrival_or_404(
    request, programme: Programme, pk: int, round: int, number: int
) -> ProgressArrival:
    """One of the tasks of whose progress in a round a letter tells."""
    letter = letter_or_404(request, programme, pk)
    rows = letter.progress_arrivals.with_entering().select_related(
        "round", "task__lead", "task__plan__in_force"
    )
    arrival = get_object_or_404(rows, round__number=round, task__number=number)
    arrival.letter, arrival.task.programme, arrival.round.programme = letter, programme, programme
    return arrival


def arrival_or_404(request, programme: Programme, pk: int, number: int) -> Arrival:
    """One of the tasks that a letter was registered with."""
    letter = letter_or_404(request, programme, pk)
    return get_object_or_404(letter.arrivals, task__number=number)


def filing_or_404(request, programme: Programme, number: int, nth: int) -> Filing:
    """A filing the acting membership may read, with its plan and the letter it came by."""
    filing = _found(_FILING.first(request.membership, programme=programme.pk, number=number, nth=nth))
    filing.plan.task.programme = programme
    return filing


def _filing(by, programme, number, nth) -> QuerySet:
    task = {"plan__task__programme": programme, "plan__task__number": number}
    filings = Filing.objects.visible_to(by).filter(**task, nth=nth).order_by()
    return filings.select_related(
        "by__user", "by__unit", "office", "letter__unit", "stamped_scan",
        "plan__task__lead", "plan__filing", "plan__office",
    )  # fmt: skip


_FILING = PreparedFor(_filing)


def consultation_or_404(request, programme: Programme, pk: int) -> Consultation:
    """A question the acting membership may see, with what settled it."""
    seen = Consultation.objects.visible_to(request.membership).with_settling()
    consultations = seen.select_related(
        "unit", "plan__task__lead", "plan__task__programme", "asked_by__user", "answered_by__user"
    )
    return get_object_or_404(consultations, pk=pk, plan__task__programme=programme)


_COORDINATION = PreparedFor(
    lambda by, programme, pk: (
        Coordination.objects.visible_to(by)
        .filter(pk=pk, task__programme=programme)
        .select_related("task__lead", "unit", "raised_by__user")
    )
)


def coordination_or_404(request, programme: Programme, pk: int) -> Coordination:
    """A problem the acting membership may see, with its task and who raised it."""
    coordination = _found(_COORDINATION.first(request.membership, programme=programme.pk, pk=pk))
    coordination.task.programme = programme
    return coordination


def opinion_or_404(request, plan: Plan, pk: int) -> Opinion:
    """What a participating unit noted of the plan, for who may see it."""
    seen = Opinion.objects.visible_to(request.membership).select_related("filing__plan")
    opinion = get_object_or_404(seen, pk=pk, filing__plan=plan)
    opinion.filing.plan = plan
    return opinion


def comment_or_404(plan: Plan, pk: int) -> Comment:
    """A comment that was sent to the lead of the plan."""
    return get_object_or_404(_sent().filter(filing__plan=plan), pk=pk)


def comments_beside(comment: Comment):
    """All that were sent with a comment, itself included."""
    return _sent().filter(filing=comment.filing).order_by("pk")


def _sent():
    return Comment.objects.filter(sent_at__isnull=False).select_related("filing__plan__task")


def own_office_or_404(request) -> Office:
    """The office that a form names, one of the person's own."""
    own = Office.objects.filter(memberships__user=request.user, memberships__is_active=True)
    for office in own.select_related("unit").distinct():
        if str(office.pk) == request.POST.get("office"):
            return office
    raise Http404


def reported_or_404(request, round: Round, numbers: Iterable[int]) -> list[Reported]:
    """Those of the tasks with these numbers that the acting unit reports in a round."""
    found = of_numbers(request.membership, round, numbers, today=clock.today())
    if not found:
        raise Http404("本期没有由本单位报送的任务")
    return found


def contribution_or_404(request, each: Reported, key: str) -> Contribution:
    """What a participating unit gave of a task in a round."""
    seen = Contribution.objects.visible_to(request.membership).filter(round=each.round, task=each.task)
    return get_object_or_404(seen, pk=_key(key))


def evidence_or_404(each: Reported, key: str) -> Evidence:
    """A file of the working copy."""
    return get_object_or_404(Evidence, progress=each.progress, pk=_key(key), removed_at=None)


def _key(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def attachment_or_404(request, programme: Programme, pk: int) -> Attachment:
    """A scan of a plan or letter the acting membership may see."""
    scans = Attachment.objects.visible_to(request.membership).distinct()
    return get_object_or_404(scans, pk=pk, programme=programme)


def plan_of(task: Task) -> Plan | None:
    """The plan of a task as it stands, whoever may see it."""
    plan = Plan.objects.select_related("filing").defer("filing__content").filter(task=task).first()
    if plan is not None:
        plan.task = task
    return plan


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
