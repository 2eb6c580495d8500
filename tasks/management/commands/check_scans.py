"""`manage.py check_scans [--remove]`: files that no row names, and rows whose file is not there.

A file without a row is what is left where a process dies between storing one and writing its row, or where a store says too
late that it has it. Nobody can reach it. Exit status 2: a row has no file, or it was not done, which is said.
"""

import getpass
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from tasks.actions.attachments import FOLDER, stored_name
from tasks.models import Attachment
from units import audit
from zgc_tasks.common import storage
from zgc_tasks.common.commands import ChineseCommand, WrongUse
from zgc_tasks.common.files import why_not_written

# A younger one may be of a request that has its row still to write.
YOUNG = timedelta(days=1)


class Command(ChineseCommand):
    help = "核对上传的文件：有记录而找不到文件的，退出码为2；另列出一天前留下的、没有记录的文件"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--remove", action="store_true", help="删除没有记录的文件")

    def handle(self, *, remove: bool, **options) -> None:
        rows = {stored_name(scan.path): scan for scan in Attachment.objects.order_by("pk")}
        try:
            files = set(storage.names(FOLDER, unfinished=True))
            strays = sorted(name for name in files - rows.keys() if _is_old(name))
        except OSError as error:
            place = f"“{error.filename}”" if error.filename else ""  # the bucket's own words have it
            raise WrongUse(f"未能核对{place}：{why_not_written(error)}") from error
        missing = [scan for name, scan in rows.items() if name not in files]
        for name in strays:
            self.stdout.write(f"没有记录的文件：{name}")
        for scan in missing:
            self.stdout.write(
                f"找不到文件：{scan.path}（{scan.name}，{timezone.localtime(scan.uploaded_at):%Y-%m-%d}上传）"
            )
        self.stdout.write(f"共{len(rows)}条记录，找不到文件的{len(missing)}条；没有记录的文件{len(strays)}个")
        if remove and strays:
            if missing or not rows:
                raise WrongUse(_not_ours("有记录找不到文件" if missing else "没有任何记录"))
            _remove(strays)
            self.stdout.write(f"已删除没有记录的文件{len(strays)}个")
        if missing:
            raise WrongUse("有记录找不到文件，请从备份中恢复")


def _is_old(name: str) -> bool:
    try:
        return default_storage.get_modified_time(name) < timezone.now() - YOUNG
    except FileNotFoundError:  # its record was refused meanwhile
        return False


def _not_ours(found: str) -> str:
    """The files may be those of another installation, to which this database has no rows."""
    return (
        f"{found}，可能连接了另一套数据库或存放处，未删除任何文件；"
        "请核对 DATABASE_URL、DATA_DIR 和 SCANS_URL，缺少的文件请先从备份中恢复"
    )


def _remove(strays: list[str]) -> None:
    """Whatever happens on the way, the log has what is gone."""
    removed: list[str] = []
    try:
        for name in strays:
            default_storage.delete(name)
            removed.append(name)
    except OSError as error:
        raise WrongUse(f"未能删除“{name}”：{why_not_written(error)}；已删除{len(removed)}个") from error
    finally:
        if removed:
            audit.record(
                action="data.remove_strays",
                who=f"命令行 {getpass.getuser()}",
                subject=f"{len(removed)}个没有记录的文件",
                detail={"files": removed},
            )
