"""`manage.py load_register [DIR]`: brings the register to its files; safe to run again at any time."""

from collections import defaultdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tasks.actions.register import load_register
from tasks.actions.register_changes import LoadOutcome, RowLoaded
from tasks.register_entry import RegisterError
from tasks.register_files import read_register
from zgc_tasks.common import clock


class Command(BaseCommand):
    help = "载入任务登记册（单位、专项工作、大项、任务）；可反复执行，不改动用户填写的内容"

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "folder",
            metavar="DIR",
            nargs="?",
            type=Path,
            default=settings.BASE_DIR / "fixtures",
            help="含 units.toml 和各专项工作子目录的目录，默认 fixtures/",
        )

    def handle(self, *, folder: Path, verbosity: int, **options) -> None:
        try:
            changes = load_register(register=read_register(folder), at=clock.now())
        except RegisterError as error:
            raise CommandError(f"登记册未载入，未作任何改动。{error}") from error
        if verbosity:
            self.stdout.write("\n".join(_report(changes)))


def _report(changes: list[RowLoaded]) -> list[str]:
    """A line of counts a subject, in the order they were loaded, then one for every updated or kept row."""
    counts: dict[str, dict[LoadOutcome, int]] = defaultdict(lambda: dict.fromkeys(LoadOutcome, 0))
    for change in changes:
        counts[change.subject][change.outcome] += 1
    lines = [
        f"{subject}：" + "，".join(f"{outcome} {number}" for outcome, number in by_outcome.items())
        for subject, by_outcome in counts.items()
    ]
    return lines + [f"  {change}" for change in changes if change.detail]
