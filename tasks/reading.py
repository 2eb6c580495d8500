"""Who read what: a plan, a scan or telephone numbers, once an hour; and what was asked for and is not theirs to see."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tasks.models import (
    Attachment,
    Consultation,
    Coordination,
    Filing,
    IncomingLetter,
    Plan,
    Programme,
    Report,
    Round,
    Task,
    TimeChange,
)
from units import audit
from units.models import AuditEntry
from zgc_tasks.common.prepared import LARGEST_KEY

# Pages that show what a plan says, named by the number of its task; and those that show telephone numbers of units.
PLAN_PAGES = {
    "plan-detail", "plan-edit", "plan-review", "filing-detail", "filing-compare", "check-plan", "plan-enter",
    "consultation-list",
}  # fmt: skip
CONTACT_PAGES = {"contact-directory", "contact-unit", "contact-list"}
_BY_KEY = {
    "letter-detail": IncomingLetter,
    "attachment-download": Attachment,
    "attachment-view": Attachment,
    "consultation-detail": Consultation,
    "coordination-detail": Coordination,
    "progress-enter": IncomingLetter,
    "time-decide": TimeChange,
}
PLAN_READ, CONTACTS_READ, SCAN_READ = "plan.read", "contacts.read", "scan.read"
ONCE_IN = timedelta(hours=1)

# What this process has noted, so that a page that is read again asks the database nothing.
_noted: dict[tuple[int, str, str], datetime] = {}
_MOST_NOTED = 10_000


class ReadingLogMiddleware:
    """Writes to the audit log what pages were read, and what was not found because it is not theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method in ("GET", "HEAD") and request.membership is not None and request.resolver_match:
            if response.status_code == 200:
                _note_reading(request)
            elif response.status_code == 404 and _is_hidden(request):
                _note_hidden(request)
        return response


def _note_reading(request: HttpRequest) -> None:
    if read := _read(request):
        note(request.membership, *read, at=timezone.now())


def _read(request: HttpRequest) -> tuple[str, str] | None:
    """The action and its subject, by the address alone; of a consultation, the plan it shows."""
    name, named = request.resolver_match.url_name, request.resolver_match.kwargs
    if name in PLAN_PAGES:
        return PLAN_READ, _plan(named["programme"], named["number"])
    if name == "consultation-detail":
        return PLAN_READ, named["programme"].in_log("征求意见", named["pk"])
    if name in CONTACT_PAGES:
        return CONTACTS_READ, named["programme"].in_log(named.get("slug", "全部单位"))
    return None


def _plan(programme: Programme, number: int) -> str:
    return programme.in_log(f"第{number}项实施方案")


def note_numbers(request: HttpRequest, phones: Iterable[str], subject: str) -> None:
    """Of a page that shows telephone numbers to some and not to others: by which it shows; one's own are no reading."""
    if any(phone and phone != request.membership.user.phone for phone in phones):
        note(request.membership, CONTACTS_READ, subject, at=timezone.now())


def note(by, action: str, subject: str, *, at: datetime) -> None:
    """Once in an hour a person and subject, in whichever process they are answered."""
    key, since = (by.user_id, action, subject), at - ONCE_IN
    if key in _noted and _noted[key] > since:
        return
    rows = AuditEntry.objects.filter(user=by.user_id, action=action, subject=subject, at__gt=since)
    last = rows.order_by("-at").values_list("at", flat=True).first()
    if last is None:
        last = audit.record(action=action, by=by, subject=subject).at
    if len(_noted) >= _MOST_NOTED:
        _noted.clear()
    _noted[key] = last


def forget() -> None:
    """For tests, whose database forgets too."""
    _noted.clear()


def _note_hidden(request: HttpRequest) -> None:
    audit.record_refusal(
        by=request.membership, subject=f"{request.method} {request.path}", detail={"status": 404}
    )


def _is_hidden(request: HttpRequest) -> bool:
    """Whether there is what was asked for, though not for this person; a mistyped address is nothing to keep."""
    name, named = request.resolver_match.url_name, request.resolver_match.kwargs
    if "programme" not in named or any(_too_long(value) for value in named.values()):
        return False
    if request.programme is None:
        return Programme.objects.filter(code=str(named["programme"]).upper()).exists()
    of_programme = {"programme": request.programme}
    if name in _BY_KEY:
        return _BY_KEY[name].objects.filter(pk=named["pk"]).exists()
    if "letter" in named:
        return IncomingLetter.objects.filter(pk=named["letter"], **of_programme).exists()
    if "year" in named:
        return Report.objects.filter(year=named["year"], nth=named["nth"], **of_programme).exists()
    if "number" not in named:
        return False
    if "round" in named and not Round.objects.filter(number=named["round"], **of_programme).exists():
        return False
    if "round" in named or name in _OF_A_TASK:
        return Task.objects.filter(number=named["number"], **of_programme).exists()
    of_task = {"task__programme": request.programme, "task__number": named["number"]}
    if "nth" in named:
        of_plan = {f"plan__{key}": value for key, value in of_task.items()}
        return Filing.objects.filter(nth=named["nth"], **of_plan).exists()
    return name.startswith(_OF_A_PLAN) and Plan.objects.filter(**of_task).exists()


# What is asked of a task before there is a plan.
_OF_A_TASK = ("plan-edit", "plan-print")
_OF_A_PLAN = ("plan-", "filing-", "check-", "consultation-", "step-", "time-", "contact-change")


def _too_long(value) -> bool:
    return isinstance(value, int) and value > LARGEST_KEY
