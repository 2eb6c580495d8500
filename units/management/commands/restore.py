"""`manage.py restore FILE [--replace]`: database and uploads as they were when the backup was made.

What is there already is replaced only when asked to, and kept in a backup of its own first.
"""

import getpass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from units import audit
from units.models import Session, User
from zgc_tasks.common import backups
from zgc_tasks.common.commands import ChineseCommand, WrongUse
from zgc_tasks.common.database_copies import CopyFailed
from zgc_tasks.common.files import in_words


class Command(ChineseCommand):
    help = "从备份文件恢复数据库和上传的扫描件；请先停止服务"

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="backup 命令生成的备份文件")
        parser.add_argument(
            "--replace", action="store_true", help="已有数据时替换；替换前先自动备份现有数据到 DATA_DIR"
        )

    def handle(self, *, file: Path, replace: bool, **options) -> None:
        if not file.is_file():
            raise WrongUse(f"没有“{file}”这个文件，请核对文件名")
        kept = _path_for_present()
        try:
            occupied = _has_data()
            if occupied and not replace:
                raise WrongUse("现有数据库或上传目录中已有数据，未作任何改动；确认要替换的，请加 --replace")
            if occupied:
                backups.write(kept, at=timezone.localtime())
            restored = backups.put_back(file, accounts=User._meta.db_table)
        except (CopyFailed, backups.NotRestorable, OSError) as error:
            kept.unlink(missing_ok=True)  # all of it is still there
            raise WrongUse(f"未恢复：{in_words(error, writing=True)}") from error
        except backups.UploadsChanged as error:
            raise WrongUse(
                f"未恢复：{error}。排除故障后，请用 restore {kept if occupied else file} --replace 恢复"
            ) from error
        if occupied:
            self.stdout.write(f"原有数据已备份到 {kept}")
        call_command("migrate", verbosity=0, interactive=False)
        Session.objects.all().delete()  # a session that has ended since must not come back to life
        audit.record(action="data.restore", who=f"命令行 {getpass.getuser()}", subject=file.name)
        if restored.not_removed:
            self.stderr.write(f"备份中没有的扫描件未能删除，不影响使用，可以手工删除：{restored.not_removed}")
        self.stdout.write(f"已恢复到 {restored.made_at:%Y-%m-%d %H:%M} 的备份。所有人须重新登录。")


def _has_data() -> bool:
    tables = connection.introspection.table_names()
    return backups.has_uploads() or (User._meta.db_table in tables and User.objects.exists())


def _path_for_present() -> Path:
    return settings.DATA_DIR / f"before-restore-{timezone.localtime():%Y%m%d-%H%M%S-%f}.zip"
