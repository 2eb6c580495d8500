"""How many plans were there by the end of each day, for the page: each on the day it came first."""

from collections import Counter
from datetime import date

from tasks.charts import filed_by_day
from tasks.charts.filed_by_day import FiledByDay
from tasks.enums import Figure
from tasks.ledger import Totals
from tasks.models import Programme
from tasks.pages import standing


def build(
    programme: Programme, day: date, deadline: date, totals: Totals, *, today: date
) -> FiledByDay | None:
    """As 按时 and 逾期报送 count them; None while nothing is filed."""
    situations = standing.situations_on(programme, day, "filed", "filed_on", today=today)
    filed = Counter()
    for found in situations:
        if found.filed:
            filed[found.filed_on] += found.tasks
    return filed_by_day.of(filed, due=totals.figures[Figure.DUE], deadline=deadline, as_of=day)
