"""催报 of all units that owe something, in one table: the text for each to copy, and what is noted of each that was told."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from tasks.forms.reminding import ReminderForm
from tasks.ledger import NamedUnit
from tasks.models import Programme, Round
from tasks.pages import checking_desk, round_desk
from tasks.pages.desk_lines import DeskContact, DeskLine
from tasks.rules.known_years import KnownYears
from units.models import Membership, Unit
from zgc_tasks.common.paging import Paged, paged

NOBODY = "请先勾选已催报的单位，再记录"
_SAID = "已发催报短信"


@dataclass(frozen=True)
class Reminder:
    """A unit that owes something, as in its line of the desk, and the form for what is noted. Plain values, so that it is
    drawn once; only where something was `typed` it is a row of its own.
    """

    unit: NamedUnit
    contact: DeskContact
    owed: SafeString
    years: KnownYears
    typed: ReminderForm | None = field(default=None, compare=False)

    @property
    def spoke_with(self) -> str:
        """As many liaisons as the field holds."""
        return "、".join(one.full_name for one in self.contact.liaisons)[:50]

    @property
    def form(self) -> ReminderForm:
        return self.typed or self.with_typed(None)

    def with_typed(self, typed: QueryDict | None) -> ReminderForm:
        return ReminderForm(
            typed,
            prefix=self.unit.slug,
            unit=self.unit,
            years=self.years,
            initial={"spoke_with": self.spoke_with, "said": _SAID},
        )


@dataclass(frozen=True)
class Reminders:
    """`desk` is where they come from, and where whoever is done returns to."""

    what: str
    desk: str
    page: Paged

    @property
    def noted(self) -> list[ReminderForm]:
        return [row.typed for row in self.page if row.typed and row.typed.is_noted]

    @property
    def errors(self) -> list[dict]:
        """Of the units that are ticked, each said with the unit."""
        return [
            {"text": f"{form.unit}：{error}", "href": f"#{form[name].auto_id}"}
            for form in self.noted
            for name, errors in form.errors.items()
            for error in errors
        ]

    def told(self) -> dict[Unit, dict]:
        """Of each unit that is ticked what is to be noted, where nothing is wrong."""
        units = Unit.objects.in_bulk([form.unit.pk for form in self.noted])
        columns = ("spoke_with", "said", "expected_by")
        return {
            units[form.unit.pk]: {name: form.cleaned_data[name] for name in columns} for form in self.noted
        }


def build(
    programme: Programme,
    by: Membership,
    asked: QueryDict,
    *,
    today: date,
    round: Round | None,
    typed: QueryDict | None = None,
) -> Reminders:
    """About plans, or about what is owed in a round; `typed` is drawn as it was posted, with its errors."""
    if round is None:
        what, desk = "实施方案", reverse("checking", args=[programme.slug])
        lines = checking_desk.lines_today(programme, by, today)
    else:
        what, desk = str(round), reverse("round-desk", args=[programme.slug, round.number])
        lines = round_desk.lines_today(round, by, today)
    owing = [line for line in lines if line.owing.is_to_remind]
    years = programme.known_years(today)

    def rows(page: list[DeskLine]) -> list[Reminder]:
        offered = [Reminder(line.owing.unit, line.contact, line.owed, years) for line in page]
        return [replace(row, typed=row.with_typed(typed)) for row in offered] if typed else offered

    return Reminders(what, desk, paged(owing, asked, rows=rows))
