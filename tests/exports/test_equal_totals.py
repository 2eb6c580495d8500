"""Two outputs of the same day can never differ (design §5)."""

import csv as reading
import io
import json

from openpyxl import load_workbook
from pypdf import PdfReader

from tasks import ledger
from tasks.exports.catalogue import EXPORTS
from tasks.ledger import Figure
from tests.exports.conftest import DAY


def written(name: str, found, made) -> io.BytesIO:
    out = io.BytesIO()
    EXPORTS[name].write(found, out, made)
    out.seek(0)
    return out


def test_all_outputs_of_a_day_count_the_same(hostile, made):
    states = [row.state for row in hostile.rows]
    as_json = json.load(written("summary.json", hostile, made))
    assert [row["state"] for row in as_json] == states

    text = io.TextIOWrapper(written("summary.csv", hostile, made), "utf-8-sig", newline="")
    assert [row["状态"] for row in reading.DictReader(text)] == [state.label for state in states]

    sheet = load_workbook(written("summary.xlsx", hostile, made))["按单位统计"]
    head, *_, total = sheet.iter_rows(values_only=True)
    in_sheet = dict(zip(head, total, strict=True))
    assert {figure: in_sheet[figure.label] for figure in Figure} == hostile.totals.figures

    line = "·".join(f"{figure.label}{hostile.totals.figures[figure]}" for figure in Figure)
    for name in ("summary.pdf", "situation.pdf"):
        page = PdfReader(written(name, hostile, made)).pages[0].extract_text()
        assert line in "".join(page.split()), name


def test_the_figures_of_a_day_add_up(world):
    totals = ledger.build(world.programme, as_of=DAY).totals
    figures = totals.figures
    assert figures[Figure.DUE] + figures[Figure.NO_LEAD] == totals.rows
    assert figures[Figure.FILED] + figures[Figure.UNFILED] == figures[Figure.DUE]
    assert figures[Figure.ON_TIME] + figures[Figure.LATE] == figures[Figure.FILED]
    assert sum(totals.states.values()) == totals.rows
