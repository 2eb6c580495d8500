"""The production server on a file database of its own, and the Chromium that drives it.

Browser tests share one server with the demonstration in it; each that writes takes a task of its own, one without
a sample plan, so that none meets the traces of another. They look only at what a person sees, never into the database.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests import kept_database
from tests.project.servers import SERVER

ROOT = Path(settings.BASE_DIR)
START_SECONDS = 180
SHELL = "chromium-headless-shell"


# `make run` up to where it becomes the server.
PREPARE = "import runpy; from django.conf import settings; runpy.run_path('bin/run.py')['prepare'](settings)"


@pytest.fixture(scope="session")
def prepared(django_db_setup, tmp_path_factory) -> Path:
    """The data that the first `make run` fills, in a database that is migrated already, once for all processes of a run: their
    servers begin with copies of it.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    data = shared / "prepared"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not data.exists():
            kept_database.put(shared / "being-prepared")
            prepare(shared / "being-prepared").rename(data)
    return data


def prepare(data: Path) -> Path:
    subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=_environment(data), check=True)
    return data


@pytest.fixture(scope="session")
def real_server(tmp_path_factory, prepared) -> Iterator[str]:
    """The address of what `make run` starts: register, sample accounts and sample plans, on 2015-04-01."""
    with served(tmp_path_factory.mktemp("server"), prepared) as address:
        yield address


@contextmanager
def served(
    folder: Path, prepared: Path | None = None, *, static: Path | None = None, until: str = ""
) -> Iterator[str]:
    """The same of a server of one's own, whose demonstration is played until a day. Without what is `prepared` it fills its
    database first, as `make run` does; `static` files that were collected already are compressed no second time.
    """
    environment = _environment(folder / "data")
    command = SERVER if prepared else ("bin/run.py",)
    if prepared:
        shutil.copytree(prepared, folder / "data")
    else:
        kept_database.put(folder / "data")
    if static:
        shutil.copytree(static, folder / "data/static")
    output = folder / "output.txt"
    with output.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, stdout=out, stderr=out
        )
    address = f"http://127.0.0.1:{environment['PORT']}"
    try:
        _wait_for(address, server, output)
        if until:
            play = [sys.executable, "manage.py", "play_history", "--until", until]
            subprocess.run(play, cwd=ROOT, env=environment, check=True, capture_output=True)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


def _environment(folder: Path) -> dict[str, str]:
    chosen = {
        "DJANGO_SETTINGS_MODULE": "zgc_tasks.settings",
        "DEMO": "1",
        "DEMO_DATE": "2015-04-01",
        "DATA_DIR": str(folder),
        "DATABASE_URL": "",
        "BIND": "127.0.0.1",
        "PORT": str(_free_port()),
        "HTTPS": "0",
    }
    return os.environ | chosen


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, server: subprocess.Popen, output: Path) -> None:
    for _ in range(START_SECONDS * 10):
        assert server.poll() is None, output.read_text()
        try:
            with urllib.request.urlopen(f"{address}/sign-in/", timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not answer within {START_SECONDS} seconds\n{output.read_text()}")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    # Playwright's event loop runs in this thread, and Django then refuses its database to every later test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return launch_arguments()


def launch_arguments() -> dict:
    """What Playwright launches: Debian's Chromium without a window, which takes half the time of the one that only hides it;
    as root without its sandbox, because it refuses otherwise.
    """
    chromium = shutil.which(SHELL)
    if not chromium:
        pytest.fail(f"找不到浏览器，请安装 / the browser is missing: apt-get install {SHELL}", pytrace=False)
    return {"executable_path": chromium, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}
