"""进展: the rounds of a programme, and those about to be opened or changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from django.db.models import QuerySet
from django.forms import BoundField
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from tasks import policies
from tasks.enums import Figure, RoundAction, RoundCycle, RoundState
from tasks.forms.rounds import CycleForm, ScopeForm, TermsForm
from tasks.ledger import totals_in
from tasks.models import Programme, Round, RoundEvent
from tasks.pages.round_home import LEFT, left_to
from tasks.querysets.rounds import with_choices
from tasks.rules import calendars, dates, round_terms
from units.models import Membership
from units.prepared import PreparedFor
from units.roles import UNIT_ROLES
from zgc_tasks.common.drawn import drawn
from zgc_tasks.common.listed import Listed
from zgc_tasks.common.paging import Paged, paged

# Of so many rounds that are being filed the figures are counted as of now; those of a closed one stand as they were.
COUNTED_NOW = 3
FIGURES = (Figure.DUE, Figure.FILED, Figure.LATE, Figure.UNFILED)


class RoundLine(NamedTuple):
    """A round in the list; `address` is where the reader goes on from, "" where there is nothing for them. `figures` are
    empty where they are not counted, and `counted` says of when they are, where that is not now.
    """

    name: str
    address: str
    covers: str
    opens: str
    due: str
    state: RoundState
    note: str
    chosen: str
    figures: tuple[tuple[Figure, int], ...]
    counted: str


@dataclass(frozen=True)
class RoundList:
    """`own` where the figures are those of the reader's unit; `left` where only those are listed in which something is
    left for them to do.
    """

    rows: Paged
    may_open: bool
    own: bool
    left: bool
    figures: tuple[Figure, ...] = FIGURES


def build(programme: Programme, by: Membership, asked: QueryDict, *, today: date) -> RoundList:
    own = by.role in UNIT_ROLES
    about = {"programme": programme.pk, "day": today}
    left = own and LEFT in asked
    rounds = _WITH_SOMETHING_LEFT(by, user=by.user_id, **about) if left else _LISTED(by, **about)
    lines = partial(_lines, programme, by, today)
    return RoundList(
        rows=paged(rounds, asked, rows=lines),
        may_open=policies.allowed(policies.may_open_round, by, programme),
        own=own,
        left=left,
    )


def _listed(by: Membership, programme: int, day: date) -> QuerySet[Round]:
    return Round.objects.visible_to(by).filter(programme=programme).as_listed(day)


def _with_something_left(by: Membership, user: int, programme: int, day: date) -> QuerySet[Round]:
    return _listed(by, programme, day).filter(pk__in=left_to(by, user, programme, day).values("pk"))


_LISTED, _WITH_SOMETHING_LEFT = Listed(_listed, PreparedFor), Listed(_with_something_left, PreparedFor)


def _lines(programme: Programme, by: Membership, today: date, found: Iterable[Round]) -> list[RoundLine]:
    rounds, oversees = with_choices(found), policies.allowed(policies.may_oversee, by, programme)
    counts = _counts(by, rounds, today, oversees=oversees)
    route = "round-desk" if oversees else "round" if by.role in UNIT_ROLES else ""
    return [
        RoundLine(
            name=round.name,
            address=reverse(route, args=[programme.slug, round.number]) if route else "",
            covers=f"{dates.in_figures(round.covers_from)} 至 {dates.in_figures(round.covers_until)}",
            opens=dates.in_figures(round.opens_on),
            due=f"{dates.in_figures(round.due_on)} {calendars.WEEKDAYS[round.due_on.weekday()]}",
            state=(state := round.state_on(today)),
            note="已过截止日期" if state == RoundState.RUNNING and today > round.due_on else "",
            chosen="" if round.chosen is None else f"重点任务 {len(round.chosen)} 项",
            figures=counts.get(round.pk, _NOT_COUNTED)[0],
            counted=counts.get(round.pk, _NOT_COUNTED)[1],
        )
        for round in rounds
    ]


Counts = dict[int, tuple[tuple[tuple[Figure, int], ...], str]]
_NOT_COUNTED = ((), "")


def _counts(by: Membership, rounds: list[Round], today: date, *, oversees: bool) -> Counts:
    """Of those being filed as of now, of the closed ones as of 截稿; those are for who oversees all units."""
    running = [round for round in rounds if round.state_on(today) == RoundState.RUNNING][:COUNTED_NOW]
    if oversees:
        return _at_closing(rounds) | {round.pk: (_now(round, today), "") for round in running}
    if by.role not in UNIT_ROLES:
        return {}
    return {round.pk: (_now(round, today, by.unit_id), "") for round in running}


def _now(round: Round, today: date, lead: int | None = None) -> tuple[tuple[Figure, int], ...]:
    figures = totals_in(round, today, lead=lead).figures
    return tuple((figure, figures[figure]) for figure in FIGURES)


def _at_closing(rounds: list[Round]) -> Counts:
    closed = [round.pk for round in rounds if round.closed_at]
    events = RoundEvent.objects.filter(round__in=closed, action=RoundAction.CLOSE).order_by("pk")
    return {
        event.round_id: (
            tuple((figure, event.counted.get(figure, 0)) for figure in FIGURES),
            f"{dates.in_words(localdate(event.at))}截稿时",
        )
        for event in events
    }


class TermsField(NamedTuple):
    """A cell of the table of rounds to be opened."""

    name: str
    id: str
    label: str
    value: str
    size: int
    help: str
    error: str

    @property
    def described_by(self) -> str:
        notes = {f"{self.id}_error": self.error, f"{self.id}_helptext": self.help}
        return " ".join(note for note, words in notes.items() if words)


class TermsLine(NamedTuple):
    number: int
    fields: tuple[TermsField, ...]

    @property
    def drawn(self) -> SafeString:
        return drawn("tasks/_round_terms_row.html", row=self)


@dataclass(frozen=True)
class Opening:
    """What is to be opened: how many, each with its terms, and what all of them are about. `rows` is empty until that
    is looked at.
    """

    cycle: CycleForm
    rows: list[TermsForm]
    scope: ScopeForm

    @property
    def errors(self) -> list[dict]:
        """All that is wrong, the round said where there are several."""
        found = []
        for number, form in enumerate(self.rows, start=1):
            which = f"第{number}期：" if len(self.rows) > 1 else ""
            found += [
                {"text": f"{which}{error}", "href": f"#{form[name].auto_id}"}
                for name, errors in form.errors.items()
                for error in errors
            ]
        return found

    @property
    def lines(self) -> list[TermsLine]:
        return [_line(number, form) for number, form in enumerate(self.rows, start=1)]

    def is_valid(self) -> bool:
        """All of them are asked, so that everything wrong is said at once."""
        wrong = [form for form in (*self.rows, self.scope) if not form.is_valid()]
        return not wrong

    def terms(self) -> list[round_terms.Terms]:
        return [form.terms(self.scope.cleaned_data["note"]) for form in self.rows]


def opening(programme: Programme, asked: QueryDict, typed: QueryDict | None, *, today: date) -> Opening:
    """`asked` is the address, which says how many; `typed` what was sent from the page."""
    years = programme.known_years(today)
    first = {"cycle": RoundCycle.MONTH, "first": today.replace(day=1), "count": 1}
    cycle = CycleForm(asked if "cycle" in asked else None, years=years, initial=first)
    offered = _offered(cycle) if cycle.is_valid() else []
    taken = list(programme.rounds.values_list("name", flat=True))
    rows = []
    for number, initial in enumerate(offered, start=1):
        form = TermsForm(typed, years=years, prefix=f"round-{number}", initial=initial, taken=tuple(taken))
        taken.append(form["name"].value())
        rows.append(form)
    return Opening(cycle, rows, ScopeForm(typed, programme=programme))


def _line(number: int, form: TermsForm) -> TermsLine:
    return TermsLine(number, tuple(_field(form[name]) for name in form.fields))


def _field(field: BoundField) -> TermsField:
    value = field.value()
    return TermsField(
        name=field.html_name,
        id=field.auto_id,
        label=field.label,
        value=dates.in_figures(value) if isinstance(value, date) else value or "",
        size=field.field.widget.attrs.get("size", 16),
        help=field.help_text,
        error="；".join(field.errors),
    )


def _offered(cycle: CycleForm) -> list[dict]:
    """What each round is offered as, to be changed by whoever opens them."""
    asked = cycle.cleaned_data
    if asked["cycle"] == RoundCycle.ONCE:
        return [{"covers_from": asked["first"]}] * asked["count"]
    series = round_terms.series(asked["cycle"], asked["first"], asked["count"])
    return [terms.columns for terms in series]


def changing(round: Round, typed: QueryDict | None, *, today: date) -> tuple[TermsForm, ScopeForm]:
    programme = round.programme
    others = programme.rounds.exclude(pk=round.pk).values_list("name", flat=True)
    initial = {name: getattr(round, name) for name in TermsForm.base_fields}
    terms = TermsForm(typed, years=programme.known_years(today), initial=initial, taken=tuple(others))
    chosen = [] if round.every_task else list(round.tasks.order_by("number").values_list("number", flat=True))
    scope = ScopeForm(typed, programme=programme, initial={"note": round.note, "tasks": chosen})
    return terms, scope
