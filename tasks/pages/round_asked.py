"""The round that an address of 总体情况 or of an export names as `round`, among those that had begun by its day."""

from collections.abc import Iterable
from datetime import date

from django.http import QueryDict

from tasks.forms.ledger import errors_of
from tasks.forms.overview import RoundForm
from tasks.ledger.progress import begun_by
from tasks.models import Programme, Round
from zgc_tasks.common.prepared import Prepared


def begun(programme: Programme, day: date, today: date) -> list[Round]:
    """Rounds that were known by the end of the day, and filed by then with their terms of then; the newest first."""
    if day < today:
        return begun_by(programme, day)[::-1]
    return _BEGUN(programme=programme.pk, day=day)


_BEGUN = Prepared(lambda programme, day: Round.objects.filter(programme=programme).filed_on(day))


def choices(rounds: Iterable[Round]) -> list[tuple[int, str]]:
    return [(each.number, each.name) for each in rounds]


def named(form: RoundForm, rounds: Iterable[Round]) -> Round | None:
    """None where there is none of that number, and where none is named; what is wrong with another field does not count."""
    form.full_clean()
    number = form.cleaned_data.get("round")
    return next((each for each in rounds if each.number == number), None)


def name_asked(programme: Programme, asked: QueryDict, *, day: date, today: date) -> tuple[str, list[str]]:
    """Its name of that day, and what is wrong with the address; '' where none is named: then it is the newest that had
    begun.
    """
    if not asked.get("round"):
        return "", []
    rounds = begun(programme, day, today)
    form = RoundForm(asked, rounds=choices(rounds))
    round = named(form, rounds)
    return (round.name, []) if round else ("", errors_of(form))
