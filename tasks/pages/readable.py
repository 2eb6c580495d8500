"""A ledger as somebody may read it."""

from datetime import date

from tasks import policies
from tasks.ledger import Ledger, Row
from tasks.models import Entry, Filing
from units.models import Membership


def as_readable_by(by: Membership, found: Ledger, *, today: date) -> Ledger:
    """Without phone numbers that the reader may not see, without filings and progress taken back since, which only count,
    and without what other leads judge of their tasks.
    """

    def may_see(row: Row) -> bool:
        return policies.allowed(policies.may_see_contacts_of, by, row.lead, found.programme)

    if found.as_of < today:
        found = found.without_filings(_hidden_from(by, found)).without_entries(_entries_hidden(by, found))
    found = found.with_phones_of(may_see)
    if policies.allowed(policies.may_oversee, by, found.programme):
        return found.for_overseers()
    return found.with_judgements_of(lambda row: row.lead is not None and row.lead.pk == by.unit_id)


def _hidden_from(by: Membership, found: Ledger) -> set[str]:
    """The numbers of filings that were taken back and that the reader may not see any more."""
    taken_back = Filing.objects.filter(plan__task__programme=found.programme, withdrawn_at__isnull=False)
    hidden = taken_back.exclude(pk__in=Filing.objects.visible_to(by).values("pk"))
    return set(hidden.values_list("number", flat=True))


def _entries_hidden(by: Membership, found: Ledger) -> set[int]:
    """The keys of what was reported and taken back, and that the reader may not see any more."""
    of_programme = Entry.objects.filter(progress__task__programme=found.programme)
    taken_back = of_programme.filter(withdrawn_at__isnull=False)
    return set(
        taken_back.exclude(pk__in=Entry.objects.visible_to(by).values("pk")).values_list("pk", flat=True)
    )
