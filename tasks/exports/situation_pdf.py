"""报送情况 as PDF: on one page the figures, the areas, and the units with what is open, task by task; behind it the drawings of
总体情况: how much was filed by which day, once progress is owed how far the areas are, and the steps of plans in force.
"""

from collections import Counter
from typing import BinaryIO

from tasks.charts import bars, filed_by_day
from tasks.charts.filed_by_day import FiledByDay
from tasks.charts.progress import LIGHTS, OUTLOOKS
from tasks.enums import Light, TaskState
from tasks.exports import ledger_pdf, progress_counts, situation_steps
from tasks.exports.made import Made
from tasks.exports.progress_counts import AreaCounts
from tasks.exports.summary_counts import area_lines, unit_lines
from tasks.ledger import Figure, Ledger
from tasks.rules import attention


def write(ledger: Ledger, out: BinaryIO, made: Made) -> None:
    ledger_pdf.write("pdf/situation.html", ledger, made, out, name="实施方案报送情况", **context(ledger))


def context(ledger: Ledger) -> dict:
    """What it tells and draws."""
    open_tasks = _open_tasks(ledger)
    return {
        "areas": area_lines(ledger),
        "units": [(line, "、".join(open_tasks.get(line.name, ()))) for line in unit_lines(ledger)],
        "rules": [(figure.label, figure.rule) for figure in Figure],
        "filed": _filed_by_day(ledger),
        "progress": _progress(ledger) if progress_counts.begun(ledger) else None,
        "timeline": situation_steps.of(ledger),
    }


def _filed_by_day(ledger: Ledger) -> FiledByDay | None:
    """Each plan on the day it came first, as on the page."""
    filed = Counter(row.first_filed_on for row in ledger.rows if row.filed)
    return filed_by_day.of(
        filed,
        due=ledger.totals.figures[Figure.DUE],
        deadline=ledger.programme.plan_deadline,
        as_of=ledger.as_of,
    )


def _progress(ledger: Ledger) -> dict:
    """The areas by light and by what leads say: title, series, and of each area a bar and its numbers."""
    lines = [*progress_counts.by_area(ledger), progress_counts.total(ledger)]
    most = max((line.tasks for line in lines[:-1]), default=1)

    def rows(bar, counts) -> list[tuple]:
        widest = [most] * (len(lines) - 1) + [lines[-1].tasks]
        return [
            (line.name, bar(line, unit), line.tasks, counts(line))
            for line, unit in zip(lines, widest, strict=True)
        ]

    return {
        "lights": {
            "legend": bars.legend(LIGHTS),
            "heads": [*(each.label for each in LIGHTS), "步骤逾期", "进展逾期未报"],
            "rows": rows(AreaCounts.light_bar, lambda line: (*line.lights, line.overdue, line.missing)),
        },
        "outlooks": {
            "legend": bars.legend(OUTLOOKS),
            "heads": [each.label for each in OUTLOOKS],
            "rows": rows(AreaCounts.outlook_bar, lambda line: line.outlooks),
        },
        "limits": [f"{light.label}：{attention.meaning(light, ledger.programme.limits)}" for light in Light],
    }


def _open_tasks(ledger: Ledger) -> dict[str, list[str]]:
    """By line of the units: the numbers of the tasks not filed, and of those that nobody leads yet."""
    numbers: dict[str, list[str]] = {}
    for row in ledger.rows:
        if Figure.UNFILED.counts(row) or Figure.NO_LEAD.counts(row):
            name = row.lead.short if row.lead else TaskState.NO_LEAD.label
            numbers.setdefault(name, []).append(str(row.number))
    return numbers
