"""`manage.py export_ledger`: the ledger as of a day as JSON, CSV, XLSX or PDF, into a file or to standard output.

A file takes its name only when all of it is written; exit status 2 with one sentence where that cannot be.
"""

import getpass
import io
import sys
from pathlib import Path

from tasks import ledger
from tasks.exports.catalogue import EXPORTS
from tasks.exports.made import Made
from tasks.ledger import Filters, Ledger
from tasks.management.ledger_options import add_programme_and_date, add_states, one_of, programme_and_date
from tasks.models import TaskGroup
from units import audit
from units.models import Unit
from zgc_tasks.common import clock
from zgc_tasks.common.commands import ChineseCommand, WrongUse, argument
from zgc_tasks.common.files import whole_file, why_not_written
from zgc_tasks.common.refusal import NotMade

FORMATS = ("json", "csv", "xlsx", "pdf")
STANDARD_OUTPUT = "-"


class Command(ChineseCommand):
    help = "把截至某一天的实施方案台账导出为文件"

    def add_arguments(self, parser) -> None:
        add_programme_and_date(parser)
        parser.add_argument(
            "--format", metavar="格式", type=one_of(FORMATS), required=True, help="、".join(FORMATS)
        )
        parser.add_argument(
            "--unit",
            metavar="单位",
            default="",
            help="只要这个单位牵头或参与的任务；简称、全称或网址代号",
        )
        parser.add_argument(
            "--group", metavar="序号", type=argument(_number), help="只要这一项工作任务（大项）"
        )
        add_states(parser, "--state")
        parser.add_argument(
            "--round",
            metavar="报送期",
            default="",
            help="进展各栏按这个报送期填，如 2015年4月；默认为截至当天最近开始的报送期",
        )
        parser.add_argument("--out", metavar="文件", required=True, help="写入的文件；- 为标准输出")

    def handle(self, **options) -> None:
        programme, as_of = programme_and_date(options)
        filters = Filters(
            unit=_unit_slug(options["unit"]),
            group=_known_group(programme, options["group"]),
            states=options["state"],
        )
        whole = ledger.build(
            programme, as_of=as_of, filters=filters, round_name=_known_round(programme, options["round"])
        )
        found = whole.seen_on(clock.today()).for_overseers()
        data = _document(found, options["format"])
        _put(data, options["out"])
        audit.record(
            action="export.ledger",
            who=f"命令行 {getpass.getuser()}",
            subject=programme.in_log(options["format"]),
            detail={"as_of": as_of.isoformat(), "rows": len(found.rows)},
        )


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"“{text}”不是序号，请写成 1 这样的数字")
    return int(text)


def _unit_slug(name: str) -> str:
    if not name:
        return ""
    for unit in Unit.objects.all():
        if name in (unit.slug, unit.short_name, unit.full_name, *unit.aliases):
            return unit.slug
    raise WrongUse(f"没有“{name}”这个单位，请用简称、全称或网址代号，如“市科委”")


def _known_group(programme, number: int | None) -> int | None:
    if number is not None and not TaskGroup.objects.filter(programme=programme, number=number).exists():
        raise WrongUse(f"{programme.code} 没有第{number}项工作任务（大项），请核对 --group 后的序号")
    return number


def _known_round(programme, name: str) -> str:
    if name and not programme.rounds.filter(name=name).exists():
        known = "、".join(programme.rounds.order_by("-number").values_list("name", flat=True)[:_NAMED])
        raise WrongUse(f"{programme.code} 没有“{name}”这个报送期" + (f"，最近的有：{known}" if known else ""))
    return name


_NAMED = 12


def _document(found: Ledger, kind: str) -> bytes:
    out = io.BytesIO()
    try:
        EXPORTS[f"summary.{kind}"].write(
            found, out, Made(by="命令行", at=clock.now(), log=audit.head_in_print())
        )
    except NotMade as refusal:
        raise WrongUse(str(refusal)) from refusal
    return out.getvalue()


def _put(data: bytes, target: str) -> None:
    if target == STANDARD_OUTPUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        with whole_file(Path(target)) as file:
            file.write(data)
    except OSError as error:
        raise WrongUse(f"不能写入“{target}”：{why_not_written(error)}") from error
