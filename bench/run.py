"""`make bench`: measures the production server with two workers on databases of its own, beside a floor.

Everything lives in a temporary folder. The figures move with the machine and with what else runs on it: read them
beside the floor of the same run.
"""

import argparse
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import bounds, databases, documents, loading, phases, report, visiting  # noqa: E402
from bench.databases import Database  # noqa: E402

PARTS = ("pages", "load", "writes", "documents", "bounds")


@dataclass(frozen=True)
class Part:
    """What is measured on some databases, which are filled before anything is measured."""

    databases: tuple[Database, ...]
    lines: Callable[[list[Path]], Iterator[report.Line]]


def main() -> None:
    if not Path("/proc/self/smaps_rollup").exists():
        sys.exit("make bench measures memory as Linux counts it, so it runs on Linux only.")
    options = _options()
    with tempfile.TemporaryDirectory(prefix="zgc-bench-") as name:
        folder = Path(name)
        configure()
        parts = list(_parts(options))
        _fill({one for part in parts for one in part.databases}, folder)
        found = [line for part in parts for line in part.lines([folder / one.name for one in part.databases])]
    print()
    report.show(found, print)
    sys.exit(any(line.met is False for line in found))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="the benchmark; without options, all of it")
    parser.add_argument("--only", choices=PARTS, help="one part of it")
    parser.add_argument("--size", choices=visiting.SIZES, help="the pages on one database only")
    parser.add_argument("--requests", type=int, default=200, help="how often each page is asked for")
    return parser.parse_args()


def _parts(options: argparse.Namespace) -> Iterator[Part]:
    wanted = (options.only,) if options.only else PARTS
    if "pages" in wanted:
        for name in [options.size] if options.size else visiting.SIZES:
            size = visiting.SIZES[name]
            yield Part(
                (size.database,), lambda data, size=size: visiting.lines(size, *data, options.requests)
            )
    if "load" in wanted:
        yield Part((databases.SMALL,), lambda data: loading.lines(*data))
    if "writes" in wanted:
        yield Part((phases.database(),), lambda data: phases.lines(*data))
        yield Part((databases.BEGUN,), lambda data: phases.lines_of_rounds(*data))
    if "documents" in wanted:
        yield Part((databases.LARGE, databases.FORMS, databases.SMALL), lambda data: documents.lines(*data))
    if "bounds" in wanted:
        yield Part((databases.LONGEST,), lambda data: bounds.lines(*data))


def configure() -> None:
    """Production, and http on the loopback address, where people are signed in without a second step; what this machine has
    configured otherwise does not count.
    """
    os.chdir(ROOT)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "zgc_tasks.settings",
        "PYTHONPATH": str(ROOT),
        "DEMO": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "0",
        "TWO_STEPS": "0",
        "BIND": "127.0.0.1",
        "TRUSTED_PROXY": "",
        "DATABASE_URL": "",
    }


def _fill(wanted: set[Database], folder: Path) -> None:
    print("filling the databases …", flush=True)
    began = time.perf_counter()
    databases.fill(wanted, folder)
    print(f"filled in {time.perf_counter() - began:.0f} s; measuring …", flush=True)


if __name__ == "__main__":
    main()
