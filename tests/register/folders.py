"""Copies of the second register that a test may change."""

import shutil
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from tests.register_fixtures import SECOND_FOLDER


def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SECOND_FOLDER, tmp_path / "register"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the only place where `old` stands."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file} has {text.count(old)} × {old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def load(folder: Path | None = None) -> str:
    """Run the command; what it printed."""
    out = StringIO()
    call_command("load_register", *([str(folder)] if folder else []), stdout=out)
    return out.getvalue()
