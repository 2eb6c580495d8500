"""The production server: `python -m zgc_tasks.server` (decision 0033)."""

import argparse
import errno
import gc
import os
import shutil
import socket
import sys
from collections.abc import Callable

# Most answers that are worked on at once, in all processes: PostgreSQL gives out 100 connections, three of them to
# its superuser. Threads are made as they are needed.
MOST_AT_ONCE = 96
IDLE_THREAD_SECONDS = 60
# Whoever asked for a document gets it though the server is told to stop; the longest takes a few seconds.
STOP_SECONDS = 30
# How long a connection may lie open without a whole head of a request. One with half a head is waited for when the
# server is told to stop.
HEAD_MS = 10_000
MOST_PROCESSES = 8
# How long a thread keeps Python for itself while others of its process wait: Python's 5 ms are as long as a whole save, and
# whoever writes would wait so long after each statement, with all other writers behind (decision 0025).
THREAD_SECONDS = 0.001
# After so many objects more the newest are looked through, after so many times that also the older ones, then all.
GARBAGE = (2_000, 10, 100)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zgc_tasks.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        processes = _asked().workers
        refuse_uncollected_files(settings)
        refuse_taken_port(settings.BIND, settings.PORT)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    serve(settings, processes)


def serve(settings, processes: int) -> None:
    """Become the server. The application is loaded before the processes part: one start, and shared memory."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    if settings.METRICS_FOLDER:
        shutil.rmtree(settings.METRICS_FOLDER, ignore_errors=True)  # of the processes before
    from zgc_tasks.wsgi import application

    # The processes that part have both too.
    sys.setswitchinterval(THREAD_SECONDS)
    look_for_garbage_seldom()
    Granian(
        "zgc_tasks.wsgi:application",
        address=socket.gethostbyname(settings.BIND) if settings.BIND == "localhost" else settings.BIND,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_MS),
        workers=processes,
        blocking_threads=MOST_AT_ONCE // processes,
        blocking_threads_idle_timeout=IDLE_THREAD_SECONDS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,  # what it warns of are the numbers above
        log_dictconfig=settings.LOGGING,
    ).serve(target_loader=_giver_of(application), wrap_loader=False)


def look_for_garbage_seldom() -> None:
    """Nothing that is loaded by now is garbage ever. To look through all of it held every thread of the process for a tenth
    of a second, which was the slowest of saves (decision 0033).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def _giver_of(application: Callable) -> Callable[[], Callable]:
    return lambda: application


def _asked() -> argparse.Namespace:
    """A process a processor and one more, so that a long document does not take them all."""
    usual = min((os.cpu_count() or 1) + 1, MOST_PROCESSES)
    parser = argparse.ArgumentParser(
        "python -m zgc_tasks.server",
        description="正式运行的服务器；监听地址和端口按 .env 中的 BIND 和 PORT",
        usage="%(prog)s [--workers 进程数]",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("--workers", type=int, default=usual, metavar="进程数", help=f"默认为{usual}")
    parser.add_argument("-h", "--help", action="help", help="显示用法后退出")
    return parser.parse_args()


def refuse_uncollected_files(settings) -> None:
    """Without the collected static files every page would fail, the error pages included."""
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        sys.exit(
            "静态文件尚未收集，请先运行：.venv/bin/python manage.py collectstatic --noinput"
            " / Static files are not collected yet: run manage.py collectstatic --noinput first."
        )


def refuse_taken_port(address: str, port: int) -> None:
    """Each process listens by itself, so two servers could share a port and nobody would notice."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except socket.gaierror:
            sys.exit(_not_ours(address))
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                sys.exit(_not_ours(address))
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            reason = (
                "已被占用 / is taken" if error.errno == errno.EADDRINUSE else "无权使用 / is not permitted"
            )
            sys.exit(f"端口 {port} {reason}。请换一个端口 / Choose another: make run PORT={port + 1}")


def _not_ours(address: str) -> str:
    return (
        f"BIND={address} 不是本机的地址，请改为 127.0.0.1 或本机的 IP 地址"
        f" / BIND={address} is no address of this machine."
    )


if __name__ == "__main__":
    main()
