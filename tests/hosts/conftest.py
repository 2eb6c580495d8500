"""Two hosts of the real program, on one PostgreSQL and one folder of scans, or one bucket."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from tests import stores
from tests.hosts import nginx
from tests.hosts.nginx import Nginx
from tests.hosts.visitor import Visitor
from tests.project.servers import (
    HOST,
    LOOPBACK,
    PATIENCE_SECONDS,
    ROOT,
    SERVER,
    environment,
    free_port,
    started,
)
from tests.races.worlds import Thread, Worlds
from tests.stores import Store
from zgc_tasks.settings import PASSWORD_HASHERS

# A host that is not heard of any more is given up after seconds, not after the time that settings give it.
SOON = "-c idle_in_transaction_session_timeout=3s"


@dataclass
class Host:
    """`folder` holds what a host has of its own."""

    folder: Path
    port: int
    url: str
    _running: ExitStack
    store: Store | None = None
    settings: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        command = (*SERVER, "--workers", "1")
        more = {"DEMO": "1", "DEMO_DATE": "2015-04-01", "HTTPS": "0", "DATABASE_URL": self.url}
        if self.store:
            more["SCANS_URL"] = self.store.url
        self._server, self.output = self._running.enter_context(
            started(*command, tmp_path=self.folder, port=self.port, **more | self.settings)
        )

    def stop(self) -> None:
        """As `systemctl stop` does."""
        self._server.terminate()
        self._server.wait(PATIENCE_SECONDS)

    def kill(self) -> None:
        """The server and its worker, as when the machine loses its power."""
        self.signal(signal.SIGKILL)
        self._server.wait()

    def signal(self, number: int) -> None:
        pid = self._server.pid
        workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in (pid, *map(int, workers)):
            os.kill(each, number)


@dataclass
class Hosts:
    first: Host
    second: Host
    inside: Thread  # with a connection to their database

    @property
    def both(self) -> tuple[Host, Host]:
        return self.first, self.second

    def visitor(self) -> Visitor:
        return Visitor([self.first.port, self.second.port])

    def only(self, host: Host) -> Visitor:
        return Visitor([host.port])

    def asked(self, question: Callable):
        return self.inside(question)


def _filled() -> None:
    call_command("load_register", verbosity=0)
    with override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS):
        call_command("sample_accounts", stdout=StringIO())


@pytest.fixture(scope="package")
def hosts(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Hosts]:
    if connection.vendor != "postgresql":
        pytest.skip("several hosts share a PostgreSQL")
    folder = tmp_path_factory.mktemp("hosts")
    worlds = Worlds(folder)
    with django_db_blocker.unblock(), ExitStack() as stack:
        worlds.begin(_filled)
        stack.callback(worlds.end)
        inside = stack.enter_context(worlds.fresh())
        first, second = (_host(folder / name, stack) for name in ("first", "second"))
        _collected(first)
        shutil.copytree(first.folder / "data/static", second.folder / "data/static")
        (first.folder / "data/uploads").mkdir()
        (second.folder / "data/uploads").symlink_to(first.folder / "data/uploads")  # as if mounted
        first.start()
        second.start()
        yield Hosts(first, second, inside)


@pytest.fixture(scope="module")
def over_a_bucket(hosts, tmp_path_factory) -> Iterator[Hosts]:
    """Two more hosts of the same database, whose scans lie in the store."""
    folder = tmp_path_factory.mktemp("over-a-bucket")
    with ExitStack() as stack:
        store = stack.enter_context(stores.started(folder))
        with override_settings(STORAGES=store.storages):
            store.make_bucket()
        first, second = (_host(folder / name, stack, store) for name in ("first", "second"))
        for host in (first, second):
            shutil.copytree(hosts.first.folder / "data/static", host.folder / "data/static")
            host.start()
        yield Hosts(first, second, hosts.inside)


@pytest.fixture(scope="module")
def behind_nginx(hosts, tmp_path_factory) -> Iterator[tuple[Hosts, Nginx]]:
    """Two more hosts of the same database and scans, by https through an nginx. Their output says what each answered."""
    folder = tmp_path_factory.mktemp("behind-nginx")
    settings = {"HTTPS": "1", "ALLOWED_HOSTS": HOST, "TRUSTED_PROXY": LOOPBACK, "JSON_LOGS": "1"}
    with ExitStack() as stack:
        first, second = (_host(folder / name, stack) for name in ("first", "second"))
        for host in (first, second):
            shutil.copytree(hosts.first.folder / "data/static", host.folder / "data/static")
            (host.folder / "data/uploads").symlink_to(hosts.first.folder / "data/uploads")
            host.settings |= settings
            host.start()
        before = stack.enter_context(nginx.started(folder, [first.port, second.port]))
        yield Hosts(first, second, hosts.inside), before


def _host(folder: Path, running: ExitStack, store: Store | None = None) -> Host:
    (folder / "data").mkdir(parents=True)
    of = settings.DATABASES["default"]
    url = f"postgresql://{of['USER']}@{quote(of['HOST'], safe='')}/{of['NAME']}?options={quote(SOON)}"
    return Host(folder, free_port(), url, running, store)


def _collected(host: Host) -> None:
    variables = environment(host.folder, host.port, DEMO="1", HTTPS="0", DATABASE_URL=host.url)
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput"]
    subprocess.run(collect, cwd=ROOT, env=variables, check=True, capture_output=True)
