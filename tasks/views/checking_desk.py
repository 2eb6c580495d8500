"""核对: first by lead unit, then the queues."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tasks import policies, reading
from tasks.models import Programme
from tasks.pages import checking_desk as desk
from tasks.pages.owed import phones_of
from zgc_tasks.common import clock


@require_GET
def checking(request, programme: Programme):
    """By lead unit, in document order: nine rows, not 37. For the office that stands in, its few plans."""
    programme, by, today = programme, request.membership, clock.today()
    if policies.allowed(policies.may_stand_in, by, programme):
        page = desk.stood_in_for(programme, by, request.GET)
        return render(request, "tasks/checking_stand_in.html", {"programme": programme, "page": page})
    policies.may_receive(by, programme)
    built = desk.build(programme, by, today)
    reading.note_numbers(
        request, phones_of(line.contact for line in built.lines), programme.in_log("牵头单位联络员")
    )
    context = {"programme": programme, "desk": built, "tabs": built.tabs, "today": today}
    return render(request, "tasks/checking.html", context)


@require_GET
def checking_queue(request, programme: Programme, queue: str):
    """One queue: 待核对, 退回修改, 已核收 or 未报."""
    today = clock.today()
    policies.may_receive(request.membership, programme)
    if queue not in desk.QUEUES:
        raise Http404("没有这个核对队列")
    found = desk.queue(programme, queue, today, request.GET)
    context = {"programme": programme, "queue": found, "page": found.rows, "tabs": found.tabs, "today": today}
    return render(request, "tasks/checking_queue.html", context)
