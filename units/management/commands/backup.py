"""`manage.py backup FILE`: database and uploads of this moment in one archive, while the server runs."""

import getpass
from pathlib import Path

from django.utils import timezone

from units import audit
from zgc_tasks.common import backups
from zgc_tasks.common.commands import ChineseCommand, WrongUse
from zgc_tasks.common.database_copies import CopyFailed
from zgc_tasks.common.files import in_words


class Command(ChineseCommand):
    help = "把数据库和上传的扫描件备份到一个文件；运行中即可备份"

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="备份文件，如 /srv/backup/2015-04-03.zip")

    def handle(self, *, file: Path, **options) -> None:
        if file.exists():
            raise WrongUse(f"“{file}”已存在，请另取文件名")
        if not file.parent.is_dir():
            raise WrongUse(f"文件夹“{file.parent}”不存在，请先建立")
        try:
            backups.write(file, at=timezone.localtime())
        except (CopyFailed, OSError) as error:
            raise WrongUse(f"备份未完成：{in_words(error, writing=True)}") from error
        audit.record(action="data.backup", who=f"命令行 {getpass.getuser()}", subject=file.name)
        self.stdout.write(f"已备份到 {file}（{file.stat().st_size:,} 字节）。内含个人信息，请妥善保管。")
