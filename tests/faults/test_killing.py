"""Workers, servers and on PostgreSQL the database are killed while people save and file; a thousand times: docs/faults.md."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests import kept_database


@pytest.mark.long  # a thousand times
def test_what_was_acknowledged_is_there_whoever_dies(django_db_setup, tmp_path):
    if connection.vendor == "sqlite":
        kept_database.put(tmp_path)
    command = [sys.executable, "-m", "bench.killing", "20", connection.vendor]
    command += map(str, tmp_path.glob("db.sqlite3"))
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "20 rounds in" in done.stdout
