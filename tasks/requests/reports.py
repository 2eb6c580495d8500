"""Reports to whoever may see them."""

from tasks.models import Programme, Report
from tasks.requests.missing import or_404
from units.prepared import PreparedFor


def report_or_404(request, programme: Programme, year: int, nth: int) -> Report:
    report = or_404(_REPORT.first(request.membership, programme=programme.pk, year=year, nth=nth))
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
