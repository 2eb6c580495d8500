"""`python -m tests.postgres [pytest arguments]`: the tests on PostgreSQL.

On the server at TEST_DATABASE_URL if that is set, else on one of our own: made in a temporary folder, reached by
a unix socket only, without fsync, thrown away at the end. It runs as `postgres` when we are root (the server
refuses root), as ourselves otherwise.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ACCOUNT = "postgres"  # Debian's package makes it
# What is committed need not outlive the server, and tests are faster.
FORGETFUL = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def main(arguments: list[str]) -> int:
    if os.environ.get("TEST_DATABASE_URL"):
        return _pytest(arguments)
    with temporary_server() as server:
        os.environ["TEST_DATABASE_URL"] = server.url
        return _pytest(arguments)


def _pytest(arguments: list[str]) -> int:
    return subprocess.call([sys.executable, "-m", "pytest", *arguments])


@dataclass(frozen=True)
class Server:
    """A running one; `url` is of a database on it."""

    folder: Path
    url: str

    def restart(self) -> None:
        """As when its machine loses its power and comes back: nothing is finished, what was committed is read from its log."""
        self._control("-m", "immediate", "restart")

    def _control(self, *what: str) -> None:
        _run(_programs() / "pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", *what)

    def start(self, options: str) -> None:
        listening = f"-c listen_addresses='' -k {self.folder}"
        self._control("-o", f"{listening} {options}", "start")

    def stop(self) -> None:
        self._control("-m", "immediate", "stop")


@contextmanager
def temporary_server(options: str = FORGETFUL) -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="zgc-postgres-", dir="/tmp"))
    server = Server(folder, f"postgresql://tester@{quote(str(folder), safe='')}/postgres")
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT, ACCOUNT)
    try:
        _run(
            _programs() / "initdb",
            "-D",
            folder / "data",
            "-U",
            "tester",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        )
        server.start(options)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """Debian keeps initdb out of PATH, in a folder a version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    initdb = found[-1] if found else shutil.which("initdb")
    if not initdb:
        sys.exit(
            "找不到 PostgreSQL 的 initdb：请安装 apt-get install postgresql，或设置 TEST_DATABASE_URL。"
            " / PostgreSQL's initdb is missing: apt-get install postgresql, or set TEST_DATABASE_URL."
        )
    return Path(initdb).resolve().parent


def _run(*command: object) -> None:
    """Runs one of the server's programs; output goes to a file, as a started server keeps the pipe open."""
    account = {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": []} if os.geteuid() == 0 else {}
    with tempfile.TemporaryFile("w+") as output:
        words = [str(word) for word in command]
        status = subprocess.call(words, stdout=output, stderr=output, cwd="/", **account)
        if status:
            output.seek(0)
            sys.exit(f"{words[0]} failed with {status}:\n{output.read()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
