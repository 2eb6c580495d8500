"""The rows of one date, with their totals, and what filters leave of them."""

from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby

from tasks.ledger.filters import Filters
from tasks.ledger.rows import NamedUnit, Row
from tasks.ledger.totals import Totals
from tasks.models import Programme
from tasks.rules import dates


@dataclass(frozen=True)
class Ledger:
    """The rows of `programme` as of `as_of` that pass `filters`, in order of number.

    `conditions` are the filters in words, (label, value), for the reader of an export; `forecast`, that the day was
    still to come when somebody asked; `overseen`, that whoever reads it oversees all tasks, and may see their lights.
    """

    programme: Programme
    as_of: date
    filters: Filters
    rows: tuple[Row, ...]
    conditions: tuple[tuple[str, str], ...] = ()
    forecast: bool = False
    overseen: bool = False
    about: str = "实施方案报送"

    @cached_property
    def totals(self) -> Totals:
        return Totals.of(self.rows)

    @cached_property
    def by_area(self) -> list[tuple[int, str, Totals]]:
        """Number, name and totals of each area that has rows, in order of number."""
        ordered = sorted(self.rows, key=_area)
        return [(*area, Totals.of(rows)) for area, rows in groupby(ordered, key=_area)]

    @cached_property
    def by_unit(self) -> list[tuple[NamedUnit, Totals]]:
        """Per lead unit, in document order; a task without a lead belongs to none of them."""
        ordered = sorted((row for row in self.rows if row.lead), key=lambda row: row.lead.order)
        return [(lead, Totals.of(rows)) for lead, rows in groupby(ordered, key=lambda row: row.lead)]

    def filtered(self, filters: Filters) -> "Ledger":
        """What `filters` leave of this ledger, which has none yet."""
        return replace(
            self,
            filters=filters,
            rows=tuple(row for row in self.rows if filters.keep(row, self.programme.code)),
            conditions=(
                *self.conditions,
                *filters.in_words({unit.slug: unit.short for unit in self.units}),
            ),
        )

    def of_unit(self, slug: str, name: str) -> "Ledger":
        """The rows of one unit, for readers who may have no others."""
        said = ("本单位", f"{name}牵头和参与的任务")
        return replace(self.only(lambda row: slug in row.units), conditions=(*self.conditions, said))

    @property
    def part(self) -> str:
        """What stands behind the name of a document that does not hold all tasks; which ones, `conditions` say."""
        return "（部分）" if self.conditions else ""

    @property
    def conditions_in_words(self) -> str:
        return "；".join(f"{label}：{value}" for label, value in self.conditions)

    @cached_property
    def units(self) -> list[NamedUnit]:
        """Lead and participating units of these rows in document order."""
        named = {unit for row in self.rows for unit in (row.lead, *row.participants) if unit}
        return sorted(named, key=lambda unit: unit.order)

    def seen_on(self, today: date) -> "Ledger":
        """The same ledger, which of a day to come says that it is 预计."""
        return replace(self, forecast=self.as_of > today)

    @property
    def day_in_words(self) -> str:
        """截至2015年4月7日"""
        return f"截至{dates.in_words(self.as_of)}{'（预计）' if self.forecast else ''}"

    def only(self, keep: Callable[[Row], bool]) -> "Ledger":
        return replace(self, rows=tuple(row for row in self.rows if keep(row)))

    def without_filings(self, numbers: Set[str]) -> "Ledger":
        """The same ledger, in which these filings count but are not shown."""
        return replace(self, rows=tuple(_without_filings(row, numbers) for row in self.rows))

    def without_entries(self, keys: Set[int]) -> "Ledger":
        """The same of what was reported in the round."""
        return replace(self, rows=tuple(_without_entry(row, keys) for row in self.rows))

    def for_overseers(self) -> "Ledger":
        return replace(self, overseen=True)

    def with_judgements_of(self, may_see: Callable[[Row], bool]) -> "Ledger":
        """The same ledger, in which 推进状态, 关注事项 and unchanged rounds of other rows are not shown."""
        return replace(
            self, rows=tuple(row if may_see(row) else _without_judgements(row) for row in self.rows)
        )

    def with_phones_of(self, may_see: Callable[[Row], bool]) -> "Ledger":
        """The same ledger, in which the phone numbers of other rows are not shown."""
        return replace(self, rows=tuple(row if may_see(row) else _without_phone(row) for row in self.rows))


def _area(row: Row) -> tuple[int, str]:
    return row.group, row.group_name


def _without_filings(row: Row, numbers: Set[str]) -> Row:
    filing = None if row.filing and row.filing.number in numbers else row.filing
    changes = tuple(each for each in row.time_changes if each.filings - numbers)
    if filing is row.filing and len(changes) == len(row.time_changes):
        return row
    return replace(row, filing=filing, time_changes=changes)


def _without_entry(row: Row, keys: Set[int]) -> Row:
    hidden = row.reported.entry in keys
    return replace(row, reported=replace(row.reported, said=None)) if hidden else row


def _without_judgements(row: Row) -> Row:
    said = row.reported.said and replace(row.reported.said, outlook="", outlook_reason="")
    judged = {"outlook": None, "outlook_reason": "", "unchanged_in_a_row": None, "attention": ()}
    return replace(row, reported=replace(row.reported, said=said, **judged))


def _without_phone(row: Row) -> Row:
    if row.filing is None:
        return row
    filed, now = row.filing.plan.without_phone(), row.filing.now.without_phone()
    return replace(row, filing=replace(row.filing, plan=filed, now=now))
