#!/usr/bin/env python
"""Django's command line for this project. Exit status 1 is check_deadlines' alone; whatever fails otherwise is 2."""

import os
import sys
import traceback

FAILED = 2


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zgc_tasks.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from zgc_tasks.common.files import in_words

    try:
        _refuse_a_terminal_without_chinese()
        from django.conf import settings

        settings.INSTALLED_APPS  # noqa: B018 - read here, so that what is wrong in them is said once
        _refuse_unknown(sys.argv[1:2])
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except SystemExit as end:
        sys.exit(FAILED if end.code == 1 and sys.argv[1] != "check_deadlines" else end.code)
    except ImproperlyConfigured as error:
        _fail(str(error))
    except OperationalError as error:
        _fail(f"不能连接或读写数据库（{error}），请核对 DATABASE_URL 和 DATA_DIR")
    except OSError as error:
        # What is left of the output would fail once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        closed = isinstance(error, BrokenPipeError)
        _fail("输出已被接收的程序关闭，内容不完整" if closed else f"不能读写文件或输出：{in_words(error)}")
    except Exception:  # noqa: BLE001 - Python's own status for it would be 1
        traceback.print_exc()
        sys.exit(FAILED)


def _refuse_unknown(command: list[str]) -> None:
    import django
    from django.core.management import get_commands

    django.setup()  # commands are known only then
    if command and command[0].isidentifier() and command[0] not in {*get_commands(), "help", "version"}:
        _fail(f"没有“{command[0]}”这个命令，运行 manage.py help 可查看全部命令")


def _refuse_a_terminal_without_chinese() -> None:
    try:
        "报".encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        _fail("The terminal cannot show Chinese: set PYTHONIOENCODING=utf-8 and LANG=C.UTF-8")


def _fail(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.exit(FAILED)


if __name__ == "__main__":
    main()
