"""`make run` after the installing: brings the data up to date in one process, then becomes the server.

Every step may be repeated and keeps what users wrote. Static files are collected only when they changed.
"""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zgc_tasks.settings")

DEMONSTRATION = """\
# 由 make run 生成：本机演示。正式环境请按 .env.example 填写。
# Made by make run: a demonstration on this machine. For production see .env.example.
DEMO=1
"""


def main() -> None:
    make_demonstration_unless_configured()
    from django.core.exceptions import ImproperlyConfigured

    try:
        from django.conf import settings

        from zgc_tasks.server import refuse_taken_port

        # Before any work: the server would find out only at the end.
        refuse_taken_port(settings.BIND, settings.PORT)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    from django.db import OperationalError

    try:
        prepare(settings)
    except OperationalError as error:
        sys.exit(
            f"不能连接或读写数据库，请核对 DATABASE_URL 和 DATA_DIR：{error}"
            " / The database cannot be reached: see DATABASE_URL and DATA_DIR."
        )
    serve(settings)


def make_demonstration_unless_configured() -> None:
    """Somebody who set SECRET_KEY or DEMO in the environment has configured; their production is no demo."""
    env_file = ROOT / ".env"
    if not env_file.exists() and not os.environ.keys() & {"SECRET_KEY", "DEMO"}:
        env_file.write_text(DEMONSTRATION, encoding="utf-8")


def prepare(settings) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_register", verbosity=0)
    collect_static(settings)
    if settings.DEMO:
        call_command("sample_accounts")
        call_command("sample_plans", verbosity=0)


def collect_static(settings) -> None:
    """Hashing and compressing takes seconds, so it is left out while sources and parts are unchanged."""
    from django.core.management import call_command

    source = static_fingerprint()
    stamp = settings.STATIC_ROOT / ".made-from"
    if not stamp.exists() or stamp.read_text() != source:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(source)


def static_fingerprint() -> str:
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            status = path.stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def serve(settings) -> None:
    host = f"[{settings.BIND}]" if ":" in settings.BIND else settings.BIND
    print(f"\n地址 / address: http://{host}:{settings.PORT}/    停止 / stop: Ctrl-C\n", flush=True)
    server = [sys.executable, "-m", "zgc_tasks.server"]
    os.execv(sys.executable, server)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main()
