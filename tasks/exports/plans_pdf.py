"""方案汇编: the plans in force of a ledger's rows on the 表样, area by area."""

import sys
from itertools import groupby
from typing import BinaryIO

from tasks.enums import PlanStatus, TaskState, revision_in_words
from tasks.exports.compilation_pdf import write_compilation
from tasks.exports.plan_form_pdf import FilingMark, PrintedSheet
from tasks.ledger import Ledger, Row
from tasks.rules import contact_changes, dates, times
from tasks.rules.sheet import LABELS
from zgc_tasks.common.refusal import NotMade


class NothingFiled(NotMade):
    """No row has a plan in force; a compilation without plans would be an empty file."""


def forms_by_area(ledger: Ledger) -> list[tuple[str, list[PrintedSheet]]]:
    """The plans in force as of the ledger's date, under their areas; areas without any are left out."""
    filed = sorted((row for row in ledger.rows if row.filing), key=lambda row: (row.group, row.number))
    areas = groupby(filed, key=lambda row: f"{row.group} {row.group_name}")
    return [(area, [_form(row) for row in rows]) for area, rows in areas]


def write(ledger: Ledger, out: BinaryIO) -> None:
    """Raises NothingFiled, TooMuch and UncoveredCharacter before anything is written."""
    areas = forms_by_area(ledger)
    if not areas:
        raise NothingFiled(f"{ledger.day_in_words}，所选范围内还没有已报送的实施方案，没有可汇编的内容")
    cover = [ledger.day_in_words, *(f"{label}：{value}" for label, value in ledger.conditions)]
    title = f"{ledger.programme.title}\n实施方案汇编{ledger.part}"
    write_compilation(title, ledger.programme.issuer, cover, areas, out, missing_by_unit(ledger))


def missing_by_unit(ledger: Ledger) -> list[tuple[str, str]]:
    """The tasks that have no plan here: by lead and state, and their numbers."""
    numbers: dict[tuple, list[str]] = {}
    for row in ledger.rows:
        if row.filing is None:
            order = row.lead.order if row.lead else _LAST
            whose = (
                f"{row.lead.short}（{TaskState(row.state).label}）" if row.lead else TaskState.NO_LEAD.label
            )
            numbers.setdefault((order, whose), []).append(str(row.number))
    return [(whose, f"第{'、'.join(those)}项") for (_, whose), those in sorted(numbers.items())]


_LAST = (sys.maxsize, 0)


def _form(row: Row) -> PrintedSheet:
    filing = row.filing
    filed_on = filing.counts_from.date()
    changed = contact_changes.in_words(filing.plan, filing.now, filing.since)
    return PrintedSheet(
        sheet=filing.plan,
        standing=_standing(row),
        filing=FilingMark(number=filing.number, nth=filing.nth, filed_on=filed_on),
        on_behalf=f"据来文代录，来文于{dates.in_words(filed_on)}收到" if filing.on_behalf else "",
        changed="；".join(f"{LABELS[name]}{words}" for name, words in changed.items()),
        moved=_moved(row),
    )


def _standing(row: Row) -> str:
    """待核对, 退回修改, 已核收，修订待核对"""
    said = PlanStatus(row.status).label
    return f"{said}，{revision_in_words(row.revision)}" if row.revision else said


def _moved(row: Row) -> str:
    """完成时间原定2017年12月，现为2018年12月（第1次调整）；第2步原定…"""
    notes = times.notes(row.filing.plan.with_keys(row.filing.keys), row.times)
    places = {"finish": LABELS["finish"]} | {
        f"step-{number}": f"第{number}步" for number in range(1, len(row.filing.plan.steps) + 1)
    }
    return "；".join(f"{places[place]}{words}" for place, words in notes.items())
