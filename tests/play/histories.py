"""Playing in tests, and what comes out of it."""

import io
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import get_default_timezone
from openpyxl import load_workbook

from tasks import ledger
from tasks.exports.catalogue import EXPORTS
from tasks.exports.made import Made
from tasks.models import Programme
from tasks.play import player
from zgc_tasks.common import clock

_AT = datetime(2018, 1, 2, 9, tzinfo=get_default_timezone())


class Undone(Exception):
    """Ends a transaction whose rows nobody wants."""


def play(until: date) -> int:
    return player.play(today=clock.today(), until=until)


def undone(look):
    """What `look` finds, and nothing of what it did."""
    found = None
    try:
        with transaction.atomic():
            found = look()
            raise Undone
    except Undone:
        return found


def exports(programme: Programme, *days: date) -> dict[tuple[date, str], object]:
    """JSON and CSV as they are, a workbook as the values of its cells, as of each day."""
    return {(day, kind): _exported(programme, day, kind) for day in days for kind in ("json", "csv", "xlsx")}


def _exported(programme: Programme, day: date, kind: str):
    found = ledger.build(programme, as_of=day).for_overseers()
    out = io.BytesIO()
    EXPORTS[f"summary.{kind}"].write(found, out, Made(by="测试", at=_AT))
    return _cells(out) if kind == "xlsx" else out.getvalue()


def _cells(out: io.BytesIO) -> list:
    return [(sheet.title, list(sheet.values)) for sheet in load_workbook(out)]


def digests(*days: str) -> str:
    """A line for each export: what it is of, and the digest of what it says."""
    found = exports(Programme.objects.get(code="GJRC"), *map(date.fromisoformat, days))
    return "\n".join(
        f"{day}.{kind} {sha256(repr(said).encode()).hexdigest()}" for (day, kind), said in found.items()
    )
