"""落实情况报告, one a quarter: frozen and made final, never rendered."""

from django.utils.timezone import localdate

from tasks.actions import reports as actions
from tasks.models import Report, Round
from tasks.play import chance
from tasks.play.day import Day
from tasks.play.days import waited
from zgc_tasks.common.prepared import Prepared

# Every day asks these.
_NOT_ISSUED = Prepared(
    lambda programme: (
        Report.objects.filter(programme=programme, issues=None, cancelled_at=None)
        .select_related("round")
        .order_by("pk")
    )
)
_WITHOUT_REPORT = Prepared(
    lambda programme: (
        Round.objects.filter(programme=programme, closed_at__isnull=False, reports=None)
        .filter(covers_until__month__in=(3, 6, 9, 12))
        .order_by("number")
    )
)


def play(day: Day) -> None:
    if day.people.leadership is None:
        return
    _begin(day)
    for report in _NOT_ISSUED(programme=day.programme.pk):
        report.programme = day.programme
        if report.is_final:
            _issue(day, report)
        elif waited(day.today, report.made_at, 3, 6, "定稿", report.number):
            _finish(day, report)


def _begin(day: Day) -> None:
    for round in _WITHOUT_REPORT(programme=day.programme.pk):
        round.programme = day.programme
        if waited(day.today, round.closed_at, 1, 3, "起草", round.name):
            day.do(
                actions.begin,
                programme=day.programme,
                round=round,
                as_of=day.today,
                corrects=None,
                by=day.people.leadership,
            )


def _finish(day: Day, report: Report) -> None:
    """Some take in first what came late."""
    by = day.people.leadership
    if report.as_of < day.today and chance.happens(40, "再出一稿", report.number):
        day.do(actions.take_draft, report=report, as_of=day.today, by=by)
    draft = report.drafts.last()
    day.do(actions.finish, report=report, based_on=draft.pk, by=by)


def _issue(day: Day, report: Report) -> None:
    if not waited(day.today, report.final_at, 2, 6, "印发", report.number):
        return
    day.do(
        actions.record_issue,
        report=report,
        document_number=f"京人才办文（演示）〔{localdate(report.final_at).year}〕{chance.number(10, 90, report.number)}号",
        signed_by="施某",
        issued_on=day.today,
        scan=None,
        by=day.people.leadership,
    )
