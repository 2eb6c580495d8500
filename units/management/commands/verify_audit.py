"""Whether the audit log is whole: every row fits the one before it, and the log ends where it should."""

from django.core.management.base import CommandError

from units.audit_chain import CHAINED, SHOWN, first_break, printed
from units.models import AuditEntry, AuditHead
from zgc_tasks.common.commands import ChineseCommand


class Command(ChineseCommand):
    help = "核验审计日志是否完整，指出第一条不符的记录；可同时核对文件上所印的日志末条"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--head", default="", help="文件上所印的日志末条，如 1234-3f9a0c1b2d3e4f50")

    def handle(self, *, head: str, **options) -> None:
        rows = AuditEntry.objects.order_by("pk").values("pk", "hash", *CHAINED)
        last = AuditHead.objects.filter(pk=1).values_list("number", "hash").first()
        if found := first_break(rows.iterator(chunk_size=2000), last):
            raise CommandError(f"审计日志不完整：{found.words}")
        if head:
            self._compare(head)
        end = printed(*last) if last else "（空）"
        self.stdout.write(f"审计日志完整，共{rows.count()}条，末条 {end}")

    def _compare(self, head: str) -> None:
        number, _, start = head.partition("-")
        row = (
            AuditEntry.objects.filter(pk=int(number)).first()
            if number.isdecimal() and len(number) < 19
            else None
        )
        if row is None or len(start) < SHOWN or not row.hash.startswith(start):
            raise CommandError(f"审计日志与文件上所印的“{head}”不符")
