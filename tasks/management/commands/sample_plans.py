"""`manage.py sample_plans`: the plans of the demonstration and how they came about; safe to run again."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tasks.management import sample_history
from tasks.models import Programme
from units.models import User
from units.sample_data import SAMPLES


class Command(BaseCommand):
    help = "载入演示方案及其办理经过（仅在 DEMO=1 时）；已有方案或来文时不再载入"

    def handle(self, *, verbosity: int, **options) -> None:
        if not settings.DEMO:
            raise CommandError("演示方案只在 DEMO=1 时可用")
        if not Programme.objects.exists():
            raise CommandError("尚无任务登记册；请先运行 load_register")
        if User.objects.filter(username__in=[sample.username for sample in SAMPLES]).count() < len(SAMPLES):
            raise CommandError("演示账号不全；请先运行 sample_accounts")
        report = "已有实施方案或来文，未再载入演示方案" if sample_history.has_begun() else self._play()
        if verbosity:
            self.stdout.write(report)

    def _play(self) -> str:
        return f"已载入演示方案，办理经过 {sample_history.play()} 条"
