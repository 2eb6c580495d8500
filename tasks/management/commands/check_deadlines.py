"""`manage.py check_deadlines`: who has not filed in time, and by how much; with `--of`, of the plan, of the newest round, or
of the steps of plans in force.

Exit status 0: nothing wrong. 1: a printed row is missing, was filed late, or is returned past its refiling time.
2: wrong use.
"""

import sys

from tasks import ledger
from tasks.exports import csv, json, table
from tasks.ledger import CHECKER_COLUMNS, ROUND, STEP, Filters, Ledger
from tasks.management.ledger_options import add_programme_and_date, add_states, one_of, programme_and_date
from zgc_tasks.common import clock
from zgc_tasks.common.commands import ChineseCommand

FORMATS = {
    "table": table.text,
    "json": lambda found, beside: json.dumps(json.rows(found, (*CHECKER_COLUMNS, *beside))),
    "csv": lambda found, beside: csv.text(found, (*CHECKER_COLUMNS, *beside)),
}
# What is checked, with the columns that say which row is about what.
OF = {"plan": (), "round": (ROUND,), "steps": (STEP,)}
SOMETHING_WRONG = 1


class Command(ChineseCommand):
    help = "检查实施方案、进展报送和工作步骤的时限；有逾期未报、逾期报送或逾期未重新报送的，退出码为1"

    def add_arguments(self, parser) -> None:
        add_programme_and_date(parser)
        parser.add_argument(
            "--format",
            metavar="格式",
            type=one_of(tuple(FORMATS)),
            default="table",
            help="table（表格）、json 或 csv；默认 table",
        )
        parser.add_argument(
            "--of",
            metavar="对象",
            type=one_of(tuple(OF)),
            default="plan",
            help="plan（实施方案）、round（最近一期进展）或 steps（已核收方案的步骤）；默认 plan",
        )
        add_states(parser, "--only")

    def handle(self, **options) -> None:
        programme, as_of = programme_and_date(options)
        today = clock.today()
        found = _about(options["of"], ledger.build(programme, as_of=as_of), past=as_of < today)
        found = found.filtered(Filters(states=options["only"])).seen_on(today)
        self.stdout.write(FORMATS[options["format"]](found, OF[options["of"]]), ending="")
        self.stdout.flush()
        if _something_is_wrong(found):
            sys.exit(SOMETHING_WRONG)


def _about(what: str, found: Ledger, *, past: bool) -> Ledger:
    if what == "round":
        return ledger.of_round(found, past=past)
    return ledger.of_steps(found) if what == "steps" else found


def _something_is_wrong(found: Ledger) -> bool:
    return any(row.is_wrong for row in found.rows)
