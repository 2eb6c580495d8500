"""The round that an export tells of, by its number in the address."""

from datetime import date

from django.http import QueryDict

from tasks.forms.ledger import errors_of
from tasks.forms.overview import RoundForm
from tasks.ledger.progress import begun_by
from tasks.models import Programme


def name_asked(programme: Programme, asked: QueryDict, day: date) -> tuple[str, list[str]]:
    """Its name of that day, and what is wrong with the address; '' where none is named: then it is the newest that had
    begun.
    """
    if not asked.get("round"):
        return "", []
    names = {round.number: round.name for round in begun_by(programme, day)}
    form = RoundForm(asked, rounds=names.items())
    return (names[form.cleaned_data["round"]], []) if form.is_valid() else ("", errors_of(form))
