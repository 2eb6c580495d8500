"""`manage.py check_scans [--remove]`: files that no row names, and rows whose file is not there.

A file without a row is what is left where a process dies between storing one and writing its row, or where a store says too
late that it has it. Nobody can reach it. Exit status 2: a row has no file, or it was not done, which is said.
"""

import getpass
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from tasks.actions.attachments import FOLDER, stored_name
from tasks.models import Attachment
from tasks.rules import dates
from units import audit
from zgc_tasks.common import storage
from zgc_tasks.common.commands import ChineseCommand, WrongUse
from zgc_tasks.common.files import in_words, why_not_written

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
            since = {name: _since(name) for name in sorted(files - rows.keys())}
            strays = [name for name, at in since.items() if at and at < timezone.now() - YOUNG]
            missing = [scan for name, scan in rows.items() if name not in files]
            refused = _of_others(list(rows), missing, [since[name] for name in strays])
        except OSError as error:
            raise WrongUse(f"未能核对：{in_words(error)}") from error
        for name in strays:
            self.stdout.write(f"没有记录的文件：{name}")
        for scan in missing:
            self.stdout.write(
                f"找不到文件：{scan.path}（{scan.name}，{dates.in_figures(timezone.localtime(scan.uploaded_at))}上传）"
            )
        self.stdout.write(f"共{len(rows)}条记录，找不到文件的{len(missing)}条；没有记录的文件{len(strays)}个")
        if remove and strays:
            if refused:
                raise WrongUse(refused)
            _remove(strays)
            self.stdout.write(f"已删除没有记录的文件{len(strays)}个")
        if missing:
            raise WrongUse("有记录找不到文件，请从备份中恢复")


def _since(name: str) -> datetime | None:
    try:
        return default_storage.get_modified_time(name)
    except FileNotFoundError:  # its record was refused meanwhile
        return None


def _of_others(rows: list[str], missing: list[Attachment], left_at: list[datetime]) -> str:
    """Why nothing is removed where the files may have their rows in another database. One that was copied some time ago knows
    no file of since then, and those that it does know are all there.
    """
    if missing or not rows:
        found = "有记录找不到文件" if missing else "没有任何记录"
        return (
            f"{found}，可能连接了另一套数据库或存放处，未删除任何文件；"
            "请核对 DATABASE_URL、DATA_DIR 和 SCANS_URL，缺少的文件请先从备份中恢复"
        )
    last = _since(rows[-1])
    if last is None:
        return "有记录的最后一个文件在核对时不见了，未删除任何文件；请再运行一次"
    later = sum(at > last for at in left_at)
    if not later:
        return ""
    return (
        f"有{later}个文件晚于有记录的最后一个文件，可能连接了数据库较早的副本，未删除任何文件；"
        "请核对 DATABASE_URL 和 DATA_DIR，数据库确实无误的，待又有文件上传后再删除"
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
