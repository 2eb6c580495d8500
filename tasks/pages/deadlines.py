"""时限检查: where each task stands as of a day, with the sentence that says why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict

from tasks.counted import counted_on
from tasks.enums import Figure
from tasks.forms.ledger import Asked, LedgerFilterForm, asked_of
from tasks.ledger import Filters, Totals
from tasks.models import AREAS, UNITS_NAMED, Programme
from tasks.pages import standing
from tasks.pages.judged import Reader, chosen
from tasks.querysets.standing import end_of
from tasks.rules import dates
from units.models import Unit
from zgc_tasks.common.paging import Paged, paged


@dataclass(frozen=True)
class DeadlinePage:
    """`total` counts all tasks there are to be seen, `figures` those that the filters leave of them; `said` is the day in
    words, `part` how the tasks of a unit are its own.
    """

    asked: Asked
    said: str
    total: int
    found: int
    figures: list[tuple[Figure, int]]
    rows: Paged
    part = "牵头和参与"
    of_steps = False

    @property
    def counted(self) -> str:
        return f"{self.total} 项中的 {self.found} 项：" if self.filtered else f"共 {self.total} 项："

    @property
    def figures_in_words(self) -> str:
        return " · ".join(f"{figure.label} {value}" for figure, value in self.figures)

    @property
    def filtered(self) -> bool:
        return self.asked.filters != Filters()


def asked(
    programme: Programme,
    address: QueryDict,
    *,
    today: date,
    judged: Iterable[str] = (),
    form: type[LedgerFilterForm] = LedgerFilterForm,
) -> Asked:
    """What the address asks for of a programme's tasks; `judged` as `JudgedForm` has it."""
    return asked_of(
        address,
        today=today,
        years=programme.known_years(today),
        areas=AREAS(programme=programme.pk),
        units=[(unit.slug, unit.short_name) for unit in UNITS_NAMED(programme=programme.pk)],
        judged=judged,
        form=form,
    )


def build(
    programme: Programme, address: QueryDict, *, today: date, own: Unit | None, reader: Reader
) -> DeadlinePage:
    """`own` is the only unit whose tasks may be shown, None for all."""
    found_asked = asked(programme, address, today=today, judged=reader.filters)
    day, filters = found_asked.as_of, found_asked.filters
    before = end_of(day) if day < today else None
    whole = standing.tasks_on(programme, day, today=today)
    if own:
        whole = whole.concerning(own, before=before)
    found = chosen(matching(whole, filters, before), programme, filters, reader, day=day, today=today)
    whose = ("deadlines", own and own.pk)
    totals = Totals.of(
        standing.situations_found(programme, found, found_asked, whose, "state", "filed", today=today)
    )
    return DeadlinePage(
        asked=found_asked,
        said=dates.as_of(day, today),
        total=totals.rows
        if filters == Filters()
        else counted_on(programme.pk, day, (*whose, "all"), whole.count, today=today),
        found=totals.rows,
        figures=list(totals.figures.items()),
        rows=paged(
            standing.columns(found.order_by("number")),
            address,
            total=totals.rows,
            rows=lambda page: standing.rows(programme, page, day),
        ),
    )


def matching(tasks, filters: Filters, before: datetime | None):
    """The tasks for which `Filters.keep` keeps the rows of a ledger, but for how these go (`judged.chosen`)."""
    if filters.unit:
        unit = Unit.objects.get(slug=filters.unit)
        tasks = tasks.concerning(unit, filters.part or "", before=before)
    if filters.group is not None:
        tasks = tasks.in_area(filters.group)
    if filters.states:
        tasks = tasks.filter(state__in=filters.states)
    if filters.checking:
        tasks = tasks.filter(checking=True)
    if filters.figure:
        tasks = tasks.of_figure(filters.figure)
    if filters.query:
        tasks = tasks.said(filters.query, before) if before else tasks.saying(filters.query)
    return tasks
