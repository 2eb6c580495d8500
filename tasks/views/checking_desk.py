"""核对: first by lead unit, then the queues."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tasks import policies
from tasks.pages import checking_desk as desk
from tasks.requests import programme_or_404
from zgc_tasks.common import clock


@require_GET
def checking(request, programme: str):
    """By lead unit, in document order: nine rows, not 37. For the office that stands in, its few plans."""
    found, by, today = programme_or_404(request, programme), request.membership, clock.today()
    if policies.allowed(policies.may_stand_in, by, found):
        page = desk.stood_in_for(found, by, request.GET)
        return render(request, "tasks/checking_stand_in.html", {"programme": found, "page": page})
    policies.may_receive(by, found)
    built = desk.build(found, by, today)
    context = {"programme": found, "desk": built, "tabs": built.tabs, "today": today}
    return render(request, "tasks/checking.html", context)


@require_GET
def checking_queue(request, programme: str, queue: str):
    """One queue: 待核对, 退回修改, 已核收 or 未报."""
    found, today = programme_or_404(request, programme), clock.today()
    policies.may_receive(request.membership, found)
    if queue not in desk.QUEUES:
        raise Http404("没有这个核对队列")
    tabs = desk.tabs(found)
    context = {
        "programme": found,
        "tabs": tabs,
        "queue": queue,
        "label": desk.QUEUES[queue],
        "page": desk.queue(found, queue, tabs, today, request.GET),
        "today": today,
    }
    return render(request, "tasks/checking_queue.html", context)
