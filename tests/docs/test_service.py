"""systemd takes the unit of the example, and leaves the process little."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

EXAMPLE = Path(settings.BASE_DIR, "docs/examples/zgc-tasks.service")
WORST = 1.5  # of 10; the guide says what it is


@pytest.fixture
def unit(tmp_path) -> Path:
    """The example, with a program that is there."""
    text = EXAMPLE.read_text(encoding="utf-8")
    assert "/opt/zgc-tasks/.venv/bin/python" in text
    path = tmp_path / EXAMPLE.name
    path.write_text(text.replace("/opt/zgc-tasks/.venv/bin/python", sys.executable), encoding="utf-8")
    return path


def analyzed(*asked: str | Path) -> subprocess.CompletedProcess:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not on this machine, as in a container")
    return subprocess.run(["systemd-analyze", "--no-pager", *asked], capture_output=True, text=True)


def test_systemd_takes_the_unit_without_a_word(unit):
    found = analyzed("verify", unit)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


def test_little_is_left_to_who_takes_over_the_process(unit):
    found = analyzed("security", "--offline=yes", f"--threshold={WORST * 10:.0f}", unit)
    assert found.returncode == 0, found.stdout
    assert float(re.search(r"exposure level for zgc-tasks.service: ([\d.]+)", found.stdout)[1]) <= WORST
