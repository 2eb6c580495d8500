"""快进 in processes of its own: as a page starts it, and the same whatever order its sets come in."""

import shutil
import subprocess  # noqa: F401 - marks these tests as ones that start processes
from pathlib import Path

import pytest

from tests.play.whole import managed

DAYS = "'2015-04-07', '2015-04-10'"
PATIENCE_SECONDS = 120
_BEGIN = """
from datetime import date
from tasks.play import running
from units.models import Membership
from zgc_tasks.common import clock
by = Membership.objects.get(user__username="lingdao")
with running.nobody_plays() as held:
    running.begin(until=date(2015, 4, 8), today=clock.today(), by=by, held=held)
print(running.is_running())
"""
_WAIT = f"""
import time
from tasks.play import running
from zgc_tasks.common import clock
ends = time.monotonic() + {PATIENCE_SECONDS}
while running.is_running() and time.monotonic() < ends:
    time.sleep(0.2)
print(running.is_running(), clock.today())
"""


def shell(folder: Path, code: str, **environment: str) -> str:
    return managed(folder, "shell", "-v", "0", "-c", code, **environment).strip()


def test_the_process_that_a_page_starts_plays_under_its_lock_to_the_day_and_gives_it_up(prepared, tmp_path):
    folder = Path(shutil.copytree(prepared, tmp_path / "own"))
    assert shell(folder, _BEGIN) == "True"
    assert shell(folder, _WAIT) == "False 2015-04-08", (folder / "play_history.log").read_text()


@pytest.mark.long  # that it is the same every time is asked in one process too (test_play.py)
def test_it_is_the_same_whatever_the_seed_of_hashes(prepared, tmp_path):
    digests = set()
    for seed in ("1", "2"):
        folder = Path(shutil.copytree(prepared, tmp_path / seed))
        managed(folder, "play_history", "--until", "2015-04-10", PYTHONHASHSEED=seed)
        code = f"from tests.play.histories import digests; print(digests({DAYS}))"
        digests.add(shell(folder, code, PYTHONHASHSEED=seed))
    assert len(digests) == 1
    assert digests.pop()
