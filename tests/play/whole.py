"""`python -m tests.play.whole`: the whole of 快进, as the closing note of a version reports it; some minutes.

From a fresh start and from one where a visitor acted, each played twice to the last day: the exports of seven dates are
equal. And those of five dates are the same before and after the last year is played. Exit status 1 where they differ.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
END, A_YEAR_BEFORE = date(2017, 12, 31), date(2016, 12, 31)
DAYS = (
    date(2015, 4, 3),
    date(2015, 7, 20),
    date(2015, 12, 31),
    date(2016, 6, 30),
    date(2016, 12, 30),
)
LATER = (date(2017, 6, 30), END)
_VISIT = "from tests.play.visitor import visit; visit(Programme.objects.get(code='GJRC'))"
_DIGESTS = "from tests.play.histories import digests; print(digests({}))"


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="zgc-whole-"))
    try:
        return sum(_compare(folder / start, start) for start in ("fresh", "visited"))
    finally:
        shutil.rmtree(folder)


def _compare(folder: Path, start: str) -> int:
    """How many exports differ."""
    begin(folder / "first", visited=start == "visited")
    shutil.copytree(folder / "first", folder / "second")
    before = _played(folder / "first", A_YEAR_BEFORE, DAYS)
    first = _played(folder / "first", END, DAYS + LATER)
    second = _played(folder / "second", END, DAYS + LATER)
    twice = _differing(first, second)
    past = _differing(before, {key: first[key] for key in before})
    _say(f"{start}: 两次快进，{len(first)} 份导出中 {len(twice)} 份不同 {twice}")
    _say(f"{start}: 再过一年，{len(before)} 份导出中 {len(past)} 份不同 {past}")
    return len(twice) + len(past)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _differing(some: dict, others: dict) -> list[str]:
    return [key for key in some if some[key] != others[key]]


def begin(folder: Path, *, visited: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for command in (["migrate", "--noinput"], ["load_register"], ["sample_accounts"], ["sample_plans"]):
        managed(folder, *command)
    if visited:
        _shell(folder, _VISIT)


def _played(folder: Path, until: date, days: tuple[date, ...]) -> dict[str, str]:
    """The digest of every export when it is played so far."""
    _say(managed(folder, "play_history", "--until", f"{until}").splitlines()[-1])
    told = _shell(folder, _DIGESTS.format(", ".join(f"'{day}'" for day in days)))
    return dict(line.split() for line in told.splitlines())


def _shell(folder: Path, code: str) -> str:
    return managed(folder, "shell", "-v", "0", "-c", code)


def managed(folder: Path, *arguments: str, **variables: str) -> str:
    environment = (
        os.environ
        | variables
        | {
            "DEMO": "1",
            "DATA_DIR": f"{folder}",
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "zgc_tasks.settings",
        }
    )
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main() > 0)
