"""Commands whose wrong use is answered with one Chinese sentence and exit status 2, without a traceback."""

import argparse
import re
import sys

from django.core.management.base import BaseCommand, CommandParser, DjangoHelpFormatter
from django.db import DatabaseError

WRONG_USE = 2
# argparse speaks English; these are all the complaints our commands can cause.
_IN_CHINESE = (
    (r"argument (?P<name>[^:]+): expected one argument", "参数 {name} 后面缺少内容"),
    (r"argument (?P<name>[^:]+): (?P<reason>[^\x00-\x7f][\s\S]*)", "参数 {name}：{reason}"),
    (r"argument (?P<name>[^:]+): .*", "参数 {name} 的取值不对"),
    (r"unrecognized arguments: (?P<name>.*)", "不认识的参数：{name}"),
    (r"the following arguments are required: (?P<name>.*)", "缺少参数：{name}"),
)


class WrongUse(Exception):
    """The command cannot do what it was asked; the message is one sentence that says how to mend it."""


class _ChineseHelp(DjangoHelpFormatter):
    """Help in Chinese."""

    def add_usage(self, usage, actions, groups, prefix=None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def start_section(self, heading) -> None:
        super().start_section({"positional arguments": "参数", "options": "选项"}.get(heading, heading))


class ChineseCommand(BaseCommand):
    """Base of commands with `WrongUse`; abbreviated options are refused, so that none changes its meaning later."""

    requires_system_checks = ()
    # They work, but are for programmers, and Django describes them in English.
    suppressed_base_arguments = frozenset(
        {
            "--version",
            "--verbosity",
            "--settings",
            "--pythonpath",
            "--traceback",
            "--no-color",
            "--force-color",
        }
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs) -> CommandParser:
        parser = super().create_parser(
            prog_name, subcommand, allow_abbrev=False, add_help=False, formatter_class=_ChineseHelp, **kwargs
        )
        parser.add_argument("-h", "--help", action="help", help="显示用法后退出")
        parser.error = _refuse
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
        except WrongUse as wrong:
            self.stderr.write(str(wrong))
            sys.exit(WRONG_USE)
        except DatabaseError as failure:
            # Never 1: to whoever reads the status of check_deadlines that would mean that plans are late.
            self.stderr.write(
                f"不能读写数据库（{failure}），请核对 DATABASE_URL 和 DATA_DIR，并先运行 manage.py migrate"
            )
            sys.exit(WRONG_USE)


def argument(read):
    """`read` as an argparse type: its ValueError, with a Chinese reason, becomes the sentence of a wrong use."""

    def read_argument(text: str):
        try:
            return read(text)
        except ValueError as wrong:
            raise argparse.ArgumentTypeError(str(wrong)) from None

    return read_argument


def _refuse(message: str) -> None:
    raise WrongUse(f"{_translated(message)}。加 --help 可查看用法")


def _translated(message: str) -> str:
    for pattern, sentence in _IN_CHINESE:
        if match := re.fullmatch(pattern, message):
            return sentence.format(**match.groupdict())
    return message
