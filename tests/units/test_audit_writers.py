"""Two who write to the audit log at the same moment make one chain, on either database."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests import kept_database
from tests.project.servers import ROOT, environment
from units import audit

ROWS = 20


def verified() -> str:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite: processes, below")
def test_several_connections():
    start = Barrier(4)

    def write(who: int) -> None:
        start.wait()
        try:
            for n in range(ROWS):
                with transaction.atomic():
                    audit.record(action="account.switch", who=f"第{who}人", detail={"n": n})
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert f"共{4 * ROWS}条" in verified()


WRITE = f"""
import django; django.setup()
from units import audit
for n in range({ROWS}):
    audit.record(action="account.switch", who="某", detail={{"n": n}})
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL: connections, above")
def test_several_processes(django_db_setup, tmp_path):
    env = environment(tmp_path, 8000, DEMO="1", DJANGO_SETTINGS_MODULE="zgc_tasks.settings")
    manage = [sys.executable, "manage.py"]
    kept_database.put(tmp_path / "data")
    writers = [subprocess.Popen([sys.executable, "-c", WRITE], cwd=ROOT, env=env) for _ in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    done = subprocess.run(
        [*manage, "verify_audit"], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    )
    assert f"共{3 * ROWS}条" in done.stdout
