"""`manage.py check_deadlines`: who has not filed in time, and by how much.

Exit status 0: nothing wrong. 1: a printed row is missing, was filed late, or is returned past its refiling time.
2: wrong use.
"""

import sys

from tasks import ledger
from tasks.exports import csv, json, table
from tasks.ledger import CHECKER_COLUMNS, Filters, Ledger
from tasks.management.ledger_options import add_programme_and_date, add_states, one_of, programme_and_date
from zgc_tasks.common import clock
from zgc_tasks.common.commands import ChineseCommand

FORMATS = {
    "table": table.text,
    "json": lambda found: json.dumps(json.rows(found)),
    "csv": lambda found: csv.text(found, CHECKER_COLUMNS),
}
SOMETHING_WRONG = 1


class Command(ChineseCommand):
    help = "检查实施方案报送时限；有逾期未报、逾期报送或逾期未重新报送的，退出码为1"

    def add_arguments(self, parser) -> None:
        add_programme_and_date(parser)
        parser.add_argument(
            "--format",
            metavar="格式",
            type=one_of(tuple(FORMATS)),
            default="table",
            help="table（表格）、json 或 csv；默认 table",
        )
        add_states(parser, "--only")

    def handle(self, **options) -> None:
        programme, as_of = programme_and_date(options)
        found = ledger.build(programme, as_of=as_of, filters=Filters(states=options["only"])).seen_on(
            clock.today()
        )
        self.stdout.write(FORMATS[options["format"]](found), ending="")
        self.stdout.flush()
        if _something_is_wrong(found):
            sys.exit(SOMETHING_WRONG)


def _something_is_wrong(found: Ledger) -> bool:
    return any(row.is_wrong for row in found.rows)
