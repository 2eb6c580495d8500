"""`python -m bench.killing [ROUNDS] [sqlite|postgresql] [FILE]`: processes killed (SIGKILL) in the middle of saves and filings.

In every round four people save drafts again and again, one files and two read; once a write was acknowledged, at a moment of
chance, a worker of the server is killed, every tenth time the whole server, and on PostgreSQL in between the database, which is
started anew. After each the database has to have every write that was acknowledged, and of each other one all or nothing.
On a database of its own; FILE is an empty one of SQLite, migrated, to begin with.
"""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from random import Random

import django
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from bench.browser import Answer, Browser, token_on
from bench.fill import found
from bench.run import configure
from bench.server import Running, running
from tests.postgres import Server as Database
from tests.postgres import temporary_server

SEED = 2015
CHANCE = Random(SEED)  # noqa: S311 - the same at every run
SAVERS, READERS, FILINGS = 4, 2, 2  # people, and filings a round at most
LIFE = 10  # rounds of a server, in the last of which it is killed
DATABASE_DIES = 5  # in which of them
LONGEST_WAIT = 0.3  # seconds from the first acknowledged write of a round until something is killed
PATIENCE_SECONDS = 60
IN_WORDS = "核对填写的内容（方案和进展已暂存在本机），再提交一次"


@dataclass
class Killing:
    """`drafts` and `filings` as in `bench.acknowledged`, which is there once Django is set up."""

    drafts: list
    filings: object
    cookie: str
    database: Database | None
    begun: int = 0
    counted: Counter = field(default_factory=Counter)
    killed_at: float = 0
    killed: str = ""
    again: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def life(self, server: Running, rounds: int) -> None:
        """So many rounds with one server; in the last it is killed."""
        token = token_on(self._read(self._browser(server)))
        for nth in range(1, rounds + 1):
            self.begun += 1
            tried = len(self.filings.acknowledged)
            if nth == rounds:
                self._round(server, token, "server", _kill_server)
            elif nth == DATABASE_DIES and self.database:
                self._round(server, token, "database", self._restart_database)
            else:
                self._round(server, token, "worker", _kill_worker)
            self._check(tried)

    def _round(self, server: Running, token: str, killed: str, kill: Callable[[Running], None]) -> None:
        over, acknowledged = threading.Event(), threading.Event()
        work = [lambda browser, one=draft: one.save(browser, token, CHANCE) for draft in self.drafts]
        people = [("saves", save) for save in work] + [("filings", self._filing(token))]
        people += [("pages", self._read)] * READERS
        threads = [
            threading.Thread(target=self._busy, args=(server, over, acknowledged, *one)) for one in people
        ]
        for thread in threads:
            thread.start()
        if not acknowledged.wait(PATIENCE_SECONDS):
            self.counted["rounds without a write"] += 1
        time.sleep(CHANCE.uniform(0, LONGEST_WAIT))
        self.killed, self.killed_at = killed, time.monotonic()
        kill(server)
        self.counted[f"{killed}s killed"] += 1
        over.set()
        for thread in threads:
            thread.join()

    def _filing(self, token: str) -> Callable[[Browser], Answer | None]:
        def file(browser: Browser) -> Answer | None:
            if len(self.filings.acknowledged) < FILINGS * self.begun and self.filings.to_file:
                return self.filings.file_next(browser, token)
            time.sleep(0.02)
            return None

        return file

    def _busy(self, server: Running, over, acknowledged, what: str, work) -> None:
        """Again and again; of a write that was not answered as wished, the person would look first what became of it."""
        browser = self._browser(server)
        while not over.is_set():
            try:
                answer = work(browser)
            except (OSError, HTTPException):
                self.counted["answers cut off"] += 1
                if what != "pages":
                    return
                browser = self._browser(server)
                time.sleep(0.02)
                continue
            if answer and not self._note(what, answer, acknowledged) and what != "pages":
                return

    def _note(self, what: str, answer: Answer, acknowledged: threading.Event) -> bool:
        """Whether it was done."""
        if answer.status == (200 if what == "pages" else 302):
            self.counted[f"{what} read" if what == "pages" else f"{what} acknowledged"] += 1
            if what != "pages" and not acknowledged.is_set():
                acknowledged.set()
                if self.killed:
                    self.again[self.killed].append(time.monotonic() - self.killed_at)
            return True
        if answer.status == 503 and IN_WORDS in answer.text:
            self.counted[f"{what} answered 503 in words"] += 1
        else:
            self.counted["other answers"] += 1
            print(what, answer.status, answer.location, answer.text[:2000], file=sys.stderr)
        return False

    def _browser(self, server: Running) -> Browser:
        return Browser(server.port, dict(part.split("=", 1) for part in self.cookie.split("; ")))

    def _restart_database(self, server: Running) -> None:
        self.database.restart()
        connection.close()
        while self._read(self._browser(server)).status != 200:
            time.sleep(0.02)

    def _read(self, browser: Browser) -> Answer:
        return browser.get(f"/gjrc/tasks/{self.drafts[0].number}/plan/edit/")

    def _check(self, since: int) -> None:
        """What the database has of all that was written in a round."""
        _all_is_decided()
        for draft in self.drafts:
            if fault := draft.fault():
                self.counted[f"saves {fault}"] += 1
        for fault in self.filings.faults(since=since):
            self.counted[f"filings {fault}"] += 1

    def check_all_again(self) -> None:
        for fault in self.filings.faults():
            self.counted[f"filings {fault} in the end"] += 1

    def faults(self) -> int:
        wrong = ("lost", "half", "in the end", "other answers", "without a write")
        return sum(count for what, count in self.counted.items() if what.endswith(wrong))

    def print(self, seconds: float) -> None:
        print(f"{self.begun} rounds in {seconds:.0f} s on {connection.vendor}, seed {SEED}")
        wrong = ("saves lost", "saves half", "filings lost", "filings half", "other answers")
        for what, count in sorted((dict.fromkeys(wrong, 0) | self.counted).items()):
            print(f"{what:32}{count:>8,}")
        for what, took in self.again.items():
            median, slowest = statistics.median(took), max(took)
            print(f"{f'a {what} killed, written again':32}{median:>8.1f} s later, at most {slowest:.1f} s")
        sys.stdout.flush()


