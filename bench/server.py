"""The production server as `make run` starts it, with two workers, on a port of its own."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WORKERS = 2
PATIENCE_SECONDS = 60
ADDRESS = "127.0.0.1"
PRODUCT, FLOOR = "zgc_tasks.settings", "bench.floor_settings"
FLOOR_PAGE, FLOOR_SIGN_IN = "/floor/", "/floor/sign-in/"


@dataclass(frozen=True)
class Running:
    """A server that answers; `first_page_seconds` is from its start to the first whole page."""

    pid: int
    port: int
    first_page_seconds: float


@contextmanager
def running(*, data: Path, page: str, cookie: str = "", settings: str = PRODUCT) -> Iterator[Running]:
    """The server on the database in `data`, once `page` was answered with 200 to the holder of `cookie`."""
    port = _free_port()
    command = [sys.executable, "-m", "zgc_tasks.server", "--workers", str(WORKERS)]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings, "PORT": str(port), "DATA_DIR": str(data)
    }  # fmt: skip
    log = data / "server.log"
    with log.open("ab") as out:
        began = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)  # noqa: S603
        try:
            while not _answers(port, page, cookie):
                if process.poll() is not None or time.perf_counter() - began > PATIENCE_SECONDS:
                    sys.exit(f"the server did not answer {page}:\n{log.read_text(encoding='utf-8')[-3000:]}")
                time.sleep(0.01)
            yield Running(process.pid, port, time.perf_counter() - began)
        finally:
            process.terminate()
            process.wait(timeout=40)


def memory_mib(pid: int) -> float:
    """The memory that the server and its workers take, pages they share counted once (PSS)."""
    return sum(_kib(one, "smaps_rollup", "Pss") for one in (pid, *_workers(pid))) / 1024


def peak_mib(pid: int) -> float:
    """The most memory that any one of the processes ever had, pages it shares with others included."""
    return max(_kib(one, "status", "VmHWM") for one in (pid, *_workers(pid))) / 1024


def growth_mib(pid: int, do: Callable[[], None]) -> float:
    """How much more memory than before any one of the processes ever had while something was done."""
    processes = (pid, *_workers(pid))
    for one in processes:
        Path(f"/proc/{one}/clear_refs").write_text("5")  # the most it ever had is what it has now
    before = {one: _kib(one, "status", "VmHWM") for one in processes}
    do()
    return max(_kib(one, "status", "VmHWM") - before[one] for one in processes) / 1024


def processor_seconds(pid: int, do: Callable[[], None]) -> float:
    """How long the processes computed while something was done: as long as it takes where nobody else does."""
    before = _computed(pid)
    do()
    return (_computed(pid) - before) / os.sysconf("SC_CLK_TCK")


def _computed(pid: int) -> int:
    """In ticks."""
    stats = (Path(f"/proc/{one}/stat").read_text() for one in (pid, *_workers(pid)))
    return sum(sum(map(int, stat.rpartition(")")[2].split()[11:13])) for stat in stats)


def _workers(pid: int) -> list[int]:
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def _kib(pid: int, file: str, name: str) -> int:
    return int(re.search(rf"^{name}:\s+(\d+)", Path(f"/proc/{pid}/{file}").read_text(), re.MULTILINE)[1])


def _free_port() -> int:
    with socket.create_server((ADDRESS, 0)) as probe:
        return probe.getsockname()[1]


def _answers(port: int, page: str, cookie: str) -> bool:
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", page, headers={"Cookie": cookie})
        response = connection.getresponse()
        response.read()
        return response.status == 200
    except OSError:
        return False
    finally:
        connection.close()
