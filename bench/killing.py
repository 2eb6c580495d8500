"""`python -m bench.killing [ROUNDS]`: the server and its workers killed (SIGKILL) in the middle of saves and filings.

In every round four people save drafts again and again and one files; then, at a moment of chance, a worker or the whole
server is killed. Afterwards the database has to have every write that was acknowledged, and of each other one all or nothing.
On the SQLite of a folder of its own, or on an empty PostgreSQL at DATABASE_URL.
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from random import Random

import django
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from bench.browser import Browser
from bench.fill import found
from bench.run import configure
from bench.server import Running, running
from bench.sheet import STEPS, typed

SEED = 2015
CHANCE = Random(SEED)  # noqa: S311 - the same at every run
SAVERS, FILINGS = 4, 3  # people, and filings a round
WAIT_SECONDS = (0.05, 0.5)  # until one is killed


def _plan(number: int):
    from tasks.models import Plan

    return Plan.objects.get(task__programme__code="GJRC", task__number=number)


@dataclass
class Draft:
    """A draft that is saved again and again, as it was acknowledged last; `tried` is what was sent since."""

    number: int
    version: int = 1
    text: str = STEPS[0][0]
    tried: str = ""

    def save(self, browser: Browser, token: str) -> bool:
        self.tried = f"第{self.version}次改写（{CHANCE.getrandbits(64):x}）"
        sent = [
            ("csrfmiddlewaretoken", token),
            ("based_on", str(self.version)),
            *typed(first_step=self.tried),
        ]
        if browser.post(f"/gjrc/tasks/{self.number}/plan/save/", sent).status != 302:
            return False
        self.version, self.text = self.version + 1, self.tried
        return True

    def fault(self) -> str:
        """What is wrong with what the database has of it; what it has is what counts from now on."""
        plan = _plan(self.number)
        texts = [step.text for step in plan.steps.order_by("position")]
        possible = {(self.version, self.text), (self.version + 1, self.tried)}
        found = (plan.version, texts[0] if texts else "")
        is_half = texts[1:] != [text for text, _ in STEPS[1:]]
        acknowledged, (self.version, self.text) = self.version, found
        if is_half:
            return "half"
        return "" if found in possible else "lost" if plan.version < acknowledged else "half"


def browser_of(server: Running, cookie: str) -> Browser:
    return Browser(server.port, dict(part.split("=", 1) for part in cookie.split("; ")))


@dataclass
class Killing:
    drafts: list[Draft]
    to_file: list[int]
    begun: int = 0
    counted: Counter = field(default_factory=Counter)
    recovered: list[float] = field(default_factory=list)
    filed: dict[int, bool] = field(default_factory=dict)  # whether it was acknowledged

    def round(self, server: Running, cookie: str, token: str) -> bool:
        """Whether the server is still there."""
        self.begun += 1
        over = threading.Event()
        threads = [
            threading.Thread(target=self._until, args=(over, server, cookie, work))
            for work in (*(self._saving(draft, token) for draft in self.drafts), self._filing(token))
        ]
        for thread in threads:
            thread.start()
        time.sleep(CHANCE.uniform(*WAIT_SECONDS))
        is_up = self._kill(server)
        over.set()
        for thread in threads:
            thread.join()
        return is_up

    def _saving(self, draft: Draft, token: str):
        return lambda browser: self._note("saves", draft.save(browser, token))

    def _filing(self, token: str):
        def file(browser: Browser) -> None:
            if len(self.filed) >= FILINGS * self.begun or not self.to_file:
                time.sleep(WAIT_SECONDS[0])
                return
            number = self.to_file.pop()
            self.filed[number] = False
            sent = [("csrfmiddlewaretoken", token), ("based_on", "1"), ("warnings_seen", "on")]
            self.filed[number] = browser.post(f"/gjrc/tasks/{number}/plan/file/", sent).status == 302
            self._note("filings", self.filed[number])

        return file

    def _note(self, what: str, acknowledged: bool) -> None:
        self.counted[f"{what} acknowledged" if acknowledged else f"{what} refused"] += 1

    def _until(self, over: threading.Event, server: Running, cookie: str, work) -> None:
        browser = browser_of(server, cookie)
        try:
            while not over.is_set():
                work(browser)
        except (OSError, HTTPException):
            self.counted["answers cut off"] += 1

    def _kill(self, server: Running) -> bool:
        workers = [
            int(pid) for pid in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        ]
        if CHANCE.random() < 0.5 and workers:
            self.counted["workers killed"] += 1
            os.kill(CHANCE.choice(workers), signal.SIGKILL)
            return True
        self.counted["servers killed"] += 1
        for pid in (server.pid, *workers):
            os.kill(pid, signal.SIGKILL)
        return False

    def print(self, rounds: int, seconds: float) -> None:
        print(f"{rounds} rounds in {seconds:.0f} s on {connection.vendor}, seed {SEED}")
        for what, count in sorted(self.counted.items()):
            print(f"{what:24}{count:>8,}")
        for what in ("saves", "filings"):
            print(
                f"{what + ' lost or half':24}{sum(self.counted[f'{what} {how}'] for how in ('lost', 'half')):>8}"
            )
        median, slowest = statistics.median(self.recovered), max(self.recovered)
        print(f"{'started again':24}{median:>8.1f} s, the slowest {slowest:.1f} s", flush=True)

    def check(self) -> None:
        """What the database has of all that was written so far."""
        for draft in self.drafts:
            if fault := draft.fault():
                self.counted[f"saves {fault}"] += 1
        for number, acknowledged in self.filed.items():
            plan = _plan(number)
            events = plan.events.filter(action="file").count()
            rows = plan.filings.count()
            whole = (plan.status == "filed", events, rows) in ((True, 1, 1), (False, 0, 0))
            if not whole:
                self.counted["filings half"] += 1
            elif acknowledged and not rows:
                self.counted["filings lost"] += 1

    def lost_or_half(self) -> int:
        return sum(count for what, count in self.counted.items() if what.endswith(("lost", "half")))


def main(rounds: int) -> int:
    url = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        configure()
        os.environ |= {"DATA_DIR": folder, "DATABASE_URL": url}
        for filling in (["signed_in_people"], ["drafts", str(SAVERS + FILINGS * rounds)]):
            subprocess.run([sys.executable, "-m", "bench.fill", *filling], check=True)  # noqa: S603
        django.setup()
        _count_on_behind_the_copies()
        began_behind = _end_of_log()
        killing = _killed(Path(folder), rounds)
        return 1 if killing.lost_or_half() or _log_is_broken(*began_behind) else 0


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


def _log_is_broken(last: int, before: str) -> bool:
    """Of what was written since; the copies that fill the database are no links of the chain."""
    from units.audit_chain import CHAINED, link
    from units.models import AuditEntry

    rows = AuditEntry.objects.filter(pk__gt=last).order_by("pk").values("hash", *CHAINED)
    broken = False
    for row in rows:
        broken |= row["hash"] != link(before, row)
        before = row["hash"]
    print(f"{'rows of the log':24}{len(rows):>8,} {'broken' if broken else 'each fits the one before'}")
    return broken


def _killed(data: Path, rounds: int) -> Killing:
    known = found(data)
    cookie, drafts = known["cookies"]["lead"][0], known["drafts"]
    killing = Killing([Draft(number) for number in drafts[:SAVERS]], drafts[SAVERS:])
    began, left = time.monotonic(), rounds
    while left:
        with running(data=data, page="/help/", cookie=cookie) as server:
            killing.recovered.append(server.first_page_seconds)
            token = browser_of(server, cookie).token(f"/gjrc/tasks/{drafts[0]}/plan/edit/")
            is_up = True
            while left and is_up:
                left -= 1
                is_up = killing.round(server, cookie, token)
                killing.check()
    killing.print(rounds, time.monotonic() - began)
    return killing


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
