"""催报 of all units that owe something, in one table: the text for each to copy, and what is noted of each that was told."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.urls import reverse

from tasks.forms.reminding import ReminderForm
from tasks.models import Programme, Round
from tasks.pages import checking_desk, round_desk
from tasks.pages.desk_lines import DeskLine
from units.models import Membership, Unit
from zgc_tasks.common.paging import Paged, paged

NOBODY = "请先勾选已催报的单位，再记录"
_SAID = "已发催报短信"


@dataclass(frozen=True)
class Reminder:
    """A unit that owes something: its line of the desk, and the form for what is noted."""

    line: DeskLine
    form: ReminderForm


@dataclass(frozen=True)
class Reminders:
    """`desk` is where they come from, and where whoever is done returns to."""

    what: str
    desk: str
    page: Paged

    @property
    def noted(self) -> list[ReminderForm]:
        return [row.form for row in self.page if row.form.is_noted]

    @property
    def errors(self) -> list[dict]:
        """Of the units that are ticked, each said with the unit."""
        return [
            {"text": f"{form.unit}：{error}", "href": f"#{form[name].auto_id}"}
            for form in self.noted
            for name, errors in form.errors.items()
            for error in errors
        ]


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
    owing = [line for line in lines if line.owing.total]
    years = programme.known_years(today)

    def rows(page: list[DeskLine]) -> list[Reminder]:
        units = Unit.objects.in_bulk([line.owing.unit.pk for line in page])
        return [
            Reminder(
                line,
                ReminderForm(
                    typed,
                    prefix=line.owing.unit.slug,
                    unit=units[line.owing.unit.pk],
                    years=years,
                    initial={"spoke_with": _liaisons(line), "said": _SAID},
                ),
            )
            for line in page
        ]

    return Reminders(what, desk, paged(owing, asked, rows=rows))


def _liaisons(line: DeskLine) -> str:
    """As many of them as the field holds."""
    return "、".join(one.full_name for one in line.liaisons)[:50]
