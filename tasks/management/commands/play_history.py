"""`manage.py play_history`: plays what offices would do until a chosen day of the demonstration (快进).

Stopped in between, it goes on from the last whole day when it is called again.
"""

from argparse import SUPPRESS
from contextlib import nullcontext
from datetime import date

from django.conf import settings

from tasks.actions import demonstration
from tasks.management import ledger_options, sample_history
from tasks.play import player, running
from tasks.rules import dates
from zgc_tasks.common import clock
from zgc_tasks.common.commands import ChineseCommand, WrongUse, argument
from zgc_tasks.common.refusal import Refusal


class Command(ChineseCommand):
    help = "演示快进：由演示账号把各单位的工作办理到某一天（仅在 DEMO=1 时）"

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--until",
            metavar="日期",
            type=argument(ledger_options.day),
            required=True,
            help=f"快进到哪一天，如 2015-12-31；最远到 {demonstration.LAST_DAY}",
        )
        # The lock that whoever started this process has handed down: an open file of this number (`running`).
        parser.add_argument("--lock", type=int, help=SUPPRESS)

    def handle(self, *, until: date, lock: int | None, **options) -> None:
        if not settings.DEMO:
            raise WrongUse("演示快进只在 DEMO=1 时可用")
        if not sample_history.has_begun():
            raise WrongUse("尚无演示方案；请先运行 sample_plans")
        try:
            with running.nobody_plays() if lock is None else nullcontext():
                today = clock.today()  # behind the lock: whoever held it before may have moved it on
                if lock is None:
                    demonstration.begin_playing(until=until, today=today, by=None)
                acts = player.play(today=today, until=until, told=self._tell)
        except Refusal as refusal:
            raise WrongUse(refusal.words) from None
        self.stdout.write(f"已快进到{dates.in_words(until)}，办理 {acts} 件次")

    def _tell(self, day: date) -> None:
        if day.day == 1:
            self.stdout.write(f"{dates.in_words(day)}……")
            self.stdout.flush()
