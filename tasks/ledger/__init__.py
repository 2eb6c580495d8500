"""The read-model (design §5): one row per task, as of a date, and one list of columns for every format.

Facts recorded before D+1 00:00 Beijing time make up the ledger of D, so that of a past date never changes.
"""

from tasks.enums import Figure
from tasks.ledger.build import build
from tasks.ledger.columns import (
    CHECKER_COLUMNS,
    COLUMNS,
    COORDINATION_OPEN,
    FORECAST,
    LIGHT,
    PROGRESS_COLUMNS,
    REVISION,
    ROUND,
    SAID_COLUMNS,
    SIGNED_COLUMNS,
    STEP,
    STEP_COLUMNS,
    STEP_IN_TIME_COLUMNS,
    TIME_COLUMNS,
    Column,
    columns_of,
)
from tasks.ledger.filters import OUTLOOKS, STATES, Filters, Part
from tasks.ledger.former import areas_then, programme_then
from tasks.ledger.ledger import Ledger
from tasks.ledger.of_progress import of_round, of_steps
from tasks.ledger.outline import Outline, outline
from tasks.ledger.rows import NamedUnit, Responsible, Row
from tasks.ledger.time_change_columns import TIME_CHANGE_COLUMNS, TimeChangeColumn, time_changes_in_json
from tasks.ledger.totals import Situation, Totals, totals_in
from tasks.ledger.turned import Between, Turned, between

__all__ = [
    "CHECKER_COLUMNS",
    "COLUMNS",
    "COORDINATION_OPEN",
    "FORECAST",
    "LIGHT",
    "OUTLOOKS",
    "PROGRESS_COLUMNS",
    "REVISION",
    "ROUND",
    "SAID_COLUMNS",
    "SIGNED_COLUMNS",
    "STATES",
    "STEP",
    "STEP_COLUMNS",
    "STEP_IN_TIME_COLUMNS",
    "TIME_CHANGE_COLUMNS",
    "TIME_COLUMNS",
    "Between",
    "Column",
    "Figure",
    "Filters",
    "Ledger",
    "NamedUnit",
    "Outline",
    "Part",
    "Responsible",
    "Row",
    "Situation",
    "TimeChangeColumn",
    "Totals",
    "Turned",
    "areas_then",
    "between",
    "build",
    "columns_of",
    "of_round",
    "of_steps",
    "outline",
    "programme_then",
    "time_changes_in_json",
    "totals_in",
]
