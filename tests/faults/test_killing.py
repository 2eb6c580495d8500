"""Workers, servers and on PostgreSQL the database are killed while people save and file; a thousand times: docs/faults.md."""

import subprocess
import sys

from django.conf import settings
from django.db import connection


def test_what_was_acknowledged_is_there_whoever_dies():
    command = [sys.executable, "-m", "bench.killing", "20", connection.vendor]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "20 rounds in" in done.stdout
