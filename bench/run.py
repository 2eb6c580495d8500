"""`make bench`: measures the production server with two workers on a database of its own, beside a floor.

Everything lives in a temporary folder. The figures move with the machine and with what else runs on it: read them
beside the floor of the same run.
"""

import os
import secrets
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    if not Path("/proc/self/smaps_rollup").exists():
        sys.exit("make bench measures memory as Linux counts it, so it runs on Linux only.")
    with tempfile.TemporaryDirectory(prefix="zgc-bench-") as folder:
        configure(Path(folder))
        from bench import measure, report

        found = list(measure.lines(prepare(), Path(folder) / "server.log"))
    print()
    report.show(found, print)
    sys.exit(any(line.met is False for line in found))


def configure(folder: Path) -> None:
    """Production, and http on the loopback address; what this machine has configured otherwise does not count."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "zgc_tasks.settings",
        "PYTHONPATH": str(ROOT),
        "DEMO": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "0",
        "BIND": "127.0.0.1",
        "TRUSTED_PROXY": "",
        "DATABASE_URL": "",
        "DATA_DIR": str(folder),
    }


def prepare():
    """An empty database filled, and the static files collected."""
    print("filling the database …", flush=True)
    began = time.perf_counter()
    import django

    django.setup()
    from django.core.management import call_command

    from bench import data, measure

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0)
    filled = data.fill(to_file=measure.TO_FILE)
    print(f"filled in {time.perf_counter() - began:.0f} s; measuring …", flush=True)
    return filled


if __name__ == "__main__":
    main()
