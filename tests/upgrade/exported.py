"""Run as a program on a database of before: migrates it, and prints what is exported of the days that are asked for."""

import io
import json
import sys
from datetime import date, datetime


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from tasks import ledger
    from tasks.models import Programme

    call_command("migrate", verbosity=0)
    found = {}
    for asked in json.load(sys.stdin):
        code, day = asked.split()
        rows = ledger.build(Programme.objects.get(code=code), as_of=date.fromisoformat(day))
        found[asked] = {"json": in_json(rows), "sheets": in_sheets(rows)}
    json.dump(found, sys.stdout, ensure_ascii=False)


def in_json(ledger) -> str:
    from tasks.exports import json as export

    out = io.BytesIO()
    export.write(ledger, out)
    return out.getvalue().decode()


def in_sheets(ledger) -> dict[str, list[list]]:
    """The cells of each sheet of the spreadsheet, row by row."""
    from openpyxl import load_workbook

    from tasks.exports import xlsx
    from tasks.exports.made import Made
    from zgc_tasks.common import clock

    out = io.BytesIO()
    xlsx.write(ledger, out, Made(by="市测试局", at=clock.now()))
    return {
        sheet.title: [[_plain(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in load_workbook(out)
    }


def _plain(cell) -> str:
    """What the cell says: numbers and days were texts before (decision 0077)."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    main()