def _kill_worker(server: Running) -> None:
    """The one that is there longest: where one that took over dies within seconds as well, the whole server is started anew."""
    os.kill(_workers(server)[0], signal.SIGKILL)


def _kill_server(server: Running) -> None:
    for pid in (server.pid, *_workers(server)):
        os.kill(pid, signal.SIGKILL)


def _workers(server: Running) -> list[int]:
    """Those that are alive, by how long."""
    pids = map(int, Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split())
    since = {pid: _alive_since(pid) for pid in pids}
    return sorted((pid for pid in since if since[pid]), key=since.get)


def _alive_since(pid: int) -> int:
    status = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 0 if status[0] == "Z" else int(status[19])


def _all_is_decided() -> None:
    """PostgreSQL notices that whoever asked has died when it is done with what was asked."""
    if connection.vendor != "postgresql":
        return
    at_work = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND state <> 'idle'"
    )
    with connection.cursor() as cursor:
        while cursor.execute(at_work).fetchone()[0]:
            time.sleep(0.01)


def main(rounds: int, vendor: str, migrated: str = "") -> int:
    with _database(vendor) as database, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        configure()
        os.environ |= {"DATA_DIR": folder, "DATABASE_URL": database.url if database else ""}
        if migrated:
            shutil.copyfile(migrated, Path(folder) / "db.sqlite3")
        for filling in (["signed_in_people"], ["drafts", str(SAVERS + FILINGS * rounds)]):
            subprocess.run([sys.executable, "-m", "bench.fill", *filling], check=True)  # noqa: S603
        django.setup()
        _count_on_behind_the_copies()
        began_behind = _end_of_log()
        killing = _killed(Path(folder), rounds, database)
        is_broken = _log_is_broken(killing, *began_behind)
        connection.close()
        return 1 if killing.faults() or is_broken else 0


@contextmanager
def _database(vendor: str) -> Iterator[Database | None]:
    """A PostgreSQL that keeps what it has committed when it dies; not when its machine does, which nothing here kills."""
    if vendor == "sqlite":
        yield None
        return
    with temporary_server("-c fsync=off") as database:
        yield database


def _count_on_behind_the_copies() -> None:
    """PostgreSQL does not notice keys that rows brought with them."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(
            no_style(), apps.get_models(include_auto_created=True)
        ):
            cursor.execute(statement)


def _end_of_log() -> tuple[int, str]:
    from units.models import AuditEntry, AuditHead

    return AuditEntry.objects.latest("pk").pk, AuditHead.objects.get(pk=1).hash


def _log_is_broken(killing: Killing, last: int, before: str) -> bool:
    """Of what was written since; the copies that fill the database are no links of the chain. Each filing has its row."""
    from units.audit_chain import CHAINED, link
    from units.models import AuditEntry, AuditHead

    rows = AuditEntry.objects.filter(pk__gt=last).order_by("pk").values("hash", *CHAINED)
    broken = False
    for row in rows:
        broken |= row["hash"] != link(before, row)
        before = row["hash"]
    filed = sum(row["action"] == "plan.file" for row in rows)
    broken |= before != AuditHead.objects.get(pk=1).hash or filed != killing.filings.in_the_database()
    print(f"{'rows of the log':32}{len(rows):>8,} {'broken' if broken else 'each fits the one before'}")
    return broken


def _killed(data: Path, rounds: int, database: Database | None) -> Killing:
    from bench.acknowledged import Draft, Filings

    known = found(data)
    cookie, drafts = known["cookies"]["lead"][0], known["drafts"]
    killing = Killing(
        [Draft(number) for number in drafts[:SAVERS]], Filings(drafts[SAVERS:]), cookie, database
    )
    began = time.monotonic()
    while killing.begun < rounds:
        with running(data=data, page="/help/", cookie=cookie) as server:
            killing.life(server, min(LIFE, rounds - killing.begun))
        if killing.begun % 100 == 0:
            print(f"… {killing.begun} rounds, {killing.faults()} faults", file=sys.stderr, flush=True)
    killing.check_all_again()
    killing.print(time.monotonic() - began)
    return killing


if __name__ == "__main__":
    sys.exit(main(int((*sys.argv[1:2], 100)[0]), (*sys.argv[2:3], "sqlite")[0], *sys.argv[3:4]))
