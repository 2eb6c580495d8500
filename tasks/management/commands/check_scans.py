"""`manage.py check_scans [--remove]`: files that no row names, and rows whose file is not there.

A file without a row is what is left where a process dies between storing one and writing its row, or where a store says too
late that it has it. Nobody can reach it. Exit status 1: a row has no file. 2: wrong use.
"""

import getpass
import sys
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from tasks.actions.attachments import stored_name
from tasks.models import Attachment
from units import audit
from zgc_tasks.common import storage
from zgc_tasks.common.commands import ChineseCommand, WrongUse

SOMETHING_MISSING = 1
# A younger one may be of a request that has its row still to write.
YOUNG = timedelta(days=1)


class Command(ChineseCommand):
    help = "核对上传的文件：有记录而找不到文件的，退出码为1；另列出一天前留下的、没有记录的文件"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--remove", action="store_true", help="删除没有记录的文件")

    def handle(self, *, remove: bool, **options) -> None:
        rows = {stored_name(scan.path): scan for scan in Attachment.objects.order_by("pk")}
        try:
            files = set(storage.names(unfinished=True))
            strays = sorted(name for name in files - rows.keys() if _is_old(name))
            for name in strays:
                self.stdout.write(f"没有记录的文件：{name}")
            if remove:
                _remove(strays)
        except OSError as error:
            raise WrongUse(f"未能核对：{error}") from error
        missing = [scan for name, scan in rows.items() if name not in files]
        for scan in missing:
            self.stdout.write(
                f"找不到文件：{scan.path}（{scan.name}，{timezone.localtime(scan.uploaded_at):%Y-%m-%d}上传）"
            )
        self.stdout.write(
            f"共{len(rows)}条记录，找不到文件的{len(missing)}条；没有记录的文件{len(strays)}个"
            f"{'，已删除' if remove and strays else ''}"
        )
        if missing:
            sys.exit(SOMETHING_MISSING)


def _is_old(name: str) -> bool:
    return default_storage.get_modified_time(name) < timezone.now() - YOUNG


def _remove(strays: list[str]) -> None:
    if not strays:
        return
    for name in strays:
        default_storage.delete(name)
    who = f"命令行 {getpass.getuser()}"
    audit.record(action="data.remove_strays", who=who, subject=f"{len(strays)}个没有记录的文件")
