"""方案汇编: the plans in force of a ledger's rows, one after another on the 表样."""

from typing import BinaryIO

from tasks.exports import plan_form_pdf
from tasks.exports.made import in_words
from tasks.exports.plan_form_pdf import FilingMark, PlanForm
from tasks.ledger import Ledger, Row


class NothingFiled(Exception):
    """No row has a plan in force; a compilation without plans would be an empty file."""


def forms(ledger: Ledger) -> list[PlanForm]:
    """The plans in force as of the ledger's date, in order of number."""
    return [_form(row) for row in ledger.rows if row.filing]


def write(ledger: Ledger, out: BinaryIO) -> None:
    """Raises NothingFiled, and `UncoveredCharacter` before anything is written."""
    found = forms(ledger)
    if not found:
        raise NothingFiled(
            f"截至{in_words(ledger.as_of)}，所选范围内还没有已报送的实施方案，没有可汇编的内容"
        )
    plan_form_pdf.write(found, out)


def _form(row: Row) -> PlanForm:
    filing = row.filing
    filed_on = filing.counts_from.date()
    return PlanForm(
        content=filing.plan,
        filing=FilingMark(number=filing.number, round=filing.round, filed_on=filed_on),
        on_behalf=f"据来文代录，来文于{in_words(filed_on)}收到" if filing.on_behalf else "",
    )
